import type {AllowEntry} from '../../controls/need.js';
import type {Plan} from '../../plan/plan.js';
import {printable} from '../printable.js';

/**
 * What devices that are not Azure's must let through, one line per source, destination and port: every vendor's
 * administrator can type it in, or import it. Undefined where no such device is in the way.
 */
export function allowList({advice}: Plan): string | undefined {
	const rows = advice.flatMap(({allow = []}) => allow.flatMap(rowsOf)).map(csvRow);
	return rows.length === 0 ? undefined : [csvRow(columns), ...new Set(rows)].join('');
}

const columns = ['direction', 'source', 'destination', 'protocol', 'port', 'purpose', 'device'];

function rowsOf({direction, sources, destinations, protocol, ports, purpose, device}: AllowEntry) {
	return sources.flatMap(source =>
		destinations.flatMap(destination =>
			ports.map(port => [direction, source, destination, protocol, port, purpose, device]),
		),
	);
}

/** RFC 4180. Line breaks are spelled out, because not every importer knows a field of several lines. */
function csvRow(fields: readonly string[]): string {
	return `${fields.map(quoteCsv).join(',')}\r\n`;
}

/**
 * Spreadsheets run a field that begins like a formula, quoted or not; an apostrophe makes it text there
 * (owasp.org, CSV injection). No address, name or port begins so.
 */
function quoteCsv(field: string): string {
	const text = printable(/^[=+\-@]/.test(field) ? `'${field}` : field);
	return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
