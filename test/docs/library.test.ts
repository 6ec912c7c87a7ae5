import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {promisify} from 'node:util';
import {describe, expect, test} from 'vitest';
import {page, root} from './pages.js';

/** Every example with what the page says that it prints. */
const examples = [...page('docs/library.md').matchAll(/```js example\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g)].map(
	([, code = '', output = '']) => ({code, output, name: /import \{(.*)\} from 'aksess\/core'/.exec(code)?.[1] ?? ''}),
);

/** What the examples after the first take for granted: the files of a practice world. */
const locked = `
async function locked() {
	const {readdir, readFile} = await import('node:fs/promises');
	const folder = 'templates/worlds/locked-down';
	const names = (await readdir(folder)).filter(name => /\\.(json|yaml)$/.test(name));
	return Object.fromEntries(await Promise.all(names.map(async name => [name, await readFile(\`\${folder}/\${name}\`, 'utf8')])));
}
`;

describe('examples of the library page print what stands below them', () => {
	test.each(examples)('$name', async ({code, output}) => {
		const folder = await mkdtemp(path.join(os.tmpdir(), 'aksess-library-'));
		try {
			const file = path.join(folder, 'example.mjs');
			const entry = pathToFileURL(path.join(root, 'dist/core.js')).href;
			await writeFile(file, `${code.replace("'aksess/core'", `'${entry}'`)}${locked}`);
			const {stdout} = await promisify(execFile)(process.execPath, [file], {cwd: root});

			expect(stdout).toBe(output);
		} finally {
			await rm(folder, {recursive: true, force: true});
		}
	});

	test('there is one for each function', () => {
		const shown = examples.flatMap(({name}) => name.split(', '));
		expect([...new Set(shown)].sort()).toEqual(
			['assess', 'diff', 'loadProfile', 'plan', 'prove', 'reach', 'readFiles'].sort(),
		);
	});
});
