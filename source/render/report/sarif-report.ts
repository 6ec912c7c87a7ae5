import type {Report, ReportedFinding} from './report.js';
import {route} from './text-report.js';

/**
 * SARIF 2.1.0 for code-scanning pages. Blocked flows are errors, undecided ones warnings; the rest is no result.
 * Rule ids are `control/verdict`, stable for suppressing.
 */
export function sarifReport(report: Report, version: string): string {
	const results = report.findings
		.filter(({verdict}) => verdict === 'blocked' || verdict === 'undecided')
		.flatMap(finding =>
			finding.trail
				.filter(entry => entry.verdict === finding.verdict)
				.map(entry => ({
					ruleId: `${entry.control}/${entry.verdict}`,
					level: entry.verdict === 'blocked' ? 'error' : 'warning',
					message: {text: `${finding.flow} (${route(finding)}): ${entry.why}`},
					locations: [location(finding, entry.resource, entry.rule)],
				})),
		);
	const rules = [...new Set(results.map(({ruleId}) => ruleId))].map(id => ({
		id,
		shortDescription: {
			text: id.endsWith('/blocked') ? `Stopped by ${id.split('/')[0]}` : `Not decided by ${id.split('/')[0]}`,
		},
	}));
	const log = {
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [{tool: {driver: {name: 'aksess', version, rules}}, results}],
	};
	return `${JSON.stringify(log, null, 2)}\n`;
}

function location(finding: ReportedFinding, resource: string, rule: string) {
	return {
		physicalLocation: {artifactLocation: {uri: resource.replace(/^\//, '')}},
		logicalLocations: [{name: rule, fullyQualifiedName: `${resource}/${rule}`, kind: finding.requirement}],
	};
}
