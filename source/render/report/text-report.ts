import type {Verdict} from '../../controls/verdict.js';
import {quoteBash} from '../bash/quote-bash.js';
import {printableValue} from '../printable.js';
import {wrap} from '../wrap.js';
import type {Paint} from './paint.js';
import {
	type Report,
	type ReportedEntry,
	type ReportedFinding,
	resourceName,
	routeOf,
	tellingEntries,
} from './report.js';
import {type ReportedUnused, unusedHeading} from './unused-report.js';

/** In the order a person wants to read them. */
const order: readonly Verdict[] = ['blocked', 'undecided', 'allowed', 'not-applicable'];

const words: Readonly<Record<Verdict, string>> = {
	blocked: 'Blocked',
	undecided: 'Undecided',
	allowed: 'Allowed',
	'not-applicable': 'Not applicable',
};

/** For people: what is blocked first, each with everything in its way. */
export function textReport(given: Report, paint: Paint, columns: number): string {
	const report = printableValue(given);
	const {cluster, profiles} = report;
	const lines = [
		`${paint('strong', cluster?.name ?? 'No cluster')}${cluster === null ? '' : `  ${cluster.location}`}  ${paint('quiet', profiles.join(', '))}`,
		summaryLine(report, paint),
		...order.flatMap(verdict => section(report, verdict, paint, columns)),
		...(report.unused === undefined ? [] : unusedSection(report.unused, paint, columns)),
		...report.notes.flatMap(note => ['', ...wrap(`Note: ${note}`, columns).map(line => paint('quiet', line))]),
	];
	return `${lines.join('\n')}\n`;
}

export function summaryLine({summary}: Report, paint: Paint): string {
	return [
		paint('blocked', `${summary.blocked} blocked`),
		paint('undecided', `${summary.undecided} undecided`),
		paint('allowed', `${summary.allowed} allowed`),
		paint('not-applicable', `${summary.notApplicable} not applicable`),
	].join(' · ');
}

function section({findings}: Report, verdict: Verdict, paint: Paint, columns: number): readonly string[] {
	const those = findings.filter(finding => finding.verdict === verdict);
	return those.length === 0
		? []
		: ['', paint(verdict, words[verdict]), ...those.flatMap(finding => describe(finding, paint, columns))];
}

function describe(finding: ReportedFinding, paint: Paint, columns: number): readonly string[] {
	const lines = heading(finding, paint, columns);
	return finding.verdict === 'allowed'
		? lines
		: [
				...lines,
				...tellingEntries(finding).flatMap(entry => describeEntry(entry, paint, columns)),
				...finding.remarks.flatMap(remark =>
					wrap(`Remark: ${remark}`, columns - 6).map(line => `      ${paint('quiet', line)}`),
				),
			];
}

/** On one line where there is room. */
function heading(finding: ReportedFinding, paint: Paint, columns: number): readonly string[] {
	const {flow} = finding;
	const route = routeOf(finding);
	const name = `  ${paint('strong', flow)}`;
	if (flow.length + route.length + 4 > columns) {
		return [name, ...wrap(route, columns - 4).map(line => `    ${line}`)];
	}

	return [route === '' ? name : `${name}  ${route}`];
}

function describeEntry(entry: ReportedEntry, paint: Paint, columns: number): readonly string[] {
	const {control, resource, rule, why, missing} = entry;
	const decider = control === 'profile' ? '' : `    ${control}: ${resourceName(resource)}, ${rule}`;
	return [
		...(decider === '' ? [] : [decider]),
		...wrap(why, columns - 6).map(line => `      ${line}`),
		...(missing === undefined
			? []
			: [
					...wrap(`Missing: ${missing.datum}.`, columns - 6).map(line => `      ${paint('quiet', line)}`),
					`      ${paint('quiet', missing.command)}`,
				]),
	];
}

export function unusedSection(unused: ReportedUnused, paint: Paint, columns: number): readonly string[] {
	return [
		'',
		paint('strong', unusedHeading(unused)),
		...unused.rules.flatMap(({id, control, resource, rule, says}) => [
			`  ${paint('strong', rule)}  ${control}: ${resourceName(resource)}`,
			...says.flatMap(sentence => wrap(sentence, columns - 6).map(line => `      ${line}`)),
			paint('quiet', `      --remove ${quoteBash(id)}`),
		]),
		...unused.bounds.flatMap(({why, missing}) => [
			...wrap(why, columns - 4).map(line => paint('quiet', `    ${line}`)),
			...(missing === undefined ? [] : [paint('quiet', `      ${missing.command}`)]),
		]),
	];
}
