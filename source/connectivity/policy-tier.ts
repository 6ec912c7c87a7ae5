/*
 * Policies stand in tiers. A packet goes through the tiers in their order: a rule that allows or denies it is final, one
 * that passes it hands over to the next tier, and the end of a tier decides what no rule did.
 */
export type PolicyTier = {
	readonly name: string;
	/** The lowest first; infinite where none is given. */
	readonly order: number;
	/** What becomes of packets of pods that the tier is about, where none of its rules decides. */
	readonly atEnd: 'deny' | 'pass';
};

/*
 * The tiers that need not be declared. Their numbers are Calico's, where others can be put between them
 * (docs.tigera.io, tiered-policy); the other engines know these three only, in the same order.
 */
export const adminTier: PolicyTier = {name: 'admin', order: 1000, atEnd: 'pass'};
export const defaultTier: PolicyTier = {name: 'default', order: 1_000_000, atEnd: 'deny'};
export const baselineTier: PolicyTier = {name: 'baseline', order: 10_000_000, atEnd: 'pass'};

/** Where a NetworkPolicy stands in the default tier (docs.tigera.io: as a Calico policy of this order). */
export const networkPolicyOrder = 1000;

/** Tiers of the same order go by name (felix, `TierLess`). */
export function compareTiers(a: PolicyTier, b: PolicyTier): number {
	return a.order === b.order ? compareText(a.name, b.name) : a.order - b.order;
}

export function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
