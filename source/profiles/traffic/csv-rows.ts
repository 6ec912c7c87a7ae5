import {firewallColumns, type LogRecord} from './read-firewall-record.js';
import {isOpenRow, separatorOf, splitCsv} from './split-csv.js';

/** A row of a table with a header; `line` is where it begins. */
export type CsvRow =
	| {readonly kind: 'record'; readonly record: LogRecord; readonly line: number}
	| {readonly kind: 'bad'; readonly problem: string; readonly line: number};

export type CsvRows = {
	/** Undefined for the header, an empty line, and a row that goes on in the next line. */
	readonly push: (line: string, number: number) => CsvRow | undefined;
	/** Where a row begins that has no end. */
	readonly open: () => number | undefined;
};

/** A quoted field that is longer was never closed. */
const longestRow = 1024 * 1024;

/** Rows of a table as CSV, of which only the columns are kept that are looked at. */
export function csvRows(): CsvRows {
	let [pending, begins] = ['', 0];
	let header: readonly string[] | undefined;
	let separator = ',';
	return {
		push(line, number) {
			if (pending === '') {
				begins = number;
			}

			const row = pending === '' ? line : `${pending}\n${line}`;
			if (isOpenRow(row) && row.length < longestRow) {
				pending = row;
				return undefined;
			}

			pending = '';
			if (row.trim() === '') {
				return undefined;
			}

			if (header === undefined) {
				separator = separatorOf(row);
				header = columnsOf(splitCsv(row, separator));
				return undefined;
			}

			const fields = splitCsv(row, separator);
			return fields.length === header.length
				? {kind: 'record', record: recordOf(header, fields), line: begins}
				: {
						kind: 'bad',
						problem: `it has ${fields.length} columns and the header ${header.length}`,
						line: begins,
					};
		},
		open: () => (pending === '' ? undefined : begins),
	};
}

/** The portal writes the time zone behind the name: `TimeGenerated [UTC]`. */
function columnsOf(names: readonly string[]): readonly string[] {
	return names.map(name =>
		name
			.trim()
			.replace(/\s*\[.*\]$/, '')
			.toLowerCase(),
	);
}

function recordOf(header: readonly string[], fields: readonly string[]): LogRecord {
	const record: Record<string, string> = Object.create(null);
	for (const [index, name] of header.entries()) {
		if (firewallColumns.has(name)) {
			record[name] = fields[index] ?? '';
		}
	}

	return record;
}
