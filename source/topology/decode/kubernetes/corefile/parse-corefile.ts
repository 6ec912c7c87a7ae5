import {type Parsed, parsed, refused} from '../../../../network/parsed.js';

/** One plugin with what is said to it: the words of its line, and the lines of its block. */
export type Directive = {
	readonly name: string;
	readonly words: readonly string[];
	readonly block: readonly (readonly string[])[];
};

/** `example.com:53 { … }`; the heads are as they are written. */
export type ServerBlock = {readonly heads: readonly string[]; readonly directives: readonly Directive[]};

/**
 * The body of a server block, as an `*.override` of AKS holds it. Words are parted by blanks, a quotation mark holds them
 * together, `#` begins a comment, and a brace that ends a line opens a block (coredns.io, manual, configuration). What
 * would have to be read elsewhere, as by `import`, stays a directive like another.
 */
export function parseDirectives(text: string): Parsed<readonly Directive[]> {
	const lines = linesOf(text);
	if (!lines.ok) {
		return lines;
	}

	const {directives, rest} = readDirectives(lines.value);
	return directives.ok && rest.length > 0 ? refused('a closing brace has no opening one') : directives;
}

/** Server blocks, as a `*.server` of AKS holds them. */
export function parseServerBlocks(text: string): Parsed<readonly ServerBlock[]> {
	const lines = linesOf(text);
	if (!lines.ok) {
		return lines;
	}

	const blocks: ServerBlock[] = [];
	for (let left = lines.value; left.length > 0; ) {
		const opening = left.findIndex(words => words.at(-1)?.bare === '{');
		const head = left.slice(0, opening + 1).flat();
		const heads = head.slice(0, -1).flatMap(word => word.text.split(',').filter(part => part !== ''));
		if (opening < 0 || heads.length === 0 || head.slice(0, -1).some(isBrace)) {
			return refused(`no server block begins at ${JSON.stringify(spell(left[0]))}`);
		}

		const {directives, rest} = readDirectives(left.slice(opening + 1));
		if (!directives.ok) {
			return directives;
		}

		if (rest.length === 0) {
			return refused(`the block of ${heads.join(' ')} is not closed`);
		}

		blocks.push({heads, directives: directives.value});
		left = rest.slice(1);
	}

	return parsed(blocks);
}

/** `bare` is left out where the word stood between quotation marks, for then a brace is none. */
type Word = {readonly text: string; readonly bare?: string};

type Line = readonly Word[];

function linesOf(text: string): Parsed<readonly Line[]> {
	const lines: Word[][] = [];
	let line: Word[] = [];
	const scanner = /"((?:[^"\\]|\\.)*)"(?=\s|$)|(#[^\n]*)|(\n)|([^\s"#]\S*|"[^"]*$)|[^\S\n]+|(.)/gsu;
	for (const [, quoted, comment, end, bare, odd] of `${text}\n`.matchAll(scanner)) {
		if (odd !== undefined || bare?.startsWith('"') === true) {
			return refused('a quotation mark is not closed');
		}

		if (quoted !== undefined) {
			line.push({text: quoted.replaceAll('\\"', '"')});
		} else if (bare !== undefined) {
			line.push({text: bare, bare});
		} else if (end !== undefined && comment === undefined && line.length > 0) {
			lines.push(line);
			line = [];
		}
	}

	return parsed(lines);
}

/** Up to the brace that closes what is around them, which is the first line of the rest. */
function readDirectives(lines: readonly Line[]): {
	readonly directives: Parsed<readonly Directive[]>;
	readonly rest: readonly Line[];
} {
	const directives: Directive[] = [];
	let at = 0;
	while (at < lines.length && !isClosing(lines[at])) {
		const [line = []] = lines.slice(at);
		const opens = line.at(-1)?.bare === '{';
		const [name, ...words] = opens ? line.slice(0, -1) : line;
		if (name === undefined || [name, ...words].some(isBrace)) {
			return {directives: refused(`a brace stands alone in ${JSON.stringify(spell(line))}`), rest: []};
		}

		const end = opens ? closing(lines, at + 1) : at;
		if (end === undefined) {
			return {directives: refused(`the block of ${name.text} is not closed`), rest: []};
		}

		directives.push({
			name: name.text,
			words: words.map(word => word.text),
			block: lines.slice(at + 1, Math.max(at + 1, end)).map(inner => inner.map(word => word.text)),
		});
		at = end + 1;
	}

	return {directives: parsed(directives), rest: lines.slice(at)};
}

/** Where a block ends; blocks within it, which only few plugins have, belong to it. */
function closing(lines: readonly Line[], start: number): number | undefined {
	let depth = 1;
	for (let at = start; at < lines.length; at++) {
		depth += isClosing(lines[at]) ? -1 : lines[at]?.at(-1)?.bare === '{' ? 1 : 0;
		if (depth === 0) {
			return at;
		}
	}

	return undefined;
}

function isClosing(line: Line | undefined): boolean {
	return line?.length === 1 && line[0]?.bare === '}';
}

function isBrace({bare}: Word): boolean {
	return bare === '{' || bare === '}';
}

function spell(line: Line = []): string {
	return line.map(({text}) => text).join(' ');
}
