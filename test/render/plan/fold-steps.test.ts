import {expect, test} from 'vitest';
import type {Step} from '../../../source/plan/plan.js';
import {foldSteps} from '../../../source/render/plan/fold-steps.js';

function policy(namespace: string, name: string, reason: string, more: Partial<Step> = {}): Step {
	const ref = {apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace, name};
	return {
		id: `networkpolicy/${namespace}/${name}`,
		title: `Apply NetworkPolicy ${namespace}/${name}`,
		reason,
		control: 'network-policy',
		flows: ['f'],
		change: {kind: 'kube-object', ref, before: null, after: null},
		danger: undefined,
		after: [],
		...more,
	};
}

const heads = (steps: readonly Step[]) => foldSteps(steps).map(({first, title}) => [first, title]);

test('policies of one purpose are told as one, with the number of the first', () => {
	expect(
		heads([
			policy('a', 'aksess-dns', 'No DNS.'),
			policy('b', 'aksess-dns-2', 'No DNS.'),
			policy('b', 'aksess-web', 'No web.'),
		]),
	).toEqual([
		[1, 'Apply 2 NetworkPolicies aksess-dns in a, b'],
		[3, 'Apply NetworkPolicy b/aksess-web'],
	]);
});

test('a dangerous step, and one that changes something else, stand alone', () => {
	const danger = {code: 'deny-bypassed', warning: 'It comes before a deny.'} as const;
	const ranges: Step = policy('a', 'x', 'No DNS.', {
		title: 'Extend the ranges',
		change: {kind: 'authorized-ranges', cluster: '/c', before: [], after: []},
	});

	expect(heads([policy('a', 'x', 'No DNS.'), policy('a', 'y', 'No DNS.', {danger}), ranges])).toHaveLength(3);
});
