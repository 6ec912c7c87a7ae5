import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect} from 'vitest';

/** A screen or a text against `FOLDER/golden/NAME.txt`; see {@link expectGoldenFile}. */
export function expectGolden(folder: string, name: string, actual: string): void {
	expectGoldenFile(path.join(folder, 'golden', `${name}.txt`), `${actual}\n`);
}

/**
 * Compares a text with the file that holds what it should be. `UPDATE_GOLDEN=1` writes the file; on a mismatch the
 * actual text is left beside it, so that both can be looked at.
 */
export function expectGoldenFile(file: string, text: string): void {
	const actualFile = `${file}.actual`;
	if (process.env['UPDATE_GOLDEN'] === '1') {
		mkdirSync(path.dirname(file), {recursive: true});
		writeFileSync(file, text);
		rmSync(actualFile, {force: true});
		return;
	}

	const expected = existsSync(file) ? readFileSync(file, 'utf8') : '';
	if (expected === text) {
		rmSync(actualFile, {force: true});
	} else {
		mkdirSync(path.dirname(file), {recursive: true});
		writeFileSync(actualFile, text);
	}

	expect(text, `${path.basename(file)} (the actual text is in ${path.basename(actualFile)})`).toBe(expected);
}
