import type {Change} from './change.js';
import type {Wanted} from './collect-needs.js';

/** A change with what it is wanted for; a title makes it a step. */
export type Draft<C extends Change = Change> = {readonly change: C; readonly wanted: readonly Wanted[]};

export type Drafts<D extends Draft> = {
	readonly drafts: readonly D[];
	/** Why a change that is wanted cannot be made, one sentence each. */
	readonly problems: readonly string[];
};
