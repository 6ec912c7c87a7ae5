import {printableValue} from '../printable.js';
import {type Report, type ReportedEntry, type ReportedFinding, routeOf, tellingEntries} from './report.js';
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
	const ids = [...new Set(results.map(({ruleId}) => ruleId))];
	const rules = ids.map(id => ({
		id,
		shortDescription: {text: describeRule(id)},
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
		level: 'note',
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
		level: verdict === 'blocked' ? 'error' : 'warning',
		message: {text: `${finding.flow}${route === '' ? '' : ` (${route})`}: ${why}`},
		locations: [locationOf(resource, rule)],
		// Code-scanning pages tell old results from new ones by it; the sentence may change its wording.
		partialFingerprints: {'flowAndRule/v1': [finding.profile, finding.flow, control, resource, rule].join(' ')},
	};
}

/** Relative, because code-scanning pages refuse other schemes; a resource is no file, but they show where it says. */
function uriOf(resource: string): string {
	return resource.replace(/^\//, '').split('/').map(encodeURIComponent).join('/');
}
