import {z} from 'zod';
import {changeSchema} from '../plan/change-schema.js';
import {enumOf} from '../plan/enum-of.js';
import {executablePlanSchema} from '../plan/plan-schema.js';
import type {Stored} from '../plan/stored.js';
import type {JournalEntry, RunOutcome, StepResult} from './journal-entry.js';

/** A journal is a file like any other: what it says is looked at before it is believed. */
const common = {at: z.string(), step: z.string()};

/** Bounded, so that every sum with it is still a date. */
const deadline = z.object({
	since: z.iso.datetime(),
	at: z.iso.datetime(),
	boot: z.string().nullable(),
	uptimeMs: z.number().min(0).max(1e13).nullable(),
});

const identity = z.object({
	pid: z.int().positive(),
	host: z.string(),
	boot: z.string().nullable(),
	start: z.string().nullable(),
	namespace: z.string().nullable(),
});

/** Every type of entry: one that is new does not compile without its schema. */
const types = {
	run: z.object({
		type: z.literal('run'),
		schemaVersion: z.literal(1),
		run: z.string().min(1),
		at: z.string(),
		plan: executablePlanSchema,
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
	guarded: z.object({type: z.literal('guarded'), ...common, deadline, inverse: changeSchema, by: identity}),
	extended: z.object({type: z.literal('extended'), ...common, deadline}),
	watching: z.object({type: z.literal('watching'), ...common, by: identity}),
	confirmed: z.object({type: z.literal('confirmed'), ...common}),
	reverting: z.object({type: z.literal('reverting'), ...common, by: identity, detail: z.string()}),
	'not-reverted': z.object({type: z.literal('not-reverted'), ...common, detail: z.string(), final: z.boolean()}),
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
