import type {ErrorCode} from '../errors.js';

/** Something went wrong that a person can read and act on. */
export type Problem = {
	/** Left out where it is a bug. */
	readonly code?: ErrorCode;
	readonly message: string;
	readonly next: readonly string[];
};
