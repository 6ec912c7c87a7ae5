import {isObject, list, text as textAt} from '../../topology/json.js';
import type {Json} from '../../topology/world.js';
import {csvRows} from './csv-rows.js';
import {type FoldedTraffic, foldTraffic} from './fold-traffic.js';
import {readAllowedHosts} from './read-allowed-hosts.js';
import {firewallColumns, type LogRecord, readFirewallRecord} from './read-firewall-record.js';
import {readHubbleFlow} from './read-hubble-flow.js';
import {bad, type ReadTraffic} from './seen-traffic.js';
import {type ObjectSplitter, objectSplitter} from './split-objects.js';

export type LogKind = 'firewall-log' | 'hubble-flows' | 'proxy-list';

/** What a log tells, all of it added up. */
export type LogSummary = {
	readonly rows: readonly FoldedTraffic[];
	readonly lines: number;
	/** Lines that ask for something, and lines that ask for nothing. */
	readonly seen: number;
	readonly passedOver: number;
	readonly bad: number;
	/** The first of the bad ones, by line. */
	readonly problems: readonly {readonly line: number; readonly problem: string}[];
	/** Seen, but of more ways than are kept apart. */
	readonly beyond: number;
};

export type LogReader = {
	/** The next piece of the text, cut anywhere. */
	readonly push: (text: string) => void;
	readonly end: () => LogSummary;
};

const shownProblems = 5;
/** A line without an end is no line of a log. */
const longestLine = 16 * 1024 * 1024;

/**
 * Reads a log piece by piece, in memory that does not grow with it. Firewall logs are CSV with a header, JSON lines, an
 * array, or the tables of the Log Analytics API; flows are JSON; lists are lines of words.
 */
export function readLog(kind: LogKind): LogReader {
	const fold = foldTraffic();
	const problems: {line: number; problem: string}[] = [];
	let [lines, seen, passedOver, wrong] = [0, 0, 0, 0];
	let pending = '';
	let layout: Layout | undefined;

	const take = (result: ReadTraffic, line: number) => {
		switch (result.kind) {
			case 'seen': {
				seen += 1;
				result.all.forEach(fold.add);
				break;
			}

			case 'passed-over': {
				passedOver += 1;
				break;
			}

			case 'bad': {
				wrong += 1;
				if (problems.length < shownProblems) {
					problems.push({line, problem: result.problem});
				}
			}
		}
	};
	const takeLine = (line: string, number: number) => layout?.line?.(line, number, take);
	return {
		push(text) {
			pending += text;
			layout ??= layoutOf(kind, pending);
			if (layout?.objects !== undefined) {
				lines += pending.split('\n').length - 1;
				layout.objects.push(pending, (object, line) => takeObject(kind, object, line, take));
				pending = '';
				return;
			}

			if (layout === undefined) {
				return;
			}

			let start = 0;
			for (let end = pending.indexOf('\n'); end !== -1; end = pending.indexOf('\n', start)) {
				lines += 1;
				takeLine(pending.slice(start, pending[end - 1] === '\r' ? end - 1 : end), lines);
				start = end + 1;
			}

			pending = pending.slice(start, start + longestLine);
		},
		end() {
			layout ??= layoutOf(kind, `${pending}\n`) ?? wordLayout;
			if (layout.objects === undefined && pending.trim() !== '') {
				lines += 1;
				takeLine(pending, lines);
			} else if (layout.objects !== undefined) {
				layout.objects.push(pending, (object, line) => takeObject(kind, object, line, take));
			}

			const open = layout.objects?.open() ?? layout.open?.();
			if (open !== undefined) {
				take(bad('the file ends in the middle of it'), open);
			}

			return {rows: fold.rows(), lines, seen, passedOver, bad: wrong, problems, beyond: fold.beyond()};
		},
	};
}

type Take = (result: ReadTraffic, line: number) => void;

type Layout = {
	readonly line?: (line: string, number: number, take: Take) => void;
	/** Set where lines mean nothing. */
	readonly objects?: ObjectSplitter;
	readonly open?: () => number | undefined;
};

const wordLayout: Layout = {line: (line, number, take) => take(readAllowedHosts(line), number)};

/** Told by how the text begins; undefined as long as its first line has no end. */
function layoutOf(kind: LogKind, text: string): Layout | undefined {
	if (kind === 'proxy-list') {
		return wordLayout;
	}

	const [, first] = /^\s*(\S[^\n]*)\n/.exec(text) ?? [];
	if (first === undefined) {
		return undefined;
	}

	const begins = first.trim();
	if (begins.startsWith('[') || (begins.startsWith('{') && !begins.endsWith('}'))) {
		return {objects: objectSplitter()};
	}

	return begins.startsWith('{') || kind === 'hubble-flows' ? jsonLines(kind) : csvLayout();
}

function jsonLines(kind: LogKind): Layout {
	return {
		line(line, number, take) {
			if (line.trim() !== '') {
				takeObject(kind, line, number, take);
			}
		},
	};
}

function takeObject(kind: LogKind, source: string, line: number, take: Take): void {
	let value: Json;
	try {
		value = JSON.parse(source) as Json;
	} catch {
		take(bad('it is not JSON, or it is cut off'), line);
		return;
	}

	if (kind === 'hubble-flows') {
		take(readHubbleFlow(value), line);
		return;
	}

	const tables = list(value, 'tables');
	if (tables.length === 0) {
		take(readFirewallRecord(recordOf(value)), line);
		return;
	}

	// As the API of Log Analytics answers: names once, values row by row.
	for (const table of tables) {
		const names = list(table, 'columns').map(column => (textAt(column, 'name') ?? '').toLowerCase());
		for (const row of list(table, 'rows')) {
			const values = Array.isArray(row) ? row : [];
			const fields = names.flatMap((name, index) => (values[index] == null ? [] : [[name, String(values[index])]]));
			take(readFirewallRecord(Object.fromEntries(fields)), line);
		}
	}
}

/** A log has the same few names in every row. */
const columns = new Map<string, string | undefined>();

function columnOf(name: string): string | undefined {
	if (!columns.has(name) && columns.size < 1000) {
		const lower = name.toLowerCase();
		columns.set(name, firewallColumns.has(lower) ? lower : undefined);
	}

	return columns.get(name);
}

/** Columns in lower case; what stands under `properties` counts as a column too. */
function recordOf(value: Json): LogRecord {
	const record: Record<string, string> = Object.create(null);
	const add = (object: Json | undefined) => {
		if (isObject(object)) {
			for (const name of Object.keys(object)) {
				const [field, column] = [object[name], columnOf(name)];
				if (column !== undefined && (typeof field === 'string' || typeof field === 'number')) {
					record[column] = String(field);
				}
			}
		}
	};
	add(value);
	add(isObject(value) ? value['properties'] : undefined);
	return record;
}

function csvLayout(): Layout {
	const rows = csvRows();
	return {
		line(line, number, take) {
			const row = rows.push(line, number);
			switch (row?.kind) {
				case 'record': {
					take(readFirewallRecord(row.record), row.line);
					break;
				}

				case 'bad': {
					take(bad(row.problem), row.line);
				}
			}
		},
		open: rows.open,
	};
}
