import {reaches} from './reach.js';
import type {Remedy} from './remedy.js';

/**
 * The one order of ways: what makes least reachable comes first. What opens nothing before a person has done something
 * comes last; ways that make as much reachable stay as the control gave them.
 */
export function byReach(remedies: readonly Remedy[]): readonly Remedy[] {
	const rank = ({reach}: Remedy) => (reach === undefined ? reaches.length : reaches.indexOf(reach));
	return remedies.toSorted((a, b) => rank(a) - rank(b));
}
