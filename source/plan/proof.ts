import type {Closed, Opened} from '../controls/comparison.js';
import type {Verdict} from '../controls/verdict.js';

/** What the plan does, found out by applying it to a copy and assessing everything again. */
export type Proof = {
	/** Blocked before, allowed after. */
	readonly won: readonly string[];
	/** Covered by the plan or not: blocked before, still not allowed after, with the reason. */
	readonly stillBlocked: readonly {readonly flow: string; readonly verdict: Verdict; readonly why: string}[];
	readonly opened: readonly Opened[];
	readonly closed: readonly Closed[];
	/** Questions that went past the node cap: neither proved nor refuted. */
	readonly undecided: readonly string[];
	/** `opens 4 names for 10.0.5.0/24, nothing else; closes nothing` */
	readonly summary: string;
};
