import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {codeWords, page, root, tableWith} from './pages.js';

const text = page('docs/architecture.md');

/** `mayImport` and `pure` of the test that enforces them: read as text, because a test file exports nothing. */
const enforced = readFileSync(path.join(root, 'test/architecture.test.ts'), 'utf8');

function entriesOf(name: string): ReadonlyMap<string, readonly string[]> {
	const [, body = ''] = new RegExp(`const ${name}[^=]*= \\{([^}]*)\\}`).exec(enforced) ?? [];
	return new Map(
		[...body.matchAll(/([\w-]+)'?: \[([^\]]*)\]/g)].map(([, folder = '', list = '']) => [
			folder,
			[...list.matchAll(/'([^']+)'/g)].map(([, word = '']) => word),
		]),
	);
}

describe('the folder table', () => {
	const rows = new Map(
		tableWith(text, '| folder |').map(([folder = '', , imports = '', pure = '']) => [
			codeWords(folder)[0] ?? '',
			{imports: codeWords(imports), pure: pure === 'yes'},
		]),
	);

	test('has the folders that the layer test knows', () => {
		expect([...rows.keys()]).toEqual([...entriesOf('mayImport').keys()]);
		expect(rows.size).toBeGreaterThan(5);
	});

	test.each([...entriesOf('mayImport')])('says what %s may import', (folder, allowed) => {
		expect(rows.get(folder)?.imports.toSorted()).toEqual(allowed.toSorted());
	});

	test('says which folders are pure', () => {
		const pure = [...rows].filter(([, row]) => row.pure).map(([folder]) => folder);
		expect(pure).toEqual([...entriesOf('pure').keys()]);
	});
});

const walk = [...text.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, file = '']) => file);

test('the reading order has nine files', () => {
	expect(walk).toHaveLength(9);
});

test.each(walk.filter(file => file.startsWith('source/')))('%s is short', file => {
	expect(readFileSync(path.join(root, file), 'utf8').split('\n').length).toBeLessThanOrEqual(250);
});

test('every file that the page names is there', () => {
	const named = [...text.matchAll(/`((?:[\w-]+\/)*[\w-]+\.(?:ts|tsx|yaml|mjs))`/g)].map(([, file = '']) => file);
	const lost = named.filter(file => ![file, `source/${file}`].some(place => existsSync(path.join(root, place))));
	expect(lost).toEqual([]);
	expect(named.length).toBeGreaterThan(20);
});
