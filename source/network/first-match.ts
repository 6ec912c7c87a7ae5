import {families, familyOf} from './address.js';
import {both, nothing, without} from './decision-diagram.js';
import type {Action, MatchRule} from './match-rule.js';
import type {Packet} from './packet.js';
import {boxDiagram, diagramWitness, listPackets, packetForest, packetsDiagram} from './packet-diagram.js';
import {
	type Box,
	boxesOverlap,
	byFamily,
	familyOfBox,
	intersectBoxes,
	type PacketSet,
	subtractBox,
	witness,
} from './packet-set.js';
import {allowedWithin} from './policy-diagram.js';
import {candidateRows, firstRow, type PreparedPolicy, type PreparedRows, prepare} from './prepared-policy.js';

export type {Action, MatchRule} from './match-rule.js';

/** The share of a question that one rule decides. */
export type Share<Origin> = {
	readonly origin: Origin;
	readonly action: Action;
	/** Disjoint as far as the question's boxes are. */
	readonly packets: PacketSet;
	/** True where the share has too many boxes to list: `packets` is then a part of it, and never empty. */
	readonly partial: boolean;
};

export type Partition<Origin> = {
	/** In the order of the rules; only rules that decide something. */
	readonly shares: readonly Share<Origin>[];
	/** What no rule matched. */
	readonly rest: PacketSet;
	/** True past the node cap: nothing is known then; `shares` is empty and `rest` is the whole question. */
	readonly undecided: boolean;
};

/** Whether a list allows every packet of a question; where not, one packet it refuses and the rule that does. */
export type Judgement<Origin> =
	| {readonly state: 'allowed'}
	/** `by` is undefined where no rule matches the witness. */
	| {readonly state: 'refused'; readonly witness: Packet; readonly by: MatchRule<Origin> | undefined}
	/** Past the node cap: neither proved nor refuted. */
	| {readonly state: 'undecided'};

export type Bounds = {
	/** Boxes held at once before diagrams take over; 999 harmless-looking rules can make 37 million. */
	readonly boxCap?: number;
	/** Diagram nodes before the answer is undecided. */
	readonly nodeCap?: number;
};

const defaultBoxCap = 4096;
/** Enough to explain a share with; the whole of it may have millions. */
const listedBoxes = 256;

/** The rule that decides what happens to one packet. */
export function decidingRule<Origin>(
	rules: readonly MatchRule<Origin>[],
	packet: Packet,
): MatchRule<Origin> | undefined {
	const prepared = prepare(rules);
	const rows = prepared[familyOf(packet.source)];
	return prepared.rules[rows.ruleOf[firstRow(rows, packet)] ?? -1];
}

/** Splits a question by the rule that decides each part of it. Exact; rows are in evaluation order. */
export function partition<Origin>(
	rules: readonly MatchRule<Origin>[],
	question: PacketSet,
	{boxCap = defaultBoxCap, nodeCap}: Bounds = {},
): Partition<Origin> {
	const prepared = prepare(rules);
	const asked = normal(question);
	const parts = new Map<number, Box[]>();
	const rest = takeApart(prepared, asked, boxCap, (rule, packets) => {
		const part = parts.get(rule) ?? [];
		for (const packet of packets) {
			part.push(packet);
		}

		parts.set(rule, part);
		return true;
	});
	if (rest === 'too-many') {
		return partitionByDiagram(prepared, asked, nodeCap);
	}

	const shares = [...parts].sort(([a], [b]) => a - b).map(([index, packets]) => share(prepared, index, packets, false));
	return {shares, rest, undecided: false};
}

/** Whether all of a question is allowed. An empty question is. Stops at the first packet that is not. */
export function judge<Origin>(
	rules: readonly MatchRule<Origin>[],
	question: PacketSet,
	{boxCap = defaultBoxCap, nodeCap}: Bounds = {},
): Judgement<Origin> {
	const prepared = prepare(rules);
	const asked = normal(question);
	let refused: Packet | undefined;
	const rest = takeApart(prepared, asked, boxCap, (rule, packets) => {
		refused = prepared.rules[rule]?.action === 'deny' ? witness(packets) : undefined;
		return refused === undefined;
	});
	if (rest === 'too-many') {
		return judgeByDiagram(rules, asked, nodeCap);
	}

	const found = refused ?? witness(rest);
	return found === undefined ? {state: 'allowed'} : {state: 'refused', witness: found, by: decidingRule(rules, found)};
}

function normal(question: PacketSet): PacketSet {
	return question.flatMap(byFamily);
}

/**
 * Hands each row what it decides, in order within a family, until nothing is left or `receive` says to stop.
 * Gives back what no row took, or gives up when that falls into too many boxes.
 */
function takeApart<Origin>(
	prepared: PreparedPolicy<Origin>,
	question: PacketSet,
	boxCap: number,
	receive: (rule: number, packets: readonly Box[]) => boolean,
): PacketSet | 'too-many' {
	let left: PacketSet = [];
	let isWanted = true;
	for (const family of families) {
		const asked = isWanted ? question.filter(part => familyOfBox(part) === family) : [];
		const rest = takeApartRows(prepared[family], asked, boxCap, (rule, packets) => {
			isWanted = receive(rule, packets);
			return isWanted;
		});
		if (rest === 'too-many') {
			return rest;
		}

		left = left.length === 0 ? rest : [...left, ...rest];
	}

	return left;
}

function takeApartRows(
	rows: PreparedRows,
	question: PacketSet,
	boxCap: number,
	receive: (rule: number, packets: readonly Box[]) => boolean,
): PacketSet | 'too-many' {
	let rest = question;
	if (rest.length === 0) {
		return rest;
	}

	for (const index of candidateRows(rows, question)) {
		const row = rows.boxes[index] as Box;
		if (!rest.some(piece => boxesOverlap(piece, row))) {
			continue;
		}

		const taken = rest.flatMap(piece => intersectBoxes(piece, row) ?? []);
		if (!receive(rows.ruleOf[index] as number, taken)) {
			return rest;
		}

		rest = rest.flatMap(piece => subtractBox(piece, row));
		if (rest.length > boxCap) {
			return 'too-many';
		}

		if (rest.length === 0) {
			break;
		}
	}

	return rest;
}

function share<Origin>(
	{rules}: PreparedPolicy<Origin>,
	index: number,
	packets: PacketSet,
	partial: boolean,
): Share<Origin> {
	const {origin, action} = rules[index] as MatchRule<Origin>;
	return {origin, action, packets, partial};
}

function partitionByDiagram<Origin>(
	prepared: PreparedPolicy<Origin>,
	question: PacketSet,
	nodeCap: number | undefined,
): Partition<Origin> {
	const forest = packetForest(nodeCap);
	const {trees} = forest;
	const parts = new Map<number, {packets: PacketSet; partial: boolean}>();
	let rest = packetsDiagram(forest, question);
	for (const {boxes, ruleOf, row} of candidates(prepared, question)) {
		const match = boxDiagram(forest, boxes[row] as Box);
		const taken = both(trees, rest, match);
		if (taken !== nothing) {
			const rule = ruleOf[row] as number;
			const before = parts.get(rule) ?? {packets: [], partial: false};
			const listing = listPackets(forest, taken, listedBoxes);
			parts.set(rule, {
				packets: [...before.packets, ...listing.packets],
				partial: before.partial || !listing.complete,
			});
			rest = without(trees, rest, match);
		}
	}

	if (trees.exhausted) {
		return {shares: [], rest: question, undecided: true};
	}

	const shares = [...parts]
		.sort(([a], [b]) => a - b)
		.map(([rule, {packets, partial}]) => share(prepared, rule, packets, partial));
	return {shares, rest: listPackets(forest, rest).packets, undecided: false};
}

/** The rows of one family, then those of the other. */
function candidates<Origin>(prepared: PreparedPolicy<Origin>, question: PacketSet) {
	return families.flatMap(family => {
		const asked = question.filter(part => familyOfBox(part) === family);
		const rows = prepared[family];
		return asked.length === 0
			? []
			: candidateRows(rows, asked).map(row => ({boxes: rows.boxes, ruleOf: rows.ruleOf, row}));
	});
}

function judgeByDiagram<Origin>(
	rules: readonly MatchRule<Origin>[],
	question: PacketSet,
	nodeCap: number | undefined,
): Judgement<Origin> {
	const forest = packetForest(nodeCap);
	const allowed = allowedWithin(forest, rules, question);
	const refused = diagramWitness(forest, without(forest.trees, packetsDiagram(forest, question), allowed));
	if (forest.trees.exhausted) {
		return {state: 'undecided'};
	}

	return refused === undefined
		? {state: 'allowed'}
		: {state: 'refused', witness: refused, by: decidingRule(rules, refused)};
}
