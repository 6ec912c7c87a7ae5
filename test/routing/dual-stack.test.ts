import {describe, expect, test} from 'vitest';
import {assessFlow} from '../../source/controls/assess.js';
import {controls} from '../../source/controls/list.js';
import {addresses} from '../../source/network/address-set.js';
import {ports} from '../../source/network/port-set.js';
import type {Flow} from '../../source/profiles/flow.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import type {JsonObject} from '../../source/topology/world.js';
import {wordingOf} from '../../source/wording/wording.js';
import {flowOn} from '../controls/flow-on.js';
import {denyAll, fromInternet, group, nodes, open, type Parts, resource, worldFrom} from './small-world.js';

/*
 * The same network with prefixes of both families. Sources: virtual-networks-udr-overview, network-security-groups-overview,
 * nat-overview, configure-kubenet-dual-stack.
 */

const dual: Parts = {...open, nodes: {addressPrefix: null, addressPrefixes: ['10.1.0.0/24', 'fd00:1::/64']}};

function to(address: string): Flow {
	const source = address.includes(':') ? 'fd00:1::/64' : '10.1.0.0/24';
	return flowOn(
		{
			kind: 'egress',
			origin: {subnet: nodes, addresses: addresses(source), pods: undefined},
			destination: {kind: 'addresses', addresses: addresses(address), tag: undefined},
		},
		{ports: ports(443)},
	);
}

const table = `${group}/routeTables/rt`;
const withRoute = (on: Parts, properties: JsonObject): Parts => ({
	...on,
	nodes: {...on.nodes, routeTable: {id: table}},
	resources: [...on.resources, resource(table, {routes: [{name: 'own', properties}]})],
});
const nsg = `${group}/networkSecurityGroups/nsg`;
const withGroup = (on: Parts, ...securityRules: readonly JsonObject[]): Parts => ({
	...on,
	nodes: {...on.nodes, networkSecurityGroup: {id: nsg}},
	resources: [...on.resources, resource(nsg, {securityRules: [...securityRules]})],
});
const appliance = {nextHopType: 'VirtualAppliance'};
const [four, six] = ['20.1.2.3', '2603:1030::1'];

function find(on: Parts, flow: Flow) {
	const finding = assessFlow(flow, decodeTopology(worldFrom(on)), controls);
	return {
		verdict: finding.verdict,
		words: finding.trail.map(entry => `${entry.verdict} ${wordingOf(entry, finding).why}`).join('\n'),
	};
}

describe('what one family is told says nothing of the other', () => {
	test.each<readonly [string, Parts, string, string]>([
		['both ways out', dual, 'allowed', 'allowed'],
		['a subnet of IPv4', open, 'allowed', 'blocked'],
		['0.0.0.0/0 to nowhere', withRoute(dual, {addressPrefix: '0.0.0.0/0', nextHopType: 'None'}), 'blocked', 'allowed'],
		['::/0 to nowhere', withRoute(dual, {addressPrefix: '::/0', nextHopType: 'None'}), 'allowed', 'blocked'],
		[
			'::/0 to an appliance',
			withRoute(dual, {...appliance, addressPrefix: '::/0', nextHopIpAddress: 'fd00:2::4'}),
			'allowed',
			'undecided',
		],
		[
			'a narrower prefix of IPv6',
			withRoute(dual, {addressPrefix: '2603:1030::/32', nextHopType: 'None'}),
			'allowed',
			'blocked',
		],
		['a deny of everything', withGroup(dual, denyAll('Outbound')), 'blocked', 'blocked'],
		[
			'a deny of 0.0.0.0/0',
			withGroup(dual, denyAll('Outbound', {destinationAddressPrefix: '0.0.0.0/0'})),
			'blocked',
			'allowed',
		],
		['a deny of ::/0', withGroup(dual, denyAll('Outbound', {destinationAddressPrefix: '::/0'})), 'allowed', 'blocked'],
		[
			'a deny of a block that holds it',
			withGroup(dual, denyAll('Outbound', {destinationAddressPrefix: '2603:1000::/24'})),
			'allowed',
			'blocked',
		],
		[
			'a deny from the IPv6 prefix',
			withGroup(dual, denyAll('Outbound', {sourceAddressPrefix: 'fd00:1::/64'})),
			'allowed',
			'blocked',
		],
		[
			'a deny of a tag with prefixes of both',
			{
				...withGroup(dual, denyAll('Outbound', {destinationAddressPrefix: 'Own'})),
				tags: {Own: ['20.1.2.0/24', '2603:1030::/32']},
			},
			'blocked',
			'blocked',
		],
		[
			'a NAT gateway, which translates IPv4 alone',
			{...dual, nodes: {...dual.nodes, natGateway: {id: `${group}/natGateways/nat`}}},
			'allowed',
			'undecided',
		],
	])('%s', (_, on, overFour, overSix) => {
		expect({four: find(on, to(four)).verdict, six: find(on, to(six)).verdict}).toEqual({four: overFour, six: overSix});
	});

	test('a family that the subnet does not have is named', () => {
		expect(find(open, to(six)).words).toContain('nodes has no IPv6 addresses');
	});
});

describe('a load balancer with an IPv6 frontend', () => {
	const service = (more: object): Flow =>
		fromInternet.path.kind === 'ingress'
			? {
					...fromInternet,
					path: {
						...fromInternet.path,
						service: {...fromInternet.path.service, loadBalancerAddresses: addresses('2603:1030::9'), ...more},
					},
				}
			: fromInternet;

	const allow = (sourceAddressPrefix: string) => denyAll('Inbound', {access: 'Allow', sourceAddressPrefix});

	test.each<readonly [string, Parts, object, string]>([
		['nothing in the way', dual, {}, 'allowed'],
		['an allow of IPv6', withGroup(dual, allow('::/0')), {}, 'allowed'],
		['an allow of IPv4', withGroup(dual, allow('0.0.0.0/0')), {}, 'blocked'],
		['a deny of IPv6', withGroup(dual, denyAll('Inbound', {sourceAddressPrefix: '2000::/3'})), {}, 'blocked'],
		['source ranges of IPv4 alone', dual, {sourceRanges: ['20.0.0.0/8']}, 'undecided'],
		['source ranges of a few', dual, {sourceRanges: ['2603:1030::/32']}, 'blocked'],
	])('%s', (_, on, more, verdict) => {
		const found = find(on, service(more));
		expect(found.verdict, found.words).toBe(verdict);
	});
});
