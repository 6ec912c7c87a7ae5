import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

export type Page = {readonly name: string; readonly text: string};

/** Every Markdown page of the project, by its path from the root. */
export const pages: readonly Page[] = [
	...markdownIn('.', false),
	...['docs', 'templates', 'test'].flatMap(folder => markdownIn(folder, true)),
].map(name => ({name, text: readFileSync(path.join(root, name), 'utf8')}));

function markdownIn(folder: string, recursive: boolean): readonly string[] {
	return readdirSync(path.join(root, folder), {recursive, encoding: 'utf8'})
		.filter(name => name.endsWith('.md'))
		.map(name => path.posix.join(folder, name.split(path.sep).join('/')))
		.toSorted();
}

export function page(name: string): string {
	const found = pages.find(candidate => candidate.name === name);
	if (found === undefined) {
		throw new Error(`There is no page ${name}.`);
	}

	return found.text;
}

/** The text without fenced blocks, where links and headings mean nothing. */
export function prose(text: string): string {
	return text.replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '');
}

/** The rows of the first table whose header holds a word, cell by cell, without the header. */
export function tableWith(text: string, header: string): readonly (readonly string[])[] {
	const lines = text.split('\n');
	const start = lines.findIndex(line => line.startsWith('|') && line.includes(header));
	const rest = start < 0 ? [] : lines.slice(start + 2);
	const end = rest.findIndex(line => !line.startsWith('|'));
	return rest.slice(0, end < 0 ? rest.length : end).map(line =>
		line
			.slice(1, line.lastIndexOf('|'))
			.split(' | ')
			.map(cell => cell.trim()),
	);
}

/** The words in backticks of a cell. */
export function codeWords(cell: string): readonly string[] {
	return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
}
