import type {Change} from '../plan/change.js';

/** Where a change's resource stands: as the plan found it, as the plan wants it, or as somebody else left it. */
export type Standing = 'before' | 'after' | 'other';

export type Look = {
	readonly standing: Standing;
	/** For people, when it is `other`: what is there instead. */
	readonly found: string;
};

/** The ways to the outside that applying needs; the engine knows nothing else of Azure or Kubernetes. */
export type Writer = {
	/** Reads the resource afresh and compares. Never guesses: what cannot be read throws. */
	readonly look: (change: Change, signal: AbortSignal) => Promise<Look>;
	/**
	 * Makes the resource as the change's `after` says and waits until it is. Throws {@link Refused} when it is certain
	 * that nothing was changed; any other error leaves the outcome unknown.
	 */
	readonly write: (change: Change, onOutput: (line: string) => void, signal: AbortSignal) => Promise<void>;
	/** The command or request exactly as it will run, for the screen and the journal; holds no secret. */
	readonly describe: (change: Change) => string;
};

/** Azure or Kubernetes said no before anything happened. */
export class Refused extends Error {
	override readonly name = 'Refused';
}
