import {printableValue} from '../printable.js';
import {type Report, type ReportedFinding, resourceName, routeOf, tellingEntries} from './report.js';

/** JUnit XML for pipelines: a flow is a test case, blocked is a failure, undecided is skipped with its reason. */
export function junitReport(given: Report): string {
	// References would be the same text again for whoever shows the report.
	const report = printableValue(given);
	const {summary, findings} = report;
	const lines = [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuite name="${escapeXml(`aksess ${report.cluster?.name ?? ''}`.trim())}" tests="${findings.length}" failures="${summary.blocked}" skipped="${summary.undecided + summary.notApplicable}">`,
		...findings.flatMap(testCase),
		'</testsuite>',
	];
	return `${lines.join('\n')}\n`;
}

function testCase(finding: ReportedFinding): readonly string[] {
	const name = escapeXml(`${finding.flow} ${routeOf(finding)}`.trim());
	const open = `\t<testcase classname="${escapeXml(finding.profile)}" name="${name}"`;
	const telling = tellingEntries(finding);
	const message = escapeXml(`${finding.verdict}: ${telling.map(entry => entry.why).join(' ')}`);
	switch (finding.verdict) {
		case 'allowed': {
			return [`${open}/>`];
		}

		case 'blocked': {
			const details = telling.map(
				({control, resource, rule, why}) => `${control}: ${resourceName(resource)}, ${rule}\n${resource}\n${why}`,
			);
			return [
				`${open}>`,
				`\t\t<failure type="blocked" message="${message}">${escapeXml(details.join('\n\n'))}</failure>`,
				'\t</testcase>',
			];
		}

		default: {
			return [`${open}>`, `\t\t<skipped message="${message}"/>`, '\t</testcase>'];
		}
	}
}

/** XML 1.0 has no way to write most control characters, so they are replaced. */
export function escapeXml(text: string): string {
	return text
		.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
