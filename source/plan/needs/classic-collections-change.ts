import type {Firewall} from '../../topology/firewall.js';
import {field, objects} from '../../topology/json.js';
import {knownValue} from '../../topology/known.js';
import {type Json, type JsonObject, resourceOf, type World} from '../../topology/world.js';
import type {ChangeOf, ClassicCollections} from '../change.js';
import {besideOld, type FirewallRules} from './firewall-rules.js';
import {freePriority} from './free-priority.js';
import {ownName} from './names.js';

const usualPriority = 2000;

const kinds = [
	{list: 'natRuleCollections', key: 'dnat', action: 'Dnat'},
	{list: 'networkRuleCollections', key: 'network', action: 'Allow'},
	{list: 'applicationRuleCollections', key: 'application', action: 'Allow'},
] as const;

type List = (typeof kinds)[number]['list'];

/**
 * A classic firewall has no child resource for its collections: the whole firewall is written. So the change holds only
 * the collections with our name, and whoever writes it reads the firewall first and puts everything else back as it was.
 */
export function classicCollectionsChange(
	firewall: Firewall,
	rules: FirewallRules,
	world: World,
	clusterName: string,
): ChangeOf<'classic-collections'> | {readonly problem: string} {
	const properties = knownValue(resourceOf(world, firewall.id))?.properties ?? {};
	const before: Record<List, readonly JsonObject[]> = emptyCollections();
	const after: Record<List, readonly JsonObject[]> = emptyCollections();
	for (const {list, key, action} of kinds) {
		const all = objects(properties, list);
		const name = ownName(clusterName, key);
		const own = all.filter(collection => collection['name'] === name);
		before[list] = own;
		after[list] = own;
		if (rules[key].length > 0) {
			const priority = own[0] === undefined ? choosePriority(all) : priorityOf(own[0]);
			if (priority === undefined) {
				return {problem: `No priority is free before the deny collections of ${firewall.name}.`};
			}

			after[list] = [{name, properties: {priority, action: {type: action}, rules: mergeRules(own, rules[key])}}];
		}
	}

	return {kind: 'classic-collections', firewall: firewall.id, before, after};
}

function emptyCollections(): Record<List, readonly JsonObject[]> & ClassicCollections {
	return {natRuleCollections: [], networkRuleCollections: [], applicationRuleCollections: []};
}

function choosePriority(collections: readonly JsonObject[]): number | undefined {
	const taken = new Set(collections.map(collection => priorityOf(collection)));
	const denies = collections
		.filter(collection => /deny/i.test(JSON.stringify(field(collection, 'properties', 'action') ?? '')))
		.map(collection => priorityOf(collection));
	return freePriority(
		taken,
		denies.reduce((first, deny) => Math.min(first, deny), usualPriority + 1),
		100,
	);
}

/** Classic rules name their protocols `protocols`, and have no `ruleType`. */
function mergeRules(own: readonly JsonObject[], rules: readonly JsonObject[]): readonly Json[] {
	const old = own.flatMap(collection => objects(collection, 'properties', 'rules'));
	return besideOld(old, rules.map(toClassic));
}

function toClassic(rule: JsonObject): JsonObject {
	const {ruleType: _ruleType, ipProtocols, ...rest} = rule;
	return ipProtocols === undefined ? rest : {...rest, protocols: ipProtocols};
}

function priorityOf(collection: JsonObject): number {
	return Number(field(collection, 'properties', 'priority'));
}
