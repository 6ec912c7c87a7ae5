import {type AddressSet, addresses, toCidrs} from '../network/address-set.js';
import {type MatchRule, partition} from '../network/first-match.js';
import {has, overlaps} from '../network/interval-set.js';
import {box} from '../network/packet-set.js';
import {type ArmId, armKey, armName} from '../topology/arm-id.js';
import {commandLine} from '../topology/command-line.js';
import type {Firewall} from '../topology/firewall.js';
import {knownValue} from '../topology/known.js';
import type {Missing} from '../topology/missing.js';
import type {Topology} from '../topology/topology.js';
import type {Route, RouteTable, Subnet} from '../topology/virtual-network.js';
import {destinationsOf} from './bounded-rules.js';
import {type AddressView, type Extent, exactly} from './extent.js';
import {learnedCandidates} from './learned-routes.js';
import {brokenPeering, reachableFirst} from './reachable-firewalls.js';
import {systemCandidates} from './system-routes.js';
import type {Unread} from './way.js';

export type NextHop =
	| {readonly kind: 'internet' | 'local' | 'none' | 'gateway'}
	/** `Microsoft.Storage` and the like, by Azure's own network. */
	| {readonly kind: 'service-endpoint'; readonly service: string}
	| {readonly kind: 'firewall'; readonly firewall: Firewall}
	/** kubenet's own routes: the pods of a node, by the node's address. */
	| {readonly kind: 'node'; readonly address: number}
	| {readonly kind: 'appliance'; readonly address: number | undefined}
	/** An address that the subnet's network has no way to, because a peering on the way is not connected. */
	| {readonly kind: 'unreachable'; readonly address: number; readonly peering: string; readonly state: string};

export type EffectiveRoute = {
	/** `default-via-firewall (0.0.0.0/0)`, `system route 0.0.0.0/0`. */
	readonly name: string;
	readonly nextHop: NextHop;
	/** Undefined for system routes. */
	readonly table: ArmId | undefined;
};

export type RouteShare = {readonly route: EffectiveRoute; readonly destinations: AddressSet};

export type NextHops =
	| {
			readonly state: 'known';
			/** One list per way in which what is not known may stand; the shares of a list make up the question. */
			readonly readings: readonly (readonly RouteShare[])[];
			readonly unknown: readonly Missing[];
	  }
	| {readonly state: 'unread'; readonly unread: Unread};

/** A route as far as it is known: to `extent.least` at least, to `extent.most` at most. */
export type RouteCandidate = {
	readonly extent: Extent;
	/** Among equal prefixes the lower rank wins: user routes, learned ones, system routes (virtual-networks-udr-overview). */
	readonly rank: number;
	readonly route: EffectiveRoute;
	/** A service tag's prefixes, whichever they are, are narrower than 0.0.0.0/0; where no list says them they look like it. */
	readonly narrow?: boolean;
};

export const learnedRank = 8;

/** Where packets from a subnet go next, split by the route that decides. */
export function nextHops(subnetId: ArmId, destinations: AddressSet, view: AddressView, topology: Topology): NextHops {
	const subnet = topology.subnets.get(armKey(subnetId));
	if (subnet?.state !== 'known') {
		return {
			state: 'unread',
			unread: {
				resource: subnetId,
				reason: `Subnet ${armName(subnetId)} could not be read, so its routes are not known.`,
				missing: {
					datum: 'the subnet and its route table',
					command: commandLine('az', 'network', 'vnet', 'subnet', 'show', '--ids', subnetId),
				},
			},
		};
	}

	const tableId = subnet.value.routeTable;
	const table = tableId === undefined ? undefined : topology.routeTables.get(armKey(tableId));
	if (tableId !== undefined && table?.state !== 'known') {
		return {
			state: 'unread',
			unread: {
				resource: tableId,
				reason: `Route table ${armName(tableId)} could not be read${table?.state === 'denied' ? `: ${table.reason}` : '.'}`,
				missing: {
					datum: `the routes of ${armName(tableId)}`,
					command: commandLine('az', 'network', 'route-table', 'show', '--ids', tableId),
				},
			},
		};
	}

	const candidates = routeCandidates(subnet.value, table && knownValue(table), view, topology).filter(({extent}) =>
		overlaps(extent.most, destinations),
	);
	return {
		state: 'known',
		readings: readingsOf(candidates).map(reading => shares(reading, destinations)),
		unknown: candidates.flatMap(({extent}) => extent.unknown),
	};
}

function routeCandidates(
	subnet: Subnet,
	table: RouteTable | undefined,
	view: AddressView,
	topology: Topology,
): readonly RouteCandidate[] {
	return [
		...userCandidates(table, subnet, view, topology),
		...learnedCandidates(subnet, table, topology),
		...systemCandidates(subnet, view, topology),
	];
}

type BoundRoute = Omit<RouteCandidate, 'extent'> & {readonly prefixes: AddressSet};

/** More unknown routes than this are taken as one: each alone doubles the readings. */
const mostUnknown = 5;

/** Every way in which the routes that are not fully known may stand: each at least, or each at most. */
function readingsOf(candidates: readonly RouteCandidate[]): readonly (readonly BoundRoute[])[] {
	const unsure = candidates.filter(({extent}) => extent.unknown.length > 0);
	const together = unsure.slice(mostUnknown - 1);
	const switches =
		together.length > 1 ? [...unsure.slice(0, mostUnknown - 1).map(one => [one]), together] : unsure.map(one => [one]);
	return Array.from({length: 2 ** switches.length}, (_, bits) => {
		const atMost = new Set(switches.flatMap((group, index) => ((bits >> index) & 1 ? group : [])));
		return candidates.map(candidate => {
			const {extent, ...rest} = candidate;
			return {...rest, prefixes: atMost.has(candidate) ? extent.most : extent.least};
		});
	});
}

function shares(routes: readonly BoundRoute[], destinations: AddressSet): readonly RouteShare[] {
	const found = partition(longestFirst(routes), [box({destination: destinations})]).shares;
	const deciding = [...new Set(found.map(({origin}) => origin))];
	return deciding.map(route => ({
		route,
		destinations: destinationsOf(found.filter(({origin}) => origin === route).flatMap(({packets}) => packets)),
	}));
}

/** Longest prefix first; among equal ones user routes before Azure's own (virtual-networks-udr-overview). */
function longestFirst(routes: readonly BoundRoute[]): readonly MatchRule<EffectiveRoute>[] {
	return routes
		.flatMap(({prefixes, rank, route, narrow = false}) =>
			toCidrs(prefixes).map(cidr => ({cidr, rank, route, length: Math.max(prefixLength(cidr), narrow ? 1 : 0)})),
		)
		.toSorted((a, b) => b.length - a.length || a.rank - b.rank)
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
): readonly RouteCandidate[] {
	return (table?.routes ?? []).map(route => {
		const {name, prefix} = route;
		return {
			extent: 'tag' in prefix ? view.tag(prefix.tag) : exactly(view.literal(prefix)),
			rank: 'tag' in prefix ? tagRank(prefix.tag) : 0,
			narrow: 'tag' in prefix,
			route: {
				name: `${name} (${'tag' in prefix ? prefix.tag : toCidrs(prefix).join(', ')})`,
				nextHop: nextHopOf(route, subnet, topology),
				table: table?.id,
			},
		};
	});
}

/** Regional tag, then top-level tag, then AzureCloud.region, then AzureCloud (virtual-networks-udr-overview). */
function tagRank(tag: string): number {
	return (/^azurecloud\b/i.test(tag) ? 3 : 1) + (tag.includes('.') ? 0 : 1);
}

function nextHopOf(route: Route, subnet: Subnet, topology: Topology): NextHop {
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

function applianceHop(address: number | undefined, subnet: Subnet, topology: Topology): NextHop {
	if (address === undefined) {
		return {kind: 'appliance', address};
	}

	if (isNode(address, topology)) {
		return {kind: 'node', address};
	}

	const broken = brokenPeering(address, subnet.virtualNetwork, topology);
	if (broken !== undefined) {
		return {kind: 'unreachable', address, peering: broken.name, state: broken.state};
	}

	const owners = topology.firewalls.filter(({privateAddresses}) => has(privateAddresses, address));
	const [firewall] = reachableFirst(owners, subnet.virtualNetwork, topology);
	return firewall === undefined ? {kind: 'appliance', address} : {kind: 'firewall', firewall};
}

/** Only kubenet leads to nodes by routes; an address in their subnet is one of them there. */
function isNode(address: number, topology: Topology): boolean {
	const cluster = knownValue(topology.cluster);
	const subnets = cluster?.cni === 'kubenet' ? cluster.pools.map(({subnet}) => subnet ?? '') : [];
	return (
		(knownValue(topology.kubernetes.nodes) ?? []).some(node => has(node.addresses, address)) ||
		subnets.some(id => has(knownValue(topology.subnets.get(armKey(id)))?.prefixes ?? [], address))
	);
}

/** Kept by somebody whose device has a language of its own: what it does cannot be read here. */
export function isForeign({kind}: NextHop): boolean {
	return kind === 'appliance' || kind === 'gateway';
}
