import {type Dirent, readdirSync, readFileSync, realpathSync, statSync} from 'node:fs';
import path from 'node:path';
import {systemReason, UserError} from '../../errors.js';
import type {Json} from '../json.js';
import {decodeText, lookOfBytes} from './decode-text.js';
import {formatOf, isReadable} from './readable.js';
import {type Broken, refuseBroken} from './refuse-broken.js';

/** A world as files: names to text, or to JSON that is already parsed. */
export type WorldFiles = {readonly [name: string]: string | Json};

/** Deeper folders are a mistake, or a link that leads in a circle. */
const deepestFolder = 12;

/** Somebody's whole home folder has more. */
export const mostFiles = 20_000;

/** More than this is not read in a few seconds; JSON is read several times faster. */
const mostBytes = {yaml: 50_000_000, json: 250_000_000} as const;

/**
 * The files of a world folder and of all folders in it, by their path from it, in order. Only what really lies inside is
 * read: a link that leads out of it is refused. Hidden folders and `node_modules` hold no manifests.
 */
export function readFolder(folder: string): WorldFiles {
	const names = namesIn(folder, folder, '', 0).sort();
	if (names.length === 0) {
		throw new UserError('usage', `The world folder ${folder} holds no .json or .yaml file.`, {
			next: ['Point to a folder of ARM resources and Kubernetes objects, as `aksess capture` writes one.'],
		});
	}

	if (names.length > mostFiles) {
		throw new UserError(
			'usage',
			`The folder ${folder} holds ${names.length} files, more than the ${mostFiles} that are read.`,
			{
				next: ['Point --world to the folder that holds what was fetched, and nothing else.'],
			},
		);
	}

	const root = realpathSync(folder);
	const files: [string, string][] = [];
	const broken: Broken[] = [];
	const bytes = {yaml: 0, json: 0};
	for (const name of names) {
		const file = path.join(folder, name);
		assertInside(root, file);
		const stat = statSync(file);
		if (!stat.isFile()) {
			continue;
		}

		const format = formatOf(name);
		bytes[format] += stat.size;
		assertReadable(folder, format, bytes[format]);
		try {
			files.push([name, readText(file)]);
		} catch (error) {
			if (!(error instanceof UserError)) {
				throw error;
			}

			broken.push({where: name, error});
		}
	}

	refuseBroken(broken, 'Or take them out of the folder.');

	return Object.fromEntries(files);
}

function assertReadable(folder: string, format: keyof typeof mostBytes, bytes: number): void {
	if (bytes > mostBytes[format]) {
		const most = `${mostBytes[format] / 1_000_000} MB of ${format.toUpperCase()}`;
		const lighter = 'Leave out what decides nothing, such as events and secrets, or divide it by namespace.';
		throw new UserError('usage', `The world folder ${folder} holds more than ${most}, too much to read at once.`, {
			next:
				format === 'yaml' ? ['Fetch it as JSON (`kubectl get … -o json`), which is read faster.', lighter] : [lighter],
		});
	}
}

function namesIn(folder: string, place: string, prefix: string, depth: number): string[] {
	return entriesOf(folder, place).flatMap(entry => {
		const name = `${prefix}${entry.name}`;
		if (entry.isDirectory()) {
			if (entry.name.startsWith('.') || entry.name === 'node_modules') {
				return [];
			}

			if (depth >= deepestFolder) {
				throw new UserError('usage', `${path.join(folder, name)} lies more than ${deepestFolder} folders deep.`, {
					next: ['Point --world to the folder that holds the manifests.'],
				});
			}

			return namesIn(folder, path.join(place, entry.name), `${name}/`, depth + 1);
		}

		return isReadable(entry.name) ? [name] : [];
	});
}

function entriesOf(folder: string, place: string): readonly Dirent[] {
	const stat = statSync(place, {throwIfNoEntry: false});
	if (stat?.isDirectory() !== true) {
		const trouble = stat === undefined ? 'does not exist' : 'is a file, not a folder';
		throw new UserError('usage', `The world folder ${folder} ${trouble}.`, {
			next: ['Check the path given with --world, or practise on a shipped world with --sandbox NAME.'],
		});
	}

	try {
		return readdirSync(place, {withFileTypes: true});
	} catch (error) {
		throw new UserError('usage', `The world folder ${place} cannot be read: ${systemReason(error)}.`, {
			cause: error,
			next: ['Check the path given with --world, or practise on a shipped world with --sandbox NAME.'],
		});
	}
}

function assertInside(root: string, file: string): void {
	let target: string;
	try {
		target = realpathSync(file);
	} catch (error) {
		throw new UserError('usage', `${file} cannot be read: ${systemReason(error)}.`, {
			cause: error,
			next: ['Remove the broken link, or put the file itself there.'],
		});
	}

	if (!target.startsWith(root + path.sep)) {
		throw new UserError('usage', `${file} is a link to a file outside of the world folder.`, {
			next: ['Copy the file itself into the folder: nothing outside of a world is read.'],
		});
	}
}

/** Throws for what is no text, in words of what it looks like. */
export function readText(file: string): string {
	const bytes = readBytes(file);
	const text = decodeText(bytes);
	if (text === undefined) {
		const {what, next} = lookOfBytes(bytes);
		throw new UserError('usage', `${file} ${what}.`, {next: [next]});
	}

	return text;
}

/** When each file was written, in milliseconds since 1970. */
export function fileTimes(folder: string, names: readonly string[]): ReadonlyMap<string, number> {
	return new Map(names.map(name => [name, statSync(path.join(folder, name)).mtimeMs]));
}

function readBytes(file: string): Buffer {
	try {
		return readFileSync(file);
	} catch (error) {
		throw new UserError('usage', `${file} cannot be read: ${systemReason(error)}.`, {
			cause: error,
			next: ['Check that you may read the file.'],
		});
	}
}
