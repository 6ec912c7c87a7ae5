import {type Address, addressBits, type Family, families, lowestIpv6} from './address.js';
import type {AddressSet} from './address-set.js';
import {
	both,
	type Diagram,
	either,
	everything,
	type Forest,
	forest,
	leafVariable,
	node,
	nothing,
} from './decision-diagram.js';
import {equals, type Interval, next, previous} from './interval-set.js';
import type {Packet} from './packet.js';
import {type Box, byFamily, familyOfBox, type PacketSet} from './packet-set.js';

/**
 * Packet sets as decision diagrams, for the questions that boxes cannot hold. Sets of addresses and ports are known by
 * identity first and by value second, so a service tag that a thousand rules name is turned into nodes once.
 */
export type PacketForest = {
	readonly trees: Forest;
	readonly numberOf: WeakMap<AddressSet, number>;
	readonly setsByHash: Map<number, {readonly set: AddressSet; readonly number: number}[]>;
	/** By set and field. */
	readonly fieldDiagrams: Map<number, Diagram>;
	readonly boxDiagrams: WeakMap<Box, Diagram>;
	sets: number;
};

export function packetForest(nodeCap?: number): PacketForest {
	return {
		trees: forest(nodeCap),
		numberOf: new WeakMap(),
		setsByHash: new Map(),
		fieldDiagrams: new Map(),
		boxDiagrams: new WeakMap(),
		sets: 0,
	};
}

/** The root tells the families apart: 0 is IPv4. What is below it is numbered in each family by itself. */
const familyVariable = 0;

/** From the root down. This order built fastest of the six that were measured; the source port is rarely looked at. */
function fieldsOf(family: Family) {
	const bits = addressBits[family];
	return [
		{name: 'protocol', bits: 8, first: 1, lowest: 0},
		{name: 'destinationPort', bits: 16, first: 9, lowest: 0},
		{name: 'source', bits, first: 25, lowest: lowestOf[family]},
		{name: 'destination', bits, first: 25 + bits, lowest: lowestOf[family]},
		{name: 'sourcePort', bits: 16, first: 25 + 2 * bits, lowest: 0},
	] as const;
}

const lowestOf = {IPv4: 0, IPv6: lowestIpv6} as const;
const fields = {IPv4: fieldsOf('IPv4'), IPv6: fieldsOf('IPv6')} as const;
const fieldNames = fields.IPv4.map(({name}) => name);

type Field = ReturnType<typeof fieldsOf>[number];

function branch(trees: Forest, at: Diagram, family: Family): Diagram {
	return trees.variable[at] === familyVariable ? ((family === 'IPv4' ? trees.low[at] : trees.high[at]) as Diagram) : at;
}

/** The number that is `2 ** exponent` further on. */
function shifted(base: Address, exponent: number): Address {
	return typeof base === 'bigint' ? base + (1n << BigInt(exponent)) : base + 2 ** exponent;
}

/** A number for a set, the same for equal sets. */
export function setNumber(packets: PacketForest, set: AddressSet): number {
	const known = packets.numberOf.get(set);
	if (known !== undefined) {
		return known;
	}

	let hash = set.length;
	for (const [first, last] of set) {
		hash = (Math.imul(hash, 31) + Math.imul(low(first), 0x9e_37_79_b1) + low(last)) | 0;
	}

	const alike = packets.setsByHash.get(hash) ?? [];
	const number = alike.find(other => equals(other.set, set))?.number ?? packets.sets++;
	alike.push({set, number});
	packets.setsByHash.set(hash, alike);
	packets.numberOf.set(set, number);
	return number;
}

/** For hashing: the network and the host of an IPv6 address, folded into 32 bits. */
function low(value: Address): number {
	return typeof value === 'bigint' ? Number(BigInt.asIntN(32, value ^ (value >> 64n) ^ (value >> 96n))) : value;
}

/** The set is of one family, so that its number says which fields are meant. */
function fieldDiagram(packets: PacketForest, set: AddressSet, field: Field, family: Family): Diagram {
	const place = 2 * fieldNames.indexOf(field.name) + (family === 'IPv4' ? 0 : 1);
	const key = setNumber(packets, set) * 2 * fieldNames.length + place;
	const known = packets.fieldDiagrams.get(key);
	if (known !== undefined) {
		return known;
	}

	const made = intervalsDiagram(packets.trees, set, field.first, field.bits, field.lowest, 0, set.length);
	packets.fieldDiagrams.set(key, made);
	return made;
}

/** The intervals `from` to `to` (excluded) of the set, seen within the block of `2^bits` numbers that starts at `base`. */
function intervalsDiagram(
	trees: Forest,
	set: AddressSet,
	variable: number,
	bits: number,
	base: Address,
	from: number,
	to: number,
): Diagram {
	if (from === to) {
		return nothing;
	}

	const [first, last] = set[from] as Interval<Address>;
	if (first <= base && last >= previous(shifted(base, bits))) {
		return everything;
	}

	const middle = shifted(base, bits - 1);
	let low = from;
	let high = to;
	while (low < high) {
		const probe = (low + high) >>> 1;
		if ((set[probe] as Interval<Address>)[1] < middle) {
			low = probe + 1;
		} else {
			high = probe;
		}
	}

	// The one interval that spans the middle belongs to both halves.
	const upper = low;
	const lower = upper < to && (set[upper] as Interval<Address>)[0] < middle ? upper + 1 : upper;
	return node(
		trees,
		variable,
		intervalsDiagram(trees, set, variable + 1, bits - 1, base, from, lower),
		intervalsDiagram(trees, set, variable + 1, bits - 1, middle, upper, to),
	);
}

export function boxDiagram(packets: PacketForest, given: Box): Diagram {
	const known = packets.boxDiagrams.get(given);
	if (known !== undefined) {
		return known;
	}

	const made = byFamily(given).reduce<Diagram>(
		(sum, part) => either(packets.trees, sum, familyDiagram(packets, part)),
		nothing,
	);
	packets.boxDiagrams.set(given, made);
	return made;
}

/** Of a box of one family. */
function familyDiagram(packets: PacketForest, part: Box): Diagram {
	const family = familyOfBox(part);
	// Bottom up, so that each step only hangs one field's nodes above what is there.
	const made = fields[family].reduceRight<Diagram>(
		(below, field) => both(packets.trees, fieldDiagram(packets, part[field.name], field, family), below),
		everything,
	);
	return family === 'IPv4'
		? node(packets.trees, familyVariable, made, nothing)
		: node(packets.trees, familyVariable, nothing, made);
}

export function packetsDiagram(packets: PacketForest, set: PacketSet): Diagram {
	return set.reduce<Diagram>((sum, each) => either(packets.trees, sum, boxDiagram(packets, each)), nothing);
}

/** One packet of the set, the nearest to an ordinary one (https over tcp), and in the lowest addresses otherwise. */
export function diagramWitness({trees}: PacketForest, diagram: Diagram): Packet | undefined {
	const family = families.find(each => branch(trees, diagram, each) !== nothing);
	if (family === undefined) {
		return undefined;
	}

	const found: Record<Field['name'], Address> = {...ordinary};
	let at = branch(trees, diagram, family);
	for (const {name, bits, first, lowest} of fields[family]) {
		let value: Address = lowest;
		for (let bit = bits - 1; bit >= 0; bit--) {
			const wanted = bit < 31 ? (ordinary[name] >> bit) & 1 : 0;
			const isAsked = trees.variable[at] === first + bits - 1 - bit;
			const step = isAsked ? possibleStep(trees, at, wanted) : wanted;
			at = isAsked ? ((step === 1 ? trees.high[at] : trees.low[at]) as Diagram) : at;
			value = step === 1 ? shifted(value, bit) : value;
		}

		found[name] = value;
	}

	// Protocols and ports begin at a number, so they are numbers.
	return found as Packet;
}

function possibleStep({low, high}: Forest, at: Diagram, wanted: number): number {
	return (wanted === 1 ? high[at] : low[at]) === nothing ? 1 - wanted : wanted;
}

const ordinary = {source: 0, destination: 0, protocol: 6, sourcePort: 49_152, destinationPort: 443};

/** What a diagram holds as disjoint boxes: all of it, or as much as the bounds allow. */
export type Listing = {readonly packets: PacketSet; readonly complete: boolean};

/** Intervals, not boxes, are what takes the memory. */
const mostIntervals = 200_000;

export function listPackets({trees}: PacketForest, diagram: Diagram, mostBoxes = 1000): Listing {
	const boxes: Box[] = [];
	const budget = {intervals: mostIntervals, complete: true};
	const list = (below: Diagram, family: Family, index: number, chosen: Partial<Box>): void => {
		const field = fields[family][index];
		if (field === undefined) {
			boxes.push(chosen as Box);
			return;
		}

		const exits = new Map<Diagram, [Address, Address][]>();
		collectExits(trees, below, field, field.first, field.lowest, exits, budget);
		for (const [exit, set] of exits) {
			if (boxes.length >= mostBoxes) {
				budget.complete = false;
				return;
			}

			list(exit, family, index + 1, {...chosen, [field.name]: set});
		}
	};
	for (const family of families) {
		const below = branch(trees, diagram, family);
		if (below !== nothing) {
			list(below, family, 0, {});
		}
	}

	return {packets: boxes, complete: budget.complete};
}

/** Groups the values of one field by the diagram they lead to, in rising order, so that intervals join as they come. */
function collectExits(
	trees: Forest,
	at: Diagram,
	field: Field,
	variable: number,
	base: Address,
	exits: Map<Diagram, [Address, Address][]>,
	budget: {intervals: number; complete: boolean},
): void {
	if (at === nothing || !budget.complete) {
		return;
	}

	const end = field.first + field.bits;
	const own = trees.variable[at] as number;
	if (own >= end || own === leafVariable) {
		const last = previous(shifted(base, end - variable));
		const set = exits.get(at) ?? [];
		const before = set.at(-1);
		if (before !== undefined && next(before[1]) === base) {
			before[1] = last;
		} else {
			set.push([base, last]);
		}

		budget.intervals--;
		budget.complete = budget.intervals >= 0;
		exits.set(at, set);
		return;
	}

	const [low, high] = own === variable ? [trees.low[at] as Diagram, trees.high[at] as Diagram] : [at, at];
	collectExits(trees, low, field, variable + 1, base, exits, budget);
	collectExits(trees, high, field, variable + 1, shifted(base, end - variable - 1), exits, budget);
}
