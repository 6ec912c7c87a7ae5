import {UserError} from '../errors.js';
import {didYouMean} from '../profiles/nearest-name.js';
import {type Corrections, corrections} from '../topology/correct-topology.js';

/** `--correct what=value` pairs as corrections; an unknown word is answered with the ones there are. */
export function parseCorrections(pairs: Readonly<Record<string, string>>): Corrections {
	let result: Corrections = {};
	for (const [what, value] of Object.entries(pairs)) {
		const kind = corrections.find(correction => correction.name === what);
		if (kind === undefined) {
			const names = corrections.map(({name}) => name);
			const problem = `${what} cannot be corrected.${didYouMean(what, names)}`;
			throw new UserError('usage', `--correct ${what}=${value}: ${problem}`, {
				next: [`Take one of ${names.join(', ')}.`],
			});
		}

		const correction = Object.hasOwn(kind.values, value) ? kind.values[value] : undefined;
		if (correction === undefined) {
			const values = Object.keys(kind.values);
			const problem = `${value} is not one of its values.${didYouMean(value, values)}`;
			throw new UserError('usage', `--correct ${what}=${value}: ${problem}`, {
				next: [`Take one of ${values.join(', ')}.`],
			});
		}

		result = {...result, ...correction};
	}

	return result;
}

/** The pairs that {@link parseCorrections} would read these corrections from. */
export function spellCorrections(said: Corrections): Readonly<Record<string, string>> {
	return Object.fromEntries(
		corrections.flatMap(({name, values}) => {
			const value = Object.entries(values).find(([, correction]) => isPartOf(correction, said))?.[0];
			return value === undefined ? [] : [[name, value] as const];
		}),
	);
}

function isPartOf(part: Corrections, whole: Corrections): boolean {
	const values: Readonly<Record<string, unknown>> = whole;
	return Object.entries(part).every(([key, value]) => values[key] === value);
}
