/** Of a report: faults that a test noticed, and all that were tried or that no test reaches. */
export function scoreOf({files}) {
	const found = Object.values(files).flatMap(({mutants}) => mutants.map(({status}) => status));
	const noticed = found.filter(status => ['Killed', 'Timeout'].includes(status)).length;
	const missed = found.filter(status => ['Survived', 'NoCoverage'].includes(status)).length;
	return {noticed, counted: noticed + missed};
}

/** The same from the last line of progress, for a run that was cut off. */
export function progressOf(output) {
	const [, tried = '0', survived = '0'] = [...output.matchAll(/(\d+)\/\d+ tested \((\d+) survived/g)].at(-1) ?? [];
	return {noticed: Number(tried) - Number(survived), counted: Number(tried)};
}
