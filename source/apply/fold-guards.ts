import type {Change} from '../plan/change.js';
import type {Deadline} from './deadline.js';
import type {JournalEntry} from './journal-entry.js';
import type {ProcessIdentity} from './process-identity.js';

/** A step that is taken back unless somebody confirms it in time, and how that stands. */
export type Guard = {
	readonly step: string;
	readonly deadline: Deadline;
	readonly inverse: Change;
	/** Who made the change. */
	readonly by: ProcessIdentity;
	/** Who else will take it back; undefined before it signed in. */
	readonly watcher: ProcessIdentity | undefined;
	/** Who is taking it back, while the state is `reverting`. */
	readonly reverter: ProcessIdentity | undefined;
	/** `void`: the change was not made after all. `left`: somebody changed it since, so it stays. */
	readonly state: 'awaiting' | 'confirmed' | 'reverting' | 'reverted' | 'left' | 'void';
	/** When it came to that state; ISO 8601. */
	readonly at: string;
	/** Why it could not be taken back so far. */
	readonly trouble: string | undefined;
};

/** Of a confirmation and a taking back the first one in the file counts; both look at it after they have written. */
export function foldGuards(entries: readonly JournalEntry[]): readonly Guard[] {
	const guards = new Map<string, Guard>();
	for (const entry of entries) {
		if (entry.type === 'run' || entry.type === 'closed') {
			continue;
		}

		const guard = guards.get(entry.step);
		const next = entry.type === 'guarded' ? begin(entry) : guard && after(guard, entry);
		if (next !== undefined) {
			guards.set(entry.step, next);
		}
	}

	return [...guards.values()];
}

/** Whether it is still to be decided: to be confirmed, or to be taken back. */
export function isOpen({state}: Guard): boolean {
	return state === 'awaiting' || state === 'reverting';
}

type Entry<Type extends JournalEntry['type']> = Extract<JournalEntry, {readonly type: Type}>;

/** Whatever an earlier attempt at the same step came to does not matter any more. */
function begin({step, deadline, inverse, by, at}: Entry<'guarded'>): Guard {
	return {
		step,
		deadline,
		inverse,
		by,
		at,
		state: 'awaiting',
		watcher: undefined,
		reverter: undefined,
		trouble: undefined,
	};
}

function after(guard: Guard, entry: Exclude<JournalEntry, Entry<'run' | 'closed' | 'guarded'>>): Guard {
	const {at} = entry;
	switch (entry.type) {
		case 'began': {
			return guard;
		}

		case 'ended': {
			const isMade = entry.result === 'done' || entry.result === 'unknown';
			return isMade || guard.state !== 'awaiting' ? guard : {...guard, at, state: 'void'};
		}

		case 'extended': {
			return {...guard, deadline: entry.deadline};
		}

		case 'watching': {
			return {...guard, watcher: entry.by};
		}

		case 'confirmed': {
			return guard.state === 'awaiting' ? {...guard, at, state: 'confirmed'} : guard;
		}

		case 'reverting': {
			return isOpen(guard) ? {...guard, at, state: 'reverting', reverter: entry.by} : guard;
		}

		case 'not-reverted': {
			return {...guard, at, state: entry.final ? 'left' : guard.state, trouble: entry.detail};
		}

		case 'reverted': {
			return {...guard, at, state: 'reverted'};
		}
	}
}
