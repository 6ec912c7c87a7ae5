import type {Need} from './need.js';
import type {Remedy} from './remedy.js';

/** The way where no change is ours to make: it opens nothing before a person has done what it says. */
export function byHand(needs: readonly Need[]): Remedy {
	return {id: 'advice', title: 'What a person can do', opens: 'Nothing is changed.', needs};
}
