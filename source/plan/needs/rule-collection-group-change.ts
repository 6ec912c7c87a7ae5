import type {Firewall, RuleCollectionGroup} from '../../topology/firewall.js';
import {objects} from '../../topology/json.js';
import {knownValue} from '../../topology/known.js';
import {type ArmResource, type Json, resourceOf, type World} from '../../topology/world.js';
import type {ChangeOf} from '../change.js';
import {besideOld, type FirewallRules} from './firewall-rules.js';
import {freePriority} from './free-priority.js';
import {ownName} from './names.js';

/** Where a new group goes when no deny has to be outrun: after most, before the usual 4000s. */
const usualPriority = 2000;

const type = 'Microsoft.Network/firewallPolicies/ruleCollectionGroups';

/** Priorities inside our group; the order among types is Azure's (DNAT, network, application), whatever these say. */
const collections = [
	{key: 'dnat', name: 'dnat', priority: 100, ruleCollectionType: 'FirewallPolicyNatRuleCollection', action: 'DNAT'},
	{
		key: 'network',
		name: 'network',
		priority: 200,
		ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
		action: 'Allow',
	},
	{
		key: 'application',
		name: 'application',
		priority: 300,
		ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
		action: 'Allow',
	},
] as const;

/**
 * Puts the rules into a group of our own in the firewall's own policy. A group is replaced whole by every write
 * (azure-sdk-for-python#24182), so nobody else's group is ever touched, and rules of ours from an earlier run are kept.
 */
export function ruleCollectionGroupChange(
	firewall: Firewall & {readonly policy: string},
	rules: FirewallRules,
	world: World,
	clusterName: string,
): ChangeOf<'arm-child'> | {readonly problem: string} {
	const name = ownName(clusterName);
	const id = `${firewall.policy}/ruleCollectionGroups/${name}`;
	const before = knownValue(resourceOf(world, id)) ?? null;
	const groups = (knownValue(firewall.groups) ?? []).filter(group => group.depth === 0 && group.name !== name);
	const priority = before === null ? choosePriority(groups) : Number(before.properties['priority']);
	if (priority === undefined) {
		return {problem: `No priority is free before the deny rules of ${firewall.policy}.`};
	}

	const after: ArmResource = {
		id,
		name,
		type,
		properties: {priority, ruleCollections: mergeCollections(before, rules)},
	};
	return {kind: 'arm-child', type: 'rule-collection-group', id, before, after};
}

/** Before every group of this policy that denies anything, so that what we allow is reached. */
function choosePriority(groups: readonly RuleCollectionGroup[]): number | undefined {
	const taken = new Set(groups.map(group => group.priority));
	const firstDeny = groups
		.filter(group => group.collections.some(collection => collection.action === 'deny'))
		.reduce((first, {priority}) => Math.min(first, priority), usualPriority + 1);
	return freePriority(taken, firstDeny, 100);
}

function mergeCollections(before: ArmResource | null, rules: FirewallRules): readonly Json[] {
	const old = objects(before?.properties, 'ruleCollections');
	return collections.flatMap(({key, name, priority, ruleCollectionType, action}) => {
		const oldRules = objects(
			old.find(collection => collection['name'] === name),
			'rules',
		);
		const merged = besideOld(oldRules, rules[key]);
		return merged.length === 0 ? [] : [{ruleCollectionType, name, priority, action: {type: action}, rules: merged}];
	});
}
