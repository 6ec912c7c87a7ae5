import type {Clock} from './clock.js';

/** A moment that survives the process that set it. */
export type Deadline = {
	/** When it was set; ISO 8601, UTC, as is `at`. */
	readonly since: string;
	readonly at: string;
	/** The same moment in time since the machine was started, null where that is not known. */
	readonly boot: string | null;
	readonly uptimeMs: number | null;
};

export function deadlineIn(ms: number, clock: Clock): Deadline {
	const now = clock.now();
	const running = clock.sinceBoot?.();
	return {
		since: new Date(now).toISOString(),
		at: new Date(now + ms).toISOString(),
		boot: running?.boot ?? null,
		uptimeMs: running === undefined ? null : running.ms + ms,
	};
}

/**
 * Milliseconds until then, negative when it has passed. As long as the machine was not started anew, the time since its
 * start decides, so a clock that is set forward or back changes nothing, and a sleep counts. After a restart there is
 * only the clock; one that shows a time before the deadline was even set was set back, and then it counts as passed: to
 * take back too early is safe, never to take back is not.
 */
export function timeUntil({since, at, boot, uptimeMs}: Deadline, clock: Clock): number {
	const running = clock.sinceBoot?.();
	if (boot !== null && uptimeMs !== null && running?.boot === boot) {
		return uptimeMs - running.ms;
	}

	const now = clock.now();
	return now < Date.parse(since) ? 0 : Date.parse(at) - now;
}
