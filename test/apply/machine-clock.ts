import type {Clock} from '../../source/apply/clock.js';

/**
 * A machine whose time is told by hand: `pass` is time that goes by, also asleep; `set` is somebody at the clock; after
 * `restart` the time since the start begins anew.
 */
export function machineClock() {
	let wall = Date.parse('2026-03-01T12:00:00Z');
	let running = 5_000_000;
	let boot = 'first start';
	const pass = (ms: number) => {
		wall += ms;
		running += ms;
	};
	const clock: Clock = {
		now: () => wall,
		sleep: async (ms, signal) => {
			signal?.throwIfAborted();
			pass(ms);
			await Promise.resolve();
		},
		sinceBoot: () => ({boot, ms: running}),
	};
	return {
		clock,
		pass,
		set: (ms: number) => {
			wall += ms;
		},
		restart: (downMs: number) => {
			wall += downMs;
			running = 1000;
			boot = 'second start';
		},
	};
}
