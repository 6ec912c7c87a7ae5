import {printable} from '../printable.js';

/**
 * Text that shows as itself inside a paragraph, a list item or a cell: what Markdown or HTML would act on is escaped, no
 * more, because the page is also read as it is. Newlines become blanks.
 */
export function escapeMarkdown(text: string): string {
	return (
		printable(text.replaceAll(/\s+/g, ' '))
			.replaceAll(/[\\`*_[\]|~]/g, String.raw`\$&`)
			// What begins a heading, a list or a rule at the start of a block.
			.replace(/^ *(?:[-+=#]+|\d+[.)])(?= |$)/, start => `${start.slice(0, -1)}\\${start.slice(-1)}`)
			.replaceAll('&', '&amp;')
			.replaceAll('<', '&lt;')
			.replaceAll('>', '&gt;')
	);
}

/** Cells must be escaped already. */
export function tableRow(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}

/** Code between enough backticks that none inside can end it. */
export function inlineCode(text: string): string {
	const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
	const fence = '`'.repeat(longest + 1);
	const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
	return `${fence}${pad}${printable(text.replaceAll(/\s+/g, ' '))}${pad}${fence}`;
}
