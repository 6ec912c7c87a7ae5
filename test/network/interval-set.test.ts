import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	difference,
	equals,
	has,
	type Interval,
	type IntervalSet,
	intersection,
	intervalSet,
	isSubset,
	lowestOf,
	overlaps,
	size,
	union,
	unionOf,
} from '../../source/network/interval-set.js';
import {draws} from '../helpers/draws.js';

const highest = 20;
const numbers = Array.from({length: highest + 1}, (_, index) => index);
const intervals = fc.array(fc.tuple(fc.nat(highest), fc.nat(highest)) as fc.Arbitrary<Interval>, {maxLength: 8});
const sets = intervals.map(intervalSet);

/** What the set is, said in the plainest way. */
function members(set: IntervalSet): readonly number[] {
	return numbers.filter(value => set.some(([first, last]) => first <= value && value <= last));
}

test('a set keeps exactly the numbers of its intervals, sorted, disjoint and not touching', () => {
	fc.assert(
		fc.property(intervals, given => {
			const set = intervalSet(given);
			expect(members(set)).toEqual(members(given));
			for (const [index, [first, last]] of set.entries()) {
				expect(first).toBeLessThanOrEqual(last);
				expect(first).toBeGreaterThan((set[index - 1]?.[1] ?? -2) + 1);
			}
		}),
	);
});

test('union, intersection and difference agree with the numbers one by one, and stay canonical', () => {
	fc.assert(
		fc.property(sets, sets, (a, b) => {
			const [inA, inB] = [new Set(members(a)), new Set(members(b))];
			const results: readonly (readonly [IntervalSet, (value: number) => boolean])[] = [
				[union(a, b), value => inA.has(value) || inB.has(value)],
				[intersection(a, b), value => inA.has(value) && inB.has(value)],
				[difference(a, b), value => inA.has(value) && !inB.has(value)],
			];
			for (const [result, expected] of results) {
				expect(members(result)).toEqual(numbers.filter(expected));
				expect(intervalSet(result)).toEqual(result);
			}
		}),
		draws(500),
	);
});

test('De Morgan: what is outside a union is outside of each', () => {
	const all: IntervalSet = [[0, highest]];
	fc.assert(
		fc.property(sets, sets, (a, b) => {
			expect(difference(all, union(a, b))).toEqual(intersection(difference(all, a), difference(all, b)));
			expect(difference(all, intersection(a, b))).toEqual(union(difference(all, a), difference(all, b)));
		}),
	);
});

test('questions agree with the numbers one by one', () => {
	fc.assert(
		fc.property(sets, sets, fc.nat(highest), (a, b, value) => {
			expect(has(a, value)).toBe(members(a).includes(value));
			expect(size(a)).toBe(members(a).length);
			expect(lowestOf(a, value)).toEqual(members(a).slice(0, value));
			expect(overlaps(a, b)).toBe(members(a).some(each => members(b).includes(each)));
			expect(isSubset(a, b)).toBe(members(a).every(each => members(b).includes(each)));
			expect(equals(a, b)).toBe(members(a).join(',') === members(b).join(','));
		}),
		draws(500),
	);
});

test.each<[readonly (readonly [number, number])[][], readonly (readonly [number, number])[]]>([
	[[], []],
	[[[]], []],
	[[[[1, 2]]], [[1, 2]]],
	[
		[
			[
				[80, 80],
				[53, 53],
			],
		],
		[
			[53, 53],
			[80, 80],
		],
	],
	[
		[
			[
				[1, 2],
				[3, 4],
			],
		],
		[[1, 4]],
	],
	[
		[
			[
				[1, 5],
				[2, 3],
			],
		],
		[[1, 5]],
	],
	[
		[
			[
				[4, 3],
				[7, 7],
			],
		],
		[[7, 7]],
	],
	[
		[[[9, 9]], [], [[1, 1]]],
		[
			[1, 1],
			[9, 9],
		],
	],
])('the union of %j is in order, also of one that was put together by hand', (sets, expected) => {
	expect(unionOf(sets)).toEqual(expected);
});
