import {printable, printableValue} from '../printable.js';
import {wrap} from '../wrap.js';
import type {Paint} from './paint.js';
import {type ReportedEntry, type ReportedFinding, type ReportedHop, routeOf} from './report.js';

const marks = {allowed: '✓', blocked: '✗', undecided: '?', 'not-applicable': '–'} as const;

/** One flow with everything every control says about it, in the order of its way. */
export function textTrail(finding: ReportedFinding, paint: Paint, columns: number): string {
	const {flow, verdict, purpose, way, trail, remarks} = printableValue(finding);
	const route = printable(routeOf(finding));
	const lines = [
		`${paint('strong', flow)}  ${paint(verdict, verdict)}`,
		...(route === '' ? [] : [route]),
		...wrap(`Without it: ${purpose}`, columns).map(line => paint('quiet', line)),
		...(way.length === 0 ? [] : ['', ...way.flatMap(hop => describeHop(hop, paint, columns))]),
		...(trail.length === 0
			? ['', 'No control is on this path.']
			: trail.flatMap(entry => describe(entry, paint, columns))),
		...remarks.flatMap(remark => ['', ...wrap(remark, columns).map(line => paint('quiet', line))]),
	];
	return `${lines.join('\n')}\n`;
}

const arrows = {request: '→', answer: '←', probe: '◦', forward: '⇒', lookup: '?'} as const;

/** One place on the way, with the addresses as they look there. */
function describeHop({leg, place, source, destination, perhaps}: ReportedHop, paint: Paint, columns: number) {
	const ends = source === undefined || destination === undefined ? '' : `: ${source} to ${destination}`;
	const unsure = perhaps ? ' (in some cases)' : '';
	const [first = '', ...rest] = wrap(`${place}${ends}${unsure}`, columns - 4);
	return [`  ${arrows[leg]} ${first}`, ...rest.map(line => `    ${line}`)].map(line => paint('quiet', line));
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
