import {readFile} from 'node:fs/promises';
import {systemReason, UserError} from '../errors.js';
import {deepestFile, isNestedDeeper} from '../topology/json.js';

/** A file that somebody names on the command line. A byte order mark is what some editors put before it. */
export async function readJson(file: string): Promise<unknown> {
	let value: unknown;
	try {
		value = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
	} catch (error) {
		const trouble = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
		throw new UserError('usage', `${file} ${trouble}: ${systemReason(error)}.`, {
			cause: error,
			next: ['Check the path and the content of the file.'],
		});
	}

	if (isNestedDeeper(value, deepestFile)) {
		throw new UserError('usage', `${file} holds lists or objects within each other, more than ${deepestFile} deep.`, {
			next: ['No file of aksess does; fetch or make it again.'],
		});
	}

	return value;
}
