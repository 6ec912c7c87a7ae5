import {chmod, mkdir, open, rename, rm, stat} from 'node:fs/promises';
import path from 'node:path';
import {UserError} from '../errors.js';

export type TextFile = {readonly name: string; readonly text: string; readonly executable: boolean};

/** Writes one file so that a reader sees the old content or the new, never half of it. Private to the user. */
export async function writeTextFile(file: string, text: string, executable = false): Promise<void> {
	const temporary = `${file}.${process.pid}.part`;
	try {
		await mkdir(path.dirname(file), {recursive: true});
		const handle = await open(temporary, 'wx', 0o600);
		try {
			await handle.writeFile(text);
			await handle.sync();
		} finally {
			await handle.close();
		}

		await chmod(temporary, executable ? 0o700 : 0o600);
		await rename(temporary, file);
	} catch (error) {
		await rm(temporary, {force: true}).catch(() => undefined);
		throw cannotWrite(file, error);
	}
}

/** All or nothing as far as what is there goes: refuses before the first write when a file would be replaced. */
export async function writeTextFiles(
	folder: string,
	files: readonly TextFile[],
	overwrite: boolean,
): Promise<{readonly existing: readonly string[]; readonly written: readonly string[]}> {
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

async function exists(file: string): Promise<boolean> {
	try {
		await stat(file);
		return true;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return false;
		}

		throw cannotWrite(file, error);
	}
}

function cannotWrite(file: string, error: unknown): UserError {
	return new UserError('usage', `${file} cannot be written: ${error instanceof Error ? error.message : error}.`, {
		cause: error,
		next: ['Choose a folder that you may write to.'],
	});
}
