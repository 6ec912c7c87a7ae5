import {describe, expect, test} from 'vitest';
import type {NeedKind} from '../../../source/controls/need.js';
import {draftSteps} from '../../../source/plan/draft-steps.js';
import {needDanger} from '../../../source/plan/needs/need-danger.js';
import {drafters, needRecords} from '../../../source/plan/needs/need-records.js';
import {knownValue} from '../../../source/topology/known.js';
import {worldOf} from '../../helpers/read-world.js';
import {firewallWith, topologyOf} from '../../helpers/topology.js';
import {sampleNeeds, wants} from '../../helpers/wanted.js';

const topology = topologyOf({firewalls: [firewallWith([])], routes: [], securityRules: []});

function drafted(wanted: Parameters<typeof draftSteps>[0], where = topology) {
	const cluster = knownValue(where.cluster);
	if (cluster === undefined) {
		throw new Error('no cluster');
	}

	return draftSteps(wanted, cluster, where, worldOf([]));
}

const kinds = Object.keys(sampleNeeds) as readonly NeedKind[];

test.each(kinds.filter(kind => kind !== 'advice'))('%s becomes a step that is wanted by it', kind => {
	const item = wants(kind);
	expect(drafted([item]).steps.map(({wanted}) => wanted)).toEqual([[item]]);
});

test('advice becomes no step and is said', () => {
	expect(drafted([wants('advice')])).toMatchObject({steps: [], advice: [{text: 'Ask somebody.', flows: ['pull']}]});
});

test('a need that nobody takes up stops the planning', () => {
	expect(() => drafted([wants('application-rule')], topologyOf())).toThrow(
		'nothing takes up the need application-rule of pull',
	);
});

test('a need whose change cannot be made is a problem, not lost', () => {
	const {steps, problems} = drafted([wants('route')], topologyOf());
	expect(steps).toEqual([]);
	expect(problems).toMatchObject([{control: 'route-table', flows: ['pull']}]);
});

test('what only adds a way comes first, then what moves traffic, then callers, then the cluster', () => {
	expect(drafters.map(({control}) => control)).toEqual([
		'azure-firewall',
		'nsg',
		'route-table',
		'authorized-ranges',
		'network-policy',
	]);
});

test('what is written tells whose step it is', () => {
	const owned = kinds.flatMap(kind => (needRecords[kind].owner === undefined ? [] : [[kind, needRecords[kind].owner]]));
	expect(Object.fromEntries(owned)).toEqual({
		'application-rule': 'azure-firewall',
		'network-rule': 'azure-firewall',
		'dnat-rule': 'azure-firewall',
		'security-rule': 'nsg',
		route: 'route-table',
	});
});

describe('danger', () => {
	test.each(kinds)('is none of a need that overrides nothing: %s', kind => {
		expect(needDanger([wants(kind)])).toBeUndefined();
	});

	test.each(['application-rule', 'network-rule', 'security-rule'] as const)(
		'is to go before an explicit deny: %s',
		kind => {
			expect(needDanger([wants(kind, {bypasses: 'DenyAll'}), wants(kind, {bypasses: 'DenyAll'}), wants(kind)])).toEqual(
				{
					code: 'deny-bypassed',
					warning: 'This comes before an explicit deny: DenyAll.',
				},
			);
		},
	);

	test('is to publish what was internal on purpose, which weighs more', () => {
		const published = wants('dnat-rule', {publishes: 'It was internal.'});
		expect(needDanger([wants('application-rule', {bypasses: 'DenyAll'}), published, published])).toEqual({
			code: 'endpoint-published',
			warning: 'It was internal.',
		});
	});
});

describe('the order of steps', () => {
	const policy = wants('network-policy');
	const label = wants('namespace-label');
	const annotation = wants('service-annotation', {}, 'publish');

	test('is labels, then the policies of the same flows, which wait for them; the rest is first', () => {
		expect(drafted([policy, label, annotation]).steps.map(({step}) => [step.id, step.after])).toEqual([
			['service/shop/web/annotations', []],
			['namespace/shop/labels', []],
			['networkpolicy/shop/aksess-pull', ['namespace/shop/labels']],
		]);
	});

	test('has no policy wait for a label of other flows', () => {
		const other = wants('namespace-label', {}, 'publish');
		expect(drafted([policy, other]).steps.map(({step}) => step.after)).toEqual([[], []]);
	});
});
