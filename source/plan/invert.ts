import type {Change} from './change.js';
import {recordOf} from './changes/change-records.js';

/** Undo is a change too: the same resource, with before and after exchanged. */
export function invert(change: Change): Change {
	return recordOf(change).invert(change);
}
