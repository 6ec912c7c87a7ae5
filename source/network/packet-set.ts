import {type AddressSet, anyAddress} from './address-set.js';
import * as intervals from './interval-set.js';
import {anyPort, type PortSet} from './port-set.js';
import {anyProtocol, type ProtocolSet} from './protocol-set.js';

/** A product of five sets: every packet that has each of its fields in the field's set. */
export type Box = {
	readonly source: AddressSet;
	readonly destination: AddressSet;
	readonly protocol: ProtocolSet;
	readonly sourcePort: PortSet;
	readonly destinationPort: PortSet;
};

/** A union of boxes. They may overlap; {@link subtract} and {@link intersect} keep what they are given exact. */
export type PacketSet = readonly Box[];

const dimensions = ['destinationPort', 'protocol', 'source', 'destination', 'sourcePort'] as const;

/** A box with every field free but those given. */
export function box(fields: Partial<Box>): Box {
	return {
		source: anyAddress,
		destination: anyAddress,
		protocol: anyProtocol,
		sourcePort: anyPort,
		destinationPort: anyPort,
		...fields,
	};
}

export function isEmptyBox(candidate: Box): boolean {
	return dimensions.some(dimension => candidate[dimension].length === 0);
}

export function intersectBoxes(a: Box, b: Box): Box | undefined {
	const common: Record<string, intervals.IntervalSet> = {};
	for (const dimension of dimensions) {
		const shared = intervals.intersection(a[dimension], b[dimension]);
		if (shared.length === 0) {
			return undefined;
		}

		common[dimension] = shared;
	}

	return common as Box;
}

export function intersect(a: PacketSet, b: PacketSet): PacketSet {
	return a.flatMap(x => b.flatMap(y => intersectBoxes(x, y) ?? []));
}

/** `a` without `b`, as at most five disjoint boxes. */
export function subtractBox(a: Box, b: Box): PacketSet {
	if (intersectBoxes(a, b) === undefined) {
		return [a];
	}

	const rest: Box[] = [];
	let inside = a;
	for (const dimension of dimensions) {
		const outside = intervals.difference(inside[dimension], b[dimension]);
		if (outside.length > 0) {
			rest.push({...inside, [dimension]: outside});
		}

		inside = {...inside, [dimension]: intervals.intersection(inside[dimension], b[dimension])};
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
