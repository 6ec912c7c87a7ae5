import {type AddressSet, addresses, anyAddress, toCidrs} from '../network/address-set.js';
import {type MatchRule, partition} from '../network/first-match.js';
import {has} from '../network/interval-set.js';
import {box} from '../network/packet-set.js';
import type {Missing} from '../profiles/flow.js';
import {type ArmId, armKey, armName} from '../topology/arm-id.js';
import type {Firewall} from '../topology/firewall.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import type {Route, RouteTable, Subnet} from '../topology/virtual-network.js';
import {destinationsOf} from './bounded-rules.js';
import {commandLine} from './command-line.js';
import {type AddressView, type Extent, exactly} from './extent.js';
import {reachableFirst} from './reachable-firewalls.js';
import {hostAddress} from './resolve-tags.js';

export type Hop =
	| {readonly kind: 'internet' | 'local' | 'service-endpoint' | 'none' | 'gateway'}
	| {readonly kind: 'firewall'; readonly firewall: Firewall}
	/** kubenet's own routes: the pods of a node, by the node's address. */
	| {readonly kind: 'node'; readonly address: number}
	| {readonly kind: 'appliance'; readonly address: number | undefined};

export type EffectiveRoute = {
	/** `default-via-firewall (0.0.0.0/0)`, `system route 0.0.0.0/0`. */
	readonly name: string;
	readonly hop: Hop;
	/** Undefined for system routes. */
	readonly table: ArmId | undefined;
};

export type RouteShare = {readonly route: EffectiveRoute; readonly destinations: AddressSet};

export type NextHops =
	| {
			readonly state: 'known';
			/** One list per way the unknown service tags may stand; the shares of a list make up the question. */
			readonly readings: readonly (readonly RouteShare[])[];
			readonly unknown: readonly Missing[];
	  }
	| {readonly state: 'unknown'; readonly resource: ArmId; readonly why: string; readonly missing: Missing};

/** Where packets from a subnet go next, split by the route that decides. */
export function nextHops(subnetId: ArmId, destinations: AddressSet, view: AddressView, topology: Topology): NextHops {
	const subnet = topology.subnets.get(armKey(subnetId));
	if (subnet?.state !== 'known') {
		return {
			state: 'unknown',
			resource: subnetId,
			why: `Subnet ${armName(subnetId)} could not be read, so its routes are not known.`,
			missing: {
				datum: 'the subnet and its route table',
				command: commandLine('az', 'network', 'vnet', 'subnet', 'show', '--ids', subnetId),
			},
		};
	}

	const tableId = subnet.value.routeTable;
	const table = tableId === undefined ? undefined : topology.routeTables.get(armKey(tableId));
	if (tableId !== undefined && table?.state !== 'known') {
		return {
			state: 'unknown',
			resource: tableId,
			why: `Route table ${armName(tableId)} could not be read${table?.state === 'denied' ? `: ${table.reason}` : '.'}`,
			missing: {
				datum: `the routes of ${armName(tableId)}`,
				command: commandLine('az', 'network', 'route-table', 'show', '--ids', tableId),
			},
		};
	}

	const candidates = candidatesOf(subnet.value, table && knownValue(table), view, topology);
	const unknown = candidates.flatMap(({extent}) => extent.unknown);
	const bounds = unknown.length === 0 ? (['least'] as const) : (['least', 'most'] as const);
	return {
		state: 'known',
		readings: bounds.map(bound => shares(candidates, bound, destinations)),
		unknown,
	};
}

function candidatesOf(
	subnet: Subnet,
	table: RouteTable | undefined,
	view: AddressView,
	topology: Topology,
): readonly Candidate[] {
	return [...userCandidates(table, subnet, view, topology), ...systemCandidates(subnet, view, topology)];
}

type Candidate = {
	readonly extent: Extent;
	/** Among equal prefixes the lower rank wins: user routes before system routes, prefixes before tags. */
	readonly rank: number;
	readonly route: EffectiveRoute;
};

function shares(
	candidates: readonly Candidate[],
	bound: 'least' | 'most',
	destinations: AddressSet,
): readonly RouteShare[] {
	const found = partition(longestFirst(candidates, bound), [box({destination: destinations})]).shares;
	const routes = [...new Set(found.map(({origin}) => origin))];
	return routes.map(route => ({
		route,
		destinations: destinationsOf(found.filter(({origin}) => origin === route).flatMap(({packets}) => packets)),
	}));
}

/** Longest prefix first; among equal ones user routes before Azure's own (virtual-networks-udr-overview). */
function longestFirst(candidates: readonly Candidate[], bound: 'least' | 'most'): readonly MatchRule<EffectiveRoute>[] {
	return candidates
		.flatMap(({extent, rank, route}) => toCidrs(extent[bound]).map(cidr => ({cidr, rank, route})))
		.toSorted((a, b) => prefixLength(b.cidr) - prefixLength(a.cidr) || a.rank - b.rank)
		.map(({cidr, route}) => ({
			match: [box({destination: addresses(cidr)})],
			action: 'allow',
			origin: route,
		}));
}

function prefixLength(cidr: string): number {
	return Number(cidr.split('/')[1]);
}

function userCandidates(
	table: RouteTable | undefined,
	subnet: Subnet,
	view: AddressView,
	topology: Topology,
): readonly Candidate[] {
	return (table?.routes ?? []).map(route => {
		const {name, prefix} = route;
		return {
			extent: 'tag' in prefix ? view.tag(prefix.tag) : exactly(view.literal(prefix)),
			rank: 'tag' in prefix ? tagRank(prefix.tag) : 0,
			route: {
				name: `${name} (${'tag' in prefix ? prefix.tag : toCidrs(prefix).join(', ')})`,
				hop: hopOf(route, subnet, topology),
				table: table?.id,
			},
		};
	});
}

/** Regional tag, then top-level tag, then AzureCloud.region, then AzureCloud (virtual-networks-udr-overview). */
function tagRank(tag: string): number {
	return (/^azurecloud\b/i.test(tag) ? 3 : 1) + (tag.includes('.') ? 0 : 1);
}

function hopOf(route: Route, subnet: Subnet, topology: Topology): Hop {
	switch (route.nextHopType) {
		case 'Internet': {
			return {kind: 'internet'};
		}

		case 'VnetLocal': {
			return {kind: 'local'};
		}

		case 'None': {
			return {kind: 'none'};
		}

		case 'VirtualNetworkGateway': {
			return {kind: 'gateway'};
		}

		case 'VirtualAppliance': {
			return applianceHop(route.nextHopAddress, subnet, topology);
		}
	}
}

function applianceHop(address: number | undefined, subnet: Subnet, topology: Topology): Hop {
	if (address === undefined) {
		return {kind: 'appliance', address};
	}

	if ((knownValue(topology.kubernetes.nodes) ?? []).some(node => has(node.addresses, address))) {
		return {kind: 'node', address};
	}

	const owners = topology.firewalls.filter(({privateAddresses}) => has(privateAddresses, address));
	const [firewall] = reachableFirst(owners, subnet.virtualNetwork, topology);
	return firewall === undefined ? {kind: 'appliance', address} : {kind: 'firewall', firewall};
}

/** Routes that Azure itself gives every subnet (virtual-networks-udr-overview). BGP routes cannot be read from ARM. */
function systemCandidates(subnet: Subnet, view: AddressView, topology: Topology): readonly Candidate[] {
	const network = knownValue(topology.virtualNetworks.get(armKey(subnet.virtualNetwork)));
	const peerings = (network?.peerings ?? []).filter(({connected}) => connected);
	return [
		system('virtual network', network?.addressSpace ?? subnet.prefixes, 'local'),
		...peerings.map(({remotePrefixes}) => system('peering', remotePrefixes, 'local')),
		system('host', hostAddress, 'local'),
		system('0.0.0.0/0', anyAddress, 'internet'),
		...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(prefix =>
			system(prefix, addresses(prefix), 'none'),
		),
		...subnet.serviceEndpoints.map(service => endpointCandidate(service, view, topology)),
	];
}

function system(label: string, prefixes: AddressSet, kind: 'local' | 'internet' | 'none'): Candidate {
	return {
		extent: exactly(prefixes),
		rank: 9,
		route: {name: `system route (${label})`, hop: {kind}, table: undefined},
	};
}

const endpointTags: Readonly<Record<string, string>> = {
	'microsoft.azurecosmosdb': 'AzureCosmosDB',
	'microsoft.cognitiveservices': 'CognitiveServicesManagement',
	'microsoft.containerregistry': 'AzureContainerRegistry',
	'microsoft.keyvault': 'AzureKeyVault',
	'microsoft.storage.global': 'Storage',
	'microsoft.web': 'AppService',
};

/** A service endpoint puts its service's prefixes on the subnet, surely those of the region; they bypass a 0/0 route. */
function endpointCandidate(service: string, view: AddressView, topology: Topology): Candidate {
	const tag = endpointTags[service.toLowerCase()] ?? service.replace(/^Microsoft\./i, '');
	const location = knownValue(topology.cluster)?.location ?? '';
	const everywhere = view.tag(tag);
	const regional = view.tag(`${tag}.${location}`);
	return {
		extent: {
			least: regional.least,
			most: everywhere.most,
			unknown: regional.unknown.length > 0 ? regional.unknown : everywhere.unknown,
		},
		rank: 9,
		route: {name: `service endpoint ${service}`, hop: {kind: 'service-endpoint'}, table: undefined},
	};
}
