import {Cancelled, type ErrorCode, UserError} from './errors.js';

/** A public contract (docs/exit-codes.md); the numbers never change their meaning. */
export const exitCodes = {
	ok: 0,
	bug: 1,
	usage: 2,
	blocked: 3,
	notAllowed: 4,
	worldChanged: 5,
	partlyApplied: 6,
	undecided: 7,
	unchecked: 8,
	cancelled: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byError: Readonly<Record<ErrorCode, ExitCode>> = {
	usage: exitCodes.usage,
	'not-signed-in': exitCodes.notAllowed,
	'not-allowed': exitCodes.notAllowed,
	'world-changed': exitCodes.worldChanged,
	'partly-applied': exitCodes.partlyApplied,
};

/** The only place that turns an error into an exit code. */
export function exitCodeFor(error: unknown): ExitCode {
	if (error instanceof Cancelled) {
		return exitCodes.cancelled;
	}

	return error instanceof UserError ? byError[error.code] : exitCodes.bug;
}
