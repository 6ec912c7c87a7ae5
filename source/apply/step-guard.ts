import {UserError} from '../errors.js';
import type {Change} from '../plan/change.js';
import {recordOf} from '../plan/changes/change-records.js';
import {invert} from '../plan/invert.js';
import type {Step} from '../plan/plan.js';
import {type Clock, timestamp} from './clock.js';
import {type Deadline, deadlineIn, timeUntil} from './deadline.js';
import type {Guard} from './fold-guards.js';
import {type Journal, JournalFailed} from './journal.js';
import type {ProcessIdentity} from './process-identity.js';
import {type ApplyEvent, type Guarding, NotBegun} from './run-steps.js';
import {type TakenBack, takeBack} from './take-back.js';
import {Refused, type Writer} from './writer.js';

/** Asks somebody whether to keep a change; gives up with `false` when the signal is aborted. */
export type AskToKeep = (step: Step, signal: AbortSignal) => Promise<boolean>;

export type Confirm = {
	readonly withinMs: number;
	/** Undefined where nobody can be asked here; then only `aksess confirm` confirms. */
	readonly ask: AskToKeep | undefined;
	/**
	 * Starts a process that outlives this one and takes the step back when the time has passed; resolves when that one is
	 * signed in. Undefined where nothing outlives this process anyway.
	 */
	readonly startWatchdog: ((step: string, signal: AbortSignal) => Promise<void>) | undefined;
};

type GuardOptions = {
	readonly run: string;
	readonly writer: Writer;
	readonly journal: Pick<Journal, 'append'>;
	readonly guards: () => Promise<readonly Guard[]>;
	readonly self: ProcessIdentity;
	readonly clock: Clock;
	/** Whether the API server answers a caller from here. */
	readonly answers: (timeoutMs: number) => Promise<boolean>;
	readonly confirm: Confirm | undefined;
	readonly onEvent: (event: ApplyEvent) => void;
	readonly signal: AbortSignal;
};

/** How long authorized ranges take to be in force everywhere (api-server-authorized-ip-ranges.md). */
const propagationMs = 120_000;
const oneAnswerMs = 5_000;
const betweenMs = 2_000;
/** A confirmation from another terminal is noticed within this time. */
const lookMs = 1000;

/** What can lock somebody out: every list of ranges, and every step that had to be allowed by name. */
export function isGuarded({change, danger}: Pick<Step, 'change' | 'danger'>): boolean {
	return recordOf(change).mayLockOut || danger !== undefined;
}

/**
 * Around a step that could lock people out. After ranges were changed, whoever changed them must still get in, which says
 * something only if they got in before; with a time to confirm in, somebody must say that the step is to stay. Else it is
 * taken back. One such step at a time: nobody can be asked about two.
 */
export async function stepGuard(steps: readonly Step[], options: GuardOptions): Promise<Guarding> {
	const concerns = steps.some(mayLockOut);
	const answeredBefore = concerns && (await options.answers(oneAnswerMs));
	if (concerns && !answeredBefore) {
		options.onEvent({
			kind: 'note',
			text: 'The API server does not answer this machine now, so asking it again afterwards would prove nothing.',
		});
	}

	if (options.confirm !== undefined && !steps.some(isGuarded)) {
		options.onEvent({
			kind: 'note',
			text: 'No step changes authorized ranges or is dangerous, so none has to be confirmed.',
		});
	}

	let last: Promise<unknown> = Promise.resolve();
	// Known here before those who run the steps hear of it, because the next one waits for nothing else.
	let isBroken = false;
	return async (step, act, isOver) => {
		if (!isGuarded(step)) {
			await act();
			return undefined;
		}

		const mine = last.then(() => {
			if (isBroken || isOver()) {
				throw new NotBegun();
			}

			return guarded(step, act, answeredBefore, options);
		});
		last = mine.then(
			reverted => {
				isBroken ||= reverted !== undefined;
			},
			() => {
				isBroken = true;
			},
		);
		return mine;
	};
}

async function guarded(
	step: Step,
	act: () => Promise<void>,
	answeredBefore: boolean,
	options: GuardOptions,
): Promise<string | undefined> {
	const {confirm, journal, clock} = options;
	if (confirm === undefined) {
		await act();
		const why = answeredBefore && mayLockOut(step) ? await silence(options, () => false) : undefined;
		return why === undefined ? undefined : undo(step, why, options);
	}

	const armed = await arm(step, confirm, options);
	await act();
	const extended = deadlineIn(confirm.withinMs, clock);
	// Where it cannot be written down, the one holds that everybody can read; the change is looked after all the same.
	const deadline = await journal
		.append({type: 'extended', at: timestamp(clock), step: step.id, deadline: extended})
		.then(
			() => extended,
			() => armed,
		);
	const isOver = () => timeUntil(deadline, clock) <= 0;
	const silent = answeredBefore && mayLockOut(step) ? await silence(options, isOver) : undefined;
	const why = silent ?? (await withoutConsent(step, confirm, deadline, options));
	return why === undefined ? undefined : undo(step, why, options);
}

function mayLockOut({change}: Step): boolean {
	return recordOf(change).mayLockOut;
}

/** Everything that taking back takes is there before the act: the inverse and the time on the disk, somebody signed in. */
async function arm(step: Step, {withinMs, startWatchdog}: Confirm, options: GuardOptions): Promise<Deadline> {
	const {journal, clock, self, onEvent, signal} = options;
	const inverse: Change = invert(step.change);
	const deadline = deadlineIn(withinMs, clock);
	await journal.append({type: 'guarded', at: timestamp(clock), step: step.id, deadline, inverse, by: self});
	if (startWatchdog === undefined) {
		return deadline;
	}

	onEvent({kind: 'note', text: 'Starting the watchdog that takes the change back if this process cannot.'});
	try {
		await startWatchdog(step.id, signal);
	} catch (error) {
		throw new Refused(`the watchdog could not be started, and without it nothing is changed: ${messageOf(error)}`, {
			cause: error,
		});
	}

	return deadline;
}

async function silence({answers, clock, onEvent}: GuardOptions, isOver: () => boolean): Promise<string | undefined> {
	const begun = clock.now();
	onEvent({kind: 'note', text: 'Asking the API server from here whether it still answers, for two minutes at most.'});
	while (!(await answers(oneAnswerMs))) {
		const passedMs = clock.now() - begun;
		if (passedMs > propagationMs || isOver()) {
			const seconds = Math.round(Math.min(passedMs, propagationMs) / 1000);
			return `the API server did not answer this machine for ${seconds} seconds after the change`;
		}

		await clock.sleep(betweenMs, undefined);
	}

	onEvent({kind: 'note', text: 'The API server answers.'});
	return undefined;
}

/** Why it is to be taken back; undefined once somebody has confirmed it, here or in another terminal. */
async function withoutConsent(
	step: Step,
	{withinMs, ask}: Confirm,
	deadline: Deadline,
	options: GuardOptions,
): Promise<string | undefined> {
	const {run, guards, journal, clock, signal, onEvent} = options;
	onEvent({
		kind: 'note',
		text: `It is taken back at ${deadline.at.slice(0, 19)}Z unless it is confirmed: \`aksess confirm ${run}\`, in any terminal.`,
	});
	const over = new AbortController();
	const stop = AbortSignal.any([over.signal, signal]);
	let answer: boolean | undefined;
	const asked = ask?.(step, stop).then(
		keep => {
			answer = keep;
		},
		() => {
			answer = false;
		},
	);
	// Only a pause that an answer ends early; whatever it is, the journal and the time decide.
	const pause = async () =>
		Promise.race([
			clock.sleep(lookMs, stop).catch(() => undefined),
			...(asked === undefined || answer !== undefined ? [] : [asked]),
		]);
	try {
		for (;;) {
			const state = (await guards()).find(guard => guard.step === step.id)?.state;
			if (state === 'confirmed') {
				return undefined;
			}

			if (state === 'reverted' || state === 'reverting' || timeUntil(deadline, clock) <= 0) {
				return `nobody confirmed the change within ${Math.round(withinMs / 1000)} seconds`;
			}

			if (answer === true) {
				const isWritten = await journal.append({type: 'confirmed', at: timestamp(clock), step: step.id}).then(
					() => true,
					() => false,
				);
				if (!isWritten) {
					return 'the confirmation could not be written down';
				}
			} else if (answer === false || signal.aborted) {
				return signal.aborted
					? 'it was interrupted before anybody confirmed the change'
					: 'the change was not confirmed';
			} else {
				await pause();
			}
		}
	} finally {
		over.abort();
	}
}

async function undo(step: Step, why: string, options: GuardOptions): Promise<string | undefined> {
	const {writer, journal, guards, self: by, clock, onEvent} = options;
	const inverse = invert(step.change);
	const onOutput = (line: string) => onEvent({kind: 'output', step: step.id, line});
	onEvent({kind: 'note', text: `Taking it back: ${why}.`});
	const end = await takeBack({step: step.id, inverse}, why, {writer, journal, guards, by, clock, onOutput}).catch(
		(error: unknown): TakenBack => {
			if (error instanceof JournalFailed) {
				onEvent({kind: 'note', text: error.message});
				return 'reverted';
			}

			throw new UserError('partly-applied', `${why}, and taking the change back failed: ${messageOf(error)}.`, {
				cause: error,
				next: [writer.describe(inverse), 'Do this by hand, or run `aksess undo`.'],
			});
		},
	);
	switch (end) {
		case 'confirmed': {
			onEvent({kind: 'note', text: 'It was confirmed in another terminal just now, so it stays.'});
			return undefined;
		}

		case 'left': {
			throw new UserError('partly-applied', `${why}, but somebody has changed it since, so it was left as it is.`, {
				next: ['Look at how things stand: `aksess check`.', writer.describe(inverse)],
			});
		}

		case 'reverted': {
			return `${why}; it is as it was before`;
		}
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
