/** Why a command stopped, as the exit-code contract knows it (docs/exit-codes.md). */
export type ErrorCode = 'usage' | 'not-signed-in' | 'not-allowed' | 'world-changed' | 'partly-applied';

type UserErrorOptions = {
	readonly cause?: unknown;
	/** What the user can do now, as full sentences; printed as a list. */
	readonly next: readonly [string, ...string[]];
};

/** Something the user can fix. Anything else that escapes is a bug and keeps its stack. */
export class UserError extends Error {
	override readonly name = 'UserError';
	readonly code: ErrorCode;
	readonly next: readonly string[];

	constructor(code: ErrorCode, message: string, {cause, next}: UserErrorOptions) {
		super(message, {cause});
		this.code = code;
		this.next = next;
	}
}

/** The user changed their mind. Not a failure; nothing is printed but a closing line. */
export class Cancelled extends Error {
	override readonly name = 'Cancelled';
}

/** For what our own code promises itself; a broken promise is a bug, never a user error. */
export function invariant(condition: unknown, message: string): asserts condition {
	if (!condition) {
		throw new Error(`Bug: ${message}`);
	}
}

export function assertNever(value: never): never {
	throw new Error(`Bug: unhandled case ${JSON.stringify(value)}`);
}
