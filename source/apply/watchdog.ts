import type {Clock} from './clock.js';
import {timeUntil} from './deadline.js';
import {type Guard, isOpen} from './fold-guards.js';
import type {RunRecord} from './fold-run.js';
import type {Life, ProcessIdentity} from './process-identity.js';
import type {TakenBack} from './take-back.js';

export type WatchOptions = {
	/** Which step of the run. */
	readonly step: string;
	/** The run as its journal has it now. */
	readonly read: () => Promise<RunRecord>;
	readonly lifeOf: (process: ProcessIdentity) => Life;
	readonly self: ProcessIdentity;
	/** Looks, writes and says so in the journal; throws where Azure cannot be asked. */
	readonly takeBack: (guard: Guard, why: string) => Promise<TakenBack>;
	readonly clock: Clock;
	/** Aborted: it is asked to end, and takes back at once what is not confirmed. */
	readonly signal: AbortSignal;
};

export type WatchEnd = Guard['state'] | 'gone' | 'given-up';

/** A confirmation is noticed within this time, and so is a machine that was woken. */
const lookMs = 1000;
/** The process that made the change takes it back itself; it has that long to begin. */
const graceMs = 15_000;
/** An update of a firewall or a cluster, with those of others before it, is through by then. */
const actMs = 90 * 60_000;
/** Between attempts while Azure does not answer or the sign-in has run out. */
const retryMs = {first: 5000, longest: 5 * 60_000};
/** Whoever can sign in again has come back by then; the next command of theirs takes back what is left. */
const patienceMs = 24 * 60 * 60_000;

/** Waits until a step is confirmed, and takes it back when its time has passed. Ends when there is nothing left to do. */
export async function watch(options: WatchOptions): Promise<WatchEnd> {
	const {step, read, clock, takeBack, signal} = options;
	let pause = retryMs.first;
	for (;;) {
		const record = await read();
		const guard = record.guards.find(known => known.step === step);
		if (guard === undefined) {
			return 'gone';
		}

		if (!isOpen(guard)) {
			return guard.state;
		}

		const why = reasonToAct(guard, record, options);
		if (why === undefined) {
			await rest(lookMs, options);
			continue;
		}

		if (timeUntil(guard.deadline, clock) < -patienceMs) {
			return 'given-up';
		}

		try {
			await takeBack(guard, why);
		} catch {
			// It is in the journal. Who asked it to end waits for one attempt and no more.
			if (signal.aborted) {
				return 'given-up';
			}

			await rest(pause, options);
			pause = Math.min(retryMs.longest, pause * 2);
		}
	}
}

/** Pure: whether this process is to take the step back now, and why. */
export function reasonToAct(
	guard: Guard,
	{steps}: Pick<RunRecord, 'steps'>,
	{clock, lifeOf, self, signal}: Pick<WatchOptions, 'clock' | 'lifeOf' | 'self' | 'signal'>,
): string | undefined {
	const left = timeUntil(guard.deadline, clock);
	if (left > 0 && !signal.aborted) {
		return undefined;
	}

	// Whoever made the change, or is taking it back already, is left to it for as long as it can take.
	const worker = guard.reverter ?? guard.by;
	const isMine = worker.pid === self.pid && worker.start === self.start;
	const isOpenStep = steps.some(({step, result}) => step.id === guard.step && result === 'open');
	const leaveMs = guard.state === 'reverting' || isOpenStep ? actMs : graceMs;
	if (!isMine && lifeOf(worker) === 'alive' && -left <= leaveMs) {
		return undefined;
	}

	return signal.aborted && left > 0
		? 'the watchdog was asked to end before anybody confirmed'
		: 'nobody confirmed the change in time';
}

/** Woken early when it is asked to end. */
async function rest(ms: number, {clock, signal}: WatchOptions): Promise<void> {
	await clock.sleep(ms, signal.aborted ? undefined : signal).catch(() => undefined);
}
