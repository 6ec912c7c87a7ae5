import type {PacketSet} from './packet-set.js';

export type Action = 'allow' | 'deny';

/** One row of an ordered list, where the first row that matches a packet decides. */
export type MatchRule<Origin> = {
	readonly match: PacketSet;
	readonly action: Action;
	/** The rule as its owner knows it, for the explanation. */
	readonly origin: Origin;
};
