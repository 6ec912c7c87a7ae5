import {uptime} from 'node:os';
import {setTimeout as delay} from 'node:timers/promises';
import {systemProcesses} from './process-identity.js';

/** Time as the engine knows it; tests bring one that does not wait. */
export type Clock = {
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Rejects when the signal is aborted. */
	readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
	/**
	 * Time that nobody can set: milliseconds since the machine was started, in which its sleep counts. Left out where
	 * starts of the machine cannot be told apart.
	 */
	readonly sinceBoot?: (() => {readonly boot: string; readonly ms: number} | undefined) | undefined;
};

/** A timer takes no more, and fires at once instead (2^31 - 1 ms). */
const longestTimerMs = 2_147_483_647;

export const systemClock: Clock = {
	now: Date.now,
	sleep: async (ms, signal) => {
		const options = signal === undefined ? {} : {signal};
		let left = ms;
		for (; left > longestTimerMs; left -= longestTimerMs) {
			await delay(longestTimerMs, undefined, options);
		}

		await delay(left, undefined, options);
	},
	sinceBoot: () => {
		const {boot} = systemProcesses();
		return boot === null ? undefined : {boot, ms: Math.round(uptime() * 1000)};
	},
};

/** ISO 8601, UTC. */
export function timestamp(clock: Clock): string {
	return new Date(clock.now()).toISOString();
}
