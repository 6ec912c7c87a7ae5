import type {Need} from '../controls/need.js';
import {adviceLater} from './collect-advice.js';
import type {DraftedSteps} from './draft-steps.js';
import type {DraftedStep} from './drafted-step.js';
import type {Advice, Step} from './plan.js';
import type {Proof} from './proof.js';
import type {Wanted} from './wanted.js';

export type ServingRequest = {
	readonly wanted: readonly Wanted[];
	/** @param whole the steps for all that is wanted, where this is some of it */
	readonly draft: (wanted: readonly Wanted[], whole: readonly DraftedStep[]) => DraftedSteps;
	readonly prove: (steps: readonly Step[]) => Proof;
	/** Ids of steps that somebody does not want. */
	readonly without: readonly string[];
	/** Of some steps with their proof, those that would do harm. */
	readonly harmful: (steps: readonly Step[], proof: Proof) => readonly Step[];
};

export type Serving = {
	readonly steps: readonly Step[];
	readonly advice: readonly Advice[];
	readonly proof: Proof;
	/** Steps that were left out as harmful. */
	readonly refused: readonly Step[];
};

/**
 * The steps by which some flow is won. A flow that stays blocked whatever the plan does, because one of its steps was
 * left out or because a part of it is up to a person, needs none of the others: what it wanted is taken out, and the rest
 * is drafted again. It ends, because every round takes something out.
 */
export function servingSteps({wanted: all, draft, prove, without, harmful}: ServingRequest): Serving {
	const whole = draft(all, []).steps;
	const kept = withoutDrafts(all, whole, without, draft);
	const abandoned = new Set(all.filter(item => !kept.includes(item)).map(({flow}) => flow.id));
	let problems: readonly Advice[] = [];
	let refused: readonly Step[] = [];
	let later: readonly DraftedStep[] = [];
	let wanted = kept;
	for (;;) {
		const drafted = draft(wanted, whole);
		const steps = drafted.steps.map(({step}) => step);
		const proof = prove(steps);
		problems = [...problems, ...drafted.problems];
		const bad = harmful(steps, proof);
		if (bad.length > 0) {
			refused = [...refused, ...bad];
			const ids = bad.map(({id}) => id);
			const rest = withoutDrafts(wanted, drafted.steps, ids, draft);
			wanted.filter(item => !rest.includes(item)).forEach(({flow}) => abandoned.add(flow.id));
			wanted = rest;
			continue;
		}

		const left = new Set(proof.stillBlocked.filter(({verdict}) => verdict === 'blocked').map(({flow}) => flow));
		const idle = wanted.filter(({flow, need}) => left.has(flow.id) && servesChanges(need));
		if (idle.length === 0) {
			return {steps, advice: [...drafted.advice, ...distinct(problems), ...adviceLater(later)], proof, refused};
		}

		const waiting = drafted.steps.filter(({wanted: by}) =>
			by.every(item => idle.includes(item) && !abandoned.has(item.flow.id)),
		);
		later = [...later, ...waiting];
		wanted = wanted.filter(item => !idle.includes(item));
	}
}

/** What is wanted but for what the named steps are made of, and those that wait for them, until no such step is drafted. */
function withoutDrafts(
	wanted: readonly Wanted[],
	drafted: readonly DraftedStep[],
	ids: readonly string[],
	draft: ServingRequest['draft'],
): readonly Wanted[] {
	const steps = drafted.map(({step}) => step);
	const kept = withoutSteps(steps, ids);
	const gone = drafted.filter(({step}) => !kept.includes(step)).flatMap(({wanted: by}) => by);
	if (gone.length === 0) {
		return wanted;
	}

	const rest = wanted.filter(item => !gone.includes(item));
	return withoutDrafts(rest, draft(rest, drafted).steps, ids, draft);
}

/** A change, or what is said only of changes. */
function servesChanges(need: Need): boolean {
	return need.kind !== 'advice' || need.aboutChanges === true;
}

function distinct(advice: readonly Advice[]): readonly Advice[] {
	return advice.filter(
		(item, index) => advice.findIndex(({control, text}) => control === item.control && text === item.text) === index,
	);
}

/** Removes the named steps and, again and again, those that wait for a removed one. */
export function withoutSteps(steps: readonly Step[], ids: readonly string[]): readonly Step[] {
	const gone = new Set(ids);
	const kept = steps.filter(step => !gone.has(step.id) && !step.after.some(id => gone.has(id)));
	const lost = steps.filter(step => !kept.includes(step)).map(step => step.id);
	return lost.length === gone.size ? kept : withoutSteps(steps, lost);
}
