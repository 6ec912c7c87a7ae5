/** Everything a command may touch of the process it runs in; tests bring their own. */
export type Session = {
	readonly stdout: Output;
	readonly stderr: Output;
	/** Undefined when nobody can type. */
	readonly stdin: NodeJS.ReadStream | undefined;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly home: string;
	/** Aborted by the first Ctrl-C. */
	readonly signal: AbortSignal;
	/** What to run, and with which parameters first, to run aksess once more; undefined where it is no program. */
	readonly program: readonly [string, ...string[]] | undefined;
};

export type Output = {
	readonly write: (text: string) => void;
	readonly isTerminal: boolean;
	readonly columns: number;
	/** The stream behind it, for Ink and prompts; undefined in tests. */
	readonly stream: NodeJS.WriteStream | undefined;
};

/** Somebody can be asked: a terminal on both sides that is not dumb, and no pipeline. */
export function isInteractive({stdin, stdout, env}: Session): boolean {
	return stdin?.isTTY === true && stdout.isTerminal && env['CI'] === undefined;
}

/** Lines of a stream can be drawn again: it is a terminal that is not dumb, no pipeline, and nobody has it read aloud. */
export function canRedraw({isTerminal}: Output, env: Session['env']): boolean {
	return isTerminal && env['TERM'] !== 'dumb' && env['CI'] === undefined && env['INK_SCREEN_READER'] !== 'true';
}

/** Full-screen drawing is possible; a dumb terminal gets line prompts instead. */
export function canDraw(session: Session): boolean {
	return isInteractive(session) && session.env['TERM'] !== 'dumb';
}
