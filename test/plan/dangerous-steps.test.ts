import {expect, test} from 'vitest';
import {dangerousSteps} from '../../source/plan/dangerous-steps.js';
import type {Danger, Step} from '../../source/plan/plan.js';
import {sampleChanges} from '../helpers/sample-changes.js';

function step(id: string, code: Danger['code'] | undefined): Step {
	const danger = code === undefined ? undefined : {code, warning: ''};
	return {id, title: '', reason: '', control: 'nsg', flows: [], change: sampleChanges.route, danger, after: []};
}

const steps = [
	step('a', 'deny-bypassed'),
	step('b', undefined),
	step('c', 'range-removed'),
	step('d', 'deny-bypassed'),
];

test.each([
	[[], ['a', 'c', 'd']],
	[['deny-bypassed'], ['c']],
	[['a'], ['c', 'd']],
	[['a', 'range-removed'], ['d']],
	[
		['b', 'nonsense'],
		['a', 'c', 'd'],
	],
])('with %j allowed, %j are to be consented to', (allowed, ids) => {
	expect(dangerousSteps({steps}, allowed).map(({id}) => id)).toEqual(ids);
});
