import type {Change} from '../change.js';
import type {Wanted} from '../wanted.js';

/** A change with what it is wanted for. */
export type Draft<C extends Change = Change> = {readonly change: C; readonly wanted: readonly Wanted[]};

export type Drafts<C extends Change = Change> = {
	readonly drafts: readonly Draft<C>[];
	readonly problems: readonly PlanProblem[];
};

/** Why a change that is wanted cannot be made, and the way out of it. */
export type PlanProblem = {
	readonly text: string;
	/** What stays unmet for it. */
	readonly wanted: readonly Wanted[];
	readonly commands: readonly string[];
};

export function problemOf(text: string, wanted: readonly Wanted[], commands: readonly string[] = []): PlanProblem {
	return {text, wanted, commands};
}
