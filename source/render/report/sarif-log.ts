type Result = {readonly ruleId: string; readonly level: 'error' | 'warning' | 'note'; readonly [key: string]: unknown};

/** A SARIF 2.1.0 log of one run. @param describe a rule's id as a short text */
export function sarifLog(results: readonly Result[], version: string, describe: (rule: string) => string): string {
	const ids = [...new Set(results.map(({ruleId}) => ruleId))];
	const rules = ids.map(id => ({id, shortDescription: {text: describe(id)}}));
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

/** Relative, because code-scanning pages refuse other schemes; a resource is no file, but they show where it says. */
export function uriOf(place: string): string {
	return place.replace(/^\//, '').split('/').map(encodeURIComponent).join('/');
}
