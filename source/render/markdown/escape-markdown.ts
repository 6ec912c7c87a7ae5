/** Text that shows as itself: what Markdown or HTML would act on is escaped. Newlines become blanks. */
export function escapeMarkdown(text: string): string {
	return text
		.replaceAll(/\s+/g, ' ')
		.replaceAll(/[\\`*_{}[\]()#+!|~]/g, String.raw`\$&`)
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;');
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
	return `${fence}${pad}${text.replaceAll(/\s+/g, ' ')}${pad}${fence}`;
}
