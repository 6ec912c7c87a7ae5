import type {Plan} from '../plan/plan.js';

/** Times are ISO 8601 in UTC. Entries are only ever appended; what holds now is derived by {@link foldRun}. */
export type JournalEntry =
	/** First line: everything needed to resume or undo without the command that began it. */
	| {
			readonly type: 'run';
			readonly schemaVersion: 1;
			readonly run: string;
			readonly at: string;
			readonly plan: Plan;
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
	/** A change was taken back right away, because the API server did not answer after it or nobody confirmed. */
	| {readonly type: 'reverted'; readonly at: string; readonly step: string; readonly detail: string}
	| {readonly type: 'closed'; readonly at: string; readonly outcome: RunOutcome; readonly detail: string};

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
