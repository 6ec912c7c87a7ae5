import {Cancelled, UserError} from '../errors.js';
import {basisOf, driftFrom} from '../plan/basis.js';
import type {Change} from '../plan/change.js';
import type {Plan, Step} from '../plan/plan.js';
import type {World} from '../topology/world.js';
import {type Clock, timestamp} from './clock.js';
import {lockCluster} from './cluster-lock.js';
import {foldRun, type RunRecord, stepsToResume} from './fold-run.js';
import {continueJournal, createJournal, type Journal, readJournal} from './journal.js';
import type {RunOutcome, StepResult} from './journal-entry.js';
import {type AskToKeep, rangesGuard} from './ranges-guard.js';
import {RequestFailure} from './request-failure.js';
import {type ApplyEvent, type RunStepsOptions, runSteps, type StepsOutcome} from './run-steps.js';
import type {Writer} from './writer.js';

/** The side of a run that touches the outside. */
export type Target = {
	readonly writer: Writer;
	/** Finds out what can be known beforehand; throws where there is a reason not to begin. Returns what is worth saying. */
	readonly preflight: (changes: readonly Change[], signal: AbortSignal) => Promise<readonly string[]>;
	/** Undefined where the plan was made from what was read just now. */
	readonly readWorld: ((signal: AbortSignal) => Promise<World>) | undefined;
	readonly answers: (timeoutMs: number) => Promise<boolean>;
};

export type RunPlanOptions = {
	readonly target: Target;
	/** Holds `runs` and `locks`. */
	readonly folder: string;
	/** Which cluster, and where it is; two runs with the same key exclude each other. */
	readonly lockKey: string;
	/** The flags that select the cluster again. */
	readonly selection: readonly string[];
	readonly clock: Clock;
	readonly onEvent: (event: ApplyEvent) => void;
	readonly signal: AbortSignal;
	readonly ask?: RunStepsOptions['ask'];
	readonly confirm?: {readonly withinMs: number; readonly ask: AskToKeep} | undefined;
};

export type RunReport = StepsOutcome & {
	readonly record: RunRecord;
	readonly file: string;
};

/** A new run of a plan, or of what takes another run back. */
export async function runPlan(
	{plan, run, undoes}: {readonly plan: Plan; readonly run: string; readonly undoes?: string | undefined},
	options: RunPlanOptions,
): Promise<RunReport> {
	return locked(plan, undoes === undefined ? 'apply' : 'undo', options, async () => {
		await check(plan, options);
		const journal = await createJournal(`${options.folder}/runs`, run);
		const {selection, clock} = options;
		await journal.append({
			type: 'run',
			schemaVersion: 1,
			run,
			at: timestamp(clock),
			plan,
			selection,
			undoes: undoes ?? null,
		});
		return perform(plan.steps, journal, {...options, undoes});
	});
}

/** Goes on with a run that did not come to its end. Every step left is looked at first: it may have happened. */
export async function resumeRun({record, file}: Pick<RunReport, 'record' | 'file'>, options: RunPlanOptions) {
	return locked(record.plan, 'resume', options, async () => {
		const steps = stepsToResume(record).map(({step}) => step);
		await check({...record.plan, steps, basis: []}, options);
		const results = record.steps.flatMap(({step, result}) =>
			result === 'done' || result === 'already' || result === 'skipped' ? [[step.id, result] as const] : [],
		);
		const journal = await continueJournal(file);
		return perform(steps, journal, {...options, undoes: record.undoes, earlier: new Map(results)});
	});
}

async function locked<T>(plan: Plan, what: string, options: RunPlanOptions, work: () => Promise<T>): Promise<T> {
	const {folder, lockKey, clock} = options;
	const since = timestamp(clock);
	const lock = await lockCluster({folder, key: lockKey, what: `${what} of ${plan.cluster.name}`, since});
	try {
		return await work();
	} finally {
		await lock.release();
	}
}

/** Nothing is written before this has passed. */
async function check({steps, basis}: Pick<Plan, 'steps' | 'basis'>, {target, signal, onEvent}: RunPlanOptions) {
	const changes = steps.map(step => step.change);
	onEvent({kind: 'note', text: 'Checking permissions, locks and what has changed since the plan.'});
	const [notes, world] = await Promise.all([
		target.preflight(changes, signal),
		basis.length === 0 ? undefined : target.readWorld?.(signal),
	]).catch((error: unknown) => {
		throw signal.aborted ? new Cancelled() : explained(error);
	});
	for (const text of notes) {
		onEvent({kind: 'note', text});
	}

	const drift = world === undefined ? [] : driftFrom(basis, basisOf(world, changes));
	if (drift.length > 0) {
		throw new UserError(
			'world-changed',
			'The world has changed since the plan was made; nothing was changed by this run.',
			{
				next: [
					...drift.map(({resource, version}) =>
						version === 'absent' ? `${resource} is there now.` : `${resource} is not as it was.`,
					),
					'Make the plan again and look at it: `aksess plan`.',
				] as unknown as [string, ...string[]],
			},
		);
	}
}

/** Whoever cannot be asked now cannot be written to either. */
function explained(error: unknown): unknown {
	return error instanceof RequestFailure
		? new UserError('not-allowed', `Nothing was changed: ${error.message}`, {
				cause: error,
				next: ['Run `aksess doctor` to see what is missing, then run this command again.'],
			})
		: error;
}

type Performed = RunPlanOptions & {
	readonly undoes: string | undefined;
	readonly earlier?: ReadonlyMap<string, StepResult>;
};

async function perform(steps: readonly Step[], journal: Journal, options: Performed): Promise<RunReport> {
	const {target, clock, onEvent, signal, ask, confirm, undoes, earlier} = options;
	const {writer, answers} = target;
	const changed = undoes === undefined ? 'stop' : 'leave';
	try {
		const guard = await rangesGuard(steps, {writer, journal, clock, answers, confirm, onEvent, signal});
		const now = () => timestamp(clock);
		const result = await runSteps(steps, {writer, journal, now, signal, onEvent, ask, guard, earlier, changed});
		const outcome = outcomeOf(result, undoes);
		const detail = result.failure instanceof Error ? result.failure.message : '';
		await journal.append({type: 'closed', at: now(), outcome, detail});
		return {...result, record: await recordOf(journal.file), file: journal.file};
	} finally {
		await journal.close();
	}
}

function outcomeOf({outcome, results}: StepsOutcome, undoes: string | undefined): RunOutcome {
	if (outcome !== 'done' || undoes === undefined) {
		return outcome;
	}

	return [...results.values()].includes('skipped') ? 'partly-undone' : 'undone';
}

async function recordOf(file: string): Promise<RunRecord> {
	const {entries, cut} = await readJournal(file);
	const record = foldRun(entries, cut);
	if (record === undefined) {
		throw new Error(`Bug: the journal ${file} was just written and cannot be read`);
	}

	return record;
}
