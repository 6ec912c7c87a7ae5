import {printable} from '../printable.js';

/** Markup that is safe to write into a page; only {@link html} and {@link fixedText} make it. */
export type Markup = {readonly markup: string};

type Piece = string | number | undefined | Markup | readonly Markup[];

/** A template of markup: whatever is put into it is text, unless it is markup itself. Attributes must stand in quotes. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
	return {markup: parts.map((part, index) => `${part}${spell(pieces[index])}`).join('')};
}

/** A style or a script of our own, which no template may change. */
export function fixedText(text: string): Markup {
	return {markup: text};
}

/** Data for the page's script: JSON in which nothing can end the element that it stands in. */
export function jsonData(value: unknown): Markup {
	return {markup: JSON.stringify(value).replaceAll('<', String.raw`\u003c`)};
}

/** Text that shows as itself between tags and in quoted attributes; what would deceive a reader is spelled out. */
export function escapeHtml(text: string): string {
	return printable(text)
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
}

function spell(piece: Piece): string {
	if (piece === undefined) {
		return '';
	}

	if (typeof piece === 'object') {
		return 'markup' in piece ? piece.markup : piece.map(({markup}) => markup).join('');
	}

	return escapeHtml(String(piece));
}
