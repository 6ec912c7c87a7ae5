import {type ArmId, type ArmKey, armKey, armName, parseArmId} from '../../arm-id.js';
import type {RuleCollectionGroup} from '../../firewall.js';
import {count, references, text} from '../../json.js';
import {denied, flatMapKnown, type Known, known} from '../../known.js';
import {type ArmResource, isOfType, resourceOf, type World} from '../../world.js';
import {decodeEach} from '../decode-each.js';
import {decodePolicyCollection} from './decode-rule-collection.js';

/**
 * A policy and those it inherits from, the firewall's own first. `denied` as soon as one of them was not read: what a
 * parent decides comes before everything in its children (facts A1).
 */
export function policyChain(id: ArmId, world: World): Known<readonly ArmResource[]> {
	const chain: ArmResource[] = [];
	const seen = new Set<ArmKey>();
	for (let next: ArmId | undefined = id; next !== undefined; ) {
		if (seen.has(armKey(next))) {
			return denied(`The firewall policy ${armName(next)} inherits from itself.`);
		}

		seen.add(armKey(next));
		const policy = resourceOf(world, next);
		if (policy.state === 'denied') {
			return policy;
		}

		if (policy.state === 'absent') {
			return denied(`The firewall policy ${armName(next)} was not among what could be read.`);
		}

		chain.push(policy.value);
		next = text(policy.value.properties, 'basePolicy', 'id');
	}

	return known(chain);
}

export function decodePolicyGroups(
	chain: readonly ArmResource[],
	world: World,
	children: ChildGroups,
): Known<readonly RuleCollectionGroup[]> {
	const groups: RuleCollectionGroup[] = [];
	for (const [depth, policy] of chain.entries()) {
		for (const id of groupIds(policy, children)) {
			const group = decodeGroup(id, policy, depth, world);
			if (group.state !== 'known') {
				return group;
			}

			groups.push(group.value);
		}
	}

	return known(groups.toSorted((a, b) => b.depth - a.depth || a.priority - b.priority));
}

/** The rule collection groups of a world by the policy they are in. */
export type ChildGroups = ReadonlyMap<ArmKey, readonly ArmId[]>;

export function findChildGroups(world: World): ChildGroups {
	const children = new Map<ArmKey, ArmId[]>();
	for (const id of world.resources.keys()) {
		const {parent} = parseArmId(id) ?? {};
		if (parent !== undefined && isOfType(id, 'Microsoft.Network/firewallPolicies/ruleCollectionGroups')) {
			children.set(armKey(parent), [...(children.get(armKey(parent)) ?? []), id]);
		}
	}

	return children;
}

/** Those the policy lists, read or not, and those that were found beside it. */
function groupIds(policy: ArmResource, children: ChildGroups): readonly ArmId[] {
	const listed = references(policy.properties, 'ruleCollectionGroups');
	const found = children.get(armKey(policy.id)) ?? [];
	return [...new Map([...found, ...listed].map(id => [armKey(id), id])).values()];
}

function decodeGroup(id: ArmId, policy: ArmResource, depth: number, world: World): Known<RuleCollectionGroup> {
	const resource = resourceOf(world, id);
	if (resource.state === 'absent') {
		return denied(`The rule collection group ${armName(id)} of ${policy.name} was not among what could be read.`);
	}

	return flatMapKnown(resource, ({name, properties, id: spelledId}) => {
		const priority = count(properties, 'priority');
		const collections = decodeEach(properties['ruleCollections'], 'rule collection', collection =>
			decodePolicyCollection(collection, world),
		);
		if (priority === undefined || !collections.ok) {
			const problem = collections.ok ? 'it has no priority' : collections.problem;
			return denied(`The rule collection group ${name} of ${policy.name} could not be understood: ${problem}.`);
		}

		return known({
			id: spelledId,
			name,
			priority,
			policy: policy.id,
			depth,
			collections: collections.value.toSorted((a, b) => a.priority - b.priority),
		});
	});
}
