import {describe, expect, test} from 'vitest';
import {routeTable} from '../../../source/controls/route-table/route-table.js';
import {addresses} from '../../../source/network/address-set.js';
import {ports} from '../../../source/network/port-set.js';
import type {Flow} from '../../../source/profiles/flow.js';
import {armKey} from '../../../source/topology/arm-id.js';
import type {DnatRule} from '../../../source/topology/firewall.js';
import {absent, denied, known} from '../../../source/topology/known.js';
import type {Topology} from '../../../source/topology/topology.js';
import {entriesOf, remediesOf} from '../../helpers/ask-control.js';
import {
	address,
	egressFlow,
	firewallSide,
	firewallWith,
	type Given,
	ingressFlow,
	peeringTo,
	route,
	ruleGroup,
	tableId,
	toAddresses,
	toFirewall,
	toName,
	topologyOf,
} from '../../helpers/topology.js';

const firewalls = [firewallWith([])];
const toSite = egressFlow(toAddresses('20.1.2.3'));

function dnat(port: number, translated: string): DnatRule {
	return {
		kind: 'dnat',
		name: `web-${port}`,
		source: firewallSide('*'),
		destination: addresses('20.50.0.1'),
		protocol: [[6, 6]],
		ports: ports(port),
		translatedAddress: address(translated),
		translatedFqdn: undefined,
		translatedPort: port,
	};
}

function publishing(...numbers: readonly number[]) {
	const rules = numbers.map(port => dnat(port, '20.60.0.9'));
	return [firewallWith([ruleGroup('rcg', 100, [{name: 'dnat', priority: 100, action: 'dnat', rules}])])];
}

describe('egress', () => {
	// virtual-networks-udr-overview; the vectors of facts N.
	test.each<[string, string, Given, string, string]>([
		['the internet by the system route', '20.1.2.3', {}, 'allowed', 'system route (0.0.0.0/0)'],
		[
			'a user route before the system route of the same prefix',
			'20.1.2.3',
			{routes: toFirewall, firewalls},
			'allowed',
			'to-0.0.0.0/0 (0.0.0.0/0)',
		],
		[
			'the longer prefix',
			'10.0.0.5',
			{routes: [route('10.0.0.0/24', 'VnetLocal'), route('10.0.0.0/16', '10.0.2.9')]},
			'allowed',
			'to-10.0.0.0/24 (10.0.0.0/24)',
		],
		[
			'an appliance by the shorter one',
			'10.0.7.5',
			{routes: [route('10.0.0.0/24', 'VnetLocal'), route('10.0.0.0/16', '10.0.2.9')]},
			'undecided',
			'to-10.0.0.0/16 (10.0.0.0/16)',
		],
		['a black hole', '20.1.2.3', {routes: [route('20.0.0.0/8', 'None')]}, 'blocked', 'to-20.0.0.0/8 (20.0.0.0/8)'],
		['a private range that nobody has', '172.20.0.9', {}, 'blocked', 'system route (172.16.0.0/12)'],
		[
			'a gateway',
			'20.1.2.3',
			{routes: [route('0.0.0.0/0', 'VirtualNetworkGateway')]},
			'undecided',
			'to-0.0.0.0/0 (0.0.0.0/0)',
		],
		[
			'an explicit prefix before a tag of the same',
			'20.1.2.3',
			{
				routes: [route('AzureDevSpaces', 'None'), route('20.1.2.0/24', 'Internet')],
				serviceTags: {azuredevspaces: addresses('20.1.2.0/24')},
			},
			'allowed',
			'to-20.1.2.0/24 (20.1.2.0/24)',
		],
		[
			'a regional tag before the global one',
			'20.1.2.3',
			{
				routes: [route('Storage', 'None'), route('Storage.EastUS', 'Internet')],
				serviceTags: {storage: addresses('20.1.2.0/24'), 'storage.eastus': addresses('20.1.2.0/24')},
			},
			'allowed',
			'to-Storage.EastUS (Storage.EastUS)',
		],
		[
			'a service endpoint past the 0/0 route',
			'20.1.2.3',
			{
				routes: [route('0.0.0.0/0', 'None')],
				subnet: {serviceEndpoints: ['Microsoft.Storage']},
				serviceTags: {storage: addresses('20.1.2.0/24'), 'storage.eastus': addresses('20.1.2.0/24')},
			},
			'allowed',
			'service endpoint Microsoft.Storage',
		],
	])('takes %s', (_name, to, given, verdict, rule) => {
		const [entry] = entriesOf(routeTable, egressFlow(toAddresses(to)), topologyOf(given));

		expect(entry).toMatchObject({verdict, rule});
	});

	test('says that a firewall is on the way, and that one is not', () => {
		const [onPath] = entriesOf(routeTable, toSite, topologyOf({routes: toFirewall, firewalls}));
		const [offPath] = entriesOf(routeTable, toSite, topologyOf({firewalls}));

		expect(onPath?.why).toContain('to firewall fw');
		expect(offPath?.why).toContain('no route leads to firewall fw');
	});

	test("does not take kubenet's pod routes for a way to a firewall", () => {
		const topology = topologyOf({routes: [route('10.244.0.0/24', '10.0.1.4')], firewalls});
		const [entry] = entriesOf(routeTable, egressFlow(toName('gcr.io')), topology);

		expect(entry).toMatchObject({verdict: 'allowed', rule: 'system route (0.0.0.0/0)'});
	});

	test('does not let a host route decide about a name', () => {
		const routes = [...toFirewall, route('20.50.0.1/32', 'Internet')];
		const [entry] = entriesOf(routeTable, egressFlow(toName('gcr.io')), topologyOf({routes, firewalls}));

		expect(entry).toMatchObject({verdict: 'allowed', rule: 'to-0.0.0.0/0 (0.0.0.0/0)'});
	});

	test('leaves a third-party appliance undecided and says what it must allow', () => {
		const topology = topologyOf({routes: [route('0.0.0.0/0', '10.9.9.9')]});
		const flow = egressFlow(toName('gcr.io'));
		const [remedy] = remediesOf(routeTable, flow, topology);

		expect(entriesOf(routeTable, flow, topology)[0]?.verdict).toBe('undecided');
		expect(remedy?.needs).toMatchObject([
			{
				kind: 'advice',
				text: 'On the appliance at 10.9.9.9, allow: 10.0.1.0/24 → gcr.io, tcp 443.',
				allow: [
					{
						device: 'the appliance at 10.9.9.9',
						direction: 'outbound',
						sources: ['10.0.1.0/24'],
						destinations: ['gcr.io'],
						protocol: 'tcp',
						ports: ['443'],
					},
				],
			},
		]);
	});

	test.each<[string, Flow, string]>([
		['a name', egressFlow(toName('gcr.io')), 'nc -w 5 gcr.io 443 </dev/null && echo reached'],
		['addresses', egressFlow(toAddresses('20.42.6.32/27')), 'nc -w 5 20.42.6.32 443 </dev/null && echo reached'],
		['a pattern', egressFlow(toName('azds-*.azds.io')), 'nc -w 5 NAME 443 </dev/null && echo reached'],
	])('to know what an appliance does with %s, the connection itself is tried', (_name, flow, attempt) => {
		const [entry] = entriesOf(routeTable, flow, topologyOf({routes: [route('0.0.0.0/0', '10.9.9.9')]}));

		expect(entry?.missing?.command).toMatch(/^kubectl debug node\/NODE -it --image=\S+ -- sh -c /);
		expect(entry?.missing?.command).toContain(`'${attempt}'`);
	});

	test.each([
		['loadBalancer', {}, 'allowed'],
		['none', {}, 'blocked'],
		['block', {}, 'blocked'],
		['userDefinedRouting', {}, 'undecided'],
		['userAssignedNATGateway', {subnet: {natGateway: '/nat'}}, 'allowed'],
		['none', {routes: toFirewall, firewalls}, 'allowed'],
	])('with outbound type %s and %o the way out is %s', (outboundType, given, verdict) => {
		const [entry] = entriesOf(routeTable, toSite, topologyOf({...given, cluster: {outboundType}}));

		expect(entry?.verdict).toBe(verdict);
	});

	test('does not turn an unreadable table into no table', () => {
		const topology: Topology = {
			...topologyOf({routes: []}),
			routeTables: new Map([[armKey(tableId), denied('You may not read it.')]]),
		};
		const [entry] = entriesOf(routeTable, toSite, topology);

		expect(entry).toMatchObject({verdict: 'undecided', resource: tableId});
	});

	test('prefers the firewall of a peered network to one elsewhere with the same address', () => {
		const hub = '/subscriptions/1/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub';
		const far = firewallWith([], {id: '/far', name: 'far', subnet: '/elsewhere/subnets/AzureFirewallSubnet'});
		const near = firewallWith([], {id: '/near', name: 'near', subnet: `${hub}/subnets/AzureFirewallSubnet`});
		const network = {peerings: [peeringTo(hub, '10.9.0.0/16')]};
		const [entry] = entriesOf(routeTable, toSite, topologyOf({routes: toFirewall, firewalls: [far, near], network}));

		expect(entry?.why).toContain('firewall near');
	});
});

describe('the way back of a public load balancer', () => {
	const flow = ingressFlow({});

	function verdictOf(given: Given) {
		return entriesOf(routeTable, flow, topologyOf(given)).map(({verdict}) => verdict);
	}

	test('is fine by the internet', () => {
		expect(verdictOf({})).toEqual(['allowed']);
		expect(verdictOf({subnet: {natGateway: '/nat'}})).toEqual(['allowed']);
	});

	// integrate-lb.md: asymmetric routing.
	test.each<[string, Given]>([
		['a firewall', {routes: toFirewall, firewalls}],
		['an appliance', {routes: [route('0.0.0.0/0', '10.9.9.9')]}],
		['a gateway', {routes: [route('0.0.0.0/0', 'VirtualNetworkGateway')]}],
		['nowhere', {routes: [route('0.0.0.0/0', 'None')]}],
		['a firewall that translates, without a host route', {routes: toFirewall, firewalls: publishing(80, 443)}],
		[
			'a firewall that translates one port of two',
			{
				routes: [...toFirewall, route('20.50.0.1/32', 'Internet')],
				firewalls: publishing(443),
			},
		],
	])('is broken by a default route to %s', (_name, given) => {
		expect(verdictOf(given)).toEqual(['blocked']);
	});

	test('claims of an appliance nobody can read only what holds of stateful ones', () => {
		const [entry] = entriesOf(routeTable, flow, topologyOf({routes: [route('0.0.0.0/0', '10.9.9.9')]}));

		expect(entry?.why).toContain('a stateful appliance drops answers to requests it has not seen');
		expect(entry?.why).not.toContain('has no session');
	});

	test('is whole with DNAT to the public address and a host route', () => {
		const given = {routes: [...toFirewall, route('20.50.0.1/32', 'Internet')], firewalls: publishing(80, 443)};

		expect(verdictOf(given)).toEqual(['allowed']);
	});

	test('is mended by DNAT and a host route in one remedy, with the internal way beside it', () => {
		const topology = topologyOf({routes: toFirewall, firewalls});
		const [first, second] = remediesOf(routeTable, flow, topology);

		expect(first?.id).toBe('public-address');
		expect(first?.needs.filter(({kind}) => kind !== 'advice')).toEqual([
			expect.objectContaining({kind: 'dnat-rule', port: 80, publicAddress: address('20.50.0.1')}),
			expect.objectContaining({kind: 'dnat-rule', port: 443, translatedAddress: address('20.60.0.9')}),
			{kind: 'route', routeTable: tableId, prefix: addresses('20.50.0.1'), nextHop: 'Internet'},
		]);
		expect(second).toMatchObject({id: 'internal-load-balancer', needs: [{kind: 'advice'}]});
	});

	test.each<[string, Given]>([
		['an appliance', {routes: [route('0.0.0.0/0', '10.9.9.9')]}],
		[
			'a firewall whose public addresses are not known',
			{
				routes: toFirewall,
				firewalls: [firewallWith([], {publicAddresses: absent})],
			},
		],
		[
			'a route table of AKS',
			{
				routes: toFirewall,
				firewalls,
				rest: {
					routeTables: new Map([
						[
							armKey(tableId),
							known({id: tableId, name: 'rt', managed: true, bgpPropagation: true, routes: toFirewall}),
						],
					]),
				},
			},
		],
	])('is only advised about with %s', (_name, given) => {
		const topology = topologyOf(given);
		const needs = remediesOf(routeTable, flow, topology).flatMap(remedy => remedy.needs);

		expect(new Set(needs.map(({kind}) => kind))).toEqual(new Set(['advice']));
	});
});

describe('the way back of an internal load balancer', () => {
	const flow: Flow = ingressFlow({internal: true, loadBalancerAddresses: addresses('10.0.1.50')});

	test('needs no host route, whatever the default route is', () => {
		const [entry] = entriesOf(routeTable, flow, topologyOf({routes: toFirewall, firewalls}));

		expect(entry).toMatchObject({verdict: 'allowed', rule: 'system route (virtual network)'});
	});

	test('is broken where the route to the firewall drops', () => {
		const topology = topologyOf({routes: [...toFirewall, route('10.0.2.0/24', 'None')], firewalls});

		expect(entriesOf(routeTable, flow, topology).map(({verdict}) => verdict)).toEqual(['blocked']);
	});

	test('is not asked about without a firewall', () => {
		expect(entriesOf(routeTable, flow, topologyOf())).toEqual([]);
	});
});
