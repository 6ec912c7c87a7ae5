/**
 * `npm test` tries a sample, the same one every time; `scripts/wider-checks.mjs` sets how many of each kind of file are
 * tried. `share` is the part of them that one test has.
 */
const wanted = process.env['AKSESS_MUTATIONS'];

export function mutationCount(sample: number, share: number): number {
	return wanted === undefined ? sample : Math.ceil(Number(wanted) * share);
}

export const mutationTimeout = wanted === undefined ? 120_000 : 1_800_000;
