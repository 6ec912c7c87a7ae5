import fc from 'fast-check';
import {expect, test} from 'vitest';
import {freePriority} from '../../../source/plan/needs/free-priority.js';

test.each([
	['a round hundred just before', [], 4000, 3900],
	['the round hundred below a number that is none', [], 4050, 4000],
	['a ten below one that is none', [4000, 3900], 4005, 3800],
	['tens that no hundred is left for', [100], 157, 150],
	['the next one when that is taken', [3900], 4000, 3800],
	['tens when all hundreds are taken', [100, 200, 300], 400, 390],
	['single numbers when all tens are taken', [100, 110, 120], 130, 129],
	['nothing when there is no number left', [100, 101, 102], 103, undefined],
	['nothing before the lowest', [], 100, undefined],
] as const)('takes %s', (_name, taken, before, expected) => {
	expect(freePriority(new Set(taken), before, 100)).toBe(expected);
});

test('always gives a free number before the limit, and finds one whenever there is one', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({min: 100, max: 160})), fc.integer({min: 100, max: 160}), (list, before) => {
			const taken = new Set(list);
			const found = freePriority(taken, before, 100);
			const free = Array.from({length: before - 100}, (_, index) => 100 + index).filter(number => !taken.has(number));
			expect(found === undefined).toBe(free.length === 0);
			expect(found === undefined || free.includes(found)).toBe(true);
		}),
	);
});
