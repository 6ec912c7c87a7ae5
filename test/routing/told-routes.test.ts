import {describe, expect, test} from 'vitest';
import {assessFlow} from '../../source/controls/assess.js';
import type {Finding} from '../../source/controls/finding.js';
import {controls} from '../../source/controls/list.js';
import {addresses, formatAddresses} from '../../source/network/address-set.js';
import {ports} from '../../source/network/port-set.js';
import type {Flow} from '../../source/profiles/flow.js';
import {doubtfulAnswers} from '../../source/routing/doubtful-answers.js';
import {callActions} from '../../source/topology/call-answers.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {knownValue} from '../../source/topology/known.js';
import type {JsonObject} from '../../source/topology/world.js';
import {wordingOf} from '../../source/wording/wording.js';
import {flowOn} from '../controls/flow-on.js';
import {
	group,
	hub,
	nodes,
	open,
	origin,
	type Parts,
	type Resource,
	resource,
	spoke,
	toAddresses,
	toName,
	withFirewall,
	withTable,
	worldFrom,
} from './small-world.js';

/*
 * Routes that stand in no route table, told by an interface, a gateway or a hub. Sources: virtual-networks-udr-overview
 * (which route wins), REST Network Interfaces - Get Effective Route Table, REST Virtual Network Gateways - Get Learned
 * Routes, REST Virtual Hubs - Get Effective Virtual Hub Routes, virtual-network-service-endpoints-overview.
 */

type Variant = {
	readonly name: string;
	readonly on: Parts;
	readonly flow: Flow;
	readonly verdict: Finding['verdict'];
	/** The rule that decides at the routes. */
	readonly rule?: string;
	readonly why?: RegExp;
	/** What is missing, and the command. */
	readonly missing?: RegExp;
};

function holds(variants: readonly Variant[]): void {
	test.each(variants)('$name: $verdict', ({on, flow, verdict, rule, why, missing}) => {
		const finding = find(on, flow);
		const entries = finding.trail.filter(({decision}) => decision.control === 'route-table');
		const worded = entries.map(entry => wordingOf(entry, finding));
		expect(finding.verdict, JSON.stringify(worded)).toBe(verdict);
		if (rule !== undefined) {
			expect(worded.map(entry => entry.rule)).toContain(rule);
		}

		if (why !== undefined) {
			expect(worded.map(entry => entry.why).join('\n')).toMatch(why);
		}

		if (missing !== undefined) {
			expect(entries.map(({decision}) => JSON.stringify(decision.missing)).join('\n')).toMatch(missing);
		}
	});
}

function find(on: Parts, flow: Flow): Finding {
	return assessFlow(flow, decodeTopology(worldFrom(on)), controls);
}

const to = (address: string): Flow =>
	flowOn(
		{kind: 'egress', origin, destination: {kind: 'addresses', addresses: addresses(address), tag: undefined}},
		{ports: ports(443)},
	);

const nic = `${group}/networkInterfaces/nic-1`;
const interfaceResource = resource(nic, {ipConfigurations: [{name: 'a', properties: {subnet: {id: nodes}}}]});
const remote: Parts = {...open, peering: {useRemoteGateways: true}};

/** One row as ARM answers it. */
const row = (source: string, prefix: string, nextHopType: string, more: JsonObject = {}): JsonObject => ({
	source,
	state: 'Active',
	addressPrefix: [prefix],
	nextHopType,
	nextHopIpAddress: [],
	disableBgpRoutePropagation: false,
	...more,
});
const internet = row('Default', '0.0.0.0/0', 'Internet');
const outdone = row('Default', '0.0.0.0/0', 'Internet', {state: 'Invalid'});
const usual = [
	row('Default', '10.1.0.0/16', 'VnetLocal'),
	row('Default', '10.2.0.0/16', 'VNetPeering'),
	row('Default', '10.0.0.0/8', 'None'),
];
const learned = (prefix: string, more: JsonObject = {}) =>
	row('VirtualNetworkGateway', prefix, 'VirtualNetworkGateway', {nextHopIpAddress: ['20.9.0.1'], ...more});
const told = (parts: Parts, ...rows: readonly JsonObject[]): Parts => ({
	...parts,
	resources: [...parts.resources, interfaceResource],
	told: {[`${nic}/effectiveRouteTable`]: rows},
});

describe('effective routes of an interface', () => {
	const viaFirewall = row('User', '0.0.0.0/0', 'VirtualAppliance', {nextHopIpAddress: ['10.2.0.4'], name: 'all'});
	holds([
		{
			name: 'no default route is learned',
			on: told(remote, ...usual, internet, learned('10.50.0.0/16')),
			flow: toName,
			verdict: 'allowed',
			rule: 'system route (0.0.0.0/0)',
			why: /as interface nic-1 shows/,
		},
		{
			name: 'forced tunnelling',
			on: told(remote, ...usual, outdone, learned('0.0.0.0/0')),
			flow: toName,
			verdict: 'undecided',
			rule: 'learned route (0.0.0.0/0)',
			why: /to the virtual network gateway, as interface nic-1 shows: what happens on-premises cannot be read/,
			missing: /whether the on-premises network lets this through/,
		},
		{
			name: "a narrow learned prefix takes a public service's range",
			on: told(remote, ...usual, internet, learned('20.1.2.0/24')),
			flow: toAddresses,
			verdict: 'undecided',
			rule: 'learned route (20.1.2.0/24)',
		},
		{
			name: 'a narrow learned prefix beside it',
			on: told(remote, ...usual, internet, learned('20.1.3.0/24')),
			flow: toAddresses,
			verdict: 'allowed',
		},
		{
			name: 'a private range on-premises',
			on: told(remote, ...usual, internet, learned('10.50.0.0/16')),
			flow: to('10.50.1.1'),
			verdict: 'undecided',
			rule: 'learned route (10.50.0.0/16)',
		},
		{
			name: 'a private range that nobody has learned',
			on: told(remote, ...usual, internet, learned('10.50.0.0/16')),
			flow: to('10.60.1.1'),
			verdict: 'blocked',
			rule: 'system route (10.0.0.0/8)',
		},
		{
			name: 'a learned prefix inside the network, which comes after its own route',
			on: told(remote, ...usual, internet, learned('10.1.9.0/24')),
			flow: to('10.1.9.4'),
			verdict: 'allowed',
			rule: 'system route (10.1.0.0/16)',
		},
		{
			name: "a learned prefix inside a service endpoint's",
			on: told(
				remote,
				...usual,
				internet,
				row('Default', '20.1.0.0/16', 'VirtualNetworkServiceEndpoint'),
				learned('20.1.2.0/24'),
			),
			flow: toAddresses,
			verdict: 'allowed',
			rule: 'system route (20.1.0.0/16)',
		},
		{
			name: 'a route that is not active',
			on: told(remote, ...usual, internet, learned('20.1.2.0/24', {state: 'Invalid'})),
			flow: toAddresses,
			verdict: 'allowed',
			rule: 'system route (0.0.0.0/0)',
		},
		{
			name: 'two prefixes that adjoin are no shorter one',
			on: told(
				remote,
				...usual,
				internet,
				row('Default', '20.1.2.0/23', 'None'),
				learned('', {addressPrefix: ['20.1.2.0/24', '20.1.3.0/24']}),
			),
			flow: toAddresses,
			verdict: 'undecided',
			rule: 'learned route (20.1.2.0/24)',
		},
		{
			name: 'a hub gives the address of its firewall as that of a gateway',
			on: told(
				{...withFirewall(remote), nodes: {}},
				...usual,
				outdone,
				learned('0.0.0.0/0', {nextHopIpAddress: ['10.2.0.4']}),
			),
			flow: toAddresses,
			verdict: 'blocked',
			why: /to firewall fw, as interface nic-1 shows/,
		},
		{
			name: 'the same as the table',
			on: told(withFirewall(open), ...usual, outdone, viaFirewall),
			flow: toAddresses,
			verdict: 'blocked',
			why: /Route all \(0\.0\.0\.0\/0\) .* to firewall fw, as interface nic-1 shows/,
		},
		{
			name: 'an answer that is older than the table, which sends everything to nowhere',
			on: told(withTable(open, {nextHopType: 'None'}), ...usual, internet),
			flow: toAddresses,
			verdict: 'undecided',
			missing: /which is newer: what route table rt says, or the effective routes of nic-1/,
		},
		{
			name: 'an answer that is older than the table, where both let the packets through',
			on: told(withTable(open, {addressPrefix: '20.99.0.0/16', nextHopType: 'None'}), ...usual, internet),
			flow: toAddresses,
			verdict: 'allowed',
		},
		{
			name: 'a table that could not be read',
			on: told({...open, nodes: {routeTable: {id: `${group}/routeTables/gone`}}}, ...usual, outdone, {
				...viaFirewall,
				nextHopType: 'None',
				nextHopIpAddress: [],
			}),
			flow: toAddresses,
			verdict: 'blocked',
		},
		{
			name: 'two interfaces, one of them asked before a default route came',
			on: {
				...told(remote, ...usual, internet),
				resources: [interfaceResource, {...interfaceResource, id: `${nic}2`, name: 'nic-12'}],
				told: {
					[`${nic}/effectiveRouteTable`]: [...usual, internet],
					[`${nic}2/effectiveRouteTable`]: [...usual, outdone, learned('0.0.0.0/0')],
				},
			},
			flow: toAddresses,
			verdict: 'undecided',
		},
		{
			name: 'an answer that was cut off',
			on: told(remote, ...usual),
			flow: toAddresses,
			verdict: 'undecided',
			rule: 'route learned by the gateway of hub',
		},
		{
			name: 'a next hop that nobody knows',
			on: told(remote, ...usual, internet, row('Default', '20.1.0.0/16', 'Wormhole')),
			flow: toAddresses,
			verdict: 'undecided',
		},
		{
			name: 'IPv6 prefixes beside others',
			on: told(remote, ...usual, internet, row('Default', '::/0', 'Internet')),
			flow: toAddresses,
			verdict: 'allowed',
		},
		{
			name: 'no answer for this interface',
			on: {...told(remote), told: {[`${nic}/effectiveRouteTable`]: 'The effective routes of nic-1 could not be read.'}},
			flow: toName,
			verdict: 'undecided',
		},
	]);

	test.each<readonly [string, Parts, RegExp]>([
		[
			'an answer of another subnet',
			told(remote, row('Default', '10.3.0.0/16', 'VnetLocal'), internet),
			/^nodes has no route table, and .* nic-1 say otherwise: the interface has no route of its network for the range of nodes/,
		],
		[
			'a contradiction',
			told(withTable(open, {nextHopType: 'None'}), ...usual, internet),
			/rt and the effective routes of nic-1 contradict each other: the table alone has 0\.0\.0\.0\/0 to nowhere/,
		],
		[
			'learned routes in spite of the table',
			told(
				{
					...remote,
					nodes: {routeTable: {id: `${group}/routeTables/rt`}},
					resources: [resource(`${group}/routeTables/rt`, {disableBgpRoutePropagation: true, routes: []})],
				},
				...usual,
				outdone,
				learned('0.0.0.0/0'),
			),
			/the interface alone has 0\.0\.0\.0\/0 to the gateway/,
		],
		[
			'an interface in no subnet that is known',
			{...told(remote, ...usual, internet), resources: []},
			/nic-1 are of no use: nothing says in which subnet it stands/,
		],
	])('%s is said', (_name, on, note) => {
		expect(doubtfulAnswers(decodeTopology(worldFrom(on)))).toEqual([expect.stringMatching(note)]);
	});

	test('the order in which two interfaces list the same routes says nothing', () => {
		const rows = [...usual, internet];
		const on: Parts = {
			...remote,
			resources: [interfaceResource, {...interfaceResource, id: `${nic}2`, name: 'nic-12'}],
			told: {[`${nic}/effectiveRouteTable`]: rows, [`${nic}2/effectiveRouteTable`]: rows.toReversed()},
		};
		expect(doubtfulAnswers(decodeTopology(worldFrom(on)))).toEqual([]);
		expect(find(on, toName).verdict).toBe('allowed');
	});

	test('a subnet names the interfaces in it, those of scale sets among them', () => {
		const member = `${group.replace('Microsoft.Network', 'Microsoft.Compute')}/virtualMachineScaleSets/v/virtualMachines/0/networkInterfaces/v`;
		const on: Parts = {
			...remote,
			nodes: {ipConfigurations: [{id: `${member}/ipConfigurations/ipconfig1`}]},
			told: {[`${member}/effectiveRouteTable`]: [...usual, internet]},
		};
		expect(find(on, toName).verdict).toBe('allowed');
	});

	test('the addresses that a cluster is seen with are not guessed behind a gateway', () => {
		const id = `${group}/publicIPAddresses/out`;
		const cluster: JsonObject = {
			networkProfile: {
				networkPlugin: 'azure',
				outboundType: 'loadBalancer',
				loadBalancerProfile: {effectiveOutboundIPs: [{id}]},
			},
		};
		const on = (...rows: readonly JsonObject[]) =>
			told({...remote, cluster, resources: [resource(id, {ipAddress: '20.85.10.1'})]}, ...usual, ...rows);
		const seen = (parts: Parts) => knownValue(decodeTopology(worldFrom(parts)).cluster)?.egressAddresses;
		expect(seen(on(internet))).toEqual({state: 'known', value: addresses('20.85.10.1')});
		expect(seen(on(outdone, learned('0.0.0.0/0')))).toMatchObject({state: 'denied'});
	});
});

describe('routes that a gateway has learned', () => {
	const gateway = `${group}/virtualNetworkGateways/vgw`;
	const inHub: Parts = {
		...remote,
		hubSubnets: [
			{
				id: `${hub}/subnets/GatewaySubnet`,
				name: 'GatewaySubnet',
				properties: {addressPrefix: '10.2.1.0/27', ipConfigurations: [{id: `${gateway}/ipConfigurations/default`}]},
			},
		],
	};
	const bgp = (network: string, origin = 'EBgp'): JsonObject => ({
		network,
		origin,
		nextHop: '10.90.0.1',
		sourcePeer: '10.90.0.1',
		localAddress: '10.2.1.4',
		asPath: '65010',
		weight: 32768,
	});
	const tells = (parts: Parts, ...rows: readonly JsonObject[]): Parts => ({
		...parts,
		told: {[`${gateway}/getLearnedRoutes`]: rows},
	});
	const own = [bgp('10.2.0.0/16', 'Network'), bgp('10.1.0.0/16', 'Network')];
	const noBgp = (parts: Parts): Parts => ({
		...parts,
		nodes: {routeTable: {id: `${group}/routeTables/rt`}},
		resources: [resource(`${group}/routeTables/rt`, {disableBgpRoutePropagation: true, routes: []})],
	});
	const site = resource(gateway, {gatewayDefaultSite: {id: `${group}/localNetworkGateways/site`}});
	holds([
		{
			name: 'not asked',
			on: inHub,
			flow: toName,
			verdict: 'undecided',
			missing: /az network vnet-gateway list-learned-routes -g rg -n vgw/,
		},
		{
			name: 'refused',
			on: {...inHub, told: {[`${gateway}/getLearnedRoutes`]: `You lack ${callActions.getLearnedRoutes}.`}},
			flow: toName,
			verdict: 'undecided',
			missing: /\(You lack .*virtualNetworkGateways\/getLearnedRoutes\/action, which Network Contributor holds\)/,
		},
		{
			name: 'not answered in time',
			on: {...inHub, told: {[`${gateway}/getLearnedRoutes`]: 'Azure did not answer within 15 seconds.'}},
			flow: toName,
			verdict: 'undecided',
			missing: /has learned \(Azure did not answer within 15 seconds\)"/,
		},
		{
			name: 'private ranges alone',
			on: tells(inHub, ...own, bgp('10.50.0.0/16')),
			flow: toName,
			verdict: 'allowed',
			rule: 'system route (0.0.0.0/0)',
		},
		{
			name: 'a default route',
			on: tells(inHub, ...own, bgp('0.0.0.0/0')),
			flow: toName,
			verdict: 'undecided',
			rule: 'learned route (0.0.0.0/0)',
			why: /to the virtual network gateway, as gateway vgw tells/,
		},
		{
			name: 'a default route that the table keeps out',
			on: noBgp(tells(inHub, ...own, bgp('0.0.0.0/0'))),
			flow: toName,
			verdict: 'allowed',
		},
		{
			name: 'a default route, and a user route for everything',
			on: tells(withTable(inHub, {nextHopType: 'Internet'}), ...own, bgp('0.0.0.0/0')),
			flow: toName,
			verdict: 'allowed',
		},
		{
			name: 'a site that takes everything (vpn-gateway-forced-tunneling)',
			on: tells({...inHub, resources: [site]}, ...own),
			flow: toName,
			verdict: 'undecided',
			rule: 'learned route (0.0.0.0/0)',
		},
		{
			name: 'a private range on-premises',
			on: tells(inHub, ...own, bgp('10.50.0.0/16')),
			flow: to('10.50.1.1'),
			verdict: 'undecided',
			rule: 'learned route (10.50.0.0/16)',
		},
		{
			name: 'a private range that is not on-premises',
			on: tells(inHub, ...own, bgp('10.50.0.0/16')),
			flow: to('10.60.1.1'),
			verdict: 'blocked',
		},
		{
			name: 'a range that is of the own side, and may be a static site',
			on: tells(inHub, ...own, bgp('192.168.7.0/24', 'Network')),
			flow: to('192.168.7.7'),
			verdict: 'undecided',
			missing: /whether gateway vgw gives this network a route that it has from its own side/,
		},
		{
			name: 'a narrow prefix inside the network itself',
			on: tells(inHub, ...own, bgp('10.1.9.0/24')),
			flow: to('10.1.9.4'),
			verdict: 'allowed',
		},
		{
			name: 'a prefix that may be in a service endpoint, which comes first',
			on: {...tells(inHub, ...own, bgp('20.1.2.0/24')), nodes: {serviceEndpoints: [{service: 'Microsoft.Storage'}]}},
			flow: toAddresses,
			verdict: 'undecided',
		},
		{
			name: 'a route server beside it',
			on: {
				...tells(inHub, ...own),
				hubSubnets: [
					...(inHub.hubSubnets ?? []),
					{
						id: `${hub}/subnets/RouteServerSubnet`,
						name: 'RouteServerSubnet',
						properties: {
							addressPrefix: '10.2.2.0/27',
							ipConfigurations: [{id: `${group}/virtualHubs/rs/ipConfigurations/c`}],
						},
					},
				],
			},
			flow: toName,
			verdict: 'undecided',
			missing: /show-effective-route-table/,
		},
	]);
});

describe('routes of a virtual hub', () => {
	const vhub = `${group}/virtualHubs/vhub`;
	const firewall = `${group}/azureFirewalls/fw-hub`;
	const connected = (connection: JsonObject, ...more: readonly Resource[]): Parts => ({
		...open,
		resources: [
			resource(vhub, {}),
			resource(`${vhub}/hubVirtualNetworkConnections/spoke`, {remoteVirtualNetwork: {id: spoke}, ...connection}),
			resource(firewall, {sku: {name: 'AZFW_Hub', tier: 'Standard'}, hubIPAddresses: {privateIPAddress: '10.7.0.4'}}),
			...more,
		],
	});
	const entry = (prefix: string, nextHopType: string, nextHop: string): JsonObject => ({
		addressPrefixes: [prefix],
		nextHopType,
		nextHops: [nextHop],
		asPath: '',
		routeOrigin: nextHop,
	});
	const gateway = `${group}/expressRouteGateways/er`;
	const toFirewall = entry('0.0.0.0/0', 'Azure Firewall', firewall);
	const onPremises = entry('10.50.0.0/16', 'ExpressRouteGateway', gateway);
	const tells = (parts: Parts, ...rows: readonly JsonObject[]): Parts => ({
		...parts,
		told: {[`${vhub}/effectiveRoutes`]: rows},
	});
	const custom = `${vhub}/hubRouteTables/red`;
	const red: JsonObject = {routingConfiguration: {associatedRouteTable: {id: custom}}};
	const intent = resource(`${vhub}/routingIntent/i`, {
		routingPolicies: [{name: 'p', destinations: ['PrivateTraffic'], nextHop: firewall}],
	});
	holds([
		{
			name: 'not asked',
			on: connected({}),
			flow: toName,
			verdict: 'undecided',
			missing:
				/az network vhub get-effective-routes -g rg -n vhub --resource-type RouteTable --resource-id .*defaultRouteTable/,
		},
		{name: 'no default route', on: tells(connected({}), onPremises), flow: toName, verdict: 'allowed'},
		{
			name: 'a default route to the firewall of the hub',
			on: tells(connected({}), toFirewall),
			flow: toAddresses,
			verdict: 'blocked',
			why: /to firewall fw-hub, as virtual hub vhub tells/,
		},
		{
			name: 'a default route that the connection does not take',
			on: tells(connected({enableInternetSecurity: false}), toFirewall),
			flow: toAddresses,
			verdict: 'allowed',
		},
		{
			name: 'a default route by ExpressRoute',
			on: tells(connected({}), entry('0.0.0.0/0', 'ExpressRouteGateway', gateway)),
			flow: toName,
			verdict: 'undecided',
			why: /to the virtual network gateway/,
		},
		{
			name: 'a range on-premises',
			on: tells(connected({}), onPremises),
			flow: to('10.50.1.1'),
			verdict: 'undecided',
			rule: 'learned route (10.50.0.0/16)',
		},
		{
			name: 'a table of its own that was not asked for',
			on: tells(connected(red), onPremises),
			flow: toName,
			verdict: 'undecided',
			missing: /hubRouteTables\/red/,
		},
		{
			name: 'a table of its own',
			on: {...connected(red), told: {[`${custom}/effectiveRoutes`]: [onPremises]}},
			flow: toName,
			verdict: 'allowed',
		},
		{name: 'intent, which needs no answer', on: connected({}, intent), flow: toName, verdict: 'allowed'},
		{
			name: 'intent for private ranges',
			on: connected({}, intent),
			flow: to('10.60.1.1'),
			verdict: 'blocked',
			rule: 'routing intent of vhub',
		},
	]);
});

describe('thousands of prefixes', () => {
	const many = (count: number, make: (prefix: string) => JsonObject) =>
		Array.from({length: count}, (_, index) => make(`20.${index >> 4}.${(index & 15) * 16}.0/20`));
	// Every other one, so that they do not adjoin.
	const scattered = many(4000, prefix => learned(prefix)).filter((_, index) => index % 2 === 0);

	test('with one next hop are one hop of the way', () => {
		const finding = find(told(remote, ...usual, internet, ...scattered), toName);
		const routes = finding.way.cases.flatMap(({hops}) => hops).filter(({place}) => place.kind === 'route');
		expect(routes.map(({place}) => (place.kind === 'route' ? place.route.name : ''))).toEqual([
			'learned routes (2000 prefixes)',
			'system route (0.0.0.0/0)',
		]);
		expect(finding.verdict).toBe('undecided');
	});

	test('are as narrow as they are', () => {
		const on = told(remote, ...usual, internet, ...scattered, row('Default', '20.0.0.0/16', 'None'));
		expect(find(on, to('20.0.32.1')).verdict).toBe('undecided');
		expect(find(on, to('20.0.16.1')).verdict).toBe('blocked');
		expect(find(on, to('20.1.16.1')).verdict).toBe('allowed');
	});
});

test('a decision holds which route it was, and who told it', () => {
	const finding = find(told(remote, ...usual, outdone, learned('0.0.0.0/0')), toAddresses);
	const grounds = finding.trail.flatMap(({decision}) =>
		decision.control === 'route-table' && decision.grounds.kind === 'route' ? [decision.grounds.route] : [],
	);
	expect(grounds).toEqual([
		expect.objectContaining({
			name: 'learned route (0.0.0.0/0)',
			nextHop: {kind: 'gateway'},
			told: {kind: 'interface', interface: nic, source: 'gateway'},
		}),
	]);
	expect(finding.way.cases.flatMap(({destinations}) => formatAddresses(destinations))).toContain('20.1.2.3');
});
