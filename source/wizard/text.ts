import {printable} from '../render/printable.js';
import type {ThemeRole} from './theme.js';

/** A piece of text with what it means; colours are the theme's business. */
export type Span = {readonly text: string; readonly role: ThemeRole};

/** One line on the screen. */
export type ScreenLine = readonly Span[];

/** Where names enter the screen: what a terminal would act on is spelled out. */
export function span(text: string, role: ThemeRole = 'text'): Span {
	return {text: printable(text), role};
}

export function line(...parts: readonly (string | Span)[]): ScreenLine {
	return parts.map(part => (typeof part === 'string' ? span(part) : part));
}

export const blank: ScreenLine = [];

export function textOf(source: ScreenLine): string {
	return source.map(({text}) => text).join('');
}

export function widthOf(source: ScreenLine): number {
	return source.reduce((sum, {text}) => sum + [...text].length, 0);
}

/** Fills up with blanks to a width; longer text stays as it is. */
export function pad(text: string, width: number): string {
	const shown = printable(text);
	return shown + ' '.repeat(Math.max(0, width - [...shown].length));
}

/** Cuts in the middle, because ids and paths carry their meaning at both ends. */
export function truncateMiddle(text: string, width: number, ellipsis: string): string {
	const characters = [...printable(text)];
	if (characters.length <= width) {
		return characters.join('');
	}

	const room = Math.max(0, width - ellipsis.length);
	const head = Math.ceil(room / 2);
	const tail = room - head;
	return characters.slice(0, head).join('') + ellipsis + (tail === 0 ? '' : characters.slice(-tail).join(''));
}

export function truncateEnd(text: string, width: number, ellipsis: string): string {
	const characters = [...printable(text)];
	return characters.length <= width
		? characters.join('')
		: characters.slice(0, Math.max(0, width - ellipsis.length)).join('') + ellipsis;
}

type Word = {readonly text: string; readonly role: ThemeRole; readonly glued: boolean};

/** Words with their roles; a word that touches the span before it stays glued to it. */
function wordsOf(source: ScreenLine): readonly Word[] {
	const words: Word[] = [];
	let glued = false;
	for (const {text, role} of source) {
		for (const piece of text.split(/( +)/)) {
			if (/^ +$/.test(piece)) {
				glued = false;
			} else if (piece !== '') {
				words.push({text: piece, role, glued});
				glued = true;
			}
		}
	}

	return words;
}

/** Breaks a line at blanks; words longer than the width are cut. Runs of blanks become one, so use it for prose. */
export function wrapLine(source: ScreenLine, width: number, indent = ''): readonly ScreenLine[] {
	const lines: Span[][] = [[]];
	let used = 0;
	for (const word of wordsOf(source)) {
		for (const [index, text] of cut(word.text, width - indent.length).entries()) {
			const current = lines.at(-1) ?? [];
			const gap = word.glued || index > 0 || used === 0 ? '' : ' ';
			const fits = used + gap.length + text.length <= width;
			if (fits || used === 0) {
				current.push({text: gap + text, role: word.role});
				used += gap.length + text.length;
			} else {
				lines.push([span(indent), {text, role: word.role}]);
				used = indent.length + text.length;
			}
		}
	}

	return lines;
}

function cut(text: string, width: number): readonly string[] {
	const pieces: string[] = [];
	for (let rest = [...text]; rest.length > 0; rest = rest.slice(Math.max(1, width))) {
		pieces.push(rest.slice(0, Math.max(1, width)).join(''));
	}

	return pieces;
}

/** A wrapped sentence in one role. */
export function paragraph(text: string, width: number, role: ThemeRole = 'text', indent = ''): readonly ScreenLine[] {
	return wrapLine([span(text, role)], width, indent);
}

/** A label and its wrapped value, the value's lines aligned behind the label. */
export function labelled(label: string, value: ScreenLine, width: number, labelWidth: number): readonly ScreenLine[] {
	return wrapLine(value, width - labelWidth).map((part, index) => [
		span(pad(index === 0 ? label : '', labelWidth), 'muted'),
		...part,
	]);
}

/** A text that may be a fragment, as a sentence: with a capital and one full stop. */
export function sentence(text: string): string {
	return `${text.slice(0, 1).toUpperCase()}${text.slice(1).replace(/\.+$/, '')}.`;
}

/** Code keeps its indentation and loses nothing: a line that is too long goes on further in. */
export function wrapCode(text: string, width: number, role: ThemeRole): readonly ScreenLine[] {
	const shown = printable(text);
	if ([...shown].length <= width) {
		return [[span(shown, role)]];
	}

	const indent = /^ */.exec(shown)?.[0] ?? '';
	const [first = [], ...rest] = wrapLine([span(shown.slice(indent.length), role)], width - indent.length, '    ');
	return [first, ...rest].map(content => [span(indent, role), ...content]);
}
