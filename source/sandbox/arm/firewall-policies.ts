import {keyOf} from '../arm-id.js';
import {listAt, textAt} from '../json.js';
import {refuse} from './arm-answers.js';
import {keepReadOnly} from './complete.js';
import {firewallFamily} from './firewall-family.js';
import {assertReference} from './reference.js';
import {assertFirewallName} from './resource-names.js';
import type {ArmResourceType} from './resource-type.js';

export const firewallPolicies: ArmResourceType = {
	type: 'Microsoft.Network/firewallPolicies',
	whenBusy: 'another-operation',
	etag: 'weak-etag',
	alsoBusy: firewallFamily,
	check: ({store, id, proposed, parsed}) => {
		assertFirewallName(parsed.name);
		const base = textAt(proposed, 'properties', 'basePolicy', 'id');
		assertReference(store, id, {id: base});
		if (keyOf(base) === keyOf(id)) {
			throw refuse(400, 'FirewallPolicyBasePolicyInvalid', 'A firewall policy cannot be its own base policy.', {
				details: [],
			});
		}
	},
	complete: ({proposed, before}) =>
		keepReadOnly(proposed, before ?? {properties: {ruleCollectionGroups: [], firewalls: [], childPolicies: []}}, [
			['properties', 'ruleCollectionGroups'],
			['properties', 'firewalls'],
			['properties', 'childPolicies'],
			['properties', 'size'],
		]),
	checkDelete: (_store, id, policy) => {
		const [user] = [...listAt(policy, 'properties', 'firewalls'), ...listAt(policy, 'properties', 'childPolicies')];
		if (user !== undefined) {
			throw refuse(
				400,
				'FirewallPolicyInUse',
				`Firewall policy ${id} is in use by ${textAt(user, 'id')} and cannot be deleted.`,
				{details: []},
			);
		}
	},
};
