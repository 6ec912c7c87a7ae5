import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Danger, Plan, Step} from '../../source/plan/plan.js';
import {planHeadline, proofSign} from '../../source/wizard/plan-headline.js';
import {planRows, toggleStep, toggleSteps} from '../../source/wizard/rows/plan-rows.js';
import {initialState} from '../../source/wizard/state.js';
import {textOf} from '../../source/wizard/text.js';
import {createTheme} from '../../source/wizard/theme.js';
import {firewallStep, plan, policyStep, securityStep} from './fixtures.js';

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

describe('with a step switched off', () => {
	const {memory} = initialState({formats: [], canApply: false, folder: ''});
	const lesser: Plan = {...plan, steps: [{...firewallStep, flows: ['pull-images'], title: 'Less of it'}], advice: []};
	const rows = planRows({...memory, wholePlan: plan, plan: lesser, without: [securityStep.id]});

	test('the others are shown as they will be written', () => {
		expect(rows.find(({key}) => key === `step:${firewallStep.id}`)).toMatchObject({
			step: {title: 'Less of it', flows: ['pull-images']},
		});
	});

	test('nothing is advised for what stays blocked', () => {
		const advised = (shown: Plan | undefined) =>
			planRows({...memory, wholePlan: plan, plan: shown}).filter(({kind}) => kind === 'advice').length;
		expect([advised(plan), advised(lesser), advised(undefined)]).toEqual([plan.advice.length, 0, 0]);
	});
});

describe('many policies', () => {
	const policy = (id: string, flow: string): Step => ({...policyStep, id, flows: [flow]});
	const steps = [
		firewallStep,
		...['a', 'b', 'c'].map(id => policy(id, 'space-routing:1')),
		policy('d', 'debug:1'),
		policy('e', 'debug:2'),
	];
	const whole: Plan = {
		...plan,
		steps,
		before: [
			{flow: 'space-routing:1', requirement: 'space-routing', verdict: 'blocked'},
			{flow: 'debug:1', requirement: 'debug', verdict: 'blocked'},
			{flow: 'debug:2', requirement: 'debug', verdict: 'blocked'},
		],
	};
	const {memory} = initialState({formats: [], canApply: false, folder: ''});
	const rows = (shown: Plan, isFolded: boolean, without: readonly string[] = []) =>
		planRows({...memory, wholePlan: shown, plan: shown, without}, isFolded).flatMap(row =>
			row.kind === 'policies'
				? [`${row.purpose}: ${row.steps.map(({id}) => id).join(' ')}${row.on ? '' : ' off'}`]
				: row.kind === 'step'
					? [row.step.id]
					: [],
		);

	test('are told by their purpose, where the first of them stands', () => {
		expect(rows(whole, true)).toEqual(['firewall-afwp-hub', 'space-routing: a b c', 'debug: d e']);
		expect(rows(whole, false)).toEqual(['firewall-afwp-hub', 'a', 'b', 'c', 'd', 'e']);
	});

	test('are told one by one where they are few', () => {
		expect(rows({...whole, steps: steps.slice(0, 5)}, true)).toEqual(['firewall-afwp-hub', 'a', 'b', 'c', 'd']);
	});

	test('are switched off together, and on together', () => {
		const off = toggleSteps(whole, ['a'], ['a', 'b', 'c']);

		expect(off.toSorted()).toEqual(['a', 'b', 'c']);
		expect(rows(whole, true, off)).toContain('space-routing: a b c off');
		expect(toggleSteps(whole, off, ['a', 'b', 'c'])).toEqual([]);
	});
});

describe('the headline of a plan', () => {
	const theme = createTheme({colour: false, unicode: true, screenReader: false});
	const told = (changes: Partial<Plan>) => planHeadline({...plan, ...changes}, theme, 76).map(textOf);
	const dangerous = (code: Danger['code'], id: string): Step => ({...firewallStep, id, danger: {code, warning: ''}});

	test('says what kinds of danger there are', () => {
		expect(told({steps: [dangerous('deny-bypassed', 'a')]}).at(-1)).toBe('▲ 1 step passes an explicit deny');
		expect(told({steps: [dangerous('deny-bypassed', 'a'), dangerous('deny-bypassed', 'b')]}).at(-1)).toBe(
			'▲ 2 steps pass an explicit deny',
		);
	});

	test.each([
		['opens something', {}, '✓', 'good'],
		['opens nothing of what is blocked', {won: []}, '·', 'muted'],
		['closes something', {closed: [{control: 'nsg', resource: '', what: 'x', witness: 'y'}]}, '✗', 'bad'],
		['could not be decided', {undecided: ['x']}, '?', 'unsure'],
	] as const)('is green only where the plan opens something and closes nothing: %s', (_what, proof, sign, role) => {
		expect(proofSign({proof: {...plan.proof, ...proof}}, theme)).toEqual([sign, role]);
	});

	test('cuts the proof before a danger', () => {
		const codes = ['deny-bypassed', 'endpoint-published', 'range-removed'] as const;
		const lines = told({steps: codes.map(code => dangerous(code, code))});
		expect(lines.join(' ').replaceAll(/ +/g, ' ')).toContain(
			'▲ 1 step passes an explicit deny; 1 step publishes a service that is internal;',
		);
		expect(lines.at(-1)).toContain('takes addresses from the API server');
		expect(lines).toHaveLength(3);
	});

	test('never takes more than three lines', () => {
		const summary = Array.from({length: 60}, () => 'word').join(' ');
		const lines = told({proof: {...plan.proof, summary}, steps: [dangerous('range-removed', 'a')]});

		expect(lines).toHaveLength(3);
		expect(lines[1]?.endsWith('…')).toBe(true);
		expect(lines.filter(text => text.length > 76)).toEqual([]);
	});
});
