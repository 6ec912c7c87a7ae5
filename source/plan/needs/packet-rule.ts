import {type AddressSet, anyAddress} from '../../network/address-set.js';
import {difference, equals, isEmpty, isSubset, overlaps, union, unionOf} from '../../network/interval-set.js';
import {overlapping} from '../../network/overlapping-blocks.js';
import {type Box, box, intersect, isEmptyBox, isNothing, type PacketSet, subtract} from '../../network/packet-set.js';
import type {PortSet} from '../../network/port-set.js';
import {protocols} from '../../network/protocol-set.js';
import {valueKey} from '../../network/value-key.js';
import {everyPublicAddress} from '../../routing/destination-cases.js';
import {relate} from '../../routing/resolve-tags.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {Wanted} from '../wanted.js';
import {fewest, type Served} from './served.js';

/** Addresses, or a word that the resource looks up itself. */
export type RuleSide = AddressSet | {readonly tag: string} | {readonly fqdn: string};

/** What rules of security groups and network rules of firewalls have in common: the packets that they allow. */
export type PacketRule = {
	readonly sources: RuleSide;
	readonly destinations: RuleSide;
	readonly protocol: 'tcp' | 'udp';
	readonly ports: PortSet;
};

/** What the flows need of a rule, packet by packet; undefined where all of it counts as needed. */
type Needed<By> = (item: By) => PacketSet | undefined;

/**
 * As few rules of one resource as let the same packets through, none of which opens what another opens or what is open
 * already.
 *
 * @param needed what is denied still, of what somebody wants
 */
export function fewestRules<By extends Wanted>(
	all: readonly Served<PacketRule, By>[],
	topology: Topology,
	needed: Needed<By>,
): readonly Served<PacketRule, By>[] {
	const rules = [...fewest(all, {holds: (whole, part) => holdsPackets(whole, part, topology), join: joined})];
	// One after the other: what two have in common must stay in one of them.
	for (const index of rules.keys()) {
		const [rule] = rules.slice(index, index + 1);
		if (rule !== undefined) {
			const whole = boxOf(rule.effect);
			const denied = intersect(
				[whole],
				rule.wanted.flatMap(item => needed(item) ?? [whole]),
			);
			const wanted = isNothing(denied) ? [whole] : denied;
			const held = rules.map((other, at) => (at === index ? [] : boxHeld(other.effect, rule.effect, topology)));
			const effect = cutTo(rule.effect, subtract(wanted, held.flat()));
			const gone = subtract(wanted, [boxOf(effect)]);
			for (const [at, part] of held.entries()) {
				const other = rules[at];
				if (other !== undefined && !isNothing(intersect(gone, part))) {
					rules[at] = {...other, wanted: [...new Set([...other.wanted, ...rule.wanted])]};
				}
			}

			rules[index] = {...rule, effect};
		}
	}

	return rules.filter(({effect}) => !isEmptyRule(effect));
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
function sideHolds(whole: RuleSide, part: RuleSide, topology: Topology): boolean {
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
	return difference(everyPublicAddress, unionOf(inside));
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

function united(a: RuleSide, b: RuleSide): AddressSet | undefined {
	return isAddresses(a) && isAddresses(b) && overlaps(a, b) ? union(a, b) : undefined;
}

function sameSide(a: RuleSide, b: RuleSide): boolean {
	return isAddresses(a)
		? isAddresses(b) && equals(a, b)
		: !isAddresses(b) && valueKey(a).toLowerCase() === valueKey(b).toLowerCase();
}

function isAddresses(side: RuleSide): side is AddressSet {
	return Array.isArray(side);
}

/** Only whole blocks and ranges go: what is left is known again. Words stay as they are. */
function cutTo(rule: PacketRule, packets: PacketSet): PacketRule {
	const side = (field: 'source' | 'destination', value: RuleSide): RuleSide => {
		const left = unionOf(packets.map(packet => packet[field]));
		return isAddresses(value) ? overlapping(value, left) : value;
	};
	return {
		...rule,
		sources: side('source', rule.sources),
		destinations: side('destination', rule.destinations),
		ports: rule.ports.filter(range => packets.some(({destinationPort}) => overlaps([range], destinationPort))),
	};
}

function isEmptyRule({ports}: PacketRule): boolean {
	return isEmpty(ports);
}

function boxOf({sources, destinations, protocol, ports}: PacketRule): Box {
	return box({
		source: isAddresses(sources) ? sources : anyAddress,
		destination: isAddresses(destinations) ? destinations : anyAddress,
		protocol: protocols(protocol),
		destinationPort: ports,
	});
}

/** The packets of a rule that another one surely lets through. */
function boxHeld(other: PacketRule, rule: PacketRule, topology: Topology): PacketSet {
	const side = (whole: RuleSide, part: RuleSide): AddressSet => {
		const addresses = isAddresses(whole) ? whole : 'tag' in whole ? addressesOf(whole.tag, topology) : [];
		return isAddresses(part) ? addresses : sideHolds(whole, part, topology) ? anyAddress : [];
	};
	const held = box({
		source: side(other.sources, rule.sources),
		destination: side(other.destinations, rule.destinations),
		protocol: protocols(other.protocol),
		destinationPort: other.ports,
	});
	return isEmptyBox(held) ? [] : [held];
}
