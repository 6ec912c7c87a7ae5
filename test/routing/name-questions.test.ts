import {expect, test} from 'vitest';
import {assessFlow} from '../../source/controls/assess.js';
import {controls} from '../../source/controls/list.js';
import {openings} from '../../source/controls/openings.js';
import type {Flow} from '../../source/profiles/flow.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import type {JsonObject} from '../../source/topology/world.js';
import {
	allowAllCollection,
	denyAll,
	group,
	open,
	type Parts,
	resource,
	toAddresses,
	toName,
	withFirewall,
	withTable,
	worldFrom,
} from './small-world.js';

/*
 * Who calls a name asks for it first: the question meets groups, routes and firewalls as any packet does. Each row names
 * who says what is right.
 */
type Report = {
	readonly what: string;
	readonly source: string;
	readonly on: Parts;
	readonly flow?: Flow;
	readonly verdict: 'allowed' | 'blocked' | 'undecided';
	readonly by?: string;
	/** What a rule that opens it is for. */
	readonly opens?: JsonObject;
};

const platform = 'service-tags-overview, AzurePlatformDNS';
const custom = 'virtual-networks-name-resolution-for-vms-and-role-instances';
const groups = 'network-security-group-how-it-works';

/** A group before the nodes, of rules in this order. */
function withGroup(parts: Parts, ...rules: readonly JsonObject[]): Parts {
	const id = `${group}/networkSecurityGroups/nsg`;
	const securityRules = rules.map((more, index) => ({
		...denyAll('Outbound', {priority: 100 + index, ...more}),
		name: `rule-${index}`,
	}));
	return {
		...parts,
		nodes: {...parts.nodes, networkSecurityGroup: {id}},
		resources: [...parts.resources, resource(id, {securityRules})],
	};
}

/** A firewall that lets through only what goes to web servers, on the way to everything. */
function webOnly(parts: Parts): Parts {
	const {name, properties} = allowAllCollection as {name: string; properties: {rules: readonly JsonObject[]}};
	const rules = properties.rules.map(found => ({...found, protocols: ['TCP'], destinationPorts: ['443']}));
	const routed = withFirewall(parts);
	const resources = routed.resources.map(found =>
		found.id.includes('/azureFirewalls/')
			? {
					...found,
					properties: {
						...(found['properties'] as JsonObject),
						networkRuleCollections: [{name, properties: {...properties, rules}}],
					},
				}
			: found,
	);
	return {...routed, resources};
}

const web = {access: 'Allow', protocol: 'Tcp', destinationPortRange: '443'};
const denyAzure = {destinationAddressPrefix: 'AzurePlatformDNS'};
const denyDns = {destinationPortRange: '53'};
const inHub: Parts = {...open, dnsServers: ['10.2.3.4']};
const outside: Parts = {...open, dnsServers: ['20.9.9.9']};

const reports: readonly Report[] = [
	{
		what: "a rule for the tag of Azure's own DNS",
		source: platform,
		on: withGroup(open, denyAzure),
		verdict: 'blocked',
		by: 'nsg',
		opens: {destinations: {tag: 'AzurePlatformDNS'}, protocol: 'udp', ports: [[53, 53]]},
	},
	{what: 'a rule for everything on its port', source: platform, on: withGroup(open, denyDns), verdict: 'allowed'},
	{what: 'a rule for everything but the web', source: platform, on: withGroup(open, web, {}), verdict: 'allowed'},
	{
		what: 'a rule that lets it through before the one for the tag',
		source: platform,
		on: withGroup(open, {...denyAzure, access: 'Allow'}, denyAzure),
		verdict: 'allowed',
	},
	{
		what: 'the tag, where the network names a server of its own',
		source: platform,
		on: withGroup(inHub, denyAzure),
		verdict: 'allowed',
	},
	{
		what: 'a flow to addresses, for which nobody asks',
		source: groups,
		on: withGroup(open, denyAzure),
		flow: toAddresses,
		verdict: 'allowed',
	},
	{
		what: 'a server in the hub, and a group that lets only the web out',
		source: custom,
		on: withGroup(inHub, web, {}),
		verdict: 'blocked',
		by: 'nsg',
		opens: {protocol: 'udp', ports: [[53, 53]]},
	},
	{
		what: 'the same, with questions to it allowed',
		source: custom,
		on: withGroup(inHub, web, {...denyDns, access: 'Allow', destinationAddressPrefix: '10.2.3.4'}, {}),
		verdict: 'allowed',
	},
	{
		what: 'one of two servers denied, of which either may be asked',
		source: custom,
		on: withGroup({...open, dnsServers: ['10.2.3.4', '10.2.3.5']}, {destinationAddressPrefix: '10.2.3.5'}),
		verdict: 'undecided',
		by: 'nsg',
	},
	{
		what: 'both of them denied',
		source: custom,
		on: withGroup({...open, dnsServers: ['10.2.3.4', '10.2.3.5']}, {destinationAddressPrefix: '10.2.3.4/31'}),
		verdict: 'blocked',
		by: 'nsg',
	},
	{
		what: 'a route for the server, to nowhere',
		source: 'virtual-networks-udr-overview',
		on: withTable(outside, {addressPrefix: '20.9.9.9/32', nextHopType: 'None'}),
		verdict: 'blocked',
		by: 'route-table',
	},
	{
		what: 'a firewall on the way to the server that lets only the web through',
		source: 'azure firewall, rule-processing',
		on: webOnly(outside),
		verdict: 'blocked',
		by: 'azure-firewall',
		opens: {kind: 'network-rule', protocol: 'udp', ports: [[53, 53]]},
	},
	{
		what: 'the same firewall, past which the hub is reached by a peering',
		source: 'virtual-networks-udr-overview',
		on: webOnly(inHub),
		verdict: 'allowed',
	},
	{
		what: 'an appliance before the server, which was reached when the nodes came up [I]',
		source: 'inferred',
		on: withTable(outside, {
			addressPrefix: '20.9.9.9/32',
			nextHopType: 'VirtualAppliance',
			nextHopIpAddress: '10.2.0.99',
		}),
		verdict: 'allowed',
	},
];

test.each(reports)('$what: $verdict ($source)', ({on, flow = toName, verdict, by, opens}) => {
	const topology = decodeTopology(worldFrom(on));
	const finding = assessFlow(flow, topology, controls);
	expect(finding.verdict, JSON.stringify(finding.trail.map(({decision}) => decision.grounds.kind))).toBe(verdict);
	if (by !== undefined) {
		const deciding = finding.trail.filter(entry => entry.verdict === verdict);
		expect(deciding.map(({control, decision}) => [control, decision.hop.leg])).toContainEqual([by, 'lookup']);
	}

	if (opens !== undefined) {
		const needs = openings(finding, topology, controls).flatMap(({remedies}) => remedies[0]?.needs ?? []);
		expect(needs).toEqual([expect.objectContaining(opens)]);
	}
});
