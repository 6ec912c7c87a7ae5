import {invert} from '../plan/invert.js';
import type {Step} from '../plan/plan.js';
import {type Clock, timestamp} from './clock.js';
import {deadlineIn} from './deadline.js';
import {bytesOf, lineRoom} from './journal.js';
import type {JournalEntry} from './journal-entry.js';
import type {ProcessIdentity} from './process-identity.js';
import {isGuarded} from './step-guard.js';
import type {Writer} from './writer.js';

/** Of every step: how it ended, that it was taken back, and one more that a later version may want to add. */
const linesPerStep = 3;

/** Of one that is to be confirmed, also by others: watched, extended, confirmed, about to be taken back, tried in vain. */
const linesPerGuard = 5;

type Account = {
	readonly writer: Pick<Writer, 'describe'>;
	readonly clock: Clock;
	readonly self: ProcessIdentity;
	/** How long somebody has to confirm; undefined where nothing is to be confirmed. */
	readonly withinMs: number | undefined;
};

/**
 * The most that a run of these steps writes into its journal after its first line. It is taken from the disk before
 * the first write, because a disk that runs full in the middle would leave a step without its account.
 */
export function journalRoom(steps: readonly Step[], account: Account): number {
	const closed = lineRoom;
	return steps.reduce((room, step) => room + stepRoom(step, account) + guardRoom(step, account), closed);
}

function stepRoom({id, change}: Step, {writer, clock}: Account): number {
	const begun: JournalEntry = {type: 'began', at: timestamp(clock), step: id, command: writer.describe(change)};
	return bytesOf(begun) + linesPerStep * lineRoom;
}

/** What takes it back stands in the journal whole, and may be long. */
function guardRoom(step: Step, {clock, self, withinMs}: Account): number {
	if (withinMs === undefined || !isGuarded(step)) {
		return 0;
	}

	const guarded: JournalEntry = {
		type: 'guarded',
		at: timestamp(clock),
		step: step.id,
		deadline: deadlineIn(withinMs, clock),
		inverse: invert(step.change),
		by: self,
	};
	return bytesOf(guarded) + linesPerGuard * lineRoom;
}
