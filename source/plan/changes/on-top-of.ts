import type {Change} from '../change.js';

/** Two writes to one target, the second made from what the first leaves, as one: of whatever is put whole. */
export function onTopOf<C extends Change>(first: C, second: C): C {
	return {...second, before: first.before};
}
