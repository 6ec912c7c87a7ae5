import {type ArmId, type ArmKey, armKey, parseArmId} from '../arm-id.js';
import {isList, isObject} from '../json.js';
import {ledgerRow} from '../ledger.js';
import type {Unjudged} from '../unjudged.js';
import type {ArmResource, Json, World} from '../world.js';

/**
 * What the ledger calls a doubt, and what it does not know at all. Both are attached to whatever they name, or their children
 * name, or names them: which field says so differs from type to type, that an id is there does not.
 */
export function decodeUnjudged(world: World): readonly Unjudged[] {
	const resources = [...world.resources.values()].flatMap(known => (known.state === 'known' ? [known.value] : []));
	const doubts = resources.filter(({id, properties}) => {
		const type = parseArmId(id)?.type ?? '';
		const row = ledgerRow(type);
		return row === undefined ? !hasKnownParent(type) : row.standing === 'doubt' && row.closes?.(properties) !== false;
	});
	if (doubts.length === 0) {
		return [];
	}

	const references = new Map(resources.map(resource => [armKey(resource.id), idsIn(resource)]));
	return doubts.map(({id, name}) => {
		const row = ledgerRow(parseArmId(id)?.type ?? '');
		return {
			id,
			name,
			title: row?.title ?? parseArmId(id)?.type ?? id,
			row,
			// What it lets in or is called by does not stand behind it.
			attachedTo: row?.closes === undefined ? attachedTo(id, resources, references) : [id],
		};
	});
}

/** A child of a type that is known belongs to its parent, which is judged as a whole. */
function hasKnownParent(type: string): boolean {
	const parent = type.split('/').slice(0, -1).join('/');
	return parent.includes('/') && ledgerRow(parent) !== undefined;
}

function attachedTo(
	id: ArmId,
	resources: readonly ArmResource[],
	references: ReadonlyMap<ArmKey, readonly ArmId[]>,
): readonly ArmId[] {
	const key = armKey(id);
	const found = resources.flatMap(resource => {
		const own = armKey(resource.id);
		const ids = references.get(own) ?? [];
		if (own === key || own.startsWith(`${key}/`)) {
			return ids;
		}

		return ids.some(other => armKey(other) === key) ? [resource.id] : [];
	});
	const inside = resources.flatMap(resource => namersInside(resource, key));
	return [
		...new Map(
			[...found, ...inside].filter(other => armKey(other) !== key).map(other => [armKey(other), other]),
		).values(),
	];
}

/** The subnets inside a network's answer that name it: they hold it, and not the whole network. */
function namersInside({properties}: ArmResource, key: ArmKey): readonly ArmId[] {
	const subnets = properties['subnets'];
	return (isList(subnets) ? subnets : []).flatMap(subnet => {
		const id = isObject(subnet) && typeof subnet['id'] === 'string' ? subnet['id'] : undefined;
		return id !== undefined && idsIn(subnet).some(other => armKey(other) === key) ? [id] : [];
	});
}

/** Every id of a resource that stands anywhere in a value. */
function idsIn(value: Json | undefined): readonly ArmId[] {
	if (typeof value === 'string') {
		return value.startsWith('/subscriptions/') && parseArmId(value) !== undefined ? [value] : [];
	}

	if (isList(value)) {
		return value.flatMap(idsIn);
	}

	return isObject(value)
		? Object.entries(value).flatMap(([name, item]) => (name === 'subnets' ? [] : idsIn(item)))
		: [];
}
