import type {GroupTier} from './rule-groups.js';

/**
 * How rules are read whose effect we cannot judge: `certain` is what is open whatever they mean, `possible` what may be.
 * Without such rules the two are the same.
 */
export type Reading = 'certain' | 'possible';

/** Where packets may go that no rule of a tier decides; both, where it depends on a policy that we cannot judge. */
export function tierEnd({tier, appliedBy}: GroupTier): {readonly deny: boolean; readonly pass: boolean} {
	const surely = appliedBy.some(policy => policy.doubt === undefined);
	return tier.atEnd === 'pass' || appliedBy.length === 0 ? {deny: false, pass: true} : {deny: true, pass: !surely};
}

/** What a rule adds to, by its action. */
export type RuleAction = 'allow' | 'deny' | 'pass';
