import {Cancelled, UserError} from '../errors.js';
import {basisOf, driftFrom} from '../plan/basis.js';
import type {Change} from '../plan/change.js';
import type {ExecutablePlan, Step} from '../plan/plan.js';
import type {World} from '../topology/world.js';
import {type Clock, timestamp} from './clock.js';
import {lockCluster} from './cluster-lock.js';
import {type RunRecord, stepsToResume} from './fold-run.js';
import type {HeldLease, LeaseWanted} from './hold-lease.js';
import {continueJournal, createJournal, type Journal, JournalFailed, roomOf} from './journal.js';
import {type Disk, systemDisk} from './journal-disk.js';
import type {JournalEntry, RunOutcome, RunPlan, StepResult} from './journal-entry.js';
import {journalRoom} from './journal-room.js';
import {identityOf, systemProcesses} from './process-identity.js';
import {readRun} from './read-run.js';
import {RequestFailure} from './request-failure.js';
import {type ApplyEvent, type RunStepsOptions, runSteps, type StepsOutcome} from './run-steps.js';
import {type Confirm, stepGuard} from './step-guard.js';
import type {Writer} from './writer.js';

/** The side of a run that touches the outside. */
export type ApplyTarget = {
	readonly writer: Writer;
	/** Finds out what can be known beforehand; throws where there is a reason not to begin. Returns what is worth saying. */
	readonly preflight: (changes: readonly Change[], signal: AbortSignal) => Promise<readonly string[]>;
	/** Undefined where the plan was made from what was read just now. */
	readonly readWorld: ((signal: AbortSignal) => Promise<World>) | undefined;
	readonly answers: (timeoutMs: number) => Promise<boolean>;
	/** Keeps other machines away. */
	readonly lease: (wanted: LeaseWanted, signal: AbortSignal) => Promise<HeldLease>;
};

export type RunPlanOptions = {
	readonly target: ApplyTarget;
	/** Holds `runs` and `locks`. */
	readonly folder: string;
	/** Which cluster, and where it is; two runs with the same key exclude each other. */
	readonly lockKey: string;
	/** The flags that select the cluster again. */
	readonly selection: readonly string[];
	readonly clock: Clock;
	/** Where journals are written; the system's own when not given. */
	readonly disk?: Disk | undefined;
	readonly onEvent: (event: ApplyEvent) => void;
	readonly signal: AbortSignal;
	readonly ask?: RunStepsOptions['ask'];
	/** Left out where no other machine can be at work: in a practice Azure of this process. */
	readonly lease?: LeaseWanted | undefined;
	/** Dangerous steps and new ranges are taken back unless somebody confirms them in time. */
	readonly confirm?: ((run: string) => Confirm) | undefined;
};

export type RunReport = StepsOutcome & {
	readonly record: RunRecord;
	readonly file: string;
};

/** A new run of a plan, or of what takes another run back. */
export async function runPlan(
	{plan, run, undoes}: {readonly plan: RunPlan; readonly run: string; readonly undoes?: string | undefined},
	options: RunPlanOptions,
): Promise<RunReport> {
	return locked(plan, undoes === undefined ? 'apply' : 'undo', options, async leased => {
		await check(plan, options);
		const {signal} = await leased();
		const {selection, clock, disk = systemDisk} = options;
		const at = timestamp(clock);
		const first: JournalEntry = {type: 'run', schemaVersion: 1, run, at, plan, selection, undoes: undoes ?? null};
		const journal = await createJournal(`${options.folder}/runs`, run, disk);
		try {
			await journal.append(first);
			await journal.reserve(roomFor(plan.steps, run, options));
		} catch (error) {
			// Nothing was begun, and a run of which nothing is known is of use to nobody.
			await journal.discard();
			throw error;
		}

		const report = await perform(plan.steps, journal, {...options, signal, run, undoes});
		// A run that died has not given back its room, and nobody goes on with one that was undone.
		await (undoes === undefined ? undefined : disk.remove(roomOf(`${options.folder}/runs/${undoes}.jsonl`)));
		return report;
	});
}

/**
 * Goes on with a run that did not come to its end. Every step left is looked at first: it may have happened. Where none
 * is left, the run is closed.
 */
export async function resumeRun({record, file}: Pick<RunReport, 'record' | 'file'>, options: RunPlanOptions) {
	return locked(record.plan, 'resume', options, async leased => {
		const steps = stepsToResume(record).map(({step}) => step);
		await check({...record.plan, steps, basis: []}, options);
		// To close a run writes nothing, so it keeps nobody away.
		const {signal} = steps.length === 0 ? options : await leased();
		const results = record.steps.flatMap(({step, result}) =>
			result === 'done' || result === 'already' || result === 'skipped' ? [[step.id, result] as const] : [],
		);
		const begun = new Set(record.steps.flatMap(step => (step.begun ? [step.step.id] : [])));
		const journal = await continueJournal(file, options.disk);
		try {
			await journal.reserve(roomFor(steps, record.run, options));
		} catch (error) {
			await journal.close();
			throw error;
		}

		return perform(steps, journal, {
			...options,
			signal,
			run: record.run,
			undoes: record.undoes,
			earlier: new Map(results),
			begun,
		});
	});
}

/** On this machine first; the lease is taken by the work itself, when everything else was checked. */
async function locked<T>(
	plan: ExecutablePlan,
	what: string,
	options: RunPlanOptions,
	work: (leased: () => Promise<{readonly signal: AbortSignal}>) => Promise<T>,
): Promise<T> {
	const {folder, lockKey, clock, target, lease: wanted, signal, onEvent} = options;
	const since = timestamp(clock);
	const lock = await lockCluster({folder, key: lockKey, what: `${what} of ${plan.cluster.name}`, since});
	let lease: HeldLease | undefined;
	const leased = async () => {
		lease = wanted === undefined ? undefined : await target.lease(wanted, signal).catch(cannotBegin(signal));
		for (const text of lease?.notes ?? []) {
			onEvent({kind: 'note', text});
		}

		lease?.lost.addEventListener('abort', () => {
			onEvent({kind: 'note', text: 'Stopping: somebody took this lease over by name.'});
		});
		return {signal: lease === undefined ? signal : AbortSignal.any([signal, lease.lost])};
	};
	try {
		return await work(leased);
	} finally {
		await lease?.release();
		await lock.release();
	}
}

function cannotBegin(signal: AbortSignal): (error: unknown) => never {
	return error => {
		throw signal.aborted ? new Cancelled() : explained(error);
	};
}

/** Nothing is written before this has passed. */
async function check(
	{steps, basis}: Pick<ExecutablePlan, 'steps' | 'basis'>,
	{target, signal, onEvent}: RunPlanOptions,
) {
	const changes = steps.map(step => step.change);
	onEvent({kind: 'note', text: 'Checking permissions, locks and what has changed since the plan.'});
	const [notes, world] = await Promise.all([
		target.preflight(changes, signal),
		basis.length === 0 ? undefined : target.readWorld?.(signal),
	]).catch(cannotBegin(signal));
	for (const text of notes) {
		onEvent({kind: 'note', text});
	}

	const drift = world === undefined ? [] : driftFrom(basis, basisOf(world, changes));
	if (drift.length > 0) {
		throw new UserError('world-changed', 'The network has changed since the plan was made; this run changed nothing.', {
			next: [
				...drift.map(({resource, version}) =>
					version === 'absent' ? `${resource} is there now.` : `${resource} is not as it was.`,
				),
				'Make the plan again and look at it: `aksess plan`.',
			] as unknown as [string, ...string[]],
		});
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

function roomFor(steps: readonly Step[], run: string, {target, clock, confirm}: RunPlanOptions): number {
	const self = identityOf(process.pid, systemProcesses());
	return journalRoom(steps, {writer: target.writer, clock, self, withinMs: confirm?.(run).withinMs});
}

type Performed = RunPlanOptions & {
	readonly run: string;
	readonly undoes: string | undefined;
	readonly earlier?: ReadonlyMap<string, StepResult>;
	readonly begun?: ReadonlySet<string>;
};

async function perform(steps: readonly Step[], journal: Journal, options: Performed): Promise<RunReport> {
	const {target, clock, disk, onEvent, signal, ask, confirm, run, undoes, earlier, begun} = options;
	const {writer, answers} = target;
	const changed = undoes === undefined ? 'stop' : 'leave';
	try {
		const guard = await stepGuard(steps, {
			...{run, writer, journal, clock, answers, onEvent, signal},
			guards: async () => (await readRun(journal.file, disk)).guards,
			self: identityOf(process.pid, systemProcesses()),
			confirm: confirm?.(run),
		});
		const now = () => timestamp(clock);
		const result = await runSteps(steps, {writer, journal, now, signal, onEvent, ask, guard, earlier, begun, changed});
		return await closed(result, journal, {undoes, now, disk});
	} finally {
		await journal.close();
	}
}

type Closing = Pick<Performed, 'undoes' | 'disk'> & {readonly now: () => string};

async function closed(result: StepsOutcome, journal: Journal, {undoes, now, disk}: Closing): Promise<RunReport> {
	const {file} = journal;
	const detail = result.failure instanceof Error ? result.failure.message : '';
	try {
		await journal.append({type: 'closed', at: now(), outcome: outcomeOf(result, undoes), detail});
		return {...result, record: await readRun(file, disk), file};
	} catch (error) {
		if (!(error instanceof JournalFailed)) {
			throw error;
		}

		// It is left as a run that died: whoever goes on with it, or back, looks at every step of which the end is missing.
		const record = withResults(await readRun(file, disk), result.results);
		return {...result, outcome: 'failed', failure: result.failure ?? error, record, file};
	}
}

/** What this process knows of steps of which the journal does not tell the end. */
function withResults(record: RunRecord, results: StepsOutcome['results']): RunRecord {
	const steps = record.steps.map(step =>
		step.result === 'open' ? {...step, result: results.get(step.step.id) ?? step.result} : step,
	);
	return {...record, steps};
}

function outcomeOf({outcome, results}: StepsOutcome, undoes: string | undefined): RunOutcome {
	if (outcome !== 'done' || undoes === undefined) {
		return outcome;
	}

	return [...results.values()].includes('skipped') ? 'partly-undone' : 'undone';
}
