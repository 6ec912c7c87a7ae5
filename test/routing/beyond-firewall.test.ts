import {describe, expect, test} from 'vitest';
import {assessFlow} from '../../source/controls/assess.js';
import type {Finding} from '../../source/controls/finding.js';
import {controls} from '../../source/controls/list.js';
import {addresses} from '../../source/network/address-set.js';
import {ports} from '../../source/network/port-set.js';
import type {Flow} from '../../source/profiles/flow.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {knownValue} from '../../source/topology/known.js';
import type {JsonObject} from '../../source/topology/world.js';
import {wordingOf} from '../../source/wording/wording.js';
import {flowOn} from '../controls/flow-on.js';
import {
	allowAllCollection,
	fromInternet,
	group,
	hub,
	open,
	origin,
	type Parts,
	resource,
	toAddresses,
	toName,
	withFirewall,
	worldFrom,
} from './small-world.js';

/* What leaves a firewall leaves by the routes of its own subnet (forced-tunneling, firewall-known-issues). */

const toFirewall = (addressPrefix: string): JsonObject => ({
	name: `to-${addressPrefix}`,
	properties: {addressPrefix, nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.2.0.4'},
});

/** A firewall in the hub that lets everything through, and translates a public address of its own to a service. */
function behind(parts: Parts = open, more: JsonObject = {}): Parts {
	const routed = withFirewall(parts);
	const dnat: JsonObject = {
		name: 'dnat',
		properties: {
			priority: 100,
			action: {type: 'Dnat'},
			rules: [
				{
					name: 'web',
					protocols: ['TCP'],
					sourceAddresses: ['*'],
					destinationAddresses: ['20.85.12.1'],
					destinationPorts: ['80'],
					translatedAddress: '10.1.0.200',
					translatedPort: '80',
				},
			],
		},
	};
	return {
		...routed,
		resources: [
			resource(`${group}/publicIPAddresses/fw`, {ipAddress: '20.85.12.1'}),
			...routed.resources.map(found =>
				found.id.endsWith('/routeTables/rt')
					? {...found, properties: {routes: ['0.0.0.0/0', '10.0.0.0/8'].map(toFirewall)}}
					: found.id.includes('/azureFirewalls/')
						? {
								...found,
								properties: {
									...(found['properties'] as JsonObject),
									ipConfigurations: [
										{
											name: 'c',
											properties: {
												privateIPAddress: '10.2.0.4',
												subnet: {id: `${hub}/subnets/AzureFirewallSubnet`},
												publicIPAddress: {id: `${group}/publicIPAddresses/fw`},
											},
										},
									],
									networkRuleCollections: [allowAllCollection],
									natRuleCollections: [dnat],
									...more,
								},
							}
						: found,
			),
		],
	};
}

const table = `${group}/routeTables/of-firewall`;

function routed(parts: Parts, nextHopType: string, more: JsonObject = {}): Parts {
	const route = {name: 'everything', properties: {addressPrefix: '0.0.0.0/0', nextHopType, ...more}};
	return {
		...parts,
		firewallSubnet: {routeTable: {id: table}},
		resources: [...parts.resources, resource(table, {routes: [route]})],
	};
}

const managed: JsonObject = {managementIpConfiguration: {name: 'm', properties: {}}};
const gateway = `${group}/virtualNetworkGateways/vgw`;
const withGateway = (parts: Parts): Parts => ({
	...parts,
	hubSubnets: [
		{
			id: `${hub}/subnets/GatewaySubnet`,
			name: 'GatewaySubnet',
			properties: {addressPrefix: '10.2.1.0/27', ipConfigurations: [{id: `${gateway}/ipConfigurations/default`}]},
		},
	],
});
const tells = (parts: Parts, ...networks: readonly string[]): Parts => ({
	...withGateway(parts),
	told: {[`${gateway}/getLearnedRoutes`]: networks.map(network => ({network, origin: 'EBgp'}))},
});
const to = (address: string): Flow =>
	flowOn(
		{kind: 'egress', origin, destination: {kind: 'addresses', addresses: addresses(address), tag: undefined}},
		{ports: ports(443)},
	);
const service = (fromInternet.path as Extract<Flow['path'], {kind: 'ingress'}>).service;
const published: Flow = {
	...fromInternet,
	path: {kind: 'ingress', service: {...service, loadBalancerAddresses: addresses('10.1.0.200'), internal: true}},
};

type Variant = {
	readonly name: string;
	readonly on: Parts;
	readonly flow: Flow;
	readonly verdict: Finding['verdict'];
	readonly why?: RegExp;
};

function holds(variants: readonly Variant[]): void {
	test.each(variants)('$name: $verdict', ({on, flow, verdict, why}) => {
		const finding = assessFlow(flow, decodeTopology(worldFrom(on)), controls);
		const worded = finding.trail.map(entry => wordingOf(entry, finding).why);
		expect(finding.verdict, worded.join('\n')).toBe(verdict);
		if (why !== undefined) {
			expect(worded.join('\n')).toMatch(why);
		}
	});
}

describe('to the internet', () => {
	holds([
		{name: "Azure's own routes", on: behind(), flow: toName, verdict: 'allowed'},
		{name: 'a route to the internet', on: routed(behind(), 'Internet'), flow: toName, verdict: 'allowed'},
		{
			name: 'a route to the gateway',
			on: routed(behind(open, managed), 'VirtualNetworkGateway'),
			flow: toName,
			verdict: 'undecided',
			why: /Route everything \(0\.0\.0\.0\/0\) sends .* from AzureFirewallSubnet to the virtual network gateway/,
		},
		{name: 'a route to nowhere', on: routed(behind(), 'None'), flow: toAddresses, verdict: 'blocked'},
		{
			name: 'a route to an appliance',
			on: routed(behind(open, managed), 'VirtualAppliance', {nextHopIpAddress: '10.2.0.99'}),
			flow: toName,
			verdict: 'undecided',
		},
		{
			name: 'a table that could not be read, and an interface for management',
			on: {...behind(open, managed), firewallSubnet: {routeTable: {id: table}}},
			flow: toName,
			verdict: 'undecided',
		},
		{
			name: 'a gateway that was not asked',
			on: withGateway(behind()),
			flow: toName,
			verdict: 'allowed',
		},
		{
			name: 'a gateway that was not asked, and an interface for management',
			on: withGateway(behind(open, managed)),
			flow: toName,
			verdict: 'undecided',
			why: /learned by the gateway of hub may send .* from AzureFirewallSubnet/,
		},
		{
			name: 'a gateway that has no default route, and an interface for management',
			on: tells(behind(open, managed), '10.50.0.0/16'),
			flow: toName,
			verdict: 'allowed',
		},
		{
			name: 'a gateway that has a default route',
			on: tells(behind(open, managed), '0.0.0.0/0'),
			flow: toName,
			verdict: 'undecided',
			why: /as gateway vgw tells/,
		},
		{
			name: 'a gateway that has a default route, and a route to the internet before it',
			on: routed(tells(behind(open, managed), '0.0.0.0/0'), 'Internet'),
			flow: toName,
			verdict: 'allowed',
		},
	]);
});

describe('to private addresses', () => {
	holds([
		{name: 'in the hub', on: behind(), flow: to('10.2.5.5'), verdict: 'allowed'},
		{
			name: 'on-premises',
			on: tells(behind(), '10.50.0.0/16'),
			flow: to('10.50.1.1'),
			verdict: 'undecided',
			why: /learned route \(10\.50\.0\.0\/16\) sends 10\.50\.1\.1 from AzureFirewallSubnet/,
		},
		{name: 'perhaps on-premises', on: withGateway(behind()), flow: to('10.50.1.1'), verdict: 'undecided'},
		{
			name: 'that nobody has',
			on: behind(),
			flow: to('10.50.1.1'),
			verdict: 'blocked',
			why: /from AzureFirewallSubnet to nowhere/,
		},
	]);
});

describe('what the firewall translates', () => {
	holds([
		{name: "Azure's own routes", on: behind(), flow: published, verdict: 'allowed'},
		{
			name: 'a route to the gateway, by which answers are lost',
			on: routed(behind(open, managed), 'VirtualNetworkGateway'),
			flow: published,
			verdict: 'blocked',
			why: /Answers that firewall fw gives to clients leave AzureFirewallSubnet to the virtual network gateway, not to the internet/,
		},
		{
			name: 'a gateway that was not asked, and an interface for management',
			on: withGateway(behind(open, managed)),
			flow: published,
			verdict: 'undecided',
			why: /clients may leave AzureFirewallSubnet/,
		},
	]);
});

test('the addresses that a cluster is seen with are not those of a firewall that sends on what it lets through', () => {
	const seen = (parts: Parts) => knownValue(decodeTopology(worldFrom(parts)).cluster)?.egressAddresses;
	expect(seen(behind())).toEqual({state: 'known', value: addresses('20.85.12.1')});
	expect(seen(routed(behind(), 'Internet'))).toEqual({state: 'known', value: addresses('20.85.12.1')});
	expect(seen(routed(behind(), 'VirtualNetworkGateway'))).toMatchObject({state: 'denied'});
	expect(seen(tells(behind(), '0.0.0.0/0'))).toMatchObject({state: 'denied'});
	expect(seen(tells(behind(), '10.50.0.0/16'))).toMatchObject({state: 'known'});
});
