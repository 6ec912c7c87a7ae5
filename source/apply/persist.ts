import type {ArmAnswer} from './arm-requests.js';
import type {Clock} from './clock.js';
import {kindOfFailure, RequestFailure} from './request-failure.js';
import {Refused, type ResourceReading} from './writer.js';

/** Firewalls take three to five minutes per update, and others may be waiting before us. */
const patienceMs = 30 * 60_000;
/** Without an answer, or with one that means nothing. */
const mostUnclear = 5;
/** Somebody writes the same resource as fast as we read it. */
const mostStale = 5;

type Persist = {
	/** Reads what it has to, and writes once. What it throws came before the write was accepted, or instead of an answer. */
	readonly attempt: () => Promise<ArmAnswer | undefined>;
	/** Waits for what an accepted write began. */
	readonly finish?: (answer: ArmAnswer) => Promise<void>;
	/** Where things stand now; asked after every write, and before another one that could be the second. */
	readonly look: () => Promise<ResourceReading>;
	readonly clock: Clock;
	readonly onOutput: (line: string) => void;
	/** Asks to stop. Heeded only in pauses in which it is certain that nothing has been written yet. */
	readonly stop: AbortSignal;
};

/**
 * Tries until it is done, as long as trying again makes sense, and looks before it tries again: a write whose answer was
 * lost may have happened. Throws {@link Refused} only when no attempt can have changed anything.
 */
export async function persist(way: Persist): Promise<void> {
	const {clock, onOutput, stop} = way;
	const begun = clock.now();
	const counts = {unclear: 0, stale: 0, waits: 0};
	for (let failure = await tryOnce(way, counts); failure !== undefined; failure = await tryOnce(way, counts)) {
		const pause = pauseAfter(failure, counts, clock.now() - begun);
		if (pause === undefined) {
			throw counts.unclear > 0 ? failure : new Refused(failure.message, {cause: failure});
		}

		onOutput(`${failure.message} Trying again in ${Math.ceil(pause / 1000)} s${limitOf(failure, counts, begun)}.`);
		await rest(pause, counts.unclear === 0 ? stop : undefined, clock);
		if (counts.unclear > 0 && (await wasDone(way.look))) {
			return;
		}
	}
}

async function tryOnce({attempt, finish, look}: Persist, counts: Counts): Promise<RequestFailure | undefined> {
	let isAccepted = false;
	try {
		const answer = await attempt();
		isAccepted = true;
		await (answer === undefined ? undefined : finish?.(answer));
		await confirm(look);
		return undefined;
	} catch (error) {
		if (error instanceof RequestFailure) {
			return isAccepted ? asUnclear(error) : error;
		}

		throw error instanceof Refused && counts.unclear > 0 ? new Error(error.message, {cause: error}) : error;
	}
}

/** Whatever a question after the write is answered with, it says nothing about the write. */
function asUnclear(error: RequestFailure): RequestFailure {
	return new RequestFailure(error.message, {status: 0, code: '', retryAfterMs: error.retryAfterMs, cause: error});
}

async function wasDone(look: Persist['look']): Promise<boolean> {
	const {standing, found} = await look();
	if (standing === 'other') {
		throw new Error(`it was changed while it was written: ${found}`);
	}

	return standing === 'after';
}

async function rest(ms: number, stop: AbortSignal | undefined, clock: Clock): Promise<void> {
	try {
		await clock.sleep(ms, stop);
	} catch (error) {
		throw stop?.aborted ? new Refused('stopped while waiting; nothing was written', {cause: error}) : error;
	}
}

async function confirm(look: Persist['look']): Promise<void> {
	const {standing, found} = await look();
	switch (standing) {
		case 'after': {
			return;
		}

		case 'before': {
			throw new Error('it was accepted, but nothing has changed');
		}

		case 'other': {
			throw new Error(`it is not as it was written: ${found}`);
		}

		case 'faulted': {
			// The same update is to be repeated then (firewall-faq.yml).
			throw new RequestFailure(found, {status: 0, code: '', retryAfterMs: undefined});
		}
	}
}

/** When trying ends, as a person wants to know it. */
function limitOf(failure: RequestFailure, counts: Counts, begun: number): string {
	switch (kindOfFailure(failure)) {
		case 'busy':
		case 'throttled': {
			return `, until ${new Date(begun + patienceMs).toISOString().slice(11, 19)}Z`;
		}

		case 'stale': {
			return ` (${counts.stale} of ${mostStale} times)`;
		}

		case 'unclear': {
			return ` (${counts.unclear} of ${mostUnclear} times)`;
		}

		case 'refused': {
			return '';
		}
	}
}

type Counts = {unclear: number; stale: number; waits: number};

/** How long to wait before the next attempt; undefined to give up. Counts what it is told of. */
function pauseAfter(failure: RequestFailure, counts: Counts, elapsedMs: number): number | undefined {
	const {retryAfterMs} = failure;
	switch (kindOfFailure(failure)) {
		case 'refused': {
			return undefined;
		}

		case 'stale': {
			counts.stale += 1;
			return counts.stale > mostStale ? undefined : 0;
		}

		case 'unclear': {
			counts.unclear += 1;
			return counts.unclear > mostUnclear ? undefined : (retryAfterMs ?? 1000 * 2 ** (counts.unclear - 1));
		}

		case 'busy':
		case 'throttled': {
			counts.waits += 1;
			// A request before Retry-After has passed is not looked at and prolongs it (request-limits-and-throttling.md).
			return elapsedMs > patienceMs ? undefined : (retryAfterMs ?? Math.min(30_000, 1000 * 2 ** (counts.waits - 1)));
		}
	}
}
