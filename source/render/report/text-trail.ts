import {printable, printableValue} from '../printable.js';
import {wrap} from '../wrap.js';
import type {Paint} from './paint.js';
import {type ReportedEntry, type ReportedFinding, routeOf} from './report.js';

const marks = {allowed: '✓', blocked: '✗', undecided: '?', 'not-applicable': '–'} as const;

/** One flow with everything every control says about it, in the order of its way. */
export function textTrail(finding: ReportedFinding, paint: Paint, columns: number): string {
	const {flow, verdict, purpose, trail, remarks} = printableValue(finding);
	const route = printable(routeOf(finding));
	const lines = [
		`${paint('strong', flow)}  ${paint(verdict, verdict)}`,
		...(route === '' ? [] : [route]),
		...wrap(`Without it: ${purpose}`, columns).map(line => paint('quiet', line)),
		...(trail.length === 0
			? ['', 'No control stands on this way.']
			: trail.flatMap(entry => describe(entry, paint, columns))),
		...remarks.flatMap(remark => ['', ...wrap(remark, columns).map(line => paint('quiet', line))]),
	];
	return `${lines.join('\n')}\n`;
}

function describe({control, verdict, resource, rule, why, missing}: ReportedEntry, paint: Paint, columns: number) {
	return [
		'',
		`${paint(verdict, `${marks[verdict]} ${control}`)}  ${rule}`,
		`  ${paint('quiet', resource)}`,
		...wrap(why, columns - 2).map(line => `  ${line}`),
		...(missing === undefined
			? []
			: [...wrap(`Missing: ${missing.datum}.`, columns - 2).map(line => `  ${line}`), `  ${missing.command}`]),
	];
}
