import {chmod, open, realpath, rename, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {systemReason, UserError} from '../errors.js';
import {makeFolder} from '../make-folder.js';

export type TextFile = {readonly name: string; readonly text: string; readonly executable: boolean};

/** Writes one file so that a reader sees the old content or the new, never half of it. Private to the user. */
export async function writeTextFile(file: string, text: string, executable = false): Promise<void> {
	try {
		const place = await placeOf(file);
		// A terminal, a pipe or /dev/null is written to; putting a file in its place would take it away from everybody.
		if (place.kind === 'device') {
			await writeFile(place.path, text);
		} else {
			await replaceFile(place.path, text, executable ? 0o700 : 0o600);
		}
	} catch (error) {
		throw cannotWrite(file, error);
	}
}

type Written = {readonly existing: readonly string[]; readonly written: readonly string[]};

/** One file, unless it is there and must not be replaced. */
export async function writeNewFile(file: string, text: string, overwrite: boolean): Promise<Written> {
	return writeTextFiles(path.dirname(file), [{name: path.basename(file), text, executable: false}], overwrite);
}

/** All or nothing as far as what is there goes: refuses before the first write when a file would be replaced. */
export async function writeTextFiles(folder: string, files: readonly TextFile[], overwrite: boolean): Promise<Written> {
	const targets = files.map(file => ({...file, path: path.join(folder, file.name)}));
	const existing: string[] = [];
	for (const target of targets) {
		if (await exists(target.path)) {
			existing.push(target.path);
		}
	}

	if (existing.length > 0 && !overwrite) {
		return {existing, written: []};
	}

	for (const target of targets) {
		await writeTextFile(target.path, target.text, target.executable);
	}

	return {existing, written: targets.map(target => target.path)};
}

type Place = {readonly kind: 'file' | 'device'; readonly path: string};

/** Where a name leads: through a link, and to what is there already. */
async function placeOf(file: string): Promise<Place> {
	const there = await statOrUndefined(file);
	if (there === undefined) {
		makeFolder(path.dirname(file));
		return {kind: 'file', path: file};
	}

	if (there.isDirectory()) {
		throw Object.assign(new Error('a folder'), {code: 'EISDIR'});
	}

	return there.isFile() ? {kind: 'file', path: await realpath(file)} : {kind: 'device', path: file};
}

async function replaceFile(file: string, text: string, mode: number): Promise<void> {
	const temporary = `${file}.${process.pid}.part`;
	try {
		const handle = await open(temporary, 'wx', 0o600);
		try {
			await handle.writeFile(text);
			await handle.sync();
		} finally {
			await handle.close();
		}

		await chmod(temporary, mode);
		await rename(temporary, file);
	} catch (error) {
		await rm(temporary, {force: true}).catch(() => undefined);
		throw error;
	}
}

async function exists(file: string): Promise<boolean> {
	try {
		return (await statOrUndefined(file)) !== undefined;
	} catch (error) {
		throw cannotWrite(file, error);
	}
}

async function statOrUndefined(file: string) {
	try {
		return await stat(file);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
}

function codeOf(error: unknown): unknown {
	return error instanceof Error && 'code' in error ? error.code : undefined;
}

function cannotWrite(file: string, error: unknown): UserError {
	return new UserError('usage', `${file} cannot be written: ${systemReason(error)}.`, {
		cause: error,
		next: ['Choose another place, in a folder that you may write to.'],
	});
}
