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

const systemReasons: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file or folder',
	ENOTDIR: 'a part of its path is a file, not a folder',
	EEXIST: 'a part of its path is a file, not a folder',
	EISDIR: 'it is a folder, not a file',
	EACCES: 'you have no permission',
	EPERM: 'you have no permission',
	EROFS: 'the file system is read-only',
	ENOSPC: 'no space is left',
	ENAMETOOLONG: 'its name is too long',
	ELOOP: 'it is a link to itself',
	ENXIO: 'nothing is behind it',
};

/** What the operating system says about a file, to stand after a colon: `… cannot be read: it does not exist.` */
export function systemReason(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return systemReasons[code] ?? (error instanceof Error ? error.message : String(error));
}
