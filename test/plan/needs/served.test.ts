import {describe, expect, test} from 'vitest';
import {
	bySharers,
	fewest,
	requirementsOf,
	type Served,
	sharedName,
	sharersIn,
	withoutOverlap,
} from '../../../source/plan/needs/served.js';
import type {Wanted} from '../../../source/plan/wanted.js';
import {wants} from '../../helpers/wanted.js';

/** Ranges of whole numbers stand for whatever is to be written. */
type Range = readonly [first: number, last: number];

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(name => wants('advice', {}, name)) as readonly Wanted[] as [
	Wanted,
	Wanted,
	Wanted,
	Wanted,
];

const holds = (whole: Range, part: Range) => whole[0] <= part[0] && part[1] <= whole[1];
const join = (one: Range, other: Range): Range | undefined =>
	one[0] <= other[1] && other[0] <= one[1] ? [Math.min(one[0], other[0]), Math.max(one[1], other[1])] : undefined;

function served(effect: Range, ...wanted: readonly Wanted[]): Served<Range> {
	return {effect, wanted};
}

function said(all: readonly Served<Range>[]) {
	return all.map(({effect, wanted}) => [effect, requirementsOf(wanted).join('')]);
}

describe('as few effects as do the same', () => {
	test.each<[string, readonly Served<Range>[], readonly unknown[]]>([
		[
			'different ones stay',
			[served([1, 2], a), served([5, 6], b)],
			[
				[[1, 2], 'a'],
				[[5, 6], 'b'],
			],
		],
		['a part serves itself of the whole before it', [served([1, 9], a), served([2, 3], b)], [[[1, 9], 'ab']]],
		['a whole takes over its parts', [served([2, 3], a), served([5, 6], b), served([1, 9], c)], [[[1, 9], 'abc']]],
		['equal ones are one', [served([1, 2], a), served([1, 2], b)], [[[1, 2], 'ab']]],
	])('%s', (_what, all, expected) => {
		expect(said(fewest(all, {holds}))).toEqual(expected);
	});

	test('what overlaps is joined, and what has grown is looked at again', () => {
		const all = [served([1, 3], a), served([5, 7], b), served([20, 21], d), served([3, 5], c)];
		expect(said(fewest(all, {holds, join}))).toEqual([
			[[20, 21], 'd'],
			[[1, 7], 'bac'],
		]);
	});
});

describe('without what others do already', () => {
	const cut = (effect: Range, others: readonly Range[]) => {
		const by = others.filter(other => other[0] <= effect[0] && effect[0] <= other[1]);
		const first = Math.max(effect[0], ...by.map(([, last]) => last + 1));
		return by.length === 0 ? undefined : {left: first > effect[1] ? undefined : ([first, effect[1]] as const), by};
	};

	test('the rest stays, and the other serves both', () => {
		expect(said(withoutOverlap([served([1, 5], a), served([4, 9], b)], cut))).toEqual([
			[[1, 5], 'ab'],
			[[6, 9], 'b'],
		]);
	});

	test('one that has nothing left goes', () => {
		expect(said(withoutOverlap([served([1, 9], a), served([4, 5], b)], cut))).toEqual([[[1, 9], 'ab']]);
	});

	test('of two alike one stays', () => {
		expect(said(withoutOverlap([served([1, 5], a), served([1, 5], b)], cut))).toEqual([[[1, 5], 'ba']]);
	});
});

test('requirements are said once, in their order', () => {
	expect(requirementsOf([b, a, b])).toEqual(['b', 'a']);
});

test.each([
	[['pull'], 'pull'],
	[['pull', 'push'], 'pull-and-1-more'],
	[['pull', 'push', 'dns'], 'pull-and-2-more'],
	[[], 'shared'],
])('what %j share is called %s', (requirements, name) => {
	expect(sharedName(requirements)).toBe(name);
});

test('what fewer share now keeps the name that it had when all did, by the smallest that held it', () => {
	const sharers = sharersIn([
		[a, b, c],
		[a, b],
	]);
	expect(sharers([a])).toEqual(['a', 'b']);
	expect(sharers([c])).toEqual(['a', 'b', 'c']);
	expect(sharers([d])).toEqual(['d']);
});

test('what just the same requirements want is together, in whatever order they do', () => {
	const groups = bySharers([served([1, 1], a, b), served([2, 2], b, a), served([3, 3], a)]);
	expect(groups.map(group => group.map(({effect}) => effect[0]))).toEqual([[1, 2], [3]]);
});
