import {z} from 'zod';
import {enumOf} from '../plan/enum-of.js';
import {planSchema} from '../plan/plan-schema.js';
import type {Stored} from '../plan/stored.js';
import type {JournalEntry, RunOutcome, StepResult} from './journal-entry.js';

/** A journal is a file like any other: what it says is looked at before it is believed. */
const common = {at: z.string(), step: z.string()};

/** Every type of entry: one that is new does not compile without its schema. */
const types = {
	run: z.object({
		type: z.literal('run'),
		schemaVersion: z.literal(1),
		run: z.string().min(1),
		at: z.string(),
		plan: planSchema,
		selection: z.array(z.string()),
		undoes: z.string().nullable(),
	}),
	began: z.object({type: z.literal('began'), ...common, command: z.string()}),
	ended: z.object({
		type: z.literal('ended'),
		...common,
		result: enumOf<StepResult>({done: true, already: true, skipped: true, refused: true, unknown: true}),
		detail: z.string(),
	}),
	reverted: z.object({type: z.literal('reverted'), ...common, detail: z.string()}),
	closed: z.object({
		type: z.literal('closed'),
		at: z.string(),
		outcome: enumOf<RunOutcome>({done: true, stopped: true, failed: true, undone: true, 'partly-undone': true}),
		detail: z.string(),
	}),
} as const satisfies {
	readonly [Type in JournalEntry['type']]: z.ZodType<Stored<Extract<JournalEntry, {readonly type: Type}>>>;
};

type AnyType = (typeof types)[keyof typeof types];

// There is at least one type; only the type forgets that.
const journalEntry = z.discriminatedUnion('type', Object.values(types) as [AnyType, ...AnyType[]]);

/** The value of a line as an entry, with the fields of later versions; undefined when it is none. */
export function asJournalEntry(value: unknown): JournalEntry | undefined {
	// What JSON leaves out reads as undefined, which is all that the types differ in.
	return journalEntry.safeParse(value).success ? (value as JournalEntry) : undefined;
}
