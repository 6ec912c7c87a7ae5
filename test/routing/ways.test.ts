import {describe, expect, test} from 'vitest';
import {assessFlow} from '../../source/controls/assess.js';
import {controls} from '../../source/controls/list.js';
import {addresses} from '../../source/network/address-set.js';
import {ports} from '../../source/network/port-set.js';
import type {EgressPath, Flow} from '../../source/profiles/flow.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import type {JsonObject} from '../../source/topology/world.js';
import {flowOn} from '../controls/flow-on.js';
import {
	allowAllCollection,
	denyAll,
	elsewhere,
	fromInternet,
	group,
	hub,
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
 * One table for each kind of thing that stands on a way: variants of it, what is right for each, and who says so.
 */

type Variant = {
	readonly name: string;
	readonly on: Parts;
	readonly flow: Flow;
	readonly verdict: 'allowed' | 'blocked' | 'undecided';
	/** The control that decides, where the flow does not get through. */
	readonly by?: string;
};

function holds(variants: readonly Variant[]): void {
	test.each(variants)('$name: $verdict', ({on, flow, verdict, by}) => {
		const finding = assessFlow(flow, decodeTopology(worldFrom(on)), controls);
		expect(finding.verdict, JSON.stringify(finding.trail.map(({decision}) => decision.grounds.kind))).toBe(verdict);
		if (by !== undefined) {
			const deciding = finding.trail.filter(entry => entry.verdict === verdict).map(({decision}) => decision.control);
			expect(deciding).toContain(by);
		}
	});
}

function add(parts: Parts, ...resources: readonly Resource[]): Parts {
	return {...parts, resources: [...parts.resources, ...resources]};
}

/** With a firewall that lets everything through. */
function passing(parts: Parts): Parts {
	const resources = parts.resources.map(found =>
		found.id.includes('/azureFirewalls/')
			? {...found, properties: {...(found['properties'] as JsonObject), networkRuleCollections: [allowAllCollection]}}
			: found,
	);
	return {...parts, resources};
}

/** The one peering of the nodes' network leads elsewhere than to the hub. */
function toElsewhere(prefix: string): JsonObject {
	return {remoteVirtualNetwork: {id: elsewhere}, remoteAddressSpace: {addressPrefixes: [prefix]}};
}

function rule(direction: string, priority: number, more: JsonObject): JsonObject {
	const {properties} = denyAll(direction) as {properties: JsonObject};
	return {name: `rule-${priority}`, properties: {...properties, priority, ...more}};
}

function withGroup(parts: Parts, ...securityRules: readonly JsonObject[]): Parts {
	const id = `${group}/networkSecurityGroups/nsg`;
	return add(
		{...parts, nodes: {...parts.nodes, networkSecurityGroup: {id}}},
		resource(id, {securityRules: [...securityRules]}),
	);
}

const pool: JsonObject = {name: 'system', count: 2, vnetSubnetID: nodes, maxPods: 30};

const origin = {subnet: nodes, addresses: addresses('10.1.0.0/24'), pods: undefined};

function toApiServer(apiServer: 'by-name' | 'by-address'): Flow {
	return flowOn(
		{
			kind: 'egress',
			origin,
			destination: {
				kind: 'name',
				pattern: 'aks.hcp.eastus.azmk8s.io',
				hosting: {kind: 'service-tag', tag: 'AzureCloud.eastus', surely: true},
			},
			apiServer,
		},
		{ports: ports(443)},
	);
}

describe("the cluster's own calls to its API server (AKS api-server-authorized-ip-ranges)", () => {
	const id = `${group}/publicIPAddresses/out`;
	const address = resource(id, {ipAddress: '20.85.10.1'});
	const out: JsonObject = {loadBalancerProfile: {effectiveOutboundIPs: [{id}]}};
	const cluster = (networkProfile: JsonObject, ...ranges: readonly string[]): JsonObject => ({
		networkProfile: {networkPlugin: 'azure', outboundType: 'loadBalancer', ...networkProfile},
		apiServerAccessProfile: {authorizedIPRanges: [...ranges]},
	});
	const on = (content: JsonObject, ...resources: readonly Resource[]) => add({...open, cluster: content}, ...resources);
	const prefix = resource(`${group}/publicIPPrefixes/p`, {ipPrefix: '20.85.11.0/30'});
	const gateway = (content: JsonObject) => {
		const nat = resource(`${group}/natGateways/nat`, content);
		return {nat, parts: {...open, nodes: {natGateway: {id: nat.id}}}};
	};
	const twice = gateway({publicIpAddresses: [{id}], publicIpPrefixes: [{id: prefix.id}]});
	const natCluster = (...ranges: readonly string[]) => cluster({outboundType: 'userAssignedNATGateway'}, ...ranges);
	const flow = toApiServer('by-name');
	const table = withFirewall(open);
	const firewallAddress = resource(`${group}/publicIPAddresses/fw`, {ipAddress: '20.85.12.1'});
	const behindFirewall = (...ranges: readonly string[]): Parts => ({
		...table,
		cluster: cluster({outboundType: 'userDefinedRouting'}, ...ranges),
		resources: [
			...table.resources.map(found =>
				found.id.includes('/azureFirewalls/')
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
											publicIPAddress: {id: firewallAddress.id},
										},
									},
								],
								networkRuleCollections: [allowAllCollection],
							},
						}
					: found,
			),
			firewallAddress,
		],
	});

	holds([
		{name: 'open to everybody', on: on(cluster(out), address), flow, verdict: 'allowed'},
		{name: 'its own address is listed', on: on(cluster(out, '20.85.10.1/32'), address), flow, verdict: 'allowed'},
		{
			name: 'its own address is missing',
			on: on(cluster(out, '20.9.9.9/32'), address),
			flow,
			verdict: 'blocked',
			by: 'authorized-ranges',
		},
		{
			name: '0.0.0.0/32 lets in only the own load balancer',
			on: on(cluster(out, '0.0.0.0/32'), address),
			flow,
			verdict: 'allowed',
		},
		{
			name: 'one of the addresses of a NAT gateway is missing',
			on: add({...twice.parts, cluster: natCluster('20.85.10.1/32')}, twice.nat, address, prefix),
			flow,
			verdict: 'blocked',
			by: 'authorized-ranges',
		},
		{
			name: 'all of the addresses of a NAT gateway are listed',
			on: add({...twice.parts, cluster: natCluster('20.85.10.1/32', '20.85.11.0/30')}, twice.nat, address, prefix),
			flow,
			verdict: 'allowed',
		},
		{
			name: 'a prefix that could not be read',
			on: add({...twice.parts, cluster: natCluster('20.85.10.1/32')}, twice.nat, address),
			flow,
			verdict: 'undecided',
		},
		{name: 'the address of the firewall is listed', on: behindFirewall('20.85.12.1/32'), flow, verdict: 'allowed'},
		{
			name: 'the address of the firewall is missing',
			on: behindFirewall('20.9.9.9/32'),
			flow,
			verdict: 'blocked',
			by: 'authorized-ranges',
		},
	]);
});

describe('the API server by its kind of access (AKS api-server-vnet-integration, private-clusters)', () => {
	const apiSubnet = `${spoke}/subnets/api`;
	const id = `${group}/networkSecurityGroups/nsg-api`;
	const integrated = (parts: Parts): Parts => ({
		...parts,
		cluster: {...parts.cluster, apiServerAccessProfile: {enableVnetIntegration: true, subnetId: apiSubnet}},
	});
	const apiNetwork = (properties: JsonObject): JsonObject => ({
		addressSpace: {addressPrefixes: ['10.1.0.0/16']},
		subnets: [
			{id: nodes, name: 'nodes', properties: {addressPrefix: '10.1.0.0/24'}},
			{id: apiSubnet, name: 'api', properties: {addressPrefix: '10.1.9.0/28', ...properties}},
		],
	});
	const denies = (port: string) =>
		resource(id, {securityRules: [rule('Inbound', 100, {destinationPortRange: port, protocol: 'Tcp'})]});
	const table = withFirewall(open);
	holds([
		{
			name: 'integrated, and nothing stops it',
			on: add(integrated(open), resource(spoke, apiNetwork({}))),
			flow: toApiServer('by-name'),
			verdict: 'allowed',
		},
		...['443', '4443'].map(port => ({
			name: `integrated, and its subnet denies ${port}`,
			on: add(integrated(open), resource(spoke, apiNetwork({networkSecurityGroup: {id}})), denies(port)),
			flow: toApiServer('by-address'),
			verdict: 'blocked' as const,
			by: 'nsg',
		})),
		{
			name: 'a firewall that knows no name where none is said',
			on: table,
			flow: toApiServer('by-address'),
			verdict: 'blocked',
			by: 'azure-firewall',
		},
	]);
});

describe('east and west (AKS concepts-network, network-security-group-how-it-works)', () => {
	const pod = (name: string, address: string, node: string) => ({
		namespace: 'default',
		name,
		labels: {},
		addresses: addresses(address),
		hostNetwork: false,
		node,
		ports: [],
		callsApiServerByName: false,
		workload: {kind: 'Pod', name},
	});
	const between = (a: string, b: string): Flow =>
		flowOn(
			{kind: 'pod-to-pod', from: [pod('a', '10.1.0.10', a)], to: [pod('b', '10.1.0.20', b)]},
			{ports: ports(8080)},
		);
	const intra = rule('Inbound', 100, {sourceAddressPrefix: 'VirtualNetwork'});
	const gatewayTo: Flow = flowOn(
		{
			kind: 'addresses-to-pods',
			from: addresses('10.1.5.0/24'),
			tag: undefined,
			to: [pod('b', '10.1.0.20', 'n2')],
		},
		{ports: ports(8080)},
	);
	const beside = (securityRules: readonly JsonObject[]): Parts => {
		const id = `${group}/networkSecurityGroups/beside`;
		const addressed = {addressPrefix: '10.2.5.0/24', networkSecurityGroup: {id}};
		const hubSubnets = [{id: `${hub}/subnets/db`, name: 'db', properties: addressed}];
		const back = {remoteVirtualNetwork: {id: spoke}, remoteAddressSpace: {addressPrefixes: ['10.1.0.0/16']}};
		const hubPeering = {peeringState: 'Connected', ...back};
		return add({...open, hubSubnets, hubPeering}, resource(id, {securityRules: [...securityRules]}));
	};
	const toBeside: Flow = flowOn(
		{kind: 'egress', origin, destination: {kind: 'addresses', addresses: addresses('10.2.5.4'), tag: undefined}},
		{ports: ports(443)},
	);
	holds([
		{name: 'a group in a subnet of no node', on: beside([]), flow: toBeside, verdict: 'allowed'},
		{
			name: 'a group in a subnet of no node, which denies',
			on: beside([rule('Inbound', 100, {})]),
			flow: toBeside,
			verdict: 'blocked',
			by: 'nsg',
		},
		{name: 'two nodes', on: open, flow: between('n1', 'n2'), verdict: 'allowed'},
		{
			name: 'two nodes of a subnet that denies itself',
			on: withGroup(open, intra),
			flow: between('n1', 'n2'),
			verdict: 'blocked',
			by: 'nsg',
		},
		{name: 'one node, which no group sees', on: withGroup(open, intra), flow: between('n1', 'n1'), verdict: 'allowed'},
		{
			name: 'two nodes, and the way out is denied',
			on: withGroup(open, denyAll('Outbound')),
			flow: between('n1', 'n2'),
			verdict: 'blocked',
			by: 'nsg',
		},
		{name: 'a gateway in the network', on: open, flow: gatewayTo, verdict: 'allowed'},
		{
			name: 'a gateway in the network, and the nodes deny it',
			on: withGroup(open, rule('Inbound', 100, {sourceAddressPrefix: '10.1.5.0/24'})),
			flow: gatewayTo,
			verdict: 'blocked',
			by: 'nsg',
		},
	]);
});

describe('routes that no table shows (virtual-networks-udr-overview)', () => {
	const remote: Parts = {...open, peering: {useRemoteGateways: true}};
	const noBgp = {
		...remote,
		nodes: {routeTable: {id: `${group}/routeTables/rt`}},
	};
	const bgpOff = resource(`${group}/routeTables/rt`, {disableBgpRoutePropagation: true, routes: []});
	const defaultRoute = (nextHopType: string, more: JsonObject = {}) => withTable(open, {nextHopType, ...more});
	holds([
		{name: "a remote gateway's routes", on: remote, flow: toName, verdict: 'undecided', by: 'route-table'},
		{name: "a remote gateway's routes, kept out", on: add(noBgp, bgpOff), flow: toName, verdict: 'allowed'},
		{
			name: 'a table of its own for everything hides them',
			on: {...withTable(remote, {nextHopType: 'Internet'})},
			flow: toName,
			verdict: 'allowed',
		},
		{name: 'a route to nowhere', on: defaultRoute('None'), flow: toName, verdict: 'blocked', by: 'route-table'},
		{name: 'a route to the gateway', on: defaultRoute('VirtualNetworkGateway'), flow: toName, verdict: 'undecided'},
		{
			name: 'a firewall behind a broken peering',
			on: {...withFirewall(open), peering: {peeringState: 'Disconnected'}},
			flow: toName,
			verdict: 'blocked',
			by: 'route-table',
		},
		{
			name: 'a firewall behind a peering without access to it',
			on: {...withFirewall(open), peering: {allowVirtualNetworkAccess: false}},
			flow: toName,
			verdict: 'blocked',
			by: 'route-table',
		},
		{
			name: 'a firewall in a range that the peering was not synchronised with',
			on: {...withFirewall(open), peering: {remoteAddressSpace: {addressPrefixes: ['10.22.0.0/16']}}},
			flow: toName,
			verdict: 'blocked',
			by: 'route-table',
		},
		{
			name: 'a firewall behind a peering that its other side has cut',
			on: {
				...withFirewall(open),
				hubPeering: {peeringState: 'Disconnected', remoteVirtualNetwork: {id: spoke}},
			},
			flow: toName,
			verdict: 'blocked',
			by: 'route-table',
		},
		{
			name: 'a firewall in a network that is not peered',
			on: {...passing(withFirewall(open)), peering: toElsewhere('10.9.0.0/16')},
			flow: toName,
			verdict: 'blocked',
			by: 'route-table',
		},
		{
			name: 'the same, peered',
			on: passing(withFirewall(open)),
			flow: toName,
			verdict: 'allowed',
		},
		{
			name: 'the address of such a firewall, which a peered network has as well',
			on: {...passing(withFirewall(open)), peering: toElsewhere('10.2.0.0/16')},
			flow: toName,
			verdict: 'undecided',
			by: 'route-table',
		},
		{
			name: 'a route by a tag that nobody lists, to nowhere',
			on: withTable(open, {nextHopType: 'None', addressPrefix: 'Storage.EastUS'}),
			flow: toAddresses,
			verdict: 'undecided',
			by: 'route-table',
		},
	]);
});

describe('names that do not leave (private-endpoint-dns, AKS http-proxy)', () => {
	const zone = (...more: readonly Resource[]) => {
		const id = `${group}/privateDnsZones/example.com`;
		return [
			resource(id, {numberOfRecordSets: 1 + more.length}),
			resource(`${id}/virtualNetworkLinks/l`, {virtualNetwork: {id: spoke}}),
			...more,
		];
	};
	const record = (name: string, address: string) =>
		resource(`${group}/privateDnsZones/example.com/A/${name}`, {aRecords: [{ipv4Address: address}]});
	const behind = withFirewall(open);
	const proxied = (content: JsonObject): Parts => ({
		...open,
		cluster: {httpProxyConfig: {httpsProxy: 'http://10.2.0.200:3128', ...content}},
	});
	const hubOrigin = {
		subnet: `${hub}/subnets/AzureFirewallSubnet` as const,
		addresses: addresses('10.2.0.0/26'),
		pods: undefined,
	};
	const fromHub: Flow = {...toName, path: {...(toName.path as EgressPath), origin: hubOrigin}};
	const unlinked = resource(`${group}/privateDnsZones/example.com`, {numberOfRecordSets: 1});
	holds([
		{
			name: 'a record inside, past the firewall',
			on: add(behind, ...zone(record('registry', '10.1.0.77'))),
			flow: toName,
			verdict: 'allowed',
		},
		{
			name: 'a zone without the record',
			on: add(open, ...zone()),
			flow: toName,
			verdict: 'blocked',
			by: 'private-endpoint',
		},
		{
			name: 'a record for every name',
			on: add(open, ...zone(record('*', '10.1.0.77'))),
			flow: toName,
			verdict: 'allowed',
		},
		{name: 'a zone that is linked to no network of ours', on: add(open, unlinked), flow: toName, verdict: 'allowed'},
		{
			name: 'a zone of which a link was not read',
			on: add(
				open,
				resource(`${group}/privateDnsZones/example.com`, {numberOfRecordSets: 1, numberOfVirtualNetworkLinks: 1}),
			),
			flow: toName,
			verdict: 'undecided',
			by: 'private-endpoint',
		},
		{
			name: 'a zone of another name, of which a link was not read',
			on: add(
				open,
				resource(`${group}/privateDnsZones/example.org`, {numberOfRecordSets: 1, numberOfVirtualNetworkLinks: 1}),
			),
			flow: toName,
			verdict: 'allowed',
		},
		{name: 'a proxy', on: proxied({}), flow: toName, verdict: 'undecided', by: 'http-proxy'},
		{name: 'a proxy of which machines elsewhere are not told', on: proxied({}), flow: fromHub, verdict: 'allowed'},
		{name: 'a proxy that is turned off', on: proxied({enabled: false}), flow: toName, verdict: 'allowed'},
		{
			name: 'a proxy that the name is spared from',
			on: proxied({noProxy: ['registry.example.com']}),
			flow: toName,
			verdict: 'allowed',
		},
		{
			name: 'a proxy that all names like it are spared from',
			on: proxied({noProxy: ['.example.com']}),
			flow: toName,
			verdict: 'allowed',
		},
		{
			name: 'a proxy that another name is spared from',
			on: proxied({noProxy: ['ample.com']}),
			flow: toName,
			verdict: 'undecided',
		},
		{name: 'a proxy, and addresses that need none', on: proxied({}), flow: toAddresses, verdict: 'allowed'},
	]);
});

describe('rules that come before (concept-security-admins)', () => {
	const admin = (access: string, direction: string, more: JsonObject = {}) =>
		resource(
			`${group}/networkManagers/nm/securityAdminConfigurations/c/ruleCollections/rc/rules/${access}-${direction}`,
			{
				priority: 10,
				access,
				direction,
				protocol: 'Any',
				sources: [{addressPrefix: '*', addressPrefixType: 'IPPrefix'}],
				destinations: [{addressPrefix: '*', addressPrefixType: 'IPPrefix'}],
				sourcePortRanges: ['0-65535'],
				destinationPortRanges: ['0-65535'],
				...more,
			},
		);
	const inForce = (access: string): Parts => ({
		...open,
		inForce: [
			{
				id: `${group}/networkManagers/nm/securityAdminConfigurations/c/ruleCollections/rc/rules/${access}`,
				properties: admin(access, 'Outbound')['properties'] as JsonObject,
			},
		],
	});
	const closed = withGroup(open, denyAll('Outbound'));
	holds([
		{
			name: 'a rule of a manager that may be in force',
			on: add(open, admin('Deny', 'Outbound')),
			flow: toName,
			verdict: 'undecided',
			by: 'security-admin',
		},
		{
			name: 'a rule for another direction',
			on: add(open, admin('Deny', 'Inbound')),
			flow: toAddresses,
			verdict: 'allowed',
		},
		{
			name: 'Allow spares nothing from groups',
			on: add(closed, admin('Allow', 'Outbound')),
			flow: toAddresses,
			verdict: 'blocked',
			by: 'nsg',
		},
		{
			name: 'a rule that the network says is in force',
			on: inForce('Deny'),
			flow: toAddresses,
			verdict: 'blocked',
			by: 'security-admin',
		},
		{
			name: 'AlwaysAllow, past a group that denies',
			on: withGroup(inForce('AlwaysAllow'), denyAll('Outbound')),
			flow: toAddresses,
			verdict: 'allowed',
		},
	]);
});

describe('storage over a service endpoint (virtual-network-service-endpoint-policies-overview)', () => {
	const id = `${group}/serviceEndpointPolicies/sep`;
	const accounts = `${subscription}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts`;
	const policy = (policyId: string, ...serviceResources: readonly string[]) =>
		resource(policyId, {
			serviceEndpointPolicyDefinitions: [{name: 'd', properties: {service: 'Microsoft.Storage', serviceResources}}],
		});
	const toStorage = (pattern: string): Flow =>
		flowOn(
			{
				kind: 'egress',
				origin,
				destination: {kind: 'name', pattern, hosting: {kind: 'service-tag', tag: 'Storage', surely: true}},
			},
			{ports: ports(443)},
		);
	const orders = toStorage('orders.blob.core.windows.net');
	/** The endpoint of one region, of which every account here is; `more` may say otherwise. */
	const on = (
		policies: readonly Resource[],
		more: JsonObject = {},
		attached = policies.map(found => ({id: found.id})),
	) =>
		add(
			{
				...open,
				tags: {Storage: ['20.60.0.0/16'], 'Storage.eastus': ['20.60.0.0/16']},
				nodes: {
					serviceEndpoints: [{service: 'Microsoft.Storage'}],
					serviceEndpointPolicies: attached,
					...more,
				},
			},
			...policies,
		);
	const by = 'service-endpoint-policy';
	const other = `${accounts}/invoices`;
	holds([
		{name: 'no policy', on: on([]), flow: orders, verdict: 'allowed'},
		{
			name: 'the account is listed',
			on: on([policy(id, other, `${accounts}/Orders`)]),
			flow: orders,
			verdict: 'allowed',
		},
		{name: 'only another one is', on: on([policy(id, other)]), flow: orders, verdict: 'blocked', by},
		{
			name: 'its secondary',
			on: on([policy(id, `${accounts}/orders`)]),
			flow: toStorage('orders-secondary.blob.core.windows.net'),
			verdict: 'allowed',
		},
		{
			name: 'an endpoint with a DNS zone',
			on: on([policy(id, other)]),
			flow: toStorage('orders.z13.web.core.windows.net'),
			verdict: 'blocked',
			by,
		},
		{
			name: 'the second of two policies lists it',
			on: on([policy(id, other), policy(`${id}2`, `${accounts}/orders`)]),
			flow: orders,
			verdict: 'allowed',
		},
		{
			name: 'a resource group is listed',
			on: on([policy(id, `${subscription}/resourceGroups/data`)]),
			flow: orders,
			verdict: 'undecided',
			by,
		},
		{name: 'an alias is listed', on: on([policy(id, '/services/Azure')]), flow: orders, verdict: 'undecided', by},
		{name: 'nothing is listed', on: on([policy(id)]), flow: orders, verdict: 'undecided', by},
		{
			name: 'any account is meant',
			on: on([policy(id, other)]),
			flow: toStorage('*.blob.core.windows.net'),
			verdict: 'undecided',
			by,
		},
		{name: 'the policy was not read', on: on([], {}, [{id}]), flow: orders, verdict: 'undecided', by},
		{
			name: 'one that was not read cannot close what another lists',
			on: on([policy(id, `${accounts}/orders`)], {}, [{id}, {id: `${id}-unread`}]),
			flow: orders,
			verdict: 'allowed',
		},
		{
			name: 'no endpoint, so that the policy filters nothing',
			on: on([policy(id, other)], {serviceEndpoints: []}),
			flow: orders,
			verdict: 'allowed',
		},
		{
			name: 'an endpoint of another service',
			on: on([policy(id, other)], {serviceEndpoints: [{service: 'Microsoft.KeyVault'}]}),
			flow: orders,
			verdict: 'allowed',
		},
		{
			name: 'an endpoint of which the region may be another one',
			on: {...on([policy(id, other)]), tags: {Storage: ['20.60.0.0/15'], 'Storage.eastus': ['20.60.0.0/16']}},
			flow: orders,
			verdict: 'undecided',
		},
		{name: 'a name that is no account', on: on([policy(id, other)]), flow: toName, verdict: 'allowed'},
	]);
});

describe('load balancers (load-balancer-custom-probe-overview, AKS load-balancer-standard)', () => {
	const web = rule('Inbound', 100, {access: 'Allow', destinationPortRange: '80'});
	const probes = rule('Inbound', 110, {access: 'Allow', sourceAddressPrefix: 'AzureLoadBalancer'});
	const service = (more: JsonObject): Flow => ({
		...fromInternet,
		path: {
			...fromInternet.path,
			service: {...(fromInternet.path as {service: object}).service, ...more},
		} as Flow['path'],
	});
	holds([
		{
			name: 'the port is open and probes are not',
			on: withGroup(open, web, rule('Inbound', 200, {})),
			flow: fromInternet,
			verdict: 'blocked',
			by: 'nsg',
		},
		{
			name: 'the port and probes are open',
			on: withGroup(open, web, probes, rule('Inbound', 200, {})),
			flow: fromInternet,
			verdict: 'allowed',
		},
		{name: 'probes are open by the default rules', on: withGroup(open, web), flow: fromInternet, verdict: 'allowed'},
		{
			name: 'the service admits few',
			on: open,
			flow: service({sourceRanges: ['20.5.0.0/16']}),
			verdict: 'blocked',
			by: 'load-balancer',
		},
		{name: 'the service admits all', on: open, flow: service({sourceRanges: ['0.0.0.0/0']}), verdict: 'allowed'},
		{
			name: 'the service has no address yet',
			on: open,
			flow: service({loadBalancerAddresses: []}),
			verdict: 'undecided',
			by: 'load-balancer',
		},
	]);
});

describe('application security groups (AKS use-node-public-ips, node network profile)', () => {
	const asg = `${group}/applicationSecurityGroups/web`;
	const denied = (id: string) => {
		const {sourceAddressPrefix: _, ...rest} = (rule('Outbound', 100, {}) as {properties: JsonObject}).properties;
		return withGroup(open, {name: 'by-group', properties: {...rest, sourceApplicationSecurityGroups: [{id}]}});
	};
	const inPool = (parts: Parts): Parts => ({
		...parts,
		cluster: {agentPoolProfiles: [{...pool, networkProfile: {applicationSecurityGroups: [asg]}}]},
	});
	holds([
		{name: "the nodes' group is denied", on: inPool(denied(asg)), flow: toAddresses, verdict: 'blocked', by: 'nsg'},
		{
			name: 'another group is denied',
			on: inPool(denied(`${group}/applicationSecurityGroups/other`)),
			flow: toAddresses,
			verdict: 'allowed',
		},
		{name: 'no pool names a group', on: denied(asg), flow: toAddresses, verdict: 'allowed'},
	]);
});

describe('ports of the nodes (use-node-public-ips)', () => {
	const path = {kind: 'to-nodes', pools: ['system']} as const;
	const fromAnywhere: Flow = flowOn(path, {ports: ports(8080)});
	const within = {...path, from: {addresses: addresses('10.1.5.0/24'), tag: undefined}};
	const fromNetwork: Flow = flowOn(within, {ports: ports(30_080)});
	const withPublic = (parts: Parts, more: JsonObject = {}): Parts => ({
		...parts,
		cluster: {...parts.cluster, agentPoolProfiles: [{...pool, enableNodePublicIP: true, ...more}]},
	});
	const opened = {networkProfile: {allowedHostPorts: [{portStart: 8080, portEnd: 8080, protocol: 'TCP'}]}};
	const closed = withGroup(open, rule('Inbound', 100, {sourceAddressPrefix: '10.1.5.0/24'}));
	const tcp8080 = rule('Inbound', 100, {access: 'Allow', destinationPortRange: '8080'});
	holds([
		{name: 'no public address', on: open, flow: fromAnywhere, verdict: 'blocked', by: 'node-addresses'},
		{
			name: 'a pool that does not open the port',
			on: withPublic(open),
			flow: fromAnywhere,
			verdict: 'undecided',
			by: 'node-addresses',
		},
		{name: 'a pool that opens the port', on: withPublic(open, opened), flow: fromAnywhere, verdict: 'allowed'},
		{
			name: "a pool that opens the port, and the subnet's group does not",
			on: withPublic(withGroup(open, denyAll('Inbound')), opened),
			flow: fromAnywhere,
			verdict: 'blocked',
			by: 'nsg',
		},
		{
			name: 'the port is open at the subnet, too',
			on: withPublic(withGroup(open, tcp8080), opened),
			flow: fromAnywhere,
			verdict: 'allowed',
		},
		{
			name: 'answers that leave by a firewall',
			on: withPublic(withFirewall(open), opened),
			flow: fromAnywhere,
			verdict: 'blocked',
			by: 'route-table',
		},
		{name: 'from inside, without any public address', on: open, flow: fromNetwork, verdict: 'allowed'},
		{name: 'from inside, and the nodes deny it', on: closed, flow: fromNetwork, verdict: 'blocked', by: 'nsg'},
	]);
});
