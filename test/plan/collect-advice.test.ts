import {expect, test} from 'vitest';
import {adviceLater, adviceOf, problemAdvice} from '../../source/plan/collect-advice.js';
import type {DraftedStep} from '../../source/plan/drafted-step.js';
import {sampleChanges} from '../helpers/sample-changes.js';
import {wants} from '../helpers/wanted.js';

const allow = {
	device: 'fw',
	direction: 'outbound',
	sources: ['10.0.0.0/8'],
	destinations: ['gcr.io'],
	protocol: 'tcp',
	ports: ['443'],
	purpose: '',
} as const;

test('the same advice is said once for all flows, and what is to be let through is kept of each', () => {
	const {purpose: _purpose, ...rest} = allow;
	const entries = ['a', 'b'].map(purpose => ({...rest, purpose}));
	const advice = adviceOf([
		wants('advice', {allow: entries.slice(0, 1)}, 'a'),
		wants('advice', {allow: entries.slice(1)}, 'b'),
		wants('advice', {}, 'a'),
		wants('advice', {text: 'Other.', commands: ['az']}, 'b'),
		wants('route'),
	]);
	expect(advice).toEqual([
		{control: 'nsg', flows: ['a', 'b'], text: 'Ask somebody.', commands: [], allow: entries},
		{control: 'nsg', flows: ['b'], text: 'Other.', commands: ['az']},
	]);
});

test('a problem names each flow once, and the control whose it is', () => {
	const wanted = [wants('route', {}, 'a'), wants('route', {nextHop: 'VnetLocal'}, 'a'), wants('route', {}, 'b')];
	expect(problemAdvice('route-table', [{text: 'No.', wanted, commands: ['az']}])).toEqual([
		{control: 'route-table', flows: ['a', 'b'], text: 'No.', commands: ['az']},
	]);
});

test('steps that wait for a person are named together where they wait for the same flows', () => {
	const step = (title: string, flows: readonly string[]): DraftedStep => ({
		wanted: [],
		step: {
			...{id: title, title, reason: '', control: 'nsg', flows, danger: undefined, after: []},
			change: sampleChanges.route,
		},
	});
	const later = adviceLater([step('One', ['a']), step('Two', ['a']), step('Three', ['b'])]);
	expect(later.map(({flows, text}) => [flows, text])).toEqual([
		[['a'], expect.stringContaining(': One; Two. Plan again then.')],
		[['b'], expect.stringContaining(': Three. Plan again then.')],
	]);
});
