import type {Firewall} from '../topology/firewall.js';
import {knownValue} from '../topology/known.js';
import {type Json, type JsonObject, resourceOf, type World} from '../topology/world.js';
import type {Change, ClassicCollections} from './change.js';
import type {FirewallRules} from './firewall-rules.js';
import {freePriority} from './free-priority.js';
import {ownName} from './names.js';
import {objects} from './rule-collection-group-change.js';

const usualPriority = 2000;

const fields = [
	{field: 'natRuleCollections', key: 'dnat', action: 'Dnat'},
	{field: 'networkRuleCollections', key: 'network', action: 'Allow'},
	{field: 'applicationRuleCollections', key: 'application', action: 'Allow'},
] as const;

type Field = (typeof fields)[number]['field'];

/**
 * A classic firewall has no child resource for its collections: the whole firewall is written. So the change holds only
 * the collections with our name, and whoever writes it reads the firewall first and puts everything else back as it was.
 */
export function classicCollectionsChange(
	firewall: Firewall,
	rules: FirewallRules,
	world: World,
	clusterName: string,
): Extract<Change, {kind: 'classic-collections'}> | {readonly problem: string} {
	const properties = knownValue(resourceOf(world, firewall.id))?.properties ?? {};
	const before: Record<Field, readonly JsonObject[]> = emptyCollections();
	const after: Record<Field, readonly JsonObject[]> = emptyCollections();
	for (const {field, key, action} of fields) {
		const all = objects(properties[field]);
		const name = ownName(clusterName, key);
		const own = all.filter(collection => collection['name'] === name);
		before[field] = own;
		after[field] = own;
		if (rules[key].length > 0) {
			const priority = own[0] === undefined ? choosePriority(all) : Number(propertiesOf(own[0])['priority']);
			if (priority === undefined) {
				return {problem: `No priority is free before the deny collections of ${firewall.name}.`};
			}

			after[field] = [{name, properties: {priority, action: {type: action}, rules: mergeRules(own, rules[key])}}];
		}
	}

	return {kind: 'classic-collections', firewall: firewall.id, before, after};
}

function emptyCollections(): Record<Field, readonly JsonObject[]> & ClassicCollections {
	return {natRuleCollections: [], networkRuleCollections: [], applicationRuleCollections: []};
}

function choosePriority(collections: readonly JsonObject[]): number | undefined {
	const taken = new Set(collections.map(collection => Number(propertiesOf(collection)['priority'])));
	const denies = collections
		.filter(collection => /deny/i.test(JSON.stringify(propertiesOf(collection)['action'] ?? '')))
		.map(collection => Number(propertiesOf(collection)['priority']));
	return freePriority(taken, Math.min(usualPriority + 1, ...denies), 100);
}

/** Classic rules name their protocols `protocols`, and have no `ruleType`. */
function mergeRules(own: readonly JsonObject[], rules: readonly JsonObject[]): readonly Json[] {
	const old = own.flatMap(collection => objects(propertiesOf(collection)['rules']));
	const names = new Set(rules.map(rule => rule['name']));
	return [...old.filter(rule => !names.has(rule['name'])), ...rules.map(toClassic)];
}

function toClassic(rule: JsonObject): JsonObject {
	const {ruleType: _ruleType, ipProtocols, ...rest} = rule;
	return ipProtocols === undefined ? rest : {...rest, protocols: ipProtocols};
}

function propertiesOf(collection: JsonObject): JsonObject {
	const properties = collection['properties'];
	return typeof properties === 'object' && properties !== null && !Array.isArray(properties)
		? (properties as JsonObject)
		: {};
}
