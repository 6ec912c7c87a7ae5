import {isWhole} from './whole.js';

/** Faults are tried a thousand times over: one in twenty draws notices what is worth noticing, and in a minute. */
const share = Number(process.env['AKSESS_DRAWS'] ?? 1);

/**
 * How often a property is tried, and from where on: the same draws every time, so that a failure is found again and a
 * change is not blamed for the luck of a draw. The wider checks draw anew; fast-check then names the seed.
 */
export function draws(count: number): {readonly numRuns: number; readonly seed?: number} {
	const numRuns = Math.max(1, Math.ceil(count * share));
	return isWhole ? {numRuns} : {numRuns, seed: 20_261_129};
}
