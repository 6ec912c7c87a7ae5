import {keyOf, parentId, parseId} from '../arm-id.js';
import {isObject, type Json, type JsonObject, objectsAt, textAt, withAt} from '../json.js';
import {withAgentPools} from '../world/agent-pool-profiles.js';
import type {LoadedWorld} from '../world/load-world.js';
import {listOf, mergeChildren} from '../world/merge-children.js';
import {layObjects} from './lay-objects.js';
import {mergeBody} from './merge-body.js';
import {patchObjects} from './patch-object.js';
import {placeEdits} from './place-edits.js';
import type {Edit, Origin, Proposal, ResourceEdit} from './proposal.js';
import {settlePeerings} from './settle-peerings.js';
import {settleUnread} from './settle-unread.js';

/** A world with a change laid over it. */
export type Laid = {
	readonly world: LoadedWorld;
	readonly outcome: Outcome;
};

/** What whoever reads the changed world must know of the change. */
export type Outcome = {
	/** Where each thing was said. */
	readonly origins: readonly Said[];
	/** Resources of which it is not told what they will be, by lower-cased id, with a whole sentence. */
	readonly unread: ReadonlyMap<string, string>;
	/** Objects likewise, by kind. */
	readonly unreadKinds: ReadonlyMap<string, string>;
	/** What could not be laid over: no answer that builds on it is certain. */
	readonly unsettled: readonly string[];
	readonly notes: readonly string[];
};

/** What was said of a resource or an object, and where. */
export type Said = Origin & {
	/** The id of the resource, or `namespace/name` of the object. */
	readonly id: string;
	/** Other resources that are named in it before or after, by their ids. */
	readonly mentions: readonly string[];
};

export function layProposal(world: LoadedWorld, proposal: Proposal): Laid {
	const placed = placeEdits(patchObjects(proposal.edits, world.objects), world.resources);
	const edits = placed.edits.filter(edit => edit.kind === 'resource').toSorted(inOrder);
	const resources = new Map(world.resources);
	const unsettled: string[] = [...proposal.unread];
	for (const edit of edits) {
		if (!applyEdit(resources, edit)) {
			const {address, file} = edit.origin;
			unsettled.push(`${address} (${file}) changes a part of ${edit.id}, of which nothing else is known.`);
		}
	}

	const touched = new Set(edits.map(({id}) => keyOf(id)));
	const merged = settlePeerings(mergeChildren(withAgentPools(resources)), touched);
	const settled = settleUnread(merged, edits);
	const objects = layObjects(world.objects, placed.edits);
	return {
		world: {...world, resources: settled.resources, objects: objects.objects},
		outcome: {
			origins: [...placed.edits.map(saidIn), ...untoldIn(placed.edits, settled.unread)],
			unread: settled.unread,
			unreadKinds: objects.unread,
			unsettled,
			notes: [...proposal.notes, ...placed.notes],
		},
	};
}

/** What goes, then what comes from the outer to the inner, then what is said about others. */
function inOrder(one: ResourceEdit, other: ResourceEdit): number {
	return rank(one) - rank(other);
}

function rank({id, after, partial}: ResourceEdit): number {
	const depth = parseId(id)?.path.length ?? 0;
	if (partial) {
		return 300 + (after === undefined ? 0 : 1);
	}

	return after === undefined ? 100 - depth : 200 + depth;
}

/** False where it is about a part of what is not there. */
function applyEdit(resources: Map<string, JsonObject>, edit: ResourceEdit): boolean {
	const key = keyOf(edit.id);
	const now = resources.get(key);
	const owner = keyOf(parentId(edit.id) ?? '');
	const parent = resources.get(owner);
	const type = parseId(edit.id)?.path.at(-1)?.type ?? '';
	const list = parent === undefined ? undefined : embeddingList(parent, type);
	if (now === undefined && parent !== undefined && list !== undefined) {
		return editInParent(resources, edit, {owner, parent, list});
	}

	if (now === undefined && (edit.partial || edit.after === undefined)) {
		// Whatever was to go has gone.
		return edit.after === undefined;
	}

	const changed = changedBody(now, edit);
	if (changed === undefined) {
		resources.delete(key);
	} else {
		resources.set(key, changed);
	}

	return true;
}

/** Pools stand in their cluster without an envelope; rule collection groups beside their policy. */
function embeddingList(parent: JsonObject, type: string): string | undefined {
	return type.toLowerCase() === 'agentpools' ? 'agentPoolProfiles' : listOf(parent, type);
}

function editInParent(
	resources: Map<string, JsonObject>,
	edit: ResourceEdit,
	{owner, parent, list}: {readonly owner: string; readonly parent: JsonObject; readonly list: string},
): boolean {
	const name = parseId(edit.id)?.name.toLowerCase() ?? '';
	const siblings = objectsAt(parent, 'properties', list);
	const isPool = list === 'agentPoolProfiles';
	const now = siblings.find(sibling => textAt(sibling, 'name').toLowerCase() === name);
	if (now === undefined && edit.partial) {
		return edit.after === undefined;
	}

	const changed = isPool ? changedPool(now, edit) : changedBody(now, edit);
	const others = siblings.filter(sibling => sibling !== now);
	const children =
		changed === undefined
			? others
			: now === undefined
				? [...siblings, changed]
				: siblings.map(sibling => (sibling === now ? changed : sibling));
	resources.set(owner, withAt(parent, ['properties', list], children));
	return true;
}

function changedPool(now: JsonObject | undefined, {id, before, after, ...edit}: ResourceEdit): JsonObject | undefined {
	const flat = (body: JsonObject | undefined): JsonObject | undefined =>
		body && {...(isObject(body['properties']) ? body['properties'] : {}), name: parseId(id)?.name ?? ''};
	const {properties, ...pool} = changedBody(now, {...edit, id, before: flat(before), after: flat(after)}) ?? {};
	const {id: _id, type: _type, ...rest} = pool;
	return after === undefined && !edit.partial
		? undefined
		: {...rest, ...(now?.['type'] === undefined ? {} : {type: now['type']})};
}

function changedBody(now: JsonObject | undefined, {id, before, after, partial}: ResourceEdit): JsonObject | undefined {
	if (after === undefined && !partial) {
		return undefined;
	}

	const whole: Json = after ?? {};
	const merged = mergeBody({now, before, after: whole, keepsOthers: partial || before !== undefined});
	const body = isObject(merged) ? merged : {};
	const parts = parseId(id);
	return {...body, id, name: parts?.name ?? textAt(body, 'name'), type: parts?.type ?? textAt(body, 'type')};
}

function saidIn(edit: Edit): Said {
	if (edit.kind === 'object') {
		const [namespace, name] = [textAt(edit.object, 'metadata', 'namespace'), textAt(edit.object, 'metadata', 'name')];
		return {...edit.origin, id: namespace === '' ? name : `${namespace}/${name}`, mentions: []};
	}

	const named = JSON.stringify([edit.before, edit.after]).matchAll(/"(\/subscriptions\/[^"]+)"/gi);
	return {
		...edit.origin,
		id: edit.id,
		mentions: [...new Set([...named].map(([, id = '']) => id))].filter(id => id !== edit.id),
	};
}

/** What stands in for a reference that is not told is said where the reference is. */
function untoldIn(edits: readonly Edit[], unread: ReadonlyMap<string, string>): readonly Said[] {
	const origins = new Map(edits.map(({origin}) => [origin.address, origin]));
	return [...unread].flatMap(([id, why]) => {
		const origin = origins.get(why.split(': ')[0] ?? '');
		return origin === undefined ? [] : [{...origin, id, mentions: []}];
	});
}
