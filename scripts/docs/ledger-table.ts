import {readFileSync} from 'node:fs';
import path from 'node:path';
import {ledger} from '../../source/topology/ledger.js';
import type {Coverage, LedgerRow} from '../../source/topology/ledger-row.js';

const start = '<!-- ledger -->';
const end = '<!-- /ledger -->';

/** docs/semantics.md with its table of the ledger written anew; the rest of the page is left as it is. */
export function semanticsPage(root: string): string {
	const page = readFileSync(path.join(root, 'docs/semantics.md'), 'utf8');
	const [before = '', rest = ''] = page.split(start);
	const [, after = ''] = rest.split(end);
	return `${before}${start}\n${table()}\n${end}${after}`;
}

function table(): string {
	const count = (standing: Coverage) => ledger.filter(row => row.standing === standing).length;
	const rows = ledger.toSorted((a, b) => order(a) - order(b) || (a.type < b.type ? -1 : 1));
	return [
		`${ledger.length} kinds: ${count('judged')} judged, ${count('doubt')} named as a doubt, ${count('harmless')} known to stop nothing.`,
		'',
		'| kind | standing | attached to | source |',
		'|---|---|---|---|',
		...rows.map(
			({type, standing, attachedTo, source}) =>
				`| \`${type}\` | ${standing} | ${attachedTo.join(', ') || '–'} | ${source} |`,
		),
	].join('\n');
}

function order({standing}: LedgerRow): number {
	return ['judged', 'doubt', 'harmless'].indexOf(standing);
}
