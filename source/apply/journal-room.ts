import type {Step} from '../plan/plan.js';
import {bytesOf, lineRoom} from './journal.js';
import type {JournalEntry} from './journal-entry.js';
import type {Writer} from './writer.js';

/** Of every step: how it ended, that it was taken back, and one more that a later version may want to add. */
const linesPerStep = 3;

/**
 * The most that a run of these steps writes into its journal after its first line. It is taken from the disk before
 * the first write, because a disk that runs full in the middle would leave a step without its account.
 */
export function journalRoom(steps: readonly Step[], {describe}: Pick<Writer, 'describe'>, at: string): number {
	const begun = steps.map(({id, change}): JournalEntry => ({type: 'began', at, step: id, command: describe(change)}));
	const closed = lineRoom;
	return begun.reduce((room, entry) => room + bytesOf(entry) + linesPerStep * lineRoom, closed);
}
