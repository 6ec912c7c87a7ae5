import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Json} from '../../../source/sandbox/json.js';
import {mergeBody} from '../../../source/sandbox/proposal/merge-body.js';

const rule = (name: string, priority: number) => ({name, properties: {priority}});

test.each<[string, Record<'now' | 'before' | 'after', Json>, boolean, Json]>([
	['a field that the change leaves alone stays as it is', {now: {a: 2}, before: {a: 1}, after: {a: 1}}, true, {a: 2}],
	['a field that it changes is as it says', {now: {a: 2, b: 1}, before: {a: 1}, after: {a: 3}}, true, {a: 3, b: 1}],
	['a field that it takes away goes', {now: {a: 1, b: 1}, before: {a: 1}, after: {}}, true, {b: 1}],
	[
		'members of a list are told by their name, and others stay',
		{now: [rule('a', 1), rule('own', 9)], before: [rule('a', 1)], after: [rule('A', 2), rule('b', 3)]},
		true,
		[rule('A', 2), rule('own', 9), rule('b', 3)],
	],
	[
		'a member that it takes away goes',
		{now: [rule('a', 1), rule('own', 9)], before: [rule('a', 1)], after: []},
		true,
		[rule('own', 9)],
	],
	[
		'of the whole of a resource the lists are whole, too',
		{now: [rule('a', 1), rule('own', 9)], before: [], after: [rule('a', 1)]},
		false,
		[rule('a', 1)],
	],
	['texts in a list are a set', {now: ['a', 'x'], before: ['a'], after: ['b']}, true, ['x', 'b']],
	[
		'references are told by their id',
		{now: [{id: '/A'}], before: [], after: [{id: '/b'}]},
		true,
		[{id: '/A'}, {id: '/b'}],
	],
	[
		'members that nobody can tell apart are replaced',
		{now: [{port: 1}, {port: 2}], before: [{port: 1}], after: [{port: 3}]},
		true,
		[{port: 3}],
	],
])('%s', (_, sides, keepsOthers, expected) => {
	expect(mergeBody({...sides, keepsOthers})).toEqual(expected);
});

const body = fc.dictionary(
	fc.constantFrom('a', 'b', 'c'),
	fc.oneof(
		fc.integer({min: 0, max: 3}),
		fc.dictionary(fc.constantFrom('x', 'y'), fc.integer({min: 0, max: 3}), {noNullPrototype: true}),
		fc.uniqueArray(fc.record({name: fc.constantFrom('p', 'q', 'r'), value: fc.integer({min: 0, max: 3})}), {
			selector: ({name}) => name,
		}),
	),
	{noNullPrototype: true},
);

test('what a plan saw truly becomes what it says, and what it leaves alone stays', () => {
	fc.assert(
		fc.property(body, body, (before, after) => {
			expect(mergeBody({now: before, before, after, keepsOthers: true})).toEqual(after);
			expect(mergeBody({now: before, before: after, after, keepsOthers: true})).toEqual(before);
			expect(mergeBody({now: undefined, before: undefined, after, keepsOthers: false})).toEqual(after);
		}),
		{seed: 20_261_130},
	);
});
