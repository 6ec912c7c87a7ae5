import {keyOf, parentId, parseId} from '../arm-id.js';
import {type JsonObject, objectAt, objectsAt, textAt, withAt} from '../json.js';
import type {Store} from '../store.js';
import {listOf} from '../world/merge-children.js';
import {agentPoolOf, agentPoolsOf} from './agent-pools.js';
import {withNewEtag} from './etags.js';

/** A resource by id, wherever it stands: by itself, or inside its parent. */
export function readResource(store: Store, id: string): JsonObject | undefined {
	const own = store.get('resources', keyOf(id));
	const owner = parentId(id);
	if (own !== undefined || owner === undefined) {
		return own;
	}

	const parent = store.get('resources', keyOf(owner));
	const name = lastName(id);
	return parent && (agentPoolOf(parent, lastType(id), name) ?? embedded(parent, lastType(id), name));
}

/** The children of one type: those inside the parent, then those that stand by themselves. */
export function readChildren(store: Store, owner: string, type: string): readonly JsonObject[] {
	const parent = store.get('resources', keyOf(owner));
	const list = parent && listOf(parent, type);
	const inside =
		list === undefined ? [] : objectsAt(parent, 'properties', list).map(child => withType(child, owner, type));
	const prefix = `${keyOf(owner)}/${type.toLowerCase()}/`;
	const beside = store
		.entries('resources')
		.flatMap(([key, resource]) =>
			key.startsWith(prefix) && !key.slice(prefix.length).includes('/') ? [resource] : [],
		);
	return [...(parent === undefined ? [] : agentPoolsOf(parent, type)), ...inside, ...beside];
}

/** Replaces (or removes) a resource where it stands; a new child goes where its kind belongs. */
export function writeResource(store: Store, id: string, resource: JsonObject | undefined): void {
	const owner = parentId(id);
	const parent = owner === undefined ? undefined : store.get('resources', keyOf(owner));
	const list = parent && listOf(parent, lastType(id));
	if (owner === undefined || parent === undefined || list === undefined) {
		store.put('resources', keyOf(id), resource);
		linkGroup(store, id, resource !== undefined);
		return;
	}

	const name = lastName(id).toLowerCase();
	const children = objectsAt(parent, 'properties', list);
	const isKnown = children.some(child => textAt(child, 'name').toLowerCase() === name);
	const kept = children.flatMap(child =>
		textAt(child, 'name').toLowerCase() === name ? (resource === undefined ? [] : [resource]) : [child],
	);
	const changed = isKnown || resource === undefined ? kept : [...kept, resource];
	// A parent changes with its children, so a reader who holds its etag learns of it.
	store.put('resources', keyOf(owner), withNewEtag(store, withAt(parent, ['properties', list], changed)));
}

/** A policy shows its rule collection groups by id only. */
function linkGroup(store: Store, id: string, exists: boolean): void {
	const owner = parentId(id);
	const policy = owner === undefined ? undefined : store.get('resources', keyOf(owner));
	if (owner === undefined || policy === undefined || lastType(id).toLowerCase() !== 'rulecollectiongroups') {
		return;
	}

	const others = objectsAt(policy, 'properties', 'ruleCollectionGroups').filter(
		group => keyOf(textAt(group, 'id')) !== keyOf(id),
	);
	const listed = objectsAt(policy, 'properties', 'ruleCollectionGroups').length > others.length;
	if (listed !== exists) {
		store.put(
			'resources',
			keyOf(owner),
			withAt(policy, ['properties', 'ruleCollectionGroups'], exists ? [...others, {id}] : others),
		);
	}
}

function embedded(parent: JsonObject, type: string, name: string): JsonObject | undefined {
	const list = listOf(parent, type);
	const child =
		list === undefined
			? undefined
			: objectsAt(parent, 'properties', list).find(item => textAt(item, 'name').toLowerCase() === name.toLowerCase());
	return child && withType(child, textAt(parent, 'id'), type);
}

function withType(child: JsonObject, owner: string, type: string): JsonObject {
	const parentType = parseId(owner)?.type ?? '';
	return {
		...child,
		id: textAt(child, 'id') || `${owner}/${type}/${textAt(child, 'name')}`,
		type: textAt(child, 'type') || `${parentType}/${type}`,
		properties: objectAt(child, 'properties'),
	};
}

function lastType(id: string): string {
	return parseId(id)?.path.at(-1)?.type ?? '';
}

function lastName(id: string): string {
	return parseId(id)?.name ?? '';
}
