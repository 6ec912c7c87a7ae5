import type {ChangeKind, ChangeOf} from '../../plan/change.js';

/** One step in bash: how to read its part of the network as text, that text before and after, and how to change it. */
export type BashStep = {
	readonly read: string;
	readonly before: string;
	readonly after: string;
	/** How to read whether it is being worked on, and how that ended last; undefined where a write is done when it is answered. */
	readonly state: string | undefined;
	/** The lines of a function's body; here-documents keep their first column, the rest is indented. */
	readonly write: readonly string[];
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
