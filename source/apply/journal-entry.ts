import type {Change} from '../plan/change.js';
import type {ExecutablePlan, PlanCase} from '../plan/plan.js';
import type {Deadline} from './deadline.js';
import type {ProcessIdentity} from './process-identity.js';

/** What a run executes; without a case where it takes another run back. */
export type RunPlan = ExecutablePlan & Partial<PlanCase>;

/** Times are ISO 8601 in UTC. Entries are only ever appended; what holds now is derived by {@link foldRun}. */
export type JournalEntry =
	/** First line: everything needed to resume or undo without the command that began it. */
	| {
			readonly type: 'run';
			readonly schemaVersion: 1;
			readonly run: string;
			readonly at: string;
			readonly plan: RunPlan;
			/** The flags that select the same cluster again, `--sandbox locked-down --state ./s`. */
			readonly selection: readonly string[];
			/** The run whose steps this one takes back. */
			readonly undoes: string | null;
	  }
	/** On disk before the act: from here on the step may have happened. */
	| {readonly type: 'began'; readonly at: string; readonly step: string; readonly command: string}
	| {
			readonly type: 'ended';
			readonly at: string;
			readonly step: string;
			readonly result: StepResult;
			readonly detail: string;
	  }
	/** A change was taken back, because the API server did not answer after it or nobody confirmed. */
	| {readonly type: 'reverted'; readonly at: string; readonly step: string; readonly detail: string}
	| GuardEntry
	| {readonly type: 'closed'; readonly at: string; readonly outcome: RunOutcome; readonly detail: string};

/** About a step that is taken back unless somebody confirms it in time. Their order in the file decides. */
export type GuardEntry =
	/** On disk before the act. */
	| {
			readonly type: 'guarded';
			readonly at: string;
			readonly step: string;
			readonly deadline: Deadline;
			/** What takes it back. */
			readonly inverse: Change;
			/** The process that made the change, and takes it back itself as long as it lives. */
			readonly by: ProcessIdentity;
	  }
	/** The act has been seen through; the time to confirm it begins now. */
	| {readonly type: 'extended'; readonly at: string; readonly step: string; readonly deadline: Deadline}
	/** A process of its own is signed in and will take the step back. */
	| {readonly type: 'watching'; readonly at: string; readonly step: string; readonly by: ProcessIdentity}
	| {readonly type: 'confirmed'; readonly at: string; readonly step: string}
	/** From here on a confirmation is too late. */
	| {
			readonly type: 'reverting';
			readonly at: string;
			readonly step: string;
			readonly by: ProcessIdentity;
			readonly detail: string;
	  }
	/** `final`: somebody has changed it since, so it is left; else it is tried again. */
	| {
			readonly type: 'not-reverted';
			readonly at: string;
			readonly step: string;
			readonly detail: string;
			readonly final: boolean;
	  };

export type StepResult =
	| 'done'
	/** It was so already. */
	| 'already'
	/** The person passed over it. */
	| 'skipped'
	/** Certainly not done. */
	| 'refused'
	/** An error came, and what happened could not be found out. */
	| 'unknown';

export type RunOutcome = 'done' | 'stopped' | 'failed' | 'undone' | 'partly-undone';
