import {printableValue} from '../printable.js';
import {type Report, type ReportedEntry, type ReportedFinding, routeOf, tellingEntries} from './report.js';

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
	const ids = [...new Set(results.map(({ruleId}) => ruleId))];
	const rules = ids.map(id => ({
		id,
		shortDescription: {
			text: id.endsWith('/blocked') ? `Stopped by ${id.split('/')[0]}` : `Not decided by ${id.split('/')[0]}`,
		},
	}));
	const log = {
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: {driver: {name: 'aksess', version, informationUri: 'https://www.npmjs.com/package/aksess', rules}},
				results: results.map(result => ({...result, ruleIndex: ids.indexOf(result.ruleId)})),
			},
		],
	};
	return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf(finding: ReportedFinding, {control, verdict, resource, rule, why}: ReportedEntry) {
	const route = routeOf(finding);
	return {
		ruleId: `${control}/${verdict}`,
		level: verdict === 'blocked' ? 'error' : 'warning',
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

/** Relative, because code-scanning pages refuse other schemes; a resource is no file, but they show where it says. */
function uriOf(resource: string): string {
	return resource.replace(/^\//, '').split('/').map(encodeURIComponent).join('/');
}
