import {readFile} from 'node:fs/promises';
import {systemReason, UserError} from '../errors.js';

/** A file that somebody names on the command line. A byte order mark is what some editors put before it. */
export async function readJson(file: string): Promise<unknown> {
	try {
		return JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
	} catch (error) {
		const trouble = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
		throw new UserError('usage', `${file} ${trouble}: ${systemReason(error)}.`, {
			cause: error,
			next: ['Check the path and the content of the file.'],
		});
	}
}
