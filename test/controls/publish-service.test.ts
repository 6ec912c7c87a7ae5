import {describe, expect, test} from 'vitest';
import {assessFlow} from '../../source/controls/assess.js';
import {azureFirewall} from '../../source/controls/azure-firewall/azure-firewall.js';
import type {Control} from '../../source/controls/control.js';
import type {ControlId} from '../../source/controls/control-id.js';
import type {Need} from '../../source/controls/need.js';
import {nsg} from '../../source/controls/nsg/nsg.js';
import {openings} from '../../source/controls/openings.js';
import {routeTable} from '../../source/controls/route-table/route-table.js';
import {formatAddress} from '../../source/network/address.js';
import {addresses, toCidrs} from '../../source/network/address-set.js';
import {protocols} from '../../source/network/protocol-set.js';
import type {Flow} from '../../source/profiles/flow.js';
import type {DnatRule} from '../../source/topology/firewall.js';
import type {Topology} from '../../source/topology/topology.js';
import {
	firewallWith,
	type Given,
	ingressFlow,
	route,
	ruleGroup,
	securityRule,
	toFirewall,
	topologyOf,
} from '../helpers/topology.js';
import {dnatRule} from './azure-firewall/rules.js';

const controls: readonly Control[] = [nsg, routeTable, azureFirewall];
const denyIn = securityRule('DenyIn', 4000, 'inbound', 'deny');
const aksRule = securityRule('k8s-azure-lb', 500, 'inbound', 'allow', {
	from: 'Internet',
	to: '20.60.0.9',
	on: [80, 443],
});
const firewalls = [firewallWith([])];

/** The needs of one way, from everything that opens what blocks. */
function needsOf(flow: Flow, given: Given, id?: string): readonly Need[] {
	const topology = topologyOf(given);
	return openings(assessFlow(flow, topology, controls), topology, controls)
		.filter(({covers}) => blockedIn(flow, topology).some(control => covers.includes(control)))
		.flatMap(
			({remedies}) =>
				(remedies.find(remedy => remedy.id === id) ?? remedies.find(remedy => remedy.onRequest !== true))?.needs ?? [],
		);
}

function blockedIn(flow: Flow, topology: Topology): readonly ControlId[] {
	return assessFlow(flow, topology, controls)
		.trail.filter(({verdict}) => verdict === 'blocked')
		.map(({control}) => control);
}

/** What the needs make of the surroundings, as the plan would. */
function withNeeds(given: Given, needs: readonly Need[]): Given {
	const rules = needs.flatMap((need): readonly DnatRule[] =>
		need.kind === 'dnat-rule'
			? [
					{
						...dnatRule(`new-${need.port}`, need.port, formatAddress(need.translatedAddress)),
						destination: [[need.publicAddress, need.publicAddress]],
						protocol: protocols(need.protocol),
					},
				]
			: [],
	);
	const securityRules = needs.flatMap(need =>
		need.kind === 'security-rule'
			? [
					{
						...securityRule('New', need.before - 1, need.direction, 'allow'),
						source: side(need.sources),
						destination: side(need.destinations),
						protocol: protocols(need.protocol),
						destinationPorts: need.ports,
					},
				]
			: [],
	);
	const routes = needs.flatMap(need =>
		need.kind === 'route' ? toCidrs(need.prefix).map(prefix => route(prefix, String(need.nextHop))) : [],
	);
	return {
		...given,
		firewalls: [firewallWith([ruleGroup('new', 200, [{name: 'dnat', priority: 100, action: 'dnat', rules}])])],
		...(given.securityRules && {securityRules: [...securityRules, ...given.securityRules]}),
		...(given.routes && {routes: [...routes, ...given.routes]}),
	};
}

function side(set: Extract<Need, {kind: 'security-rule'}>['sources']) {
	return 'tag' in set
		? {addresses: [], tags: [set.tag], applicationSecurityGroups: []}
		: {addresses: set, tags: [], applicationSecurityGroups: []};
}

describe('the parts of a publication', () => {
	const internal = ingressFlow({internal: true, loadBalancerAddresses: addresses('10.0.1.50')});

	test.each<[string, Flow, Given, string | undefined, readonly string[]]>([
		[
			'a public service behind a firewall and a closed group',
			ingressFlow({}),
			{
				securityRules: [denyIn],
				interfaceRules: [aksRule],
				routes: toFirewall,
				firewalls,
			},
			undefined,
			['advice', 'dnat-rule', 'dnat-rule', 'route', 'security-rule'],
		],
		[
			'the same with an open group',
			ingressFlow({}),
			{
				securityRules: [securityRule('Web', 100, 'inbound', 'allow', {on: [80, 443]})],
				interfaceRules: [aksRule],
				routes: toFirewall,
				firewalls,
			},
			undefined,
			['advice', 'dnat-rule', 'dnat-rule', 'route'],
		],
		[
			'an internal service behind a closed group',
			internal,
			{
				securityRules: [denyIn],
				interfaceRules: [],
				firewalls,
			},
			'dnat',
			['dnat-rule', 'dnat-rule', 'security-rule'],
		],
		[
			'a public service behind a closed group, without a firewall',
			ingressFlow({}),
			{
				securityRules: [denyIn],
				interfaceRules: [aksRule],
			},
			undefined,
			['security-rule'],
		],
	])('open %s together, none twice', (_name, flow, given, id, kinds) => {
		const needs = needsOf(flow, given, id);
		const after = assessFlow(flow, topologyOf(withNeeds(given, needs)), controls);

		expect(assessFlow(flow, topologyOf(given), controls).verdict).toBe('blocked');
		expect(needs.map(({kind}) => kind).toSorted()).toEqual(kinds);
		expect(after.trail.filter(({verdict}) => verdict !== 'allowed')).toEqual([]);
	});

	test('open nothing of an internal service unless asked', () => {
		expect(needsOf(internal, {securityRules: [denyIn], firewalls})).toEqual([]);
	});

	test('open no group to the internet while answers are lost in an appliance', () => {
		const given = {securityRules: [denyIn], interfaceRules: [aksRule], routes: [route('0.0.0.0/0', '10.9.9.9')]};

		expect(new Set(needsOf(ingressFlow({}), given).map(({kind}) => kind))).toEqual(new Set(['advice']));
	});
});
