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
