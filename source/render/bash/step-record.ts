import type {ChangeKind, ChangeOf} from '../../plan/change.js';

/** One step in bash: its part of the network before and after, and the function of its kind that carries it out. */
export type BashStep = {
	readonly before: BashState;
	readonly after: BashState;
	readonly call: {
		/** Quoted already. */
		readonly words: readonly string[];
		/** What is written, where it is not the state after. */
		readonly body?: string;
	};
};

/** Words for the command line, or a text of several lines; `absent` is "not there". */
export type BashState =
	| {readonly kind: 'words'; readonly words: readonly string[]}
	| {readonly kind: 'text'; readonly text: string};

export const absent: BashState = {kind: 'words', words: ['absent']};

/** What a script may have to find beside az before it begins, in the order in which it looks. */
export const programs = ['kubectl', 'jq'] as const;

/** How one kind of change is written in bash. */
export type BashStepRecord<Kind extends ChangeKind> = {
	/** @param subscription that of the cluster */
	readonly step: (change: ChangeOf<Kind>, subscription: string) => BashStep;
	readonly programs: readonly (typeof programs)[number][];
	/** Functions that steps share: each is read once. */
	readonly shared: (change: ChangeOf<Kind>) => readonly Shared[];
};

/** A function, by its name. */
export type Shared = {readonly name: string; readonly lines: readonly string[]};
