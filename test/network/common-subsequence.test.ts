import fc from 'fast-check';
import {expect, test} from 'vitest';
import {commonSubsequence} from '../../source/network/common-subsequence.js';
import {draws} from '../helpers/draws.js';

const letters = fc.array(fc.constantFrom('a', 'b', 'c'), {maxLength: 7});

function longest(old: readonly string[], newer: readonly string[]): number {
	const [first, ...rest] = old;
	if (first === undefined) {
		return 0;
	}

	const at = newer.indexOf(first);
	return Math.max(longest(rest, newer), at < 0 ? 0 : 1 + longest(rest, newer.slice(at + 1)));
}

test('pairs equal entries, in the same order in both lists, as many as there can be', () => {
	fc.assert(
		fc.property(letters, letters, (old, newer) => {
			const {newerOf, oldOf} = commonSubsequence(
				old,
				newer,
				(a, b) => a === b,
				entry => entry,
			);
			const pairs = [...newerOf.entries()].filter(([, j]) => j >= 0);
			expect([...oldOf.entries()].filter(([, i]) => i >= 0).map(([j, i]) => [i, j])).toEqual(pairs);
			expect(pairs.every(([i, j], index) => old[i] === newer[j] && j > (pairs[index - 1]?.[1] ?? -1))).toBe(true);
			expect(pairs).toHaveLength(longest(old, newer));
		}),
		{
			...draws(1000),
			examples: [
				[
					['a', 'b', 'c'],
					['a', 'b', 'a', 'b', 'c'],
				],
			],
		},
	);
});
