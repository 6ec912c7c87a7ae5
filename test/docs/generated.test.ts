import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {generatedFiles} from '../../scripts/docs/generated-files.js';
import {root} from './pages.js';

const files = generatedFiles(root);

test.each(Object.entries(files))('docs/%s is what `node scripts/docs.mjs` writes', (name, text) => {
	const file = path.join(root, 'docs', name);
	expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(text);
});

test('docs/schema holds nothing else', () => {
	const generated = Object.keys(files).filter(name => name.startsWith('schema/'));
	expect(readdirSync(path.join(root, 'docs/schema')).map(name => `schema/${name}`)).toEqual(generated.toSorted());
});
