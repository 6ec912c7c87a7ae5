import {type Address, type Family, lowestIpv6} from './address.js';
import {has, type IntervalSet} from './interval-set.js';
import type {MatchRule} from './match-rule.js';
import type {Packet} from './packet.js';
import {type Box, byFamily, familyOfBox, type PacketSet} from './packet-set.js';

/** An ordered list of rules laid out for scanning, each family by itself. */
export type PreparedPolicy<Origin> = {
	readonly rules: readonly MatchRule<Origin>[];
} & Readonly<Record<Family, PreparedRows>>;

/** One row for each box of each rule that holds packets of the family. */
export type PreparedRows = {
	readonly boxes: readonly Box[];
	/** The rule a row belongs to. */
	readonly ruleOf: Int32Array;
	/** For each row the lowest and highest number of each field, ten numbers side by side for one pass over memory. */
	readonly bounds: Uint32Array;
	/** 1 where the bounds only exclude, and the sets themselves decide: a field has gaps, or the row is of IPv6. */
	readonly gaps: Uint8Array;
};

/** In the order of how much each tends to exclude. */
const fields = ['destination', 'source', 'destinationPort', 'protocol', 'sourcePort'] as const;
const width = 2 * fields.length;

/** Rules are values and never change, so what was prepared for a list holds as long as the list. */
const preparedBefore = new WeakMap<readonly MatchRule<unknown>[], PreparedPolicy<unknown>>();

export function prepare<Origin>(rules: readonly MatchRule<Origin>[]): PreparedPolicy<Origin> {
	const known = preparedBefore.get(rules);
	if (known !== undefined) {
		// The key is the very list whose rules carry this origin.
		return known as PreparedPolicy<Origin>;
	}

	const boxes = {IPv4: [] as Box[], IPv6: [] as Box[]};
	const ruleOf = {IPv4: [] as number[], IPv6: [] as number[]};
	for (const [rule, {match}] of rules.entries()) {
		for (const row of match.flatMap(byFamily)) {
			const family = familyOfBox(row);
			boxes[family].push(row);
			ruleOf[family].push(rule);
		}
	}

	const rows = (family: Family): PreparedRows => ({
		boxes: boxes[family],
		ruleOf: Int32Array.from(ruleOf[family]),
		...layOut(boxes[family], family === 'IPv6'),
	});
	const made: PreparedPolicy<Origin> = {rules, IPv4: rows('IPv4'), IPv6: rows('IPv6')};
	preparedBefore.set(rules, made);
	return made;
}

function layOut(boxes: readonly Box[], isCoarse: boolean): {readonly bounds: Uint32Array; readonly gaps: Uint8Array} {
	const bounds = new Uint32Array(boxes.length * width);
	const gaps = new Uint8Array(boxes.length).fill(isCoarse ? 1 : 0);
	let at = 0;
	for (const [index, row] of boxes.entries()) {
		for (const field of fields) {
			const set = row[field];
			bounds[at++] = lowest(set);
			bounds[at++] = highest(set);
			if (set.length > 1) {
				gaps[index] = 1;
			}
		}
	}

	return {bounds, gaps};
}

/** 32 bits that sort as the numbers do: the number itself, of an IPv6 address the first ones. */
function bound(value: Address): number {
	return typeof value === 'bigint' ? Number((value - lowestIpv6) >> 96n) : value;
}

function lowest(set: IntervalSet<Address>): number {
	return bound(set[0]?.[0] ?? 0);
}

function highest(set: IntervalSet<Address>): number {
	return bound(set.at(-1)?.[1] ?? 0);
}

/** The first row that takes the packet, or -1; the rows are those of the packet's family. */
export function firstRow({bounds, gaps, boxes}: PreparedRows, packet: Packet): number {
	const destination = bound(packet.destination) >>> 0;
	const source = bound(packet.source) >>> 0;
	const destinationPort = packet.destinationPort >>> 0;
	const protocol = packet.protocol >>> 0;
	const sourcePort = packet.sourcePort >>> 0;
	for (let row = 0, at = 0; at < bounds.length; row++, at += width) {
		if (
			destination >= (bounds[at] as number) &&
			destination <= (bounds[at + 1] as number) &&
			source >= (bounds[at + 2] as number) &&
			source <= (bounds[at + 3] as number) &&
			destinationPort >= (bounds[at + 4] as number) &&
			destinationPort <= (bounds[at + 5] as number) &&
			protocol >= (bounds[at + 6] as number) &&
			protocol <= (bounds[at + 7] as number) &&
			sourcePort >= (bounds[at + 8] as number) &&
			sourcePort <= (bounds[at + 9] as number) &&
			(gaps[row] === 0 || takes(boxes[row], packet))
		) {
			return row;
		}
	}

	return -1;
}

function takes(row: Box | undefined, packet: Packet): boolean {
	return row !== undefined && fields.every(field => has(row[field], packet[field]));
}

/** The rows that may meet a question in their family, in order: no row is missed, some may turn out not to meet it. */
export function candidateRows({bounds}: PreparedRows, question: PacketSet): readonly number[] {
	const asked = hull(question);
	const rows: number[] = [];
	for (let row = 0, at = 0; at < bounds.length; row++, at += width) {
		let meets = true;
		for (let field = 0; meets && field < width; field += 2) {
			meets =
				(bounds[at + field] as number) <= (asked[field + 1] as number) &&
				(asked[field] as number) <= (bounds[at + field + 1] as number);
		}

		if (meets) {
			rows.push(row);
		}
	}

	return rows;
}

/** The bounds of all boxes together; bounds that nothing meets when there are none. */
function hull(question: PacketSet): Uint32Array {
	const asked = new Uint32Array(width);
	for (const [index, field] of fields.entries()) {
		// Not `Math.min(...)`: a question may have more boxes than a call can have arguments.
		asked[2 * index] = question.reduce((least, box) => Math.min(least, lowest(box[field])), 0xff_ff_ff_ff);
		asked[2 * index + 1] = question.reduce((most, box) => Math.max(most, highest(box[field])), 0);
	}

	return asked;
}
