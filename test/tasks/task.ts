/** What a person comes with, and how they get there on a practice cluster. */
export type Task = {
	readonly who: 'developer' | 'platform engineer' | 'firewall administrator';
	/** In their words. */
	readonly wants: string;
	/** Behind `aksess`; all tasks are played in one folder, one after the other. */
	readonly args: readonly string[];
	readonly steps: readonly Step[];
	/** What the person came for, as it stands on the screen. */
	readonly answer: RegExp;
};

/** What is on the screen, and what is pressed then: a named key, or a character. */
export type Step = {readonly sees: RegExp; readonly presses: readonly string[]};

/** What a task costs. */
export type Cost = {
	readonly keys: number;
	/** Lines with something on them, on every screen that was stopped at, down to the answer on the last one. */
	readonly lines: number;
};
