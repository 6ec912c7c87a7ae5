import {mkdirSync, statSync} from 'node:fs';
import path from 'node:path';

/**
 * A folder with all that it is in; the new ones with this mode. Folder by folder: Node's own recursion never ends where
 * a file system refuses new names, as /proc and /net do.
 */
export function makeFolder(folder: string, mode = 0o777): void {
	const there = statSync(folder, {throwIfNoEntry: false});
	if (there !== undefined) {
		if (there.isDirectory()) {
			return;
		}

		throw Object.assign(new Error('a file'), {code: 'ENOTDIR'});
	}

	makeFolder(path.dirname(folder), mode);
	try {
		mkdirSync(folder, {mode});
	} catch (error) {
		// Somebody else made it in the meantime.
		if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
			throw error;
		}
	}
}
