import {existsSync, statSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {pages, prose, root} from './pages.js';

/** As GitHub names headings: lower case, without punctuation, hyphens for blanks. */
function anchor(heading: string): string {
	return heading
		.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
		.trim()
		.replaceAll(/\s/g, '-');
}

function anchorsOf(name: string): readonly string[] {
	const text = prose(pages.find(page => page.name === name)?.text ?? '');
	return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchor(heading));
}

function linksOf(text: string): readonly string[] {
	return [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

test.each(pages.map(({name, text}) => [name, text] as const))('%s links only to what is there', (name, text) => {
	const broken = linksOf(text)
		.filter(target => !/^[a-z]+:/.test(target))
		.filter(target => {
			const [file = '', fragment] = target.split('#');
			const full = file === '' ? name : path.posix.join(path.posix.dirname(name), file);
			if (!existsSync(path.join(root, full))) {
				return true;
			}

			return fragment !== undefined && statSync(path.join(root, full)).isFile() && !anchorsOf(full).includes(fragment);
		});
	expect(broken).toEqual([]);
});

test('the pages of docs/ can all be found from the README', () => {
	const reached = new Set(['README.md']);
	for (const name of reached) {
		const text = pages.find(page => page.name === name)?.text ?? '';
		for (const target of linksOf(text)) {
			const file = target.split('#')[0] ?? '';
			reached.add(path.posix.join(path.posix.dirname(name), file));
		}
	}

	const lost = pages.map(({name}) => name).filter(name => name.startsWith('docs/') && !reached.has(name));
	expect(lost).toEqual([]);
});
