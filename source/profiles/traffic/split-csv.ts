/** The fields of one row (RFC 4180): quoted fields may hold the separator and line ends; two quotes stand for one. */
export function splitCsv(row: string, separator: string): readonly string[] {
	if (!row.includes('"')) {
		return row.split(separator);
	}

	const fields: string[] = [];
	let at = 0;
	while (at <= row.length) {
		if (row[at] === '"') {
			const end = closingQuote(row, at + 1);
			fields.push(row.slice(at + 1, end).replaceAll('""', '"'));
			at = end + 2;
		} else {
			const found = row.indexOf(separator, at);
			const end = found === -1 ? row.length : found;
			fields.push(row.slice(at, end));
			at = end + 1;
		}
	}

	return fields;
}

function closingQuote(row: string, from: number): number {
	let at = row.indexOf('"', from);
	while (at !== -1 && row[at + 1] === '"') {
		at = row.indexOf('"', at + 2);
	}

	return at === -1 ? row.length : at;
}

/** Whether a quoted field goes on in the next line. */
export function isOpenRow(row: string): boolean {
	let quotes = 0;
	for (let at = row.indexOf('"'); at !== -1; at = row.indexOf('"', at + 1)) {
		quotes += 1;
	}

	return quotes % 2 === 1;
}

/** The one of the usual separators that a header has most of. */
export function separatorOf(header: string): string {
	const counted = [',', ';', '\t'].map(separator => [header.split(separator).length, separator] as const);
	return counted.reduce((best, one) => (one[0] > best[0] ? one : best))[1];
}
