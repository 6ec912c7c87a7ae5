import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {planRows, toggleStep} from '../../source/wizard/rows/plan-rows.js';
import {initialState} from '../../source/wizard/state.js';
import {firewallStep, plan} from './fixtures.js';

/** Plans whose steps wait only for earlier ones, as real ones do. */
const plans = fc.array(fc.array(fc.nat({max: 7}), {maxLength: 3}), {minLength: 1, maxLength: 8}).map(waits => ({
	...plan,
	steps: waits.map((earlier, index) => ({
		...firewallStep,
		id: `s${index}`,
		after: earlier.filter(other => other < index).map(other => `s${other}`),
	})),
}));

describe('switching steps', () => {
	test('never leaves a step on that waits for one that is off', () => {
		fc.assert(
			fc.property(plans, fc.array(fc.nat({max: 7}), {maxLength: 10}), (random, toggles) => {
				const without = toggles.reduce<readonly string[]>(
					(off, index) => (index < random.steps.length ? toggleStep(random, off, `s${index}`) : off),
					[],
				);

				for (const step of random.steps.filter(({id}) => !without.includes(id))) {
					expect(step.after.filter(id => without.includes(id))).toEqual([]);
				}

				expect(new Set(without).size).toBe(without.length);
			}),
		);
	});

	test('switches the step that was asked for', () => {
		fc.assert(
			fc.property(plans, random => {
				const off = toggleStep(random, [], 's0');

				expect(off).toContain('s0');
				expect(toggleStep(random, off, 's0')).not.toContain('s0');
			}),
		);
	});
});

describe('the steps of the plan', () => {
	const [first, second] = ['a', 'b'].map(id => ({...firewallStep, id}));
	const whole = {...plan, steps: [first, second].flatMap(step => step ?? [])};
	const {memory} = initialState({formats: [], canApply: false, folder: ''});
	const shown = (without: readonly string[], left: readonly string[]) =>
		planRows({
			...memory,
			wholePlan: whole,
			without,
			plan: {...whole, steps: whole.steps.filter(({id}) => left.includes(id))},
		}).flatMap(row => (row.kind === 'step' ? [[row.step.id, row.on]] : []));

	test('are on where they are in what is left', () => {
		expect(shown([], ['a', 'b'])).toEqual([
			['a', true],
			['b', true],
		]);
	});

	test('are off, too, where they only served with one that was switched off', () => {
		expect(shown(['a'], [])).toEqual([
			['a', false],
			['b', false],
		]);
	});
});
