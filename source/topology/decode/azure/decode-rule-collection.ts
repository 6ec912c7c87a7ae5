import {type Parsed, parsed, refused} from '../../../network/parsed.js';
import type {RuleCollection, RuleCollectionGroup} from '../../firewall.js';
import {count, object, text} from '../../json.js';
import type {ArmResource, JsonObject, World} from '../../world.js';
import {decodeEach} from '../decode-each.js';
import {decodeApplicationRule, decodeDnatRule, decodeNetworkRule} from './decode-firewall-rule.js';

type Rule = RuleCollection['rules'][number];

/** A rule collection of a policy's rule collection group; its rules say of what kind they are. */
export function decodePolicyCollection(collection: JsonObject, world: World): Parsed<RuleCollection> {
	const rules = decodeEach(collection['rules'], 'rule', rule => decodePolicyRule(rule, world));
	return rules.ok ? decodeFrame(collection, text(collection, 'name'), rules.value) : rules;
}

function decodePolicyRule(rule: JsonObject, world: World): Parsed<Rule> {
	switch (text(rule, 'ruleType')?.toLowerCase()) {
		case 'networkrule': {
			return decodeNetworkRule(rule, world);
		}

		case 'applicationrule': {
			return decodeApplicationRule(rule, world);
		}

		case 'natrule': {
			return decodeDnatRule(rule, world);
		}

		default: {
			return refused(`its type ${JSON.stringify(rule['ruleType'] ?? null)} is not known here`);
		}
	}
}

const classicLists = {
	natRuleCollections: decodeDnatRule,
	networkRuleCollections: decodeNetworkRule,
	applicationRuleCollections: decodeApplicationRule,
} as const;

/** A classic firewall's collections, as one group that has the firewall's id and comes before nothing. */
export function decodeClassicGroup(firewall: ArmResource, world: World): Parsed<RuleCollectionGroup> {
	let collections: readonly RuleCollection[] = [];
	for (const [listName, decodeRule] of Object.entries(classicLists)) {
		const decoded = decodeEach(firewall.properties[listName], 'rule collection', collection => {
			const properties = object(collection, 'properties') ?? {};
			const rules = decodeEach(properties['rules'], 'rule', (rule): Parsed<Rule> => decodeRule(rule, world));
			return rules.ok ? decodeFrame(properties, text(collection, 'name'), rules.value) : rules;
		});
		if (!decoded.ok) {
			return decoded;
		}

		collections = [...collections, ...decoded.value];
	}

	return parsed({
		id: firewall.id,
		name: firewall.name,
		priority: 100,
		policy: firewall.id,
		depth: 0,
		collections: collections.toSorted((a, b) => a.priority - b.priority),
	});
}

/** Name, priority and action. The action belongs to the collection, not to its rules (policy-rule-sets.md). */
function decodeFrame(values: JsonObject, name = '', rules: readonly Rule[] = []): Parsed<RuleCollection> {
	const priority = count(values, 'priority');
	const action = text(values, 'action', 'type')?.toLowerCase();
	if (priority === undefined) {
		return refused('it has no priority');
	}

	if (action !== 'allow' && action !== 'deny' && action !== 'dnat') {
		return refused(`its action ${JSON.stringify(action ?? null)} is not known here`);
	}

	const fits = rules.every(rule => (rule.kind === 'dnat') === (action === 'dnat'));
	return fits ? parsed({name, priority, action, rules}) : refused('its rules do not fit its action');
}
