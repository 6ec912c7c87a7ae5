import type {Outdated, OutdatedPage, OutdatedRow} from '../../profiles/pages/outdated-rows.js';
import {printableValue} from '../printable.js';
import {wrap} from '../wrap.js';
import type {Paint} from './paint.js';

/** Which pages are younger than our rows, for people: what went first, then rows that need no more than a new revision. */
export function textOutdated(outdated: Outdated, paint: Paint, columns: number): string {
	const {compared, pages, unmentioned} = printableValue(outdated);
	const count = pages.reduce((sum, {rows}) => sum + rows.length, 0);
	const without = unmentioned.filter(({why}) => why === 'no extract');
	const retired = unmentioned.length - without.length;
	const told =
		count === 0
			? `All ${compared} citations are of the revisions that are known.`
			: `${count} of ${compared} citations are of another revision than the one that is known.`;
	return [
		...wrap(told, columns),
		...pages.flatMap(page => ['', ...pageLines(page, paint, columns)]),
		...(without.length === 0
			? []
			: [
					'',
					paint('strong', 'Not compared, because there is no extract of the page:'),
					...without.flatMap(({profile, row, source}) => hanging(`${profile}/${row}: ${source}`, columns)),
				]),
		...(retired === 0 ? [] : ['', ...wrap(`${retired} citations of what is retired are not compared.`, columns)]),
		'',
	].join('\n');
}

function pageLines({source, now, added, rows}: OutdatedPage, paint: Paint, columns: number): readonly string[] {
	const state = now === undefined ? 'is gone' : `is now ${now.revision} of ${now.date}`;
	const lost = rows.filter(({stands}) => stands === 'no');
	const rest = rows.filter(({stands}) => stands !== 'no');
	return [
		`${paint('strong', source)} ${state}`,
		...lost.flatMap(row =>
			hanging(`${spelled(row)}: no longer there is ${row.gone.join(', ')}`, columns).map(line =>
				paint('blocked', line),
			),
		),
		...rest.flatMap(row => hanging(`${spelled(row)} ${restStates[row.stands]}`, columns)),
		...added.flatMap(fact => hanging(`new there: ${fact}`, columns).map(line => paint('quiet', line))),
	];
}

const restStates = {
	yes: 'still stands there',
	no: '',
	'to be read': 'does not stand there word by word; read the page again',
} as const;

function spelled({profile, row, revision, date}: OutdatedRow): string {
	return `${profile}/${row} (${revision ?? 'no revision'} of ${date})`;
}

function hanging(text: string, columns: number): readonly string[] {
	return wrap(text, columns - 4).map((line, index) => `${index === 0 ? '  ' : '    '}${line}`);
}
