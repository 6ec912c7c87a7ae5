import type {Json, JsonObject} from '../json.js';
import {flowEnd, flowValue} from './flow-yaml.js';
import {GaveUp, plainScalar, quotedScalar, withoutComment} from './yaml-scalars.js';

/**
 * Reads one YAML document of the plain kind that manifests are written in: block lists and mappings, scalars on one line,
 * literal blocks, flow lists and mappings. Undefined for anything else (anchors, tags, folded text, mistakes): the full
 * parser then has the word. It is a tenth of that parser's work, and large folders are mostly of this kind.
 */
export function plainYaml(text: string): {readonly value: Json} | undefined {
	if (text.includes('\t') || text.includes('\r')) {
		return undefined;
	}

	try {
		const reader: Reader = {lines: text.split('\n'), at: 0};
		const first = peek(reader);
		const value = first === undefined ? null : node(reader, first.indent, first);
		return peek(reader) === undefined ? {value} : undefined;
	} catch (error) {
		if (error instanceof GaveUp) {
			return undefined;
		}

		throw error;
	}
}

type Reader = {readonly lines: string[]; at: number};

/** A line that says something, without its indentation. */
type Line = {readonly indent: number; readonly text: string};

/** The next line that is neither blank nor a comment; it stays the next one. */
function peek(reader: Reader): Line | undefined {
	for (; reader.at < reader.lines.length; reader.at++) {
		const line = reader.lines[reader.at] ?? '';
		let indent = 0;
		while (line.charCodeAt(indent) === 32) {
			indent++;
		}

		if (indent < line.length && line.charCodeAt(indent) !== 35) {
			return {indent, text: line.slice(indent)};
		}
	}

	return undefined;
}

function node(reader: Reader, indent: number, line: Line): Json {
	if (isItem(line.text)) {
		return items(reader, indent);
	}

	const colon = keyEnd(line.text);
	return colon === undefined ? inline(reader, line.text, indent - 1) : members(reader, indent);
}

function isItem(text: string): boolean {
	return text.charCodeAt(0) === 45 && (text.length === 1 || text.charCodeAt(1) === 32);
}

function items(reader: Reader, indent: number): Json {
	const found: Json[] = [];
	for (let line = peek(reader); line !== undefined && line.indent >= indent; line = peek(reader)) {
		if (line.indent > indent || !isItem(line.text)) {
			if (line.indent === indent) {
				break;
			}

			throw new GaveUp();
		}

		const rest = line.text.slice(1).trimStart();
		if (rest === '' || rest.startsWith('#')) {
			reader.at++;
			const next = peek(reader);
			found.push(next !== undefined && next.indent > indent ? node(reader, next.indent, next) : null);
			continue;
		}

		// What stands behind the dash is a block of its own, as far in as it begins.
		const inner = {indent: indent + line.text.length - rest.length, text: rest};
		if (isItem(rest) || keyEnd(rest) !== undefined) {
			reader.lines[reader.at] = ' '.repeat(inner.indent) + rest;
			found.push(node(reader, inner.indent, inner));
		} else {
			found.push(inline(reader, rest, indent));
		}
	}

	return found;
}

function members(reader: Reader, indent: number): Json {
	const found: Record<string, Json> = {};
	for (let line = peek(reader); line !== undefined && line.indent >= indent; line = peek(reader)) {
		const end = line.indent === indent ? keyEnd(line.text) : undefined;
		if (end === undefined) {
			throw new GaveUp();
		}

		const key = keyOf(line.text.slice(0, end));
		if (Object.hasOwn(found, key)) {
			throw new GaveUp();
		}

		const rest = line.text.slice(end + 1).trimStart();
		found[key] = rest === '' || rest.startsWith('#') ? below(reader, indent) : inline(reader, rest, indent);
	}

	return found satisfies JsonObject;
}

/** The value of a key with nothing behind it; a list may begin as far in as the key. */
function below(reader: Reader, indent: number): Json {
	reader.at++;
	const next = peek(reader);
	if (next === undefined || next.indent < indent || (next.indent === indent && !isItem(next.text))) {
		return null;
	}

	return node(reader, next.indent, next);
}

/** Where the key of `key: value` ends; undefined when the line is no member of a mapping. */
function keyEnd(text: string): number | undefined {
	const quote = text[0];
	if (quote === '"' || quote === "'") {
		const close = text.indexOf(quote, 1);
		return close > 0 && text[close + 1] === ':' && (close + 2 === text.length || text[close + 2] === ' ')
			? close + 1
			: undefined;
	}

	if (quote === '{' || quote === '[') {
		return undefined;
	}

	const colon = text.indexOf(': ');
	if (colon >= 0) {
		const comment = text.indexOf(' #');
		return comment >= 0 && comment < colon ? undefined : colon;
	}

	const whole = text.trimEnd();
	return whole.endsWith(':') ? whole.length - 1 : undefined;
}

const keyCharacters = /^[A-Za-z_./][\w./:@$-]*$/;

function keyOf(text: string): string {
	const key = text.startsWith('"') || text.startsWith("'") ? quotedScalar(text).value : text;
	const isPlain = key === text && (!keyCharacters.test(text) || typeof plainScalar(text) !== 'string');
	// Numbers are the one kind of key beside text whose spelling is its meaning.
	if ((isPlain && !/^(?:0|[1-9]\d{0,14})$/.test(text)) || key === '__proto__') {
		throw new GaveUp();
	}

	return key;
}

/** A value that begins behind its key or dash. `indent` is that of the block it stands in. */
function inline(reader: Reader, text: string, indent: number): Json {
	switch (text[0]) {
		case '|': {
			return literal(reader, text, indent);
		}

		case '"':
		case "'": {
			const {value, end} = quotedScalar(text);
			reader.at++;
			return endOfLine(text, end) && !continues(reader, indent) ? value : giveUp();
		}

		case '{':
		case '[': {
			return flow(reader, text, indent);
		}

		default: {
			reader.at++;
			const written = withoutComment(text);
			return continues(reader, indent) || written.includes(': ') || written.endsWith(':')
				? giveUp()
				: plainScalar(written);
		}
	}
}

/** The next line belongs to the value before it: text over several lines. */
function continues(reader: Reader, indent: number): boolean {
	const next = peek(reader);
	return next !== undefined && next.indent > indent;
}

function endOfLine(text: string, end: number): boolean {
	return /^(?: *$| +#)/.test(text.slice(end));
}

function flow(reader: Reader, text: string, indent: number): Json {
	let whole = text;
	reader.at++;
	while (flowEnd(whole) === undefined) {
		const line = reader.lines[reader.at];
		// A word that goes on in the next line has rules of its own.
		const isBetween = /[,[{] *$/.test(whole) || /^ *[\]}]/.test(line ?? '');
		if (line === undefined || /(?:^|\s)#/.test(line) || indentOf(line) <= indent || !isBetween) {
			return giveUp();
		}

		whole += ` ${line.trim()}`;
		reader.at++;
	}

	const end = flowEnd(whole) ?? 0;
	return endOfLine(whole, end) && !continues(reader, indent) ? flowValue(whole.slice(0, end)) : giveUp();
}

/** `|`, `|-` and `|+`: lines as they are, as far in as the first of them. */
function literal(reader: Reader, text: string, indent: number): Json {
	const [, chomp] = /^\|([-+]?) *$/.exec(text) ?? [];
	if (chomp === undefined) {
		return giveUp();
	}

	reader.at++;
	const kept: string[] = [];
	let inner: number | undefined;
	for (; reader.at < reader.lines.length; reader.at++) {
		const line = reader.lines[reader.at] ?? '';
		const own = indentOf(line);
		if (line.trim() === '') {
			// Spaces of a blank line may be content.
			if (line !== '' && (inner === undefined || line.length > inner)) {
				return giveUp();
			}

			kept.push('');
			continue;
		}

		if (own <= indent || (inner !== undefined && own < inner)) {
			break;
		}

		inner ??= own;
		kept.push(line.slice(inner));
	}

	if (inner === undefined || chomp === '+') {
		return giveUp();
	}

	const content = kept.join('\n').replace(/\n+$/, '');
	return chomp === '-' ? content : `${content}\n`;
}

function indentOf(line: string): number {
	return line.length - line.trimStart().length;
}

function giveUp(): never {
	throw new GaveUp();
}
