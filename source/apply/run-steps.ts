import type {Step} from '../plan/plan.js';
import type {Journal} from './journal.js';
import type {StepResult} from './journal-entry.js';
import {lanes} from './lanes.js';
import {Refused, type ResourceReading, type Writer} from './writer.js';

export type ApplyEvent =
	| {readonly kind: 'step-started'; readonly step: string; readonly command: string}
	| {readonly kind: 'output'; readonly step: string; readonly line: string}
	| {readonly kind: 'step-ended'; readonly step: string; readonly result: StepResult; readonly detail: string}
	/** Not about one step: preflight, waiting, the probe of the API server. */
	| {readonly kind: 'note'; readonly text: string};

export type RunStepsOptions = {
	readonly writer: Writer;
	readonly journal: Pick<Journal, 'append'>;
	/** ISO 8601, UTC. */
	readonly now: () => string;
	/** Aborted: the step that is running ends, no other begins. */
	readonly signal: AbortSignal;
	/** What steps of an earlier run came to, for those that build on them. */
	readonly earlier?: ReadonlyMap<string, StepResult> | undefined;
	/** Steps that an earlier life of this run began: what they are like now may be its doing. */
	readonly begun?: ReadonlySet<string> | undefined;
	/** What to do about a resource that somebody else changed: stop (the plan no longer fits), or leave it and go on (undo). */
	readonly changed?: 'stop' | 'leave' | undefined;
	readonly onEvent: (event: ApplyEvent) => void;
	/** Asked before each step; then steps go one after another. */
	readonly ask?: ((step: Step) => Promise<'apply' | 'skip' | 'stop'>) | undefined;
	/**
	 * Does the act of a step, and looks after it where it could lock people out; a sentence means that the step was taken
	 * back, and why.
	 */
	readonly guard?: Guarding | undefined;
};

/** `isOver`: nothing else is to begin; asked when it comes to a step that had to wait. Throws {@link NotBegun} then. */
export type Guarding = (step: Step, act: () => Promise<void>, isOver: () => boolean) => Promise<string | undefined>;

/** It waited for another step, and that one did not end well. */
export class NotBegun extends Error {
	override readonly name = 'NotBegun';
}

export type StepsOutcome = {
	readonly outcome: 'done' | 'stopped' | 'failed';
	readonly results: ReadonlyMap<string, StepResult>;
	/** Why it failed; the first failure where several steps ran side by side. */
	readonly failure: unknown;
};

/**
 * Runs steps: independent ones side by side, dependent ones in order. Stops at the first failure: what is running
 * ends, nothing else begins. It decides nothing about undo.
 */
export async function runSteps(steps: readonly Step[], options: RunStepsOptions): Promise<StepsOutcome> {
	const results = new Map<string, StepResult>(options.earlier);
	const ended = new Map(steps.map(step => [step.id, Promise.withResolvers<void>()] as const));
	const state: State = {failure: undefined, failed: false, stopped: false};
	const runLane = async (lane: readonly Step[]) => {
		for (const step of lane) {
			// A journal or a guard that fails must not leave the other lanes waiting for this step.
			try {
				await Promise.all(step.after.map(id => ended.get(id)?.promise));
				if (!isOver({state, options})) {
					await decide(step, results, {state, options});
				}
			} catch (error) {
				note(error, {state, options});
			} finally {
				ended.get(step.id)?.resolve();
			}
		}
	};
	await Promise.all((options.ask === undefined ? lanes(steps) : [steps]).map(runLane));
	const complete = steps.every(step => results.has(step.id));
	return {outcome: state.failed ? 'failed' : complete ? 'done' : 'stopped', results, failure: state.failure};
}

function isOver({state, options}: Run): boolean {
	return state.failed || state.stopped || options.signal.aborted;
}

type State = {failure: unknown; failed: boolean; stopped: boolean};

type Run = {readonly state: State; readonly options: RunStepsOptions};

async function decide(step: Step, results: Map<string, StepResult>, {state, options}: Run): Promise<void> {
	const answer = (await options.ask?.(step)) ?? 'apply';
	if (answer === 'stop') {
		state.stopped = true;
		return;
	}

	const skip = answer === 'skip' ? 'it was skipped' : blocker(step, results);
	results.set(step.id, await runStep(step, skip, {state, options}));
}

function note(error: unknown, {state, options}: Run): void {
	if (error instanceof NotBegun) {
		return;
	}

	if (wasStopped(error, options.signal)) {
		state.stopped = true;
	} else {
		state.failure ??= error;
		state.failed = true;
	}
}

/** Interrupted before anything of the step was written: not a failure. */
function wasStopped(error: unknown, signal: AbortSignal): boolean {
	return signal.aborted && (!(error instanceof StepFailed) ? error === signal.reason : error.kind === 'refused');
}

/** Why a step cannot be done: one that it builds on was left out. */
function blocker(step: Step, results: ReadonlyMap<string, StepResult>): string | undefined {
	const missing = step.after.find(id => !['done', 'already'].includes(results.get(id) ?? ''));
	return missing === undefined ? undefined : `it needs ${missing}, which was not done`;
}

/** How the account of a step begins that was found changed. */
export const changedSince = 'it was changed since the plan: ';

async function runStep(step: Step, skip: string | undefined, run: Run): Promise<StepResult> {
	const {writer, journal, now, onEvent, signal, guard = unguarded, begun, changed = 'stop'} = run.options;
	const end = async (result: StepResult, detail: string) => {
		// What has happened has happened, also where it cannot be written down: no other step begins then, but the guard
		// of this one must still look.
		await journal.append({type: 'ended', at: now(), step: step.id, result, detail}).catch(error => note(error, run));
		onEvent({kind: 'step-ended', step: step.id, result, detail});
		return result;
	};
	if (skip !== undefined) {
		return end('skipped', skip);
	}

	const look = await writer.look(step.change, signal, line => onEvent({kind: 'output', step: step.id, line}));
	const isBegun = begun?.has(step.id) === true;
	if (look.standing === 'after' && !isBegun) {
		return end('already', 'it was done already');
	}

	if (look.standing === 'other' && changed === 'leave') {
		return end('skipped', `left as it is, because it was changed since: ${look.found}`);
	}

	if (look.standing === 'other') {
		// Of a step that was begun nobody knows whether it was done before it was changed.
		await end(isBegun ? 'unknown' : 'refused', `${changedSince}${look.found}`);
		throw new StepFailed(step, `${changedSince}${look.found}`, 'world-changed', undefined);
	}

	try {
		const acting = async () => {
			await end('done', look.standing === 'after' ? 'it was done already' : await act(step, look, {...run, end}));
		};
		const reverted = await guard(step, acting, () => isOver(run));
		if (reverted !== undefined) {
			throw new StepFailed(step, reverted, 'reverted', undefined);
		}
	} catch (error) {
		// The guard refused before anything was done; what an earlier life did is still there.
		if (error instanceof Refused) {
			const isThere = isBegun && look.standing !== 'before';
			await end(isThere ? 'unknown' : 'refused', error.message);
			throw new StepFailed(step, error.message, isThere ? 'unknown' : 'refused', error);
		}

		throw error;
	}

	return 'done';
}

async function unguarded(_step: Step, act: () => Promise<void>): Promise<undefined> {
	await act();
}

type Act = Run & {readonly end: (result: StepResult, detail: string) => Promise<StepResult>};

/** Makes the change, and returns what is worth saying about it. */
async function act(step: Step, {standing}: ResourceReading, {options, end}: Act): Promise<string> {
	const {writer, journal, now, onEvent, signal, begun} = options;
	const command = writer.describe(step.change);
	// Intent before act: a death after this line leaves an open entry, which means "maybe done".
	await journal.append({type: 'began', at: now(), step: step.id, command});
	onEvent({kind: 'step-started', step: step.id, command});
	try {
		await writer.write(step.change, {onOutput: line => onEvent({kind: 'output', step: step.id, line}), stop: signal});
		return '';
	} catch (error) {
		const {result, detail} = await afterError(step, error, options);
		if (result === 'done') {
			return detail;
		}

		// What is there but not in force was put there by an earlier life, and is still there.
		const isThere = result === 'refused' && standing === 'faulted' && begun?.has(step.id) === true;
		await end(isThere ? 'unknown' : result, detail);
		throw new StepFailed(step, detail, result === 'refused' ? 'refused' : 'unknown', error);
	}
}

/** A firewall that is being updated is waited for. */
const finalLookMs = 15 * 60_000;

/** An error is not an outcome: the world is asked what happened before the journal says anything. */
async function afterError(
	step: Step,
	error: unknown,
	{writer}: RunStepsOptions,
): Promise<{readonly result: StepResult; readonly detail: string}> {
	const message = error instanceof Error ? error.message : String(error);
	if (error instanceof Refused) {
		return {result: 'refused', detail: message};
	}

	try {
		// Not with the run's signal: an interrupted run must still find out what it did.
		const {standing} = await writer.look(step.change, AbortSignal.timeout(finalLookMs));
		if (standing === 'after') {
			return {result: 'done', detail: `done, although Azure reported: ${message}`};
		}

		return standing === 'before' ? {result: 'refused', detail: message} : {result: 'unknown', detail: message};
	} catch {
		return {result: 'unknown', detail: message};
	}
}

/** A step that did not end as it should, and how sure we are of what it left behind. */
export class StepFailed extends Error {
	override readonly name = 'StepFailed';
	readonly step: Step;
	readonly kind: 'refused' | 'unknown' | 'world-changed' | 'reverted';

	constructor(step: Step, detail: string, kind: StepFailed['kind'], cause: unknown) {
		super(`${step.title}: ${detail}`, {cause});
		this.step = step;
		this.kind = kind;
	}
}
