import type {PlacedRule} from '../../routing/evaluation-order.js';
import {armName} from '../../topology/arm-id.js';
import type {Firewall} from '../../topology/firewall.js';
import {object, objects, text} from '../../topology/json.js';
import {knownValue} from '../../topology/known.js';
import {type JsonObject, resourceOf, type World} from '../../topology/world.js';
import {type Change, type ClassicCollections, classicLists} from '../change.js';
import type {Unremovable} from '../unused/allow-rule.js';

type Place = {readonly collection: string; readonly rule: string};

/**
 * The group or the classic firewall's collection without the rule; a collection without any rule goes, too. Parent
 * policies serve other firewalls and are somebody else's: they are never written.
 */
export function firewallRuleRemoval(world: World, firewall: Firewall, placed: PlacedRule): Change | Unremovable {
	const {group, collection, rule} = placed;
	const place = {collection: collection.name, rule: rule.name};
	if (group.depth > 0) {
		return {problem: `${rule.name} stands in the parent policy ${armName(group.policy)}, which serves others, too.`};
	}

	return firewall.policy === undefined ? inClassic(world, firewall, place) : inGroup(world, group.id, place);
}

function inGroup(world: World, id: string, place: Place): Change | Unremovable {
	const before = knownValue(resourceOf(world, id));
	const collections = objects(before?.properties, 'ruleCollections');
	const after = withoutRule(collections, place, collection => objects(collection, 'rules'), withRules);
	return before === undefined || after === undefined
		? notOne(place)
		: {
				kind: 'arm-child',
				type: 'rule-collection-group',
				id,
				before,
				after: {...before, properties: {...before.properties, ruleCollections: after}},
			};
}

function inClassic(world: World, {id}: Firewall, place: Place): Change | Unremovable {
	const properties = knownValue(resourceOf(world, id))?.properties;
	for (const field of classicLists) {
		const before = objects(properties, field).filter(({name}) => name === place.collection);
		const after = withoutRule(before, place, rulesOfClassic, (collection, rules) => ({
			...collection,
			properties: {...object(collection, 'properties'), rules},
		}));
		if (after !== undefined) {
			const none: ClassicCollections = {
				natRuleCollections: [],
				networkRuleCollections: [],
				applicationRuleCollections: [],
			};
			return {
				kind: 'classic-collections',
				firewall: id,
				before: {...none, [field]: before},
				after: {...none, [field]: after},
			};
		}
	}

	return notOne(place);
}

function rulesOfClassic(collection: JsonObject): readonly JsonObject[] {
	return objects(collection, 'properties', 'rules');
}

function withRules(collection: JsonObject, rules: readonly JsonObject[]): JsonObject {
	return {...collection, rules};
}

/** Undefined where not just one rule has this name at this place. */
function withoutRule(
	collections: readonly JsonObject[],
	{collection: name, rule}: Place,
	rulesOf: (collection: JsonObject) => readonly JsonObject[],
	give: (collection: JsonObject, rules: readonly JsonObject[]) => JsonObject,
): readonly JsonObject[] | undefined {
	const isMeant = (other: JsonObject) => text(other, 'name') === rule;
	const found = collections
		.filter(collection => text(collection, 'name') === name)
		.flatMap(collection => rulesOf(collection).filter(isMeant));
	return found.length !== 1
		? undefined
		: collections.flatMap(collection => {
				const rules = rulesOf(collection);
				if (text(collection, 'name') !== name || !rules.some(isMeant)) {
					return [collection];
				}

				const rest = rules.filter(other => !isMeant(other));
				return rest.length === 0 ? [] : [give(collection, rest)];
			});
}

function notOne({collection, rule}: Place): Unremovable {
	return {problem: `There is not just one rule of the name ${rule} in the collection ${collection}.`};
}
