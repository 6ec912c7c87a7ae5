import type {Report, ReportedFinding} from './report.js';
import {route} from './text-report.js';

/** JUnit XML for pipelines: a flow is a test case, blocked is a failure, undecided is skipped with its reason. */
export function junitReport(report: Report): string {
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
	const name = escapeXml(`${finding.flow} ${route(finding)}`.trim());
	const open = `\t<testcase classname="${escapeXml(finding.profile)}" name="${name}"`;
	const why = finding.trail
		.filter(entry => entry.verdict === finding.verdict)
		.map(entry => `${entry.control} ${entry.resource} ${entry.rule}: ${entry.why}`)
		.join('\n');
	switch (finding.verdict) {
		case 'allowed': {
			return [`${open}/>`];
		}

		case 'blocked': {
			return [`${open}>`, `\t\t<failure message="blocked">${escapeXml(why)}</failure>`, '\t</testcase>'];
		}

		default: {
			return [`${open}>`, `\t\t<skipped message="${escapeXml(`${finding.verdict}: ${why}`)}"/>`, '\t</testcase>'];
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
