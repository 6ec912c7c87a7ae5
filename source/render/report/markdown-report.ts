import {escapeMarkdown, tableRow} from '../markdown/escape-markdown.js';
import {type Report, resourceName, routeOf, tellingEntries} from './report.js';
import {type ReportedUnused, unusedHeading} from './unused-report.js';

/** For a pull request or a ticket. */
export function markdownReport(report: Report): string {
	const {cluster, profiles, summary, findings, unused, notes} = report;
	const lines = [
		`# Network check of ${escapeMarkdown(cluster?.name ?? 'manifests')}`,
		'',
		`Profiles: ${profiles.map(escapeMarkdown).join(', ')}. ` +
			`${summary.blocked} blocked, ${summary.undecided} undecided, ${summary.allowed} allowed, ` +
			`${summary.notApplicable} not applicable.`,
		'',
		tableRow(['Flow', 'Way', 'Verdict', 'Decided by', 'Why']),
		tableRow(['---', '---', '---', '---', '---']),
		...findings.map(finding => {
			const telling = tellingEntries(finding);
			return tableRow([
				escapeMarkdown(finding.flow),
				escapeMarkdown(routeOf(finding)),
				finding.verdict,
				telling
					.map(entry => escapeMarkdown(`${entry.control}: ${resourceName(entry.resource)}, ${entry.rule}`))
					.join('<br>'),
				telling.map(entry => escapeMarkdown(entry.why)).join('<br>'),
			]);
		}),
		...(unused === undefined ? [] : unusedSection(unused)),
		...notes.flatMap(note => ['', `> ${escapeMarkdown(note)}`]),
	];
	return `${lines.join('\n')}\n`;
}

function unusedSection(unused: ReportedUnused): readonly string[] {
	return [
		'',
		`## ${unusedHeading(unused)}`,
		...(unused.rules.length === 0
			? []
			: [
					'',
					tableRow(['Rule', 'Where', 'What follows']),
					tableRow(['---', '---', '---']),
					...unused.rules.map(({control, resource, rule, says}) =>
						tableRow([
							escapeMarkdown(rule),
							escapeMarkdown(`${control}: ${resourceName(resource)}`),
							says.map(escapeMarkdown).join('<br>'),
						]),
					),
				]),
		...unused.bounds.flatMap(({why}) => ['', `> ${escapeMarkdown(why)}`]),
	];
}
