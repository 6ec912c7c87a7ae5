import {type Parsed, parsed, refused} from '../../network/parsed.js';
import type {ReachRow} from './reach-row.js';

/** More columns than these are no glance. */
const most = 120;

const everything = 'All Connections';

/** What is surest first. */
const signs = '●◦?';

/** Who may open connections (a row) to whom (a column, by the number of its row): all of it, some, perhaps, or nothing. */
export function reachMatrix(rows: Iterable<ReachRow>): Parsed<string> {
	const cells = new Map<string, string>();
	const ends = new Set<string>();
	for (const {from, to, ports, state} of rows) {
		ends.add(from).add(to);
		if (ends.size > most) {
			return refused(`A table of more than ${most} ends cannot be read.`);
		}

		const sign = state === 'undecided' ? '?' : ports === everything ? '●' : '◦';
		const key = JSON.stringify([from, to]);
		const known = cells.get(key) ?? sign;
		// A pair may have several lines, as of each family: what is least sure is said.
		cells.set(key, signs.indexOf(sign) > signs.indexOf(known) ? sign : known);
	}

	const names = [...ends].toSorted();
	const digits = String(names.length).length;
	const width = names.reduce((widest, name) => Math.max(widest, name.length), 0);
	const number = (index: number) => String(index + 1).padStart(digits);
	const lead = ' '.repeat(digits + 1 + width);
	const lines = [
		`${lead} ${names.map((_, index) => number(index)).join(' ')}`,
		...names.map((from, index) => {
			const row = names.map(to =>
				(from === to ? ' ' : (cells.get(JSON.stringify([from, to])) ?? '·')).padStart(digits),
			);
			return `${number(index)} ${from.padEnd(width)} ${row.join(' ')}`.trimEnd();
		}),
		'',
		'● everything  ◦ some ports  ? undecided  · nothing; rows open connections to columns',
	];
	return parsed(`${lines.join('\n')}\n`);
}
