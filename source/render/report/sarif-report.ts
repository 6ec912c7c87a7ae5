import {printableValue} from '../printable.js';
import {type Report, type ReportedEntry, type ReportedFinding, routeOf, tellingEntries} from './report.js';
import {sarifLog, uriOf} from './sarif-log.js';
import type {ReportedUnusedRule} from './unused-report.js';

/**
 * SARIF 2.1.0 for code-scanning pages. Blocked flows are errors, undecided ones warnings; the rest is no result.
 * Rule ids are `control/verdict`, stable for suppressing; `control/unused` for what no profile needs.
 */
export function sarifReport(given: Report, version: string): string {
	// A page shows these texts after it has read the JSON, so escapes of JSON would not be enough.
	const report = printableValue(given);
	const results = [
		...report.findings
			.filter(({verdict}) => verdict === 'blocked' || verdict === 'undecided')
			.flatMap(finding => tellingEntries(finding).map(entry => resultOf(finding, entry))),
		...(report.unused?.rules ?? []).map(unusedResult),
	];
	return sarifLog(results, version, describeRule);
}

function describeRule(id: string): string {
	const [control = '', verdict] = id.split('/');
	switch (verdict) {
		case 'blocked': {
			return `Stopped by ${control}`;
		}

		case 'unused': {
			return `Needed by no profile: ${control}`;
		}

		default: {
			return `Not decided by ${control}`;
		}
	}
}

/** A rule that nothing needs is no fault of any flow: a note. */
function unusedResult({control, resource, rule, says}: ReportedUnusedRule) {
	return {
		ruleId: `${control}/unused`,
		level: 'note' as const,
		message: {text: `${rule} is needed by none of these profiles. ${says.join(' ')}`},
		locations: [locationOf(resource, rule)],
		partialFingerprints: {'flowAndRule/v1': ['unused', control, resource, rule].join(' ')},
	};
}

function locationOf(resource: string, rule: string) {
	return {
		physicalLocation: {artifactLocation: {uri: uriOf(resource)}},
		logicalLocations: [{name: rule, fullyQualifiedName: `${resource}/${rule}`, kind: 'resource'}],
	};
}

function resultOf(finding: ReportedFinding, {control, verdict, resource, rule, why}: ReportedEntry) {
	const route = routeOf(finding);
	return {
		ruleId: `${control}/${verdict}`,
		level: verdict === 'blocked' ? ('error' as const) : ('warning' as const),
		message: {text: `${finding.flow}${route === '' ? '' : ` (${route})`}: ${why}`},
		locations: [locationOf(resource, rule)],
		// Code-scanning pages tell old results from new ones by it; the sentence may change its wording.
		partialFingerprints: {'flowAndRule/v1': [finding.profile, finding.flow, control, resource, rule].join(' ')},
	};
}
