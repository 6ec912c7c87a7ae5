import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {assessFlow} from '../../source/controls/assess.js';
import {controls} from '../../source/controls/list.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {ledger} from '../../source/topology/ledger.js';
import type {JsonObject} from '../../source/topology/world.js';
import {draws} from '../helpers/draws.js';
import {
	allowAllCollection,
	denyAll,
	elsewhere,
	fromInternet,
	group,
	nodes,
	open,
	type Parts,
	type Resource,
	resource,
	spoke,
	subscription,
	toAddresses,
	toName,
	withFirewall,
	withTable,
	worldFrom,
} from './small-world.js';

/*
 * Whatever kind of the ledger stands on a flow's way with content that stops it, the flow is never surely allowed; and
 * what stands off the way changes nothing.
 */

const flows = {toName, toAddresses, fromInternet};

type FlowName = keyof typeof flows;

/** What stops which flows; `parts` with it standing on the way. */
type Stopper = {readonly stops: readonly FlowName[]; readonly on: (parts: Parts) => Parts};

function lettingAllThrough(found: Resource): Resource {
	return found.id.includes('/azureFirewalls/')
		? {...found, properties: {...(found['properties'] as JsonObject), networkRuleCollections: [allowAllCollection]}}
		: found;
}

const every: readonly FlowName[] = ['toName', 'toAddresses', 'fromInternet'];

const stoppers: Readonly<Record<string, Stopper>> = {
	networkSecurityGroups: {
		stops: every,
		on: parts => {
			const id = `${group}/networkSecurityGroups/nsg`;
			const group1 = resource(id, {securityRules: [denyAll('Inbound'), denyAll('Outbound')]});
			return {...parts, nodes: {...parts.nodes, networkSecurityGroup: {id}}, resources: [...parts.resources, group1]};
		},
	},
	'a group that denies only probes': {
		stops: ['fromInternet'],
		on: parts => {
			const id = `${group}/networkSecurityGroups/nsg`;
			const web = denyAll('Inbound', {access: 'Allow', destinationPortRange: '80', priority: 100});
			const rest = denyAll('Inbound', {priority: 200});
			return {
				...parts,
				nodes: {...parts.nodes, networkSecurityGroup: {id}},
				resources: [...parts.resources, resource(id, {securityRules: [{...web, name: 'web'}, rest]})],
			};
		},
	},
	'a group that was not read': {
		stops: every,
		on: parts => ({
			...parts,
			nodes: {...parts.nodes, networkSecurityGroup: {id: `${group}/networkSecurityGroups/gone`}},
		}),
	},
	routeTables: {stops: every, on: parts => withTable(parts, {nextHopType: 'None'})},
	'a table that was not read': {
		stops: every,
		on: parts => ({...parts, nodes: {...parts.nodes, routeTable: {id: `${group}/routeTables/gone`}}}),
	},
	'an appliance': {
		stops: every,
		on: parts => withTable(parts, {nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.2.0.99'}),
	},
	azureFirewalls: {stops: every, on: withFirewall},
	virtualNetworkPeerings: {
		stops: ['toName', 'toAddresses', 'fromInternet'],
		on: parts => ({...withFirewall(parts), peering: {peeringState: 'Disconnected'}}),
	},
	virtualNetworkGateways: {
		stops: every,
		on: parts => ({...parts, peering: {...parts.peering, useRemoteGateways: true}}),
	},
	'a default route that a gateway has learned, by which packets of a firewall leave': {
		stops: ['toName', 'toAddresses'],
		on: parts => {
			const id = `${group}/routeTables/of-firewall`;
			const route = {name: 'on', properties: {addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualNetworkGateway'}};
			const routed = withFirewall(parts);
			return {
				...routed,
				firewallSubnet: {routeTable: {id}},
				resources: [...routed.resources.map(lettingAllThrough), resource(id, {routes: [route]})],
			};
		},
	},
	'a default route that an interface tells': {
		stops: every,
		on: parts => {
			const nic = `${group}/networkInterfaces/nic`;
			const rows = [
				['VirtualNetworkGateway', '0.0.0.0/0', 'VirtualNetworkGateway'],
				['Default', '10.1.0.0/16', 'VnetLocal'],
			].map(([source = '', prefix = '', nextHopType = '']) => ({
				source,
				state: 'Active',
				addressPrefix: [prefix],
				nextHopType,
			}));
			return {
				...parts,
				resources: [
					...parts.resources,
					resource(nic, {ipConfigurations: [{name: 'a', properties: {subnet: {id: nodes}}}]}),
				],
				told: {[`${nic}/effectiveRouteTable`]: rows},
			};
		},
	},
	virtualHubs: {
		stops: every,
		on: parts => {
			const id = `${group}/virtualHubs/vhub`;
			return {
				...parts,
				resources: [
					...parts.resources,
					resource(id, {}),
					resource(`${id}/hubVirtualNetworkConnections/spoke`, {remoteVirtualNetwork: {id: spoke}}),
				],
			};
		},
	},
	networkManagers: {
		stops: every,
		on: parts => ({
			...parts,
			resources: [
				...parts.resources,
				...['Inbound', 'Outbound'].map(direction =>
					resource(
						`${group}/networkManagers/nm/securityAdminConfigurations/c/ruleCollections/rc/rules/deny-${direction}`,
						{
							priority: 10,
							access: 'Deny',
							direction,
							protocol: 'Any',
							sources: [{addressPrefix: '*', addressPrefixType: 'IPPrefix'}],
							destinations: [{addressPrefix: '*', addressPrefixType: 'IPPrefix'}],
							sourcePortRanges: ['0-65535'],
							destinationPortRanges: ['0-65535'],
						},
					),
				),
			],
		}),
	},
	privateDnsZones: {
		stops: ['toName'],
		on: parts => {
			const id = `${group}/privateDnsZones/example.com`;
			return {
				...parts,
				resources: [
					...parts.resources,
					resource(id, {numberOfRecordSets: 1}),
					resource(`${id}/virtualNetworkLinks/l`, {virtualNetwork: {id: spoke}}),
				],
			};
		},
	},
	privateEndpoints: {
		stops: ['toName'],
		on: parts => {
			const id = `${group}/privateDnsZones/example.com`;
			return {
				...parts,
				resources: [
					...parts.resources,
					resource(id, {numberOfRecordSets: 2}),
					resource(`${id}/virtualNetworkLinks/l`, {virtualNetwork: {id: spoke}}),
					resource(`${id}/A/registry`, {aRecords: [{ipv4Address: '10.1.0.200'}]}),
					resource(`${group}/privateEndpoints/pe`, {
						subnet: {id: nodes},
						privateLinkServiceConnections: [{properties: {privateLinkServiceConnectionState: {status: 'Pending'}}}],
						customDnsConfigs: [{fqdn: 'registry.example.com', ipAddresses: ['10.1.0.200']}],
					}),
				],
			};
		},
	},
	serviceEndpointPolicies: {
		stops: ['toAddresses'],
		on: parts => {
			const id = `${group}/serviceEndpointPolicies/sep`;
			const other = `${subscription}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/other`;
			const definition = {name: 'd', properties: {service: 'Microsoft.Storage', serviceResources: [other]}};
			return {
				...parts,
				nodes: {
					...parts.nodes,
					serviceEndpoints: [{service: 'Microsoft.Storage'}],
					serviceEndpointPolicies: [{id}],
				},
				tags: {Storage: ['20.1.0.0/16'], 'Storage.eastus': ['20.1.0.0/16']},
				resources: [...parts.resources, resource(id, {serviceEndpointPolicyDefinitions: [definition]})],
			};
		},
	},
	managedClusters: {
		stops: ['toName', 'toAddresses'],
		on: parts => ({
			...parts,
			cluster: {networkProfile: {networkPlugin: 'azure', networkPolicy: 'none', outboundType: 'none'}},
		}),
	},
	'a proxy': {
		stops: ['toName'],
		on: parts => ({...parts, cluster: {httpProxyConfig: {httpsProxy: 'http://10.2.0.200:3128'}}}),
	},
};

/** Every doubt of the ledger that is one whatever it says, hung on the nodes' subnet or its network somewhere in its properties. */
const doubts = ledger.filter(({standing, closes}) => standing === 'doubt' && closes === undefined);

function doubtOn(type: string, holder: string, depth: number): Resource {
	let properties: JsonObject = {id: holder};
	for (let level = 0; level < depth; level++) {
		properties = level % 2 === 0 ? {inner: properties} : ({list: [properties] as unknown as JsonObject} as JsonObject);
	}

	const [provider = '', ...names] = type.split('/');
	return resource(
		`${subscription}/resourceGroups/rg/providers/${provider}/${names.map(name => `${name}/x`).join('/')}`,
		properties,
	);
}

function verdictOf(name: FlowName, parts: Parts): string {
	return assessFlow(flows[name], decodeTopology(worldFrom(parts)), controls).verdict;
}

test.each(every)('%s is allowed while nothing stops it', name => {
	expect(verdictOf(name, open)).toBe('allowed');
});

describe('what stops a flow is never passed over', () => {
	const cases = Object.entries(stoppers).flatMap(([kind, {stops}]) => stops.map(name => [kind, name] as const));

	test.each(cases)('%s, %s', (kind, name) => {
		expect(verdictOf(name, stoppers[kind]?.on(open) ?? open)).not.toBe('allowed');
	});

	test('whatever else stands beside it', () => {
		const kinds = fc.subarray(Object.keys(stoppers), {minLength: 1, maxLength: 4});
		fc.assert(
			fc.property(kinds, fc.constantFrom(...every), (chosen, name) => {
				const concerned = chosen.filter(kind => stoppers[kind]?.stops.includes(name));
				const parts = chosen.reduce((built, kind) => stoppers[kind]?.on(built) ?? built, open);
				// A later part may take the place of an earlier one; the last that stops this flow stands for sure.
				fc.pre(concerned.length > 0 && chosen.at(-1) === concerned.at(-1));
				expect(verdictOf(name, parts), chosen.join(', ')).not.toBe('allowed');
			}),
			draws(300),
		);
	});
});

describe('a kind that nobody judges', () => {
	test.each(doubts.map(({type}) => type))('%s on the way leaves a doubt by its name, off the way none', type => {
		fc.assert(
			fc.property(fc.constantFrom(nodes, spoke), fc.integer({min: 0, max: 4}), (holder, depth) => {
				const on = doubtOn(type, holder, depth);
				const finding = assessFlow(toName, decodeTopology(worldFrom({...open, resources: [on]})), controls);
				expect(finding.verdict).toBe('undecided');
				expect(finding.trail.map(entry => entry.resource)).toContain(on.id);

				const off = doubtOn(type, `${elsewhere}/subnets/other`, depth);
				expect(verdictOf('toName', {...open, resources: [off]})).toBe('allowed');
			}),
			draws(10),
		);
	});

	test('is named once where it is in no row of the ledger', () => {
		const strange = resource(`${subscription}/resourceGroups/rg/providers/Contoso.Network/wormholes/x`, {id: nodes});
		expect(decodeTopology(worldFrom({...open, resources: [strange]})).unjudged.map(({title}) => title)).toEqual([
			'Contoso.Network/wormholes',
		]);
	});
});

test('what stands off the way changes nothing', () => {
	const off = `${elsewhere}/subnets/other`;
	const id = `${group}/networkSecurityGroups/nsg-other`;
	const parts: Parts = {
		...open,
		resources: [
			resource(id, {securityRules: [denyAll('Inbound'), denyAll('Outbound')]}),
			resource(`${group}/privateEndpoints/pe-other`, {
				subnet: {id: off},
				privateLinkServiceConnections: [{properties: {privateLinkServiceConnectionState: {status: 'Pending'}}}],
				customDnsConfigs: [{fqdn: 'other.example.com', ipAddresses: ['10.9.0.9']}],
			}),
			resource(`${group}/privateDnsZones/other.com`, {numberOfRecordSets: 1}),
			resource(`${group}/privateDnsZones/other.com/virtualNetworkLinks/l`, {virtualNetwork: {id: elsewhere}}),
		],
	};
	for (const name of every) {
		const before = assessFlow(flows[name], decodeTopology(worldFrom(open)), controls);
		const after = assessFlow(flows[name], decodeTopology(worldFrom(parts)), controls);
		expect(after.trail.map(({resource: at, verdict}) => [at, verdict])).toEqual(
			before.trail.map(({resource: at, verdict}) => [at, verdict]),
		);
	}
});
