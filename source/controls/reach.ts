import type {Remedy} from './remedy.js';

/** Whether the changes of a remedy make something reachable, and what, from the least on (docs/plans.md). */
export const reaches = [
	/** Just the ends and ports of the flow: pods, callers, one service at one address. */
	'flow',
	/** One name, which is what the control looks at. */
	'name',
	/** Addresses that are listed. */
	'addresses',
	/** Whatever shares an address with a name. */
	'shared-addresses',
	/** Every name that a pattern stands for. */
	'names',
	/** Every address that somebody else puts into a list, now and later. */
	'service-tag',
	/** Every address of the internet, or for everybody there. */
	'internet',
	/** Every address there is. */
	'every-address',
] as const;

export type RemedyReach = (typeof reaches)[number];

/**
 * The one order of ways: what makes least reachable comes first. What opens nothing before a person has done something
 * comes last; ways that make as much reachable stay as the control gave them.
 */
export function byReach(remedies: readonly Remedy[]): readonly Remedy[] {
	const rank = ({reach}: Remedy) => (reach === undefined ? reaches.length : reaches.indexOf(reach));
	return remedies.toSorted((a, b) => rank(a) - rank(b));
}
