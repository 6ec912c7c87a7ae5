import {type ArmId, armName} from '../../topology/arm-id.js';
import {object, objects, text, texts} from '../../topology/json.js';
import {knownValue} from '../../topology/known.js';
import {type ArmResource, resourceOf, type World} from '../../topology/world.js';
import type {Change} from '../change.js';
import type {Unremovable} from '../unused/allow-rule.js';

/** The rule of a security group deleted, with all that was read of it, so that undo puts just that back. */
export function securityRuleRemoval(world: World, group: ArmId, name: string): Change | Unremovable {
	const rules = objects(knownValue(resourceOf(world, group))?.properties, 'securityRules');
	const rule = rules.find(({name: other}) => other === name);
	if (rule === undefined) {
		return {problem: `${armName(group)} has no rule ${name} any more.`};
	}

	const id = text(rule, 'id') ?? `${group}/securityRules/${name}`;
	const type = 'Microsoft.Network/networkSecurityGroups/securityRules';
	// How the last write went is Azure's own, and no part of what is put back.
	const {provisioningState: _state, ...properties} = object(rule, 'properties') ?? {};
	const before: ArmResource = {id, name, type, properties};
	return {kind: 'arm-child', type: 'security-rule', id, before, after: null};
}

/** The list without the range; the last one stays, because an empty list lets everybody in. */
export function rangeRemoval(world: World, cluster: ArmId, range: string): Change | Unremovable {
	const profile = knownValue(resourceOf(world, cluster))?.properties['apiServerAccessProfile'];
	const before = texts(profile, 'authorizedIPRanges');
	const at = before.indexOf(range);
	const after = before.filter((_, index) => index !== at);
	if (at < 0) {
		return {problem: `${armName(cluster)} has no authorized range ${range} any more.`};
	}

	return after.length === 0
		? {problem: `${range} would be the last authorized range to go; without any the API server answers everybody.`}
		: {kind: 'authorized-ranges', cluster, before, after};
}
