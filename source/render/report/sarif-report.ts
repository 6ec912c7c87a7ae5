import {printableValue} from '../printable.js';
import {type Report, type ReportedEntry, type ReportedFinding, routeOf, tellingEntries} from './report.js';
import {sarifLog, uriOf} from './sarif-log.js';

/**
 * SARIF 2.1.0 for code-scanning pages. Blocked flows are errors, undecided ones warnings; the rest is no result.
 * Rule ids are `control/verdict`, stable for suppressing.
 */
export function sarifReport(given: Report, version: string): string {
	// A page shows these texts after it has read the JSON, so escapes of JSON would not be enough.
	const report = printableValue(given);
	const results = report.findings
		.filter(({verdict}) => verdict === 'blocked' || verdict === 'undecided')
		.flatMap(finding => tellingEntries(finding).map(entry => resultOf(finding, entry)));
	return sarifLog(results, version, id =>
		id.endsWith('/blocked') ? `Stopped by ${id.split('/')[0]}` : `Not decided by ${id.split('/')[0]}`,
	);
}

function resultOf(finding: ReportedFinding, {control, verdict, resource, rule, why}: ReportedEntry) {
	const route = routeOf(finding);
	return {
		ruleId: `${control}/${verdict}`,
		level: verdict === 'blocked' ? ('error' as const) : ('warning' as const),
		message: {text: `${finding.flow}${route === '' ? '' : ` (${route})`}: ${why}`},
		locations: [
			{
				physicalLocation: {artifactLocation: {uri: uriOf(resource)}},
				logicalLocations: [{name: rule, fullyQualifiedName: `${resource}/${rule}`, kind: 'resource'}],
			},
		],
		// Code-scanning pages tell old results from new ones by it; the sentence may change its wording.
		partialFingerprints: {'flowAndRule/v1': [finding.profile, finding.flow, control, resource, rule].join(' ')},
	};
}
