import type {Verdict} from '../../controls/verdict.js';
import {longest} from '../../wording/longest.js';
import {printableValue} from '../printable.js';
import type {Paint} from './paint.js';
import {type Report, type ReportedFinding, routeOf, tellingEntries} from './report.js';
import {decidersOf, type StoppingPlace, stoppingPlaces} from './stopping-places.js';
import {summaryLine, unusedSection} from './text-report.js';

/**
 * For people, at one glance: what stops how many, then a line for each flow that does not get through. Everything else is
 * said by {@link import('./text-report.js').textReport}.
 *
 * @param warnings what must not be overlooked, a line each
 */
export function textGlance(given: Report, warnings: readonly string[], paint: Paint, columns: number): string {
	const report = printableValue(given);
	const {cluster, profiles, findings, notes} = report;
	const within = (line: string) => shorten(line, columns);
	const remarks = notes.length + findings.reduce((sum, finding) => sum + finding.remarks.length, 0);
	const doubts = sharedDoubts(findings);
	const isAllOpen = report.summary.blocked + report.summary.undecided === 0;
	const lines = [
		`${paint('strong', cluster?.name ?? 'No cluster')}${cluster === null ? '' : `  ${cluster.location}`}  ${paint('quiet', profiles.join(', '))}`,
		summaryLine(report, paint),
		...warnings.map(warning => paint('undecided', within(`▲ ${warning}`))),
		...causeLines(stoppingPlaces(report), paint, columns),
		...doubtLines(doubts, paint, columns),
		...section(findings, 'blocked', doubts, paint, columns),
		...section(findings, 'undecided', doubts, paint, columns),
		...(report.unused === undefined ? [] : unusedSection(report.unused, paint, columns)),
		'',
		paint(
			'quiet',
			within(
				`${isAllOpen ? '' : 'Why: aksess explain FLOW. '}${isAllOpen ? 'Each flow' : 'Everything'}${remarks === 0 ? '' : `, and ${remarks} remarks`}: --verbose`,
			),
		),
	];
	return `${lines.join('\n')}\n`;
}

function causeLines(causes: readonly StoppingPlace[], paint: Paint, columns: number): readonly string[] {
	const width = longest(causes.map(({flows}) => String(flows)));
	return causes.length === 0
		? []
		: [
				'',
				paint('strong', 'Stopped by'),
				...causes.map(({place, flows, rules}) => {
					const several = rules.length > 1 || (rules[0]?.flows ?? 0) > 1;
					const by = rules.map(({rule, flows: own}) => (several ? `${rule} (${own})` : rule)).join(', ');
					return shorten(`  ${String(flows).padStart(width)}  ${place}: ${by}`, columns);
				}),
			];
}

/** What is missing to several flows, most first: said once, instead of on each of their lines. */
type Doubts = ReadonlyMap<string, number>;

const several = 3;

function sharedDoubts(findings: readonly ReportedFinding[]): Doubts {
	const counts = new Map<string, number>();
	for (const datum of findings.filter(({verdict}) => verdict === 'undecided').flatMap(missingOf)) {
		counts.set(datum, (counts.get(datum) ?? 0) + 1);
	}

	return new Map([...counts].filter(([, flows]) => flows >= several).toSorted(([, a], [, b]) => b - a));
}

function doubtLines(doubts: Doubts, paint: Paint, columns: number): readonly string[] {
	const width = longest([...doubts.values()].map(String));
	return doubts.size === 0
		? []
		: [
				'',
				paint('strong', 'Not known, and what depends on it is undecided'),
				...[...doubts].map(([datum, flows]) => shorten(`  ${String(flows).padStart(width)}  ${datum}`, columns)),
			];
}

function missingOf(finding: ReportedFinding): readonly string[] {
	return [...new Set(tellingEntries(finding).flatMap(({missing}) => missing?.datum ?? []))];
}

const titles = {blocked: 'Blocked', undecided: 'Undecided'} as const;

/** The name is never cut, because `explain` takes it; the way is, where there is no room for it. */
function section(
	findings: readonly ReportedFinding[],
	verdict: Extract<Verdict, 'blocked' | 'undecided'>,
	doubts: Doubts,
	paint: Paint,
	columns: number,
): readonly string[] {
	const those = findings.filter(finding => finding.verdict === verdict);
	const by = those.map(finding => (verdict === 'blocked' ? decidersOf(finding).join(', ') : doubtOf(finding, doubts)));
	const width = Math.min(longest(those.map(({flow}) => flow)), 38);
	return those.length === 0
		? []
		: [
				'',
				paint(verdict, titles[verdict]),
				...those.map((finding, index) => {
					const name = finding.flow.padEnd(width);
					const end = by[index] ?? '';
					const room = columns - name.length - 4;
					const shown = wayWithin(finding, Math.max(room - end.length - 2, Math.floor(room / 2)));
					const rest = room < 12 ? '' : shorten(`${shown}${shown === '' ? '' : '  '}${end}`, room);
					return `  ${paint('strong', name)}  ${rest}`.trimEnd();
				}),
			];
}

/** The far end is worth more than who calls. */
function wayWithin(finding: ReportedFinding, columns: number): string {
	const way = routeOf(finding);
	return way.length <= columns ? way : shorten(way.slice(Math.max(way.indexOf('→'), 0)), columns);
}

/** What would have to be known, unless that stands above; else who does not know it. */
function doubtOf(finding: ReportedFinding, doubts: Doubts): string {
	const missing = missingOf(finding).filter(datum => !doubts.has(datum));
	return missing.length === 0 ? decidersOf(finding).join(', ') : `missing: ${missing.join('; ')}`;
}

function shorten(text: string, columns: number): string {
	const letters = [...text];
	return letters.length <= columns ? text : `${letters.slice(0, Math.max(columns - 1, 0)).join('')}…`;
}
