import {type AddressSet, anyAddress} from '../network/address-set.js';
import {difference, equals, isEmpty, isSubset, overlaps, union, unionOf} from '../network/interval-set.js';
import type {PortSet} from '../network/port-set.js';
import {publicAddresses} from '../routing/destination-cases.js';
import {relate} from '../routing/resolve-tags.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import type {Wanted} from './collect-needs.js';
import {type Cut, fewest, type Served, withoutOverlap} from './served.js';

/** Addresses, or a word that the resource looks up itself. */
export type Side = AddressSet | {readonly tag: string} | {readonly fqdn: string};

/** What rules of security groups and network rules of firewalls have in common: the packets that they allow. */
export type PacketRule = {
	readonly sources: Side;
	readonly destinations: Side;
	readonly protocol: 'tcp' | 'udp';
	readonly ports: PortSet;
};

/** As few rules of one resource as let the same packets through, none of which opens what another opens. */
export function fewestRules<By extends Wanted>(
	all: readonly Served<PacketRule, By>[],
	topology: Topology,
): readonly Served<PacketRule, By>[] {
	const distinct = fewest(all, {holds: (whole, part) => holdsPackets(whole, part, topology), join: joined});
	return withoutOverlap(distinct, (rule, other) => cut(rule, other, topology));
}

/** Whether the one rule lets through all that the other one does. */
export function holdsPackets(whole: PacketRule, part: PacketRule, topology: Topology): boolean {
	return (
		whole.protocol === part.protocol &&
		isSubset(part.ports, whole.ports) &&
		sideHolds(whole.sources, part.sources, topology) &&
		sideHolds(whole.destinations, part.destinations, topology)
	);
}

/**
 * Whether every packet that the part means is meant by the whole. A tag is more than its list of today, so a list of
 * addresses never holds one; and what a name leads to nobody here knows.
 */
function sideHolds(whole: Side, part: Side, topology: Topology): boolean {
	if (isAddresses(whole)) {
		return isAddresses(part) ? isSubset(part, whole) : equals(whole, anyAddress);
	}

	if ('fqdn' in whole) {
		return !isAddresses(part) && 'fqdn' in part && part.fqdn === whole.fqdn;
	}

	return isAddresses(part)
		? isSubset(part, addressesOf(whole.tag, topology))
		: 'tag' in part && tagHolds(whole.tag, part.tag, topology);
}

function tagHolds(whole: string, part: string, topology: Topology): boolean {
	if (whole.toLowerCase() === part.toLowerCase()) {
		return true;
	}

	const [outer, inner] = [whole, part].map(tag => knownValue(topology.serviceTags)?.get(tag.toLowerCase()));
	return outer !== undefined && inner !== undefined
		? isSubset(inner, outer)
		: isService(whole) && isService(part) && relate(whole, part) === 'contains';
}

/** `Internet`, `VirtualNetwork` and `AzureLoadBalancer` are no services' tags (service-tags-overview). */
function isService(tag: string): boolean {
	return !['internet', 'virtualnetwork', 'azureloadbalancer'].includes(tag.toLowerCase());
}

/** What is surely in a tag. In `Internet`, what no network here has: those may be peered, and then are not in it. */
function addressesOf(tag: string, topology: Topology): AddressSet {
	if (tag.toLowerCase() !== 'internet') {
		return knownValue(topology.serviceTags)?.get(tag.toLowerCase()) ?? [];
	}

	const networks = [...topology.virtualNetworks.values()].flatMap(fact => knownValue(fact) ?? []);
	const inside = networks.flatMap(({addressSpace, peerings}) => [
		addressSpace,
		...peerings.map(({remotePrefixes}) => remotePrefixes),
	]);
	return difference(publicAddresses, unionOf(inside));
}

/** Rules that are alike but for one field are one with both values, which opens no packet more. */
function joined(a: PacketRule, b: PacketRule): PacketRule | undefined {
	if (a.protocol !== b.protocol) {
		return undefined;
	}

	const sameSources = sameSide(a.sources, b.sources);
	const sameDestinations = sameSide(a.destinations, b.destinations);
	if (sameSources && sameDestinations) {
		return overlaps(a.ports, b.ports) ? {...a, ports: union(a.ports, b.ports)} : undefined;
	}

	if (!equals(a.ports, b.ports)) {
		return undefined;
	}

	const destinations = sameSources ? united(a.destinations, b.destinations) : undefined;
	const sources = sameDestinations ? united(a.sources, b.sources) : undefined;
	return destinations !== undefined ? {...a, destinations} : sources !== undefined ? {...a, sources} : undefined;
}

function united(a: Side, b: Side): AddressSet | undefined {
	return isAddresses(a) && isAddresses(b) && overlaps(a, b) ? union(a, b) : undefined;
}

function sameSide(a: Side, b: Side): boolean {
	return isAddresses(a)
		? isAddresses(b) && equals(a, b)
		: !isAddresses(b) && JSON.stringify(a).toLowerCase() === JSON.stringify(b).toLowerCase();
}

function isAddresses(side: Side): side is AddressSet {
	return Array.isArray(side);
}

/** Only in one field where the other rule holds all the rest: a rule says a product, and what is left must be one. */
function cut(rule: PacketRule, other: PacketRule, topology: Topology): Cut<PacketRule> {
	if (rule.protocol !== other.protocol || !overlaps(rule.ports, other.ports)) {
		return 'same';
	}

	const bySource = sideHolds(other.sources, rule.sources, topology);
	const byDestination = sideHolds(other.destinations, rule.destinations, topology);
	if (bySource && byDestination) {
		const ports = difference(rule.ports, other.ports);
		return isEmpty(ports) ? 'nothing' : {left: {...rule, ports}};
	}

	const field = bySource ? 'destinations' : byDestination ? 'sources' : undefined;
	return field !== undefined && isSubset(rule.ports, other.ports)
		? cutSide(rule, field, heldBy(other[field], topology))
		: 'same';
}

function cutSide(rule: PacketRule, field: 'sources' | 'destinations', held: AddressSet): Cut<PacketRule> {
	const side = rule[field];
	if (!isAddresses(side) || !overlaps(side, held)) {
		return 'same';
	}

	const left = difference(side, held);
	return isEmpty(left) ? 'nothing' : {left: {...rule, [field]: left}};
}

function heldBy(side: Side, topology: Topology): AddressSet {
	return isAddresses(side) ? side : 'tag' in side ? addressesOf(side.tag, topology) : [];
}
