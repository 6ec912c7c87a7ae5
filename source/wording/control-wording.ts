import type {Finding} from '../controls/finding.js';

/** What a control says, for people. */
export type Wording = {
	/** The rule that decided, by its own name; default rules and the absence of a rule are named too. */
	readonly rule: string;
	/** One sentence. */
	readonly why: string;
};

/** A finding as far as its sentences need it. */
export type Told = Pick<Finding, 'flow' | 'way'>;
