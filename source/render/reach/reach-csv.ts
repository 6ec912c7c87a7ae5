import type {ReachRow} from './reach-row.js';

/** RFC 4180, line by line. A spreadsheet takes what begins with these signs for a formula, so a quote goes before it. */
export function* reachCsv(rows: Iterable<ReachRow>): Generator<string> {
	yield 'src,dst,conn,state\r\n';
	for (const {from, to, ports, state} of rows) {
		yield `${[from, to, ports, state].map(field).join(',')}\r\n`;
	}
}

function field(text: string): string {
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
