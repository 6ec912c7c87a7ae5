import type {ExecutablePlan, Step} from '../plan/plan.js';
import type {Proof} from '../plan/proof.js';
import {foldGuards, type Guard} from './fold-guards.js';
import type {JournalEntry, RunOutcome, StepResult} from './journal-entry.js';
import {changedSince} from './run-steps.js';

export type StepRecord = {
	readonly step: Step;
	/** `open`: begun and never ended; the program died in between, and only a look can tell what happened. */
	readonly result: StepResult | 'pending' | 'open' | 'reverted';
	readonly detail: string;
	/** The run began it, in whatever life: what it is like afterwards may be the run's doing. */
	readonly begun: boolean;
};

/** What a journal says about a run: nothing is remembered elsewhere. */
export type RunRecord = {
	readonly run: string;
	readonly at: string;
	readonly plan: ExecutablePlan;
	/** What the plan promised; undefined where the run takes another one back, which promises nothing. */
	readonly proof: Proof | undefined;
	readonly selection: readonly string[];
	readonly undoes: string | undefined;
	readonly steps: readonly StepRecord[];
	/** Steps that are, or were, to be confirmed. */
	readonly guards: readonly Guard[];
	/** Undefined while the run is going, or when it died. */
	readonly outcome: RunOutcome | undefined;
	/** The file ends in the middle of a line: the last write was cut off, and what it said is not known. */
	readonly cut: boolean;
};

type Progress = Omit<StepRecord, 'step'>;

const pending: Progress = {result: 'pending', detail: '', begun: false};

export function foldRun(entries: readonly JournalEntry[], cut: boolean): RunRecord | undefined {
	const [first, ...rest] = entries;
	if (first?.type !== 'run') {
		return undefined;
	}

	const results = new Map<string, Progress>();
	let outcome: RunOutcome | undefined;
	for (const entry of rest) {
		switch (entry.type) {
			case 'began': {
				results.set(entry.step, {result: 'open', detail: entry.command, begun: true});
				outcome = undefined;
				break;
			}

			case 'ended': {
				results.set(entry.step, ended(results.get(entry.step) ?? pending, entry));
				break;
			}

			case 'reverted': {
				results.set(entry.step, {result: 'reverted', detail: entry.detail, begun: true});
				break;
			}

			case 'closed': {
				({outcome} = entry);
				break;
			}

			case 'guarded':
			case 'extended':
			case 'watching':
			case 'confirmed':
			case 'reverting':
			case 'not-reverted':
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
		// Journals of earlier versions have an empty one beside every undo.
		proof: undoes === null ? plan.proof : undefined,
		selection,
		undoes: undoes ?? undefined,
		steps: plan.steps.map(step => ({step, ...(results.get(step.id) ?? pending)})),
		guards: foldGuards(rest),
		outcome,
		cut,
	};
}

/**
 * What a resumed run says of a step that it began in an earlier life is about what is there, not about who did it:
 * that it was done already means that it was done, and that somebody has changed it since does not take back our part.
 * This version does not say either of such a step; earlier ones did.
 */
function ended({result: before, begun}: Progress, {result, detail}: Extract<JournalEntry, {type: 'ended'}>): Progress {
	if (result === 'already' && begun) {
		return {result: 'done', detail, begun};
	}

	const isUncertain = before === 'open' || before === 'unknown';
	return result === 'refused' && isUncertain && detail.startsWith(changedSince)
		? {result: 'unknown', detail, begun}
		: {result, detail, begun};
}

/** Whether the effect of a step may be in the world. Unknown counts as happened; only a refusal does not. */
export function mayBeInEffect({result, begun}: Progress): boolean {
	return result === 'done' || result === 'open' || result === 'unknown' || (result === 'skipped' && begun);
}

/** Newest first. */
export function stepsToUndo({steps}: RunRecord): readonly StepRecord[] {
	return steps.filter(mayBeInEffect).toReversed();
}

/** Steps that a resumed run still has to look at, in order. */
export function stepsToResume({steps}: RunRecord): readonly StepRecord[] {
	return steps.filter(({result}) => result !== 'done' && result !== 'already' && result !== 'skipped');
}

/** Steps are left to look at, or all are done and the run died before it could say so. */
export function isUnfinished(record: RunRecord): boolean {
	return record.outcome === undefined || stepsToResume(record).length > 0;
}
