import {setTimeout as delay} from 'node:timers/promises';

/** Time as the engine knows it; tests bring one that does not wait. */
export type Clock = {
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Rejects when the signal is aborted. */
	readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
};

export const systemClock: Clock = {
	now: Date.now,
	sleep: async (ms, signal) => {
		await delay(ms, undefined, signal === undefined ? {} : {signal});
	},
};

/** ISO 8601, UTC. */
export function timestamp(clock: Clock): string {
	return new Date(clock.now()).toISOString();
}
