import {commonSubsequence} from './common-subsequence.js';
import {type Diagram, without} from './decision-diagram.js';
import type {MatchRule} from './match-rule.js';
import type {Packet} from './packet.js';
import {
	diagramWitness,
	listPackets,
	type PacketForest,
	packetForest,
	packetsDiagram,
	setNumber,
} from './packet-diagram.js';
import {
	box,
	boxesOverlap,
	boxHasPacket,
	byFamily,
	noPackets,
	type PacketSet,
	sameBox,
	withoutMeaninglessPorts,
} from './packet-set.js';
import {allowedWithin} from './policy-diagram.js';

/** One packet that shows a difference, and the rules that decide it before and after; undefined where none does. */
export type Example<Origin> = {
	readonly packet: Packet;
	readonly before: MatchRule<Origin> | undefined;
	readonly after: MatchRule<Origin> | undefined;
};

/** A set of packets that changed sides. */
export type Changed<Origin> = {
	/** Disjoint boxes. */
	readonly packets: PacketSet;
	/** False where there are more boxes than are worth listing; the example and emptiness hold all the same. */
	readonly complete: boolean;
	/** Undefined exactly when nothing changed. */
	readonly example: Example<Origin> | undefined;
};

export type AllowedDifference<Origin> =
	| {
			readonly state: 'decided';
			/** Allowed after, not before. */
			readonly opened: Changed<Origin>;
			/** The part of `opened` that was not required. */
			readonly beyond: Changed<Origin>;
			/** Allowed before, not after. */
			readonly closed: Changed<Origin>;
	  }
	/** Past the node cap: neither proved nor refuted. */
	| {readonly state: 'undecided'};

export type DifferenceOptions = {
	/** What may be opened. */
	readonly required?: PacketSet;
	readonly nodeCap?: number;
};

/**
 * What a change of an ordered list opens and closes, exactly. What no rule matches counts as not allowed, so a list
 * that allows by default must say so in a last rule.
 */
export function allowedDifference<Origin>(
	before: readonly MatchRule<Origin>[],
	after: readonly MatchRule<Origin>[],
	{required = noPackets, nodeCap}: DifferenceOptions = {},
): AllowedDifference<Origin> {
	const forest = packetForest(nodeCap);
	const {trees} = forest;
	const {region, old, newer} = concerned(forest, before, after);
	const allowedBefore = allowedWithin(forest, old, region);
	const allowedAfter = allowedWithin(forest, newer, region);
	const opened = without(trees, allowedAfter, allowedBefore);
	const beyond = without(trees, opened, packetsDiagram(forest, required));
	const closed = without(trees, allowedBefore, allowedAfter);
	if (trees.exhausted) {
		return {state: 'undecided'};
	}

	const describe = (diagram: Diagram): Changed<Origin> => {
		const packet = diagramWitness(forest, diagram);
		return {
			...listPackets(forest, diagram),
			example: packet && {packet, before: firstMatch(old, packet), after: firstMatch(newer, packet)},
		};
	};
	return {state: 'decided', opened: describe(opened), beyond: describe(beyond), closed: describe(closed)};
}

/** A plain walk: laying a list out for many questions does not pay for the few packets asked about here. */
function firstMatch<Origin>(rules: readonly MatchRule<Origin>[], packet: Packet): MatchRule<Origin> | undefined {
	return rules.find(({match}) => match.some(row => boxHasPacket(withoutMeaninglessPorts(row), packet)));
}

type Concerned<Origin> = {
	readonly region: PacketSet;
	/** The rules of each list that say something about the region. */
	readonly old: readonly MatchRule<Origin>[];
	readonly newer: readonly MatchRule<Origin>[];
};

/**
 * The region is what the rules match that do not stand in both lists. A packet outside of it meets the same rules in
 * the same order before and after, so its verdict cannot change, and the diagrams need not hold it.
 */
function concerned<Origin>(
	forest: PacketForest,
	before: readonly MatchRule<Origin>[],
	after: readonly MatchRule<Origin>[],
): Concerned<Origin> {
	const {newerOf, oldOf} = commonSubsequence(before, after, sameRule, rule => fingerprint(forest, rule));
	const changed = [
		...before.filter((_, index) => newerOf[index] === -1),
		...after.filter((_, index) => oldOf[index] === -1),
	];
	const boxes = changed.flatMap(({match}) => match.flatMap(byFamily));
	if (boxes.length > mostRegionBoxes) {
		return {region: [box({})], old: before, newer: after};
	}

	const concerns = before.map(({match}) => match.some(row => boxes.some(part => boxesOverlap(part, row))));
	return {
		region: boxes,
		old: before.filter((_, index) => concerns[index]),
		// What stands in both lists was looked at already.
		newer: after.filter((_, index) => concerns[oldOf[index] ?? -1] ?? true),
	};
}

/** A region of more boxes takes longer to build than it saves; the whole space holds it too. */
const mostRegionBoxes = 32;

/** Whether two rules match and do the same, however often they were decoded. */
function sameRule<Origin>(a: MatchRule<Origin>, b: MatchRule<Origin>): boolean {
	return (
		a === b ||
		(a.action === b.action &&
			(a.match === b.match ||
				(a.match.length === b.match.length && a.match.every((each, index) => sameBox(each, b.match[index] ?? each)))))
	);
}

/** Equal for rules that match and do the same, however often they were decoded. */
function fingerprint<Origin>(forest: PacketForest, {match, action}: MatchRule<Origin>): string {
	const rows = match
		.map(withoutMeaninglessPorts)
		.map(({protocol, source, destination, sourcePort, destinationPort}) =>
			[protocol, source, destination, sourcePort, destinationPort].map(set => setNumber(forest, set)).join(','),
		);
	return `${action} ${rows.join(' ')}`;
}
