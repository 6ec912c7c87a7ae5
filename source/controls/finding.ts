import type {Flow} from '../profiles/flow.js';
import type {Way} from '../routing/way.js';
import type {Missing} from '../topology/missing.js';
import type {ControlId} from './control-id.js';
import type {Decision} from './decision.js';
import type {Verdict} from './verdict.js';

/** What one control says at one station of the way, over all its cases. Sentences are made in `wording`. */
export type TrailEntry = {
	readonly control: ControlId;
	readonly verdict: Verdict;
	/** ARM id, `namespace/name`, or the machine: what the deciding rule stands in. */
	readonly resource: string;
	/** The decision that shows the verdict best. */
	readonly decision: Decision;
	/** Every decision it is made of. A remedy must do for all that block. */
	readonly parts: readonly Decision[];
	/** Only when undecided. */
	readonly missing?: Missing;
};

/** A flow with its way and the verdicts of every control on it. */
export type Finding = {
	readonly flow: Flow;
	readonly way: Way;
	/** blocked if any control blocks; else undecided if any is; else allowed. */
	readonly verdict: Verdict;
	readonly trail: readonly TrailEntry[];
};
