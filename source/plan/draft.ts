import type {Change} from './change.js';
import type {Wanted} from './collect-needs.js';
import type {Danger} from './plan.js';

/** A change with what it is wanted for; a title makes it a step. */
export type Draft<C extends Change = Change> = {readonly change: C; readonly wanted: readonly Wanted[]};

export type TitledDraft = Draft & {readonly title: string; readonly danger?: Danger | undefined};

export type Drafts<D extends Draft> = {
	readonly drafts: readonly D[];
	readonly problems: readonly PlanProblem[];
};

/** Why a change that is wanted cannot be made, and the way out of it. */
export type PlanProblem = {
	readonly text: string;
	/** The flows that stay as they are for it. */
	readonly flows: readonly string[];
	readonly commands: readonly string[];
};

export function problemOf(text: string, wanted: readonly Wanted[], commands: readonly string[] = []): PlanProblem {
	return {text, flows: [...new Set(wanted.map(({flow}) => flow.id))], commands};
}
