import {closeSync, openSync, readdirSync, readFileSync, readSync, statSync} from 'node:fs';
import path from 'node:path';
import {UserError} from '../../errors.js';
import type {ArchiveEntry} from './archive/archive-entry.js';
import {readTar} from './archive/read-tar.js';
import {readZip} from './archive/read-zip.js';
import {decodeText} from './decode-text.js';
import {fileTimes, mostFiles, readFolder, readText, type WorldFiles} from './read-folder.js';
import {isReadable} from './readable.js';

/** What lies at a place, with the time of each file where it is known. */
export type WorldPlace = {
	readonly files: WorldFiles;
	readonly times: ReadonlyMap<string, number>;
	/** Names of files beside the others that are of no kind that is read; in an archive they are not told. */
	readonly others: readonly string[];
	/** A folder on disk, in which programs can work. */
	readonly isFolder: boolean;
};

/** Packed or unpacked, more is not read at once. */
const mostBytes = 250_000_000;

/** A folder, an archive that somebody sent (`.zip`, `.tgz`, `.tar.gz`, `.tar`), or a single file. */
export function readPlace(place: string): WorldPlace {
	if (statSync(place, {throwIfNoEntry: false})?.isFile() !== true) {
		const files = readFolder(place);
		return {files, times: fileTimes(place, Object.keys(files)), others: othersIn(place), isFolder: true};
	}

	const name = path.basename(place);
	if (/\.(?:zip|tgz|tar\.gz|tar)$/i.test(name)) {
		return unpacked(name, place);
	}

	if (!isReadable(name)) {
		assertNoArchive(place, name);
		throw new UserError('usage', `${place} is neither a folder nor a file that is read here.`, {
			next: [
				'Point --world to a folder, an archive (.zip, .tgz), or a file that ends in .json, .jsonl, .csv or .yaml.',
			],
		});
	}

	return {files: {[name]: readText(place)}, times: new Map(), others: [], isFolder: false};
}

function othersIn(folder: string): readonly string[] {
	return readdirSync(folder, {withFileTypes: true})
		.filter(entry => entry.isFile() && !entry.name.startsWith('.') && !isReadable(entry.name))
		.map(({name}) => name)
		.sort();
}

function unpacked(name: string, place: string): WorldPlace {
	const bytes = readFileSync(place);
	const all = /\.zip$/i.test(name) ? readZip(name, bytes) : readTar(name, bytes, mostBytes);
	const entries = all.filter(isOurs);
	const total = entries.reduce((sum, {size}) => sum + size, 0);
	if (total > mostBytes || entries.length > mostFiles) {
		throw new UserError(
			'usage',
			`${name} holds ${entries.length} files of ${Math.ceil(total / 1_000_000)} MB, too much to read at once.`,
			{
				next: [`Leave out what decides nothing: up to ${mostFiles} files of ${mostBytes / 1_000_000} MB are read.`],
			},
		);
	}

	if (all.some(entry => entry.name === 'tfplan') && all.some(entry => entry.name === 'tfstate')) {
		throw new UserError('usage', `${name} is a Terraform plan, which says what is to be.`, {
			next: [`Give its JSON with --change: \`terraform show -json ${quoted(name)} > plan.json\`.`],
		});
	}

	if (entries.length === 0) {
		throw new UserError('usage', `${name} holds no .json, .csv or .yaml file.`, {
			next: ['Point to an archive of what az, PowerShell, Resource Graph and kubectl print.'],
		});
	}

	const files = entries.map((entry): [string, string] => {
		const text = decodeText(entry.unpack());
		if (text === undefined) {
			throw new UserError('usage', `${entry.name} in ${name} is not a text file.`, {
				next: ['Fetch it again as JSON or YAML, or take it out of the archive.'],
			});
		}

		return [entry.name, text];
	});
	return {
		files: Object.fromEntries(files),
		times: new Map(entries.map(entry => [entry.name, entry.time])),
		others: [],
		isFolder: false,
	};
}

/** Terraform names its plan as it was told to, mostly without an ending. */
function assertNoArchive(place: string, name: string): void {
	const start = Buffer.alloc(4);
	const file = openSync(place, 'r');
	try {
		readSync(file, start);
	} finally {
		closeSync(file);
	}

	if (start.toString('latin1') === 'PK\u0003\u0004') {
		throw new UserError('usage', `${place} is a zip archive and is not called one; a Terraform plan is such a file.`, {
			next: [
				`Of a plan give the JSON with --change: \`terraform show -json ${quoted(name)} > plan.json\`.`,
				'Of another archive let the name end in .zip.',
			],
		});
	}
}

function quoted(name: string): string {
	return /^[\w./-]+$/.test(name) ? name : 'FILE';
}

/** Hidden files, and the second copy of everything that macOS packs, hold nothing; a path that leads out is a trick. */
function isOurs({name}: ArchiveEntry): boolean {
	const folders = name.split('/');
	return (
		isReadable(name) && !folders.some(part => part.startsWith('.') || part === 'node_modules' || part === '__MACOSX')
	);
}
