import {mkdtemp, readdir, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {UserError} from '../../errors.js';
import {makeFolder} from '../../make-folder.js';

/** Texts of files by their names. */
export type CaptureFiles = ReadonlyMap<string, string>;

/**
 * Writes a capture so that the folder is there whole or not at all, readable by its owner only. A folder that holds
 * something is replaced only when told to, and only when nothing but world files is in it.
 */
export async function writeCapture(
	folder: string,
	files: CaptureFiles,
	{overwrite = false}: {readonly overwrite?: boolean} = {},
): Promise<void> {
	const present = await entriesOf(folder);
	if (present.length > 0 && !overwrite) {
		throw new UserError('usage', `The folder ${folder} is not empty.`, {
			next: ['Name another folder, or pass --force to replace what is in it.'],
		});
	}

	const foreign = present.find(name => !/\.(?:json|ya?ml)$/i.test(name));
	if (foreign !== undefined) {
		throw new UserError('usage', `The folder ${folder} holds ${foreign}, which is not a file of a world.`, {
			next: ['Name another folder; nothing was written.'],
		});
	}

	try {
		await replaceFolder(folder, files);
	} catch (error) {
		throw new UserError('usage', `The folder ${folder} cannot be written.`, {
			cause: error,
			next: ['Check its path and that you may write there; nothing was left half-written.'],
		});
	}
}

async function replaceFolder(folder: string, files: CaptureFiles): Promise<void> {
	const parent = path.dirname(path.resolve(folder));
	makeFolder(parent);
	// Beside the target, so that the rename stays on one disk and is one act.
	const fresh = await mkdtemp(path.join(parent, '.aksess-capture-'));
	try {
		for (const [name, content] of files) {
			await writeFile(path.join(fresh, name), content, {mode: 0o600, flag: 'wx'});
		}

		await exchange(folder, fresh);
	} finally {
		await rm(fresh, {recursive: true, force: true});
	}
}

/** Puts `fresh` in the place of `folder`; what was there comes back when that fails. */
async function exchange(folder: string, fresh: string): Promise<void> {
	const old = `${fresh}.old`;
	const hadOld = await rename(folder, old).then(
		() => true,
		() => false,
	);
	try {
		await rename(fresh, folder);
	} catch (error) {
		await (hadOld ? rename(old, folder) : undefined);
		throw error;
	}

	await rm(old, {recursive: true, force: true});
}

async function entriesOf(folder: string): Promise<readonly string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return [];
		}

		throw new UserError('usage', `${folder} cannot be used as a folder.`, {
			cause: error,
			next: ['Name a folder that does not exist yet, or one that you may read and write.'],
		});
	}
}
