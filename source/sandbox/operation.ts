import type {JsonObject} from './json.js';

/** A long-running operation that was accepted. It ends by the clock, whether anybody asks or not. */
export type Operation = {
	readonly id: string;
	readonly target: string;
	readonly verb: 'write' | 'delete';
	readonly startedAt: number;
	readonly endsAt: number;
	/** Nothing is written: its end is an answer, which stands under this key. */
	readonly answer?: string;
	/** Keys of all resources that are busy meanwhile, the target among them. */
	readonly busy: readonly string[];
	/** Whether its end was acted on: a deletion carried out, a failure undone. */
	readonly done: boolean;
	readonly failure?: {readonly code: string; readonly message: string; readonly leaves: 'before' | 'after'};
	/** What a failure restores; null when there was nothing. */
	readonly before: JsonObject | null;
};
