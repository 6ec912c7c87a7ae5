import type {ChangeKind, ChangeOf} from '../../plan/change.js';

/** One step in bash: its part of the network as text, before and after, and the function of its kind that carries it out. */
export type BashStep = {
	readonly before: string;
	readonly after: string;
	/** A call of a function of the prelude, with what it needs; here-documents keep their first column. */
	readonly call: readonly string[];
};

/** What a script may have to find beside az before it begins, in the order in which it looks. */
export const programs = ['kubectl', 'jq'] as const;

/** How one kind of change is written in bash. */
export type BashStepRecord<Kind extends ChangeKind> = {
	readonly step: (change: ChangeOf<Kind>) => BashStep;
	readonly programs: readonly (typeof programs)[number][];
	/** Queries that steps share: each is long, and is read once. */
	readonly shared: (change: ChangeOf<Kind>) => readonly Shared[];
};

/** A query, by its name. */
export type Shared = {readonly name: string; readonly lines: readonly string[]};
