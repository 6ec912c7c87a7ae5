import {intersectBoxes, type PacketSet, subtractBox} from './packet-set.js';

export type Action = 'allow' | 'deny';

/** One row of an ordered list, where the first row that matches a packet decides. */
export type MatchRule<Origin> = {
	readonly match: PacketSet;
	readonly action: Action;
	/** The rule as its owner knows it, for the explanation. */
	readonly origin: Origin;
};

/** The share of a question that one rule decides. */
export type Share<Origin> = {
	readonly origin: Origin;
	readonly action: Action;
	readonly packets: PacketSet;
};

export type Partition<Origin> = {
	/** In the order of the rules; only rules that decide something. */
	readonly shares: readonly Share<Origin>[];
	/** What no rule matched. */
	readonly rest: PacketSet;
};

/** Splits a question by the rule that decides each part of it. Exact; rows are in evaluation order. */
export function partition<Origin>(rules: readonly MatchRule<Origin>[], question: PacketSet): Partition<Origin> {
	const shares: Share<Origin>[] = [];
	let rest = question;
	for (const {match, action, origin} of rules) {
		if (rest.length === 0) {
			break;
		}

		const packets = rest.flatMap(piece => match.flatMap(row => intersectBoxes(piece, row) ?? []));
		if (packets.length > 0) {
			shares.push({origin, action, packets});
			for (const row of match) {
				rest = rest.flatMap(piece => subtractBox(piece, row));
			}
		}
	}

	return {shares, rest};
}
