import type {ControlId} from '../controls/control-id.js';
import type {Verdict} from '../controls/verdict.js';

/** Addresses that are open because names are wanted and the control can say addresses only. */
export type ForNames = {
	readonly names: readonly string[];
	/** What knows no names. */
	readonly by: 'security groups' | 'network rules' | 'network policies';
	/** `tcp 443 to every address for 10.41.0.0/25` */
	readonly open: string;
};

/** Something that becomes reachable. */
export type Opened = {
	readonly control: ControlId;
	readonly resource: string;
	/** For people: `10.110.0.0/26 to gcr.io, tcp 443`. */
	readonly what: string;
	/** Undefined when all of it was required; else why it is wider, and how to have it narrower. */
	readonly wider:
		| {
				readonly reason: string;
				readonly alternative: string | undefined;
				readonly witness: string;
				/** Set where it is wider only because the control knows no names. */
				readonly forNames?: ForNames;
		  }
		| undefined;
};

/** Something that was reachable and no longer is. */
export type Closed = {
	readonly control: ControlId;
	readonly resource: string;
	readonly what: string;
	/** One packet or pair that is cut off. */
	readonly witness: string;
};

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
