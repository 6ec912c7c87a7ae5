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
import {equals, type Interval, type IntervalSet} from './interval-set.js';
import type {Packet} from './packet.js';
import {type Box, noPackets, type PacketSet, withoutMeaninglessPorts} from './packet-set.js';

/**
 * Packet sets as decision diagrams, for the questions that boxes cannot hold. Sets of addresses and ports are known by
 * identity first and by value second, so a service tag that a thousand rules name is turned into nodes once.
 */
export type PacketForest = {
	readonly trees: Forest;
	readonly numberOf: WeakMap<IntervalSet, number>;
	readonly setsByHash: Map<number, {readonly set: IntervalSet; readonly number: number}[]>;
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

/** From the root down. This order built fastest of the six that were measured; the source port is rarely looked at. */
const fields = [
	{name: 'protocol', bits: 8, first: 0},
	{name: 'destinationPort', bits: 16, first: 8},
	{name: 'source', bits: 32, first: 24},
	{name: 'destination', bits: 32, first: 56},
	{name: 'sourcePort', bits: 16, first: 88},
] as const;

type Field = (typeof fields)[number];

/** A number for a set, the same for equal sets. */
export function setNumber(packets: PacketForest, set: IntervalSet): number {
	const known = packets.numberOf.get(set);
	if (known !== undefined) {
		return known;
	}

	let hash = set.length;
	for (const [first, last] of set) {
		hash = (Math.imul(hash, 31) + Math.imul(first, 0x9e_37_79_b1) + last) | 0;
	}

	const alike = packets.setsByHash.get(hash) ?? [];
	const number = alike.find(other => equals(other.set, set))?.number ?? packets.sets++;
	alike.push({set, number});
	packets.setsByHash.set(hash, alike);
	packets.numberOf.set(set, number);
	return number;
}

function fieldDiagram(packets: PacketForest, set: IntervalSet, field: Field): Diagram {
	const key = setNumber(packets, set) * fields.length + fields.indexOf(field);
	const known = packets.fieldDiagrams.get(key);
	if (known !== undefined) {
		return known;
	}

	const made = intervalsDiagram(packets.trees, set, field.first, field.bits, 0, 0, set.length);
	packets.fieldDiagrams.set(key, made);
	return made;
}

/** The intervals `from` to `to` (excluded) of the set, seen within the block of `2^bits` numbers that starts at `base`. */
function intervalsDiagram(
	trees: Forest,
	set: IntervalSet,
	variable: number,
	bits: number,
	base: number,
	from: number,
	to: number,
): Diagram {
	if (from === to) {
		return nothing;
	}

	const [first, last] = set[from] as Interval;
	if (first <= base && last >= base + 2 ** bits - 1) {
		return everything;
	}

	const middle = base + 2 ** (bits - 1);
	let low = from;
	let high = to;
	while (low < high) {
		const probe = (low + high) >>> 1;
		if ((set[probe] as Interval)[1] < middle) {
			low = probe + 1;
		} else {
			high = probe;
		}
	}

	// The one interval that spans the middle belongs to both halves.
	const upper = low;
	const lower = upper < to && (set[upper] as Interval)[0] < middle ? upper + 1 : upper;
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

	const normal = withoutMeaninglessPorts(given);
	// Bottom up, so that each step only hangs one field's nodes above what is there.
	const made = fields.reduceRight<Diagram>(
		(below, field) => both(packets.trees, fieldDiagram(packets, normal[field.name], field), below),
		everything,
	);
	packets.boxDiagrams.set(given, made);
	return made;
}

export function packetsDiagram(packets: PacketForest, set: PacketSet): Diagram {
	return set.reduce<Diagram>((sum, each) => either(packets.trees, sum, boxDiagram(packets, each)), nothing);
}

/** One packet of the set, the nearest to an ordinary one (https over tcp), and in the lowest addresses otherwise. */
export function diagramWitness({trees}: PacketForest, diagram: Diagram): Packet | undefined {
	if (diagram === nothing) {
		return undefined;
	}

	const found = {...ordinary};
	let at = diagram;
	for (const {name, bits, first} of fields) {
		let value = 0;
		for (let bit = bits - 1; bit >= 0; bit--) {
			let step = Math.floor(ordinary[name] / 2 ** bit) % 2;
			if (trees.variable[at] === first + bits - 1 - bit) {
				const [low, high] = [trees.low[at] as Diagram, trees.high[at] as Diagram];
				if ((step === 1 ? high : low) === nothing) {
					step = 1 - step;
				}

				at = step === 1 ? high : low;
			}

			value = value * 2 + step;
		}

		found[name] = value;
	}

	return found;
}

const ordinary = {source: 0, destination: 0, protocol: 6, sourcePort: 49_152, destinationPort: 443};

/** What a diagram holds as disjoint boxes: all of it, or as much as the bounds allow. */
export type Listing = {readonly packets: PacketSet; readonly complete: boolean};

/** Intervals, not boxes, are what takes the memory. */
const mostIntervals = 200_000;

export function listPackets({trees}: PacketForest, diagram: Diagram, mostBoxes = 1000): Listing {
	if (diagram === nothing) {
		return {packets: noPackets, complete: true};
	}

	const boxes: Box[] = [];
	const budget = {intervals: mostIntervals, complete: true};
	const list = (below: Diagram, index: number, chosen: Partial<Box>): void => {
		const field = fields[index];
		if (field === undefined) {
			boxes.push(chosen as Box);
			return;
		}

		const exits = new Map<Diagram, [number, number][]>();
		collectExits(trees, below, field, field.first, 0, exits, budget);
		for (const [exit, set] of exits) {
			if (boxes.length >= mostBoxes) {
				budget.complete = false;
				return;
			}

			list(exit, index + 1, {...chosen, [field.name]: set});
		}
	};
	list(diagram, 0, {});
	return {packets: boxes, complete: budget.complete};
}

/** Groups the values of one field by the diagram they lead to, in rising order, so that intervals join as they come. */
function collectExits(
	trees: Forest,
	at: Diagram,
	field: Field,
	variable: number,
	base: number,
	exits: Map<Diagram, [number, number][]>,
	budget: {intervals: number; complete: boolean},
): void {
	if (at === nothing || !budget.complete) {
		return;
	}

	const end = field.first + field.bits;
	const own = trees.variable[at] as number;
	if (own >= end || own === leafVariable) {
		const last = base + 2 ** (end - variable) - 1;
		const set = exits.get(at) ?? [];
		const previous = set.at(-1);
		if (previous !== undefined && previous[1] + 1 === base) {
			previous[1] = last;
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
	collectExits(trees, high, field, variable + 1, base + 2 ** (end - variable - 1), exits, budget);
}
