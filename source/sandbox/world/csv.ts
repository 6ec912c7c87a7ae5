/**
 * The rows of a CSV file (RFC 4180), each by the names in the first one: commas, or semicolons where the first row has
 * these instead, as Excel writes them where a comma is part of numbers. Undefined where a quote is never closed.
 */
export function parseCsv(text: string): readonly Readonly<Record<string, string>>[] | undefined {
	const [line = ''] = text.split('\n', 1);
	const comma = line.includes(',') ? ',' : ';';
	const rows = rowsOf(text, comma);
	const [names = [], ...others] = rows ?? [];
	return rows === undefined
		? undefined
		: others
				.filter(cells => cells.some(cell => cell !== ''))
				.map(cells => Object.fromEntries(names.map((name, index) => [name.trim(), cells[index] ?? ''])));
}

function rowsOf(text: string, comma: string): readonly (readonly string[])[] | undefined {
	const rows: string[][] = [];
	let row: string[] = [];
	const cell = new RegExp(String.raw`(?:"((?:[^"]|"")*)"|([^"\r\n${comma}][^\r\n${comma}]*)?)(${comma}|\r?\n|$)`, 'y');
	while (cell.lastIndex < text.length) {
		const match = cell.exec(text);
		if (match === null) {
			return undefined;
		}

		const [, quoted, plain = '', end] = match;
		row.push(quoted?.replaceAll('""', '"') ?? plain);
		if (end !== comma) {
			rows.push(row);
			row = [];
		}
	}

	return row.length > 0 ? [...rows, row] : rows;
}
