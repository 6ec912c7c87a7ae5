import {type JsonObject, objectAt, objectsAt, textAt} from '../json.js';
import {refuse} from './arm-answers.js';
import {completeChildren, keepReadOnly} from './complete.js';
import {checkApplicationRule, checkNatRule, checkNetworkRule, ruleFields} from './firewall-rule-fields.js';
import {assertReference} from './reference.js';
import {assertNetworkName} from './resource-names.js';
import type {ArmResourceType} from './resource-type.js';
import {assertCollectionName, assertDistinct, assertDistinctNames, assertPriority} from './rule-collection-groups.js';

const lists = ['networkRuleCollections', 'applicationRuleCollections', 'natRuleCollections'] as const;

/** A classic firewall holds its rules itself and is written as a whole; one with a policy holds none. */
export const azureFirewalls: ArmResourceType = {
	type: 'Microsoft.Network/azureFirewalls',
	whenBusy: 'another-operation',
	etag: 'weak-etag',
	check: ({store, id, proposed, parsed}) => {
		assertNetworkName(parsed.name);
		const policy = objectAt(proposed, 'properties')['firewallPolicy'];
		assertReference(store, id, policy);
		const hasRules = lists.some(list => objectsAt(proposed, 'properties', list).length > 0);
		if (textAt(policy, 'id') !== '' && hasRules) {
			throw refuse(
				400,
				'AzureFirewallPolicyAndRuleCollectionsConflict',
				'An Azure Firewall with a firewall policy cannot have rule collections of its own.',
				{details: []},
			);
		}

		for (const list of lists) {
			checkList(proposed, list);
		}
	},
	complete: ({before, ...proposal}) => {
		const completed = lists.reduce(
			(firewall, list) => completeChildren({...proposal, proposed: firewall}, list),
			proposal.proposed,
		);
		return keepReadOnly(completed, before, [
			['properties', 'hubIPAddresses'],
			['properties', 'ipGroups'],
		]);
	},
	checkDelete: () => undefined,
};

function checkList(firewall: JsonObject, list: (typeof lists)[number]): void {
	const collections = objectsAt(firewall, 'properties', list);
	for (const collection of collections) {
		const name = textAt(collection, 'name');
		assertCollectionName(name);
		assertPriority('rule collection', name, objectAt(collection, 'properties')['priority']);
		const action = textAt(collection, 'properties', 'action', 'type').toLowerCase();
		const isKnown =
			list === 'natRuleCollections' ? ['dnat', 'snat'].includes(action) : ['allow', 'deny'].includes(action);
		if (!isKnown || objectsAt(collection, 'properties', 'rules').length === 0) {
			throw refuse(
				400,
				'AzureFirewallRuleCollectionInvalid',
				`Rule collection '${name}' needs an action and at least one rule.`,
				{details: []},
			);
		}

		for (const rule of objectsAt(collection, 'properties', 'rules')) {
			checkRule(firewall, list, rule);
		}
	}

	assertDistinct(
		'rule collection',
		collections.map(collection => ({
			name: textAt(collection, 'name'),
			priority: objectAt(collection, 'properties')['priority'],
		})),
	);
	assertDistinctNames(collections.map(collection => textAt(collection, 'name')));
}

function checkRule(firewall: JsonObject, list: (typeof lists)[number], body: JsonObject): void {
	const rule = ruleFields(body, 'protocols');
	if (list === 'applicationRuleCollections') {
		checkApplicationRule(rule, body);
	} else if (list === 'natRuleCollections') {
		checkNatRule(rule, body);
	} else {
		checkNetworkRule(rule, hasDnsProxy(firewall));
	}
}

/** The name of this setting is common knowledge, not from the documents read (facts A3). */
function hasDnsProxy(firewall: JsonObject): boolean {
	return textAt(firewall, 'properties', 'additionalProperties', 'Network.DNS.EnableProxy').toLowerCase() === 'true';
}
