import {describe, expect, test} from 'vitest';
import type {Control} from '../../source/controls/control.js';
import type {Finding} from '../../source/controls/finding.js';
import type {Remedy} from '../../source/controls/remedy.js';
import type {Verdict} from '../../source/controls/verdict.js';
import {collectNeeds} from '../../source/plan/collect-needs.js';
import type {Flow} from '../../source/profiles/flow.js';
import {egressFlow, toName, topologyOf} from '../helpers/topology.js';
import {sampleNeeds} from '../helpers/wanted.js';

const narrow: Remedy = {
	id: 'narrow',
	title: 'Allow the name',
	opens: 'One name.',
	reach: 'name',
	needs: [sampleNeeds['application-rule'], sampleNeeds.advice],
};
const wide: Remedy = {
	...narrow,
	id: 'wide',
	title: 'Allow all',
	opens: 'All.',
	reach: 'internet',
	needs: [sampleNeeds.route],
};
const asked: Remedy = {...wide, id: 'asked', title: 'Override', onRequest: true};

function collect(remedies: readonly Remedy[], chosen = {}, verdict: Verdict = 'blocked', flow: Partial<Flow> = {}) {
	const control = {id: 'nsg', title: '', judge: {}, remedy: () => remedies} as Control;
	const finding = {
		flow: egressFlow(toName('gcr.io'), {id: 'pull@a', requirement: 'pull', ...flow}),
		verdict,
		trail: [{control: 'nsg', verdict}],
		way: {cases: []},
	} as unknown as Finding;
	const {wanted, choices} = collectNeeds([finding], topologyOf(), [control], chosen);
	return {wanted: wanted.map(({need, control: owner}) => [need.kind, owner]), choices};
}

const ofNarrow = [
	['application-rule', 'azure-firewall'],
	['advice', 'nsg'],
];

describe('of the ways to open a flow', () => {
	test.each<[string, readonly Remedy[], Record<string, string>, readonly unknown[], string | undefined]>([
		['the least is taken', [wide, narrow], {}, ofNarrow, 'narrow'],
		['the one that was chosen is taken', [narrow, wide], {pull: 'wide'}, [['route', 'route-table']], 'wide'],
		[
			'one chosen at this control comes first',
			[narrow, wide],
			{pull: 'narrow', 'pull@nsg': 'wide'},
			[['route', 'route-table']],
			'wide',
		],
		[
			'one chosen at another control does not count',
			[narrow, wide],
			{'pull@azure-firewall': 'wide'},
			ofNarrow,
			'narrow',
		],
		['none is taken where none is wanted', [narrow, wide], {pull: 'none'}, [], undefined],
		['one that waits to be asked for is passed over', [asked, narrow], {}, ofNarrow, 'narrow'],
		['and taken where it was asked for', [asked, narrow], {pull: 'asked'}, [['route', 'route-table']], 'asked'],
		['the first is taken where the chosen one is none', [narrow, wide], {pull: 'nonsense'}, ofNarrow, 'narrow'],
	])('%s', (_what, remedies, chosen, wanted, taken) => {
		const result = collect(remedies, chosen);
		expect(result.wanted).toEqual(wanted);
		expect(result.choices.map(choice => choice.taken)).toEqual([taken]);
	});
});

test.each<[string, readonly Remedy[], number]>([
	['one way is none', [narrow], 0],
	['one that waits to be asked for is one', [asked], 1],
	['two ways are one', [narrow, wide], 1],
	['no way is none', [], 0],
])('a choice is shown where there is one: %s', (_what, remedies, count) => {
	expect(collect(remedies).choices).toHaveLength(count);
});

test('an undecided flow gets no change but what is to be said', () => {
	expect(collect([narrow], {}, 'undecided').wanted).toEqual([['advice', 'nsg']]);
	expect(collect([narrow], {}, 'allowed').wanted).toEqual([]);
});

test('nothing is opened for what nobody could verify, unless it is asked for', () => {
	const unverified = {confidence: 'unverified'} as const;
	expect(collect([narrow], {}, 'blocked', unverified)).toMatchObject({
		wanted: [],
		choices: [{options: [{onRequest: true}]}],
	});
	expect(collect([narrow], {pull: 'narrow'}, 'blocked', unverified).wanted).toEqual(ofNarrow);
});
