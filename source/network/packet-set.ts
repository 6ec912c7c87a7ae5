import {type Family, families, familyOf} from './address.js';
import {type AddressSet, anyAddress, formatAddresses, ofFamily} from './address-set.js';
import * as intervals from './interval-set.js';
import type {Packet} from './packet.js';
import {anyPort, formatPorts, type PortSet} from './port-set.js';
import {anyProtocol, formatProtocols, type ProtocolSet, portProtocols, protocolNumbers} from './protocol-set.js';

/**
 * A product of five sets: every packet that has each of its fields in the field's set. The two addresses of a packet are
 * of one family, so a box whose addresses have no family in common holds none.
 */
export type Box = {
	readonly source: AddressSet;
	readonly destination: AddressSet;
	readonly protocol: ProtocolSet;
	readonly sourcePort: PortSet;
	readonly destinationPort: PortSet;
};

/** A union of boxes. They may overlap; {@link subtract} and {@link intersect} keep what they are given exact. */
export type PacketSet = readonly Box[];

export const noPackets: PacketSet = [];

/**
 * The order in which {@link subtractBox} cuts. The protocol comes first, so that a piece which holds a protocol without
 * ports is never cut by port, and stays as {@link withoutMeaninglessPorts} wants it.
 */
const dimensions = ['protocol', 'destinationPort', 'source', 'destination', 'sourcePort'] as const;

/** A box with every field free but those given. */
export function box(fields: Partial<Box>): Box {
	return withoutMeaninglessPorts({
		source: anyAddress,
		destination: anyAddress,
		protocol: anyProtocol,
		sourcePort: anyPort,
		destinationPort: anyPort,
		...fields,
	});
}

/**
 * One spelling for one set: only tcp, udp and sctp have ports.
 * A rule on icmp alone is not limited by its ports; a rule on any protocol that names ports takes only packets that have
 * some, as Azure Firewall reads it (rule-processing.md). That security groups do the same is inferred, not documented.
 */
export function withoutMeaninglessPorts(given: Box): Box {
	const anyPorts = intervals.equals(given.sourcePort, anyPort) && intervals.equals(given.destinationPort, anyPort);
	if (anyPorts || intervals.isSubset(given.protocol, portProtocols)) {
		return given;
	}

	return intervals.overlaps(given.protocol, portProtocols)
		? {...given, protocol: intervals.intersection(given.protocol, portProtocols)}
		: {...given, sourcePort: anyPort, destinationPort: anyPort};
}

export function isEmptyBox(candidate: Box): boolean {
	return (
		dimensions.some(dimension => candidate[dimension].length === 0) ||
		!shareFamily(candidate.source, candidate.destination)
	);
}

/** Of sets that are not empty. */
function shareFamily(a: AddressSet, b: AddressSet): boolean {
	const [firstA, lastA, firstB, lastB] = [a[0], a.at(-1), b[0], b.at(-1)];
	return (
		(firstA !== undefined && firstB !== undefined && familyOf(firstA[0]) === familyOf(firstB[0])) ||
		(lastA !== undefined && lastB !== undefined && familyOf(lastA[0]) === familyOf(lastB[0]))
	);
}

/** The packets of a box as boxes of one family each, which hold exactly what they say; none that is empty. */
export function byFamily(given: Box): PacketSet {
	const whole = withoutMeaninglessPorts(given);
	return families.flatMap(family => {
		const [source, destination] = [ofFamily(whole.source, family), ofFamily(whole.destination, family)];
		const part = source === whole.source && destination === whole.destination ? whole : {...whole, source, destination};
		return isEmptyBox(part) ? [] : [part];
	});
}

/** Of a box of one family. */
export function familyOfBox({source}: Box): Family {
	return familyOf(source[0]?.[0] ?? 0);
}

export function isNothing(set: PacketSet): boolean {
	return set.every(isEmptyBox);
}

/** Spelled out, in the order of what excludes most: this is asked of every rule for every question. */
export function boxesOverlap(a: Box, b: Box): boolean {
	return (
		intervals.overlaps(a.destination, b.destination) &&
		intervals.overlaps(a.source, b.source) &&
		intervals.overlaps(a.destinationPort, b.destinationPort) &&
		intervals.overlaps(a.protocol, b.protocol) &&
		intervals.overlaps(a.sourcePort, b.sourcePort)
	);
}

export function boxCovers(whole: Box, part: Box): boolean {
	return dimensions.every(dimension => intervals.isSubset(part[dimension], whole[dimension]));
}

/** Equal field by field; equal sets may still be cut into different boxes. */
export function sameBox(a: Box, b: Box): boolean {
	return (
		a === b ||
		(intervals.equals(a.destination, b.destination) &&
			intervals.equals(a.source, b.source) &&
			intervals.equals(a.destinationPort, b.destinationPort) &&
			intervals.equals(a.protocol, b.protocol) &&
			intervals.equals(a.sourcePort, b.sourcePort))
	);
}

export function intersectBoxes(a: Box, b: Box): Box | undefined {
	return boxesOverlap(a, b)
		? {
				source: intervals.intersection(a.source, b.source),
				destination: intervals.intersection(a.destination, b.destination),
				protocol: intervals.intersection(a.protocol, b.protocol),
				sourcePort: intervals.intersection(a.sourcePort, b.sourcePort),
				destinationPort: intervals.intersection(a.destinationPort, b.destinationPort),
			}
		: undefined;
}

export function intersect(a: PacketSet, b: PacketSet): PacketSet {
	return a.flatMap(x => b.flatMap(y => intersectBoxes(x, y) ?? []));
}

/** Every packet of every set; boxes that lie within another are left out. */
export function unite(...sets: readonly PacketSet[]): PacketSet {
	let kept: Box[] = [];
	for (const candidate of sets.flat()) {
		if (isEmptyBox(candidate) || kept.some(whole => boxCovers(whole, candidate))) {
			continue;
		}

		kept = kept.filter(part => !boxCovers(candidate, part));
		kept.push(candidate);
	}

	return kept;
}

/** `a` without `b`, as at most five disjoint boxes. */
export function subtractBox(a: Box, b: Box): PacketSet {
	if (!boxesOverlap(a, b)) {
		return [a];
	}

	const rest: Box[] = [];
	let inside = a;
	for (const dimension of dimensions) {
		const outside = intervals.difference(inside[dimension], b[dimension]);
		if (outside.length > 0) {
			rest.push({...inside, [dimension]: outside});
			inside = {...inside, [dimension]: intervals.intersection(inside[dimension], b[dimension])};
		}
	}

	return rest;
}

export function subtract(a: PacketSet, b: PacketSet): PacketSet {
	let rest = a;
	for (const cut of b) {
		rest = rest.flatMap(piece => subtractBox(piece, cut));
	}

	return rest;
}

/** Whether every packet of `part` is in `whole`. Exact; use a diagram where either holds more than some hundred boxes. */
export function isWithin(part: PacketSet, whole: PacketSet): boolean {
	return isNothing(subtract(part, whole));
}

export function boxHasPacket(candidate: Box, packet: Packet): boolean {
	return dimensions.every(dimension => intervals.has(candidate[dimension], packet[dimension]));
}

export function hasPacket(set: PacketSet, packet: Packet): boolean {
	return set.some(candidate => boxHasPacket(candidate, packet));
}

/** One packet of the set, an ordinary one where there is a choice: tcp, from an ephemeral port. */
export function witness(set: PacketSet): Packet | undefined {
	const [found] = set.flatMap(byFamily);
	return (
		found && {
			source: found.source[0]?.[0] ?? 0,
			destination: found.destination[0]?.[0] ?? 0,
			protocol: pick(found.protocol, [protocolNumbers.tcp, protocolNumbers.udp]),
			sourcePort: pick(found.sourcePort, [firstEphemeralPort]),
			destinationPort: pick(found.destinationPort, [443, 80]),
		}
	);
}

/** RFC 6335, section 6. */
const firstEphemeralPort = 49_152;

function pick(set: intervals.IntervalSet, preferred: readonly number[]): number {
	return preferred.find(value => intervals.has(set, value)) ?? set[0]?.[0] ?? 0;
}

/** For sentences: `10.110.0.0/26 to 20.1.2.3, tcp 443`. */
export function formatBox({source, destination, protocol, sourcePort, destinationPort}: Box): string {
	const onPorts = intervals.equals(destinationPort, anyPort) ? '' : ` ${formatPorts(destinationPort)}`;
	const fromPorts = intervals.equals(sourcePort, anyPort) ? '' : ` from port ${formatPorts(sourcePort)}`;
	return `${formatAddresses(source)} to ${formatAddresses(destination)}, ${formatProtocols(protocol)}${onPorts}${fromPorts}`;
}
