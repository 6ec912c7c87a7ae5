import {type JsonObject, objectAt, objectsAt, textAt} from '../json.js';
import {refuse} from './arm-answers.js';
import {firewallFamily, policyOf} from './firewall-family.js';
import {checkApplicationRule, checkNatRule, checkNetworkRule, ruleFields} from './firewall-rule-fields.js';
import {assertReference} from './reference.js';
import {assertFirewallName} from './resource-names.js';
import {readChildren} from './resource-tree.js';
import type {ArmResourceType, Proposal} from './resource-type.js';

/** Written as a whole: what a PUT leaves out is gone (facts A8). */
export const ruleCollectionGroups: ArmResourceType = {
	type: 'Microsoft.Network/firewallPolicies/ruleCollectionGroups',
	whenBusy: 'another-operation',
	etag: 'etag',
	alsoBusy: firewallFamily,
	check: proposal => {
		const {id, proposed, parsed, store} = proposal;
		assertFirewallName(parsed.name);
		assertPriority('rule collection group', parsed.name, objectAt(proposed, 'properties')['priority']);
		const owner = id.split('/').slice(0, -2).join('/');
		const siblings = readChildren(store, owner, 'ruleCollectionGroups').filter(
			group => textAt(group, 'name').toLowerCase() !== parsed.name.toLowerCase(),
		);
		assertDistinct('rule collection group', [
			...siblings.map(group => ({name: textAt(group, 'name'), priority: objectAt(group, 'properties')['priority']})),
			{name: parsed.name, priority: objectAt(proposed, 'properties')['priority']},
		]);
		checkCollections(proposal);
	},
	complete: ({proposed}) => ({
		...proposed,
		properties: {size: '0.01MB', ruleCollections: [], ...objectAt(proposed, 'properties')},
	}),
	checkDelete: () => undefined,
};

function checkCollections(proposal: Proposal): void {
	const collections = objectsAt(proposal.proposed, 'properties', 'ruleCollections');
	const policy = policyOf(proposal.store, proposal.id);
	const fqdnsAllowed =
		objectAt(policy, 'properties', 'dnsSettings')['enableProxy'] === true &&
		textAt(policy, 'properties', 'sku', 'tier').toLowerCase() !== 'basic';
	for (const collection of collections) {
		assertCollectionName(textAt(collection, 'name'));
		assertPriority('rule collection', textAt(collection, 'name'), collection['priority']);
		checkCollection(proposal, collection, fqdnsAllowed);
	}

	assertDistinct(
		'rule collection',
		collections.map(({name, priority}) => ({name: String(name), priority})),
	);
	assertDistinctNames(collections.map(collection => textAt(collection, 'name')));
}

function checkCollection(proposal: Proposal, collection: JsonObject, fqdnsAllowed: boolean): void {
	const name = textAt(collection, 'name');
	const isNat = textAt(collection, 'ruleCollectionType') === 'FirewallPolicyNatRuleCollection';
	const isFilter = textAt(collection, 'ruleCollectionType') === 'FirewallPolicyFilterRuleCollection';
	const action = textAt(collection, 'action', 'type').toLowerCase();
	if (!(isNat && action === 'dnat') && !(isFilter && ['allow', 'deny'].includes(action))) {
		throw refuse(
			400,
			'FirewallPolicyRuleCollectionInvalidAction',
			`Rule collection '${name}' has an unknown type or action.`,
			{details: []},
		);
	}

	const rules = objectsAt(collection, 'rules');
	const types = new Set(rules.map(rule => textAt(rule, 'ruleType')));
	if (rules.length === 0) {
		throw refuse(
			400,
			'FirewallPolicyRuleIpAddressesAndPortsMustBeSpecified',
			`Rule collection '${name}' has no rules.`,
			{details: []},
		);
	}

	if (types.size > 1 || types.has('NatRule') !== isNat) {
		throw refuse(
			400,
			'FirewallPolicyRuleCollectionMixedRuleTypes',
			`Rule collection '${name}' must hold rules of one type.`,
			{details: []},
		);
	}

	for (const rule of rules) {
		checkRule(proposal, rule, fqdnsAllowed);
	}
}

function checkRule({store, id}: Proposal, body: JsonObject, fqdnsAllowed: boolean): void {
	const rule = ruleFields(body, 'ipProtocols');
	for (const group of [...rule.sourceGroups, ...rule.destinationGroups]) {
		assertReference(store, id, {id: group});
	}

	switch (textAt(body, 'ruleType')) {
		case 'NetworkRule': {
			checkNetworkRule(rule, fqdnsAllowed);
			break;
		}

		case 'ApplicationRule': {
			checkApplicationRule(rule, body);
			break;
		}

		case 'NatRule': {
			checkNatRule(rule, body);
			break;
		}

		default: {
			throw refuse(400, 'InvalidRequestFormat', 'Cannot parse the request.', {
				details: [
					{code: 'InvalidJson', message: `Unknown ruleType '${textAt(body, 'ruleType')}' of rule '${rule.name}'.`},
				],
			});
		}
	}
}

export function assertCollectionName(name: string): void {
	// Letters, digits, `_`, `.`, `-`; begins with a letter or digit, ends with one or with `_` (facts A7).
	if (!/^[A-Za-z\d](?:[\w.-]{0,78}\w)?$/.test(name)) {
		throw refuse(
			400,
			'InvalidResourceName',
			`Resource name ${name} is invalid. Rule collections take up to 80 letters, digits, '_', '.' and '-'.`,
			{details: []},
		);
	}
}

export function assertPriority(what: string, name: string, priority: JsonObject[string]): void {
	if (typeof priority !== 'number' || !Number.isInteger(priority) || priority < 100 || priority > 65_000) {
		throw refuse(
			400,
			'FirewallPolicyInvalidPriority',
			`Priority ${JSON.stringify(priority)} of ${what} '${name}' is invalid. Allowed range 100-65000.`,
			{details: []},
		);
	}
}

/** What Azure does with equal priorities was not found (facts A7); refusing is the strict reading. */
export function assertDistinct(
	what: string,
	items: readonly {readonly name: string; readonly priority: JsonObject[string]}[],
): void {
	const seen = new Map<JsonObject[string], string>();
	for (const {name, priority} of items) {
		const other = seen.get(priority);
		if (other !== undefined) {
			throw refuse(
				400,
				'FirewallPolicyPriorityConflict',
				`The ${what}s '${other}' and '${name}' have the same priority ${String(priority)}.`,
				{details: []},
			);
		}

		seen.set(priority, name);
	}
}

export function assertDistinctNames(names: readonly string[]): void {
	const twice = names.find(
		(name, index) => names.findIndex(other => other.toLowerCase() === name.toLowerCase()) !== index,
	);
	if (twice !== undefined) {
		throw refuse(
			400,
			'FirewallPolicyRuleCollectionNameConflict',
			`The name '${twice}' is used by two rule collections.`,
			{details: []},
		);
	}
}
