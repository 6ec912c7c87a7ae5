import type {Change} from '../plan/change.js';

/**
 * Where a change's resource stands: as the plan found it, as the plan wants it, or as somebody else left it. `faulted`
 * holds what the plan wants, but Azure failed to put it into effect; the same write must be done again.
 */
export type ResourceState = 'before' | 'after' | 'faulted' | 'other';

export type ResourceReading = {
	readonly standing: ResourceState;
	/** For people, when it is `faulted` or `other`: what is there instead. */
	readonly found: string;
};

/** Whoever looks on while a change is made. */
export type Watch = {
	readonly onOutput: (line: string) => void;
	/** Asks to stop. */
	readonly stop: AbortSignal;
};

/** The ways to the outside that applying needs; the engine knows nothing else of Azure or Kubernetes. */
export type Writer = {
	/** Reads the resource afresh, waits while it is being worked on, and compares. Never guesses: what cannot be read throws. */
	readonly look: (change: Change, signal: AbortSignal, onWait?: (text: string) => void) => Promise<ResourceReading>;
	/**
	 * Makes the resource as the change's `after` says and waits until it is. Throws {@link Refused} when it is certain
	 * that nothing was changed; any other error leaves the outcome unknown. `stop` is heeded only as long as nothing was
	 * written: what has begun is seen through.
	 */
	readonly write: (change: Change, watch: Watch) => Promise<void>;
	/** The command or request exactly as it will run, for the screen and the journal; holds no secret. */
	readonly describe: (change: Change) => string;
	readonly close: () => Promise<void>;
};

/** Azure or Kubernetes said no before anything happened. */
export class Refused extends Error {
	override readonly name = 'Refused';
}
