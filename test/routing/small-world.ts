import {addresses} from '../../source/network/address-set.js';
import {ports} from '../../source/network/port-set.js';
import type {Flow} from '../../source/profiles/flow.js';
import {armKey} from '../../source/topology/arm-id.js';
import {denied, known} from '../../source/topology/known.js';
import type {JsonObject} from '../../source/topology/world.js';
import {flowOn} from '../controls/flow-on.js';
import {worldOf} from '../helpers/read-world.js';

/*
 * A small network in which everything is open: a cluster in a spoke, a hub beside it, a network elsewhere. Tests put
 * parts into it and ask three flows.
 */

export const subscription = '/subscriptions/11111111-2222-3333-4444-555555555555';
export const group = `${subscription}/resourceGroups/rg/providers/Microsoft.Network`;
export const clusterId = `${subscription}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks`;
export const spoke = `${group}/virtualNetworks/spoke`;
export const hub = `${group}/virtualNetworks/hub`;
export const elsewhere = `${group}/virtualNetworks/elsewhere`;
export const nodes = `${spoke}/subnets/nodes`;

export type Resource = JsonObject & {readonly id: string};

/** A world by parts that stoppers change. */
export type Parts = {
	readonly cluster: JsonObject;
	readonly nodes: JsonObject;
	readonly peering: JsonObject;
	/** The peering on the side of the hub, which was not read when left out. */
	readonly hubPeering?: JsonObject;
	readonly resources: readonly Resource[];
	/** Kubernetes objects, and which lists may not be read. */
	readonly objects?: readonly JsonObject[];
	/** What the nodes' network answers as the admin rules in force on it; undefined where it was not asked. */
	readonly inForce?: readonly JsonObject[];
	/** Prefixes of service tags; without them no list was read. */
	readonly tags?: Readonly<Record<string, readonly string[]>>;
	/** What Azure answers of routes that stand in no table, by the path of the call; a text is a refusal's reason. */
	readonly told?: Readonly<Record<string, readonly JsonObject[] | string>>;
	readonly hubSubnets?: readonly JsonObject[];
	readonly firewallSubnet?: JsonObject;
	/** What the nodes' network names instead of Azure's own. */
	readonly dnsServers?: readonly string[];
};

export function resource(id: string, properties: JsonObject): Resource {
	const [, path = ''] = id.split('/providers/');
	const names = path.split('/');
	const type = names.filter((_, index) => index === 0 || index % 2 === 1).join('/');
	return {id, name: names.at(-1) ?? '', type, location: 'eastus', properties};
}

export const open: Parts = {
	cluster: {},
	nodes: {},
	peering: {},
	resources: [],
};

export function worldFrom(parts: Parts) {
	const world = worldOf([
		resource(clusterId, {
			provisioningState: 'Succeeded',
			fqdn: 'aks.hcp.eastus.azmk8s.io',
			nodeResourceGroup: 'mc-rg',
			networkProfile: {networkPlugin: 'azure', networkPolicy: 'none', outboundType: 'loadBalancer'},
			agentPoolProfiles: [{name: 'system', count: 2, vnetSubnetID: nodes, maxPods: 30}],
			...parts.cluster,
		}),
		resource(spoke, {
			addressSpace: {addressPrefixes: ['10.1.0.0/16']},
			dhcpOptions: {dnsServers: [...(parts.dnsServers ?? [])]},
			subnets: [{id: nodes, name: 'nodes', properties: {addressPrefix: '10.1.0.0/24', ...parts.nodes}}],
			virtualNetworkPeerings: [
				{
					name: 'to-hub',
					properties: {
						peeringState: 'Connected',
						remoteVirtualNetwork: {id: hub},
						remoteAddressSpace: {addressPrefixes: ['10.2.0.0/16']},
						...parts.peering,
					},
				},
			],
		}),
		resource(hub, {
			addressSpace: {addressPrefixes: ['10.2.0.0/16']},
			virtualNetworkPeerings: parts.hubPeering === undefined ? [] : [{name: 'to-spoke', properties: parts.hubPeering}],
			subnets: [
				{
					id: `${hub}/subnets/AzureFirewallSubnet`,
					name: 'AzureFirewallSubnet',
					properties: {addressPrefix: '10.2.0.0/26', ...parts.firewallSubnet},
				},
				...(parts.hubSubnets ?? []),
			],
		}),
		resource(elsewhere, {
			addressSpace: {addressPrefixes: ['10.9.0.0/16']},
			subnets: [{id: `${elsewhere}/subnets/other`, name: 'other', properties: {addressPrefix: '10.9.0.0/24'}}],
		}),
		...parts.resources,
		...(parts.objects ?? []),
	]);
	const {inForce, tags} = parts;
	const told = Object.entries(parts.told ?? {}).map(
		([path, rows]) => [armKey(path), typeof rows === 'string' ? denied(rows) : known(rows)] as const,
	);
	return {
		...world,
		...(inForce === undefined ? {} : {adminRules: new Map([[armKey(spoke), known(inForce)]])}),
		...(told.length === 0 ? {} : {callAnswers: new Map(told)}),
		...(tags === undefined
			? {}
			: {
					serviceTags: known(
						Object.entries(tags).map(([name, addressPrefixes]) => ({
							name,
							properties: {addressPrefixes: [...addressPrefixes]},
						})),
					),
				}),
	};
}

export const origin = {subnet: nodes, addresses: addresses('10.1.0.0/24'), pods: undefined};

export const toName: Flow = flowOn(
	{
		kind: 'egress',
		origin,
		destination: {kind: 'name', pattern: 'registry.example.com', hosting: {kind: 'outside-azure'}},
	},
	{ports: ports(443)},
);
export const toAddresses: Flow = flowOn(
	{kind: 'egress', origin, destination: {kind: 'addresses', addresses: addresses('20.1.2.3'), tag: undefined}},
	{ports: ports(443)},
);
export const fromInternet: Flow = flowOn(
	{
		kind: 'ingress',
		service: {
			namespace: 'web',
			name: 'web',
			labels: {},
			annotations: {},
			type: 'LoadBalancer',
			selector: undefined,
			ports: [{name: undefined, port: 80, protocol: 'tcp', targetPort: 8080, nodePort: 30_080}],
			loadBalancerAddresses: addresses('20.60.0.9'),
			internal: false,
			externalTrafficPolicy: 'Cluster',
			sourceRanges: [],
			healthCheckNodePort: undefined,
		},
	},
	{ports: ports(80)},
);

export function denyAll(direction: string, more: JsonObject = {}): JsonObject {
	return {
		name: `deny-${direction}`,
		properties: {
			priority: 100,
			direction,
			access: 'Deny',
			protocol: '*',
			sourceAddressPrefix: '*',
			sourcePortRange: '*',
			destinationAddressPrefix: '*',
			destinationPortRange: '*',
			...more,
		},
	};
}

/** A collection of a classic firewall that lets everything through. */
export const allowAllCollection: JsonObject = {
	name: 'all',
	properties: {
		priority: 100,
		action: {type: 'Allow'},
		rules: [
			{
				name: 'all',
				protocols: ['Any'],
				sourceAddresses: ['*'],
				destinationAddresses: ['*'],
				destinationPorts: ['*'],
			},
		],
	},
};

export function withTable(parts: Parts, route: JsonObject): Parts {
	const id = `${group}/routeTables/rt`;
	return {
		...parts,
		nodes: {...parts.nodes, routeTable: {id}},
		resources: [
			...parts.resources,
			resource(id, {routes: [{name: 'all', properties: {addressPrefix: '0.0.0.0/0', ...route}}]}),
		],
	};
}

export function withFirewall(parts: Parts): Parts {
	const routed = withTable(parts, {nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.2.0.4'});
	const firewall = resource(`${group}/azureFirewalls/fw`, {
		sku: {tier: 'Standard'},
		ipConfigurations: [
			{name: 'c', properties: {privateIPAddress: '10.2.0.4', subnet: {id: `${hub}/subnets/AzureFirewallSubnet`}}},
		],
		networkRuleCollections: [],
		applicationRuleCollections: [],
		natRuleCollections: [],
	});
	return {...routed, resources: [...routed.resources, firewall]};
}
