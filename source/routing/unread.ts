import type {Missing} from '../topology/missing.js';

/** Something on the way that could not be read. */
export type Unread = {
	readonly resource: string;
	/** A sentence: why not, as far as it was said. */
	readonly reason: string;
	readonly missing: Missing;
};
