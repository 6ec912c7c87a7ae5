import type {AppliedRule} from './applied-rule.js';
import {
	type ConnectionSet,
	intersectConnections,
	isNoConnection,
	noConnection,
	subtractConnections,
	unionConnections,
} from './connection-set.js';
import type {GroupTier, RuleGroup} from './rule-groups.js';
import {tierEnd} from './tier-end.js';

/** What decides about a part of the connections that are asked for: a rule, or the end of a tier. */
export type ConnectionDecision = {
	readonly action: 'allow' | 'deny';
	readonly tier: GroupTier;
	/** Undefined: the end of the tier. */
	readonly rule: AppliedRule | undefined;
	readonly connections: ConnectionSet;
};

/**
 * Who decides about connections, as far as it is sure: doubtful rules are passed over. What no tier decides is open, by
 * nobody. `meets` is the connections that a rule is about with the peer that is asked for.
 */
export function decisions(
	{tiers}: Pick<RuleGroup, 'tiers'>,
	meets: (rule: AppliedRule) => ConnectionSet,
	wanted: ConnectionSet,
): readonly ConnectionDecision[] {
	const found: ConnectionDecision[] = [];
	let here = wanted;
	for (const tier of tiers) {
		const asked = askRules(tier, meets, here);
		for (const decided of asked.decided) {
			found.push(decided);
		}
		const end = tierEnd(tier);
		const dropped = end.deny && !end.pass;
		if (dropped && !isNoConnection(asked.left)) {
			found.push({action: 'deny', tier, rule: undefined, connections: asked.left});
		}

		here = dropped ? asked.passed : unionConnections(asked.left, asked.passed);
	}

	return found;
}

function askRules(tier: GroupTier, meets: (rule: AppliedRule) => ConnectionSet, wanted: ConnectionSet) {
	const decided: ConnectionDecision[] = [];
	let left = wanted;
	let passed = noConnection;
	for (const rule of tier.rules.filter(({doubt}) => doubt === undefined)) {
		const {action} = rule.term;
		const connections = intersectConnections(left, meets(rule));
		left = subtractConnections(left, connections);
		if (action === 'pass') {
			passed = unionConnections(passed, connections);
		} else if (!isNoConnection(connections)) {
			decided.push({action, tier, rule, connections});
		}
	}

	return {decided, left, passed};
}
