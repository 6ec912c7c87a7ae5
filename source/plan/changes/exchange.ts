import type {Change} from '../change.js';

/** The same write with before and after exchanged, which takes back whatever is put whole. */
export function exchange<C extends Change>(change: C): C {
	return {...change, before: change.after, after: change.before};
}
