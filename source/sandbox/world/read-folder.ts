import {readdirSync, readFileSync, realpathSync, statSync} from 'node:fs';
import path from 'node:path';
import {systemReason, UserError} from '../../errors.js';
import type {Json} from '../json.js';

/** A world as files: names to text, or to JSON that is already parsed. */
export type WorldFiles = {readonly [name: string]: string | Json};

/** The files of a world folder. Only what really lies inside is read: a link that leads out of it is refused. */
export function readFolder(folder: string): WorldFiles {
	const names = namesIn(folder).filter(name => /\.(?:json|ya?ml)$/i.test(name));
	if (names.length === 0) {
		throw new UserError('usage', `The world folder ${folder} holds no .json or .yaml file.`, {
			next: ['Point to a folder of ARM resources and Kubernetes objects, as `aksess capture` writes one.'],
		});
	}

	const root = realpathSync(folder);
	return Object.fromEntries(
		names.sort().flatMap(name => {
			const file = path.join(folder, name);
			assertInside(root, file);
			return statSync(file).isFile() ? [[name, readText(file)]] : [];
		}),
	);
}

function namesIn(folder: string): string[] {
	const stat = statSync(folder, {throwIfNoEntry: false});
	if (stat?.isDirectory() !== true) {
		const trouble = stat === undefined ? 'does not exist' : 'is a file, not a folder';
		throw new UserError('usage', `The world folder ${folder} ${trouble}.`, {
			next: ['Check the path given with --world, or practise on a shipped world with --sandbox NAME.'],
		});
	}

	try {
		return readdirSync(folder);
	} catch (error) {
		throw new UserError('usage', `The world folder ${folder} cannot be read: ${systemReason(error)}.`, {
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

	if (path.dirname(target) !== root && !target.startsWith(root + path.sep)) {
		throw new UserError('usage', `${file} is a link to a file outside of the world folder.`, {
			next: ['Copy the file itself into the folder: nothing outside of a world is read.'],
		});
	}
}

function readText(file: string): string {
	const bytes = readBytes(file);
	const text = decode(bytes);
	if (text === undefined) {
		throw new UserError('usage', `${file} is not a text file.`, {
			next: ['Fetch it again as JSON or YAML, or take it out of the folder.'],
		});
	}

	return text;
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

/** UTF-8, or UTF-16 with a byte order mark, which is what `>` writes in Windows PowerShell. The marks are taken off. */
function decode(bytes: Buffer): string | undefined {
	const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
	try {
		const text = new TextDecoder(encoding, {fatal: true}).decode(bytes);
		return text.includes('\0') ? undefined : text;
	} catch {
		return undefined;
	}
}
