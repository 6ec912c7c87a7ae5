import {keyOf, parentId, parseId} from '../arm-id.js';
import {isObject, type JsonObject, listAt, objectAt, objectsAt, textAt, withAt} from '../json.js';

/**
 * Child resources may stand inside their parent, beside it, or both. Afterwards each is in one place: subnets, rules
 * and the like inside the parent (as the REST API shows them), rule collection groups beside it, with their ids inside.
 * Where both were given, the child's own file wins, being what was asked for by name.
 */
export function mergeChildren(resources: ReadonlyMap<string, JsonObject>): ReadonlyMap<string, JsonObject> {
	const merged = new Map(resources);
	for (const [key, resource] of resources) {
		for (const group of embeddedGroups(resource)) {
			const id = keyOf(textAt(group, 'id'));
			merged.set(id, overlay(group, resources.get(id)));
		}

		const owner = parentId(textAt(resource, 'id'));
		if (owner !== undefined && embeddedIn(owner, resource, merged)) {
			merged.delete(key);
		}
	}

	return linkGroups(merged);
}

/** The list of its parent in which a child stands: `subnets` of a virtual network, `securityRules` of a group. */
export function listOf(parent: JsonObject, childType: string): string | undefined {
	const embeddable = ['subnets', 'virtualnetworkpeerings', 'securityrules', 'defaultsecurityrules', 'routes'];
	const type = childType.toLowerCase();
	const known = Object.keys(objectAt(parent, 'properties')).find(key => key.toLowerCase() === type);
	if (embeddable.includes(type)) {
		return known ?? childType;
	}

	const isList =
		known !== undefined && objectsAt(parent, 'properties', known).some(child => isObject(child['properties']));
	return isList && type !== 'rulecollectiongroups' ? known : undefined;
}

function embeddedIn(owner: string, child: JsonObject, merged: Map<string, JsonObject>): boolean {
	const parent = merged.get(keyOf(owner));
	const type = parseId(textAt(child, 'id'))?.path.at(-1)?.type ?? '';
	const list = parent && listOf(parent, type);
	if (parent === undefined || list === undefined) {
		return false;
	}

	const name = textAt(child, 'name').toLowerCase();
	const siblings = objectsAt(parent, 'properties', list);
	const isListed = siblings.some(sibling => textAt(sibling, 'name').toLowerCase() === name);
	const children = isListed
		? siblings.map(sibling => (textAt(sibling, 'name').toLowerCase() === name ? overlay(sibling, child) : sibling))
		: [...siblings, child];
	merged.set(keyOf(owner), withAt(parent, ['properties', list], children));
	return true;
}

function embeddedGroups(resource: JsonObject): readonly JsonObject[] {
	return objectsAt(resource, 'properties', 'ruleCollectionGroups').filter(group => isObject(group['properties']));
}

function overlay(embedded: JsonObject, own: JsonObject | undefined): JsonObject {
	return own === undefined
		? embedded
		: {...embedded, ...own, properties: {...objectAt(embedded, 'properties'), ...objectAt(own, 'properties')}};
}

/** A policy lists the ids of all its rule collection groups, however they came into the world. */
function linkGroups(merged: Map<string, JsonObject>): ReadonlyMap<string, JsonObject> {
	for (const [key, policy] of merged) {
		if (parseId(textAt(policy, 'id'))?.type.toLowerCase() !== 'microsoft.network/firewallpolicies') {
			continue;
		}

		const listed = listAt(policy, 'properties', 'ruleCollectionGroups').map(group => textAt(group, 'id'));
		const present = [...merged.values()]
			.map(resource => textAt(resource, 'id'))
			.filter(id => {
				const parsed = parseId(id);
				return (
					parsed?.type.toLowerCase() === 'microsoft.network/firewallpolicies/rulecollectiongroups' &&
					keyOf(parentId(id) ?? '') === key
				);
			});
		const ids = new Map([...listed, ...present].filter(id => id !== '').map(id => [keyOf(id), id]));
		merged.set(
			key,
			withAt(
				policy,
				['properties', 'ruleCollectionGroups'],
				[...ids.values()].map(id => ({id})),
			),
		);
	}

	return merged;
}
