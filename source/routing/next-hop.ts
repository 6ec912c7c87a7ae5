import {families} from '../network/address.js';
import {type AddressSet, formatAddresses, ofFamily, toBlocks, toCidrs} from '../network/address-set.js';
import {type MatchRule, partition} from '../network/first-match.js';
import {difference, overlaps, unionOf} from '../network/interval-set.js';
import {box} from '../network/packet-set.js';
import {type ArmId, armKey, armName} from '../topology/arm-id.js';
import {commandLine} from '../topology/command-line.js';
import {knownValue} from '../topology/known.js';
import type {Missing} from '../topology/missing.js';
import type {Topology} from '../topology/topology.js';
import type {Route, RouteTable, Subnet} from '../topology/virtual-network.js';
import {applianceHop} from './appliance-hop.js';
import {destinationsOf} from './bounded-rules.js';
import type {EffectiveRoute, NextHop, NextHops, RouteCandidate, RouteShare} from './effective-route.js';
import {type AddressView, exactly} from './extent.js';
import {interfaceCandidates, toldRoutes} from './interface-routes.js';
import {joinAlike} from './join-alike.js';
import {learnedCandidates} from './learned-routes.js';
import {olderAnswer, olderOfTwo} from './older-routes.js';
import {staleRoutes} from './stale-routes.js';
import {systemCandidates} from './system-routes.js';

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

	const told = toldRoutes(subnet.value, topology);
	const stale = told.flatMap(routes => staleRoutes(routes, subnet.value, topology) ?? []);
	const answered = told.map(routes =>
		readingsFor(interfaceCandidates(routes, subnet.value, view, topology), destinations, subnet.value),
	);
	// An answer of an interface is what is in force, unless the table says that one of the two is older.
	return joinReadings(
		told.length > 0 && stale.length === 0
			? answered
			: [...answered, byTables(subnet.value, destinations, view, topology)],
		[...(told.length > 1 ? [olderAnswer(told)] : []), ...stale.map(olderOfTwo)],
	);
}

/** One of these is true. */
function joinReadings(parts: readonly NextHops[], doubts: readonly Missing[]): NextHops {
	const unread = parts.find(part => part.state === 'unread');
	return (
		unread ?? {
			state: 'known',
			readings: parts.flatMap(part => (part.state === 'known' ? part.readings : [])),
			unknown: [...doubts, ...parts.flatMap(part => (part.state === 'known' ? part.unknown : []))],
		}
	);
}

/** As tables, gateways and Azure's own rules make them. */
function byTables(subnet: Subnet, destinations: AddressSet, view: AddressView, topology: Topology): NextHops {
	const tableId = subnet.routeTable;
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

	return readingsFor(routeCandidates(subnet, table && knownValue(table), view, topology), destinations, subnet);
}

function readingsFor(all: readonly RouteCandidate[], destinations: AddressSet, subnet: Subnet): NextHops {
	const lost = lostShares(destinations, subnet);
	const sent = difference(destinations, unionOf(lost.map(share => share.destinations)));
	const candidates = joinAlike(all.filter(({extent}) => overlaps(extent.most, sent)));
	return {
		state: 'known',
		readings: readingsOf(candidates).map(reading => [...withUntold(shares(reading, sent), sent, subnet), ...lost]),
		unknown: candidates.flatMap(({extent}) => extent.unknown),
	};
}

/** A subnet without addresses of a family sends nothing of it. */
function lostShares(destinations: AddressSet, {prefixes, id}: Subnet): readonly RouteShare[] {
	return families
		.filter(family => prefixes.length > 0 && ofFamily(prefixes, family).length === 0)
		.flatMap(family => {
			const lost = ofFamily(destinations, family);
			const name = `system route (${armName(id)} has no ${family} addresses)`;
			return lost.length === 0
				? []
				: [{route: {name, nextHop: {kind: 'none'}, table: undefined, lacks: family}, destinations: lost}];
		});
}

/** What an interface told of one family may leave the other out. */
function withUntold(found: readonly RouteShare[], destinations: AddressSet, {id}: Subnet): readonly RouteShare[] {
	const untold = difference(destinations, unionOf(found.map(share => share.destinations)));
	if (untold.length === 0) {
		return found;
	}

	const unsure: Missing = {
		datum: `the routes of ${armName(id)} for ${formatAddresses(untold)}`,
		command: commandLine('az', 'network', 'nic', 'show-effective-route-table', '--ids', 'INTERFACE'),
	};
	return [
		...found,
		{
			route: {name: 'route that nobody told', nextHop: {kind: 'gateway'}, table: undefined, unsure},
			destinations: untold,
		},
	];
}

function routeCandidates(
	subnet: Subnet,
	table: RouteTable | undefined,
	view: AddressView,
	topology: Topology,
): readonly RouteCandidate[] {
	return [
		...userCandidates(table, subnet, view, topology),
		...learnedCandidates(subnet, table, view, topology),
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
			toBlocks(prefixes).map(({addresses, length}) => ({
				addresses,
				rank,
				route,
				length: Math.max(length, narrow ? 1 : 0),
			})),
		)
		.toSorted((a, b) => b.length - a.length || a.rank - b.rank)
		.map(({addresses, route}) => ({
			match: [box({destination: [addresses]})],
			action: 'allow',
			origin: route,
		}));
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

/** Kept by somebody whose device has a language of its own: what it does cannot be read here. */
export function isForeign({kind}: NextHop): boolean {
	return kind === 'appliance' || kind === 'gateway';
}
