import type {Plan, Step} from '../plan/plan.js';
import type {JournalEntry, RunOutcome, StepResult} from './journal-entry.js';

export type StepRecord = {
	readonly step: Step;
	/** `open`: begun and never ended; the program died in between, and only a look can tell what happened. */
	readonly result: StepResult | 'pending' | 'open' | 'reverted';
	readonly detail: string;
};

/** What a journal says about a run: nothing is remembered elsewhere. */
export type RunRecord = {
	readonly run: string;
	readonly at: string;
	readonly plan: Plan;
	readonly selection: readonly string[];
	readonly undoes: string | undefined;
	readonly steps: readonly StepRecord[];
	/** Undefined while the run is going, or when it died. */
	readonly outcome: RunOutcome | undefined;
	/** The file ends in the middle of a line: the last write was cut off, and what it said is not known. */
	readonly cut: boolean;
};

export function foldRun(entries: readonly JournalEntry[], cut: boolean): RunRecord | undefined {
	const [first, ...rest] = entries;
	if (first?.type !== 'run') {
		return undefined;
	}

	const results = new Map<string, Pick<StepRecord, 'result' | 'detail'>>();
	let outcome: RunOutcome | undefined;
	for (const entry of rest) {
		switch (entry.type) {
			case 'began': {
				results.set(entry.step, {result: 'open', detail: entry.command});
				outcome = undefined;
				break;
			}

			case 'ended': {
				results.set(entry.step, {result: entry.result, detail: entry.detail});
				break;
			}

			case 'reverted': {
				results.set(entry.step, {result: 'reverted', detail: entry.detail});
				break;
			}

			case 'closed': {
				({outcome} = entry);
				break;
			}

			case 'run': {
				break;
			}
		}
	}

	const {run, at, plan, selection, undoes} = first;
	return {
		run,
		at,
		plan,
		selection,
		undoes: undoes ?? undefined,
		steps: plan.steps.map(step => ({step, ...(results.get(step.id) ?? {result: 'pending', detail: ''})})),
		outcome,
		cut,
	};
}

/** Steps whose effect may be in the world, newest first. Unknown counts as happened; only a refusal does not. */
export function stepsToUndo({steps}: RunRecord): readonly StepRecord[] {
	return steps.filter(({result}) => result === 'done' || result === 'open' || result === 'unknown').toReversed();
}

/** Steps that a resumed run still has to look at, in order. */
export function stepsToResume({steps}: RunRecord): readonly StepRecord[] {
	return steps.filter(({result}) => result !== 'done' && result !== 'already' && result !== 'skipped');
}
