import {assertNever} from '../errors.js';
import {type ArmId, type ArmKey, armKey, parseArmId} from '../topology/arm-id.js';
import {object, objects} from '../topology/json.js';
import {type Known, known, knownValue} from '../topology/known.js';
import type {ArmResource, Json, JsonObject, KubeObject, World} from '../topology/world.js';
import {resourceOf} from '../topology/world.js';
import {applyToAnswers} from './apply-to-answers.js';
import {type Change, type ChangeOf, type ClassicCollections, classicLists} from './change.js';
import {isSameObject, kubeResourceOf} from './kube-ref.js';

/** The world as it would be after the changes. Nothing is validated here: Azure does that, and the sandbox as Azure does. */
export function applyToWorld(world: World, changes: readonly Change[]): World {
	return changes.reduce(applyChange, world);
}

function applyChange(world: World, change: Change): World {
	switch (change.kind) {
		case 'arm-child': {
			return putChild(world, change);
		}

		case 'classic-collections': {
			return editProperties(world, change.firewall, properties =>
				mergeCollections(properties, change.before, change.after),
			);
		}

		case 'authorized-ranges': {
			return editProperties(world, change.cluster, properties => ({
				...properties,
				apiServerAccessProfile: {
					...object(properties, 'apiServerAccessProfile'),
					authorizedIPRanges: change.after,
				},
			}));
		}

		case 'kube-object': {
			return editObjects(world, change.ref.kind, list => {
				const others = list.filter(object => !isSameObject(object, change.ref));
				return change.after === null ? others : [...others, change.after];
			});
		}

		case 'kube-metadata': {
			return editObjects(world, change.ref.kind, list =>
				list.map(object => (isSameObject(object, change.ref) ? withMetadata(object, change) : object)),
			);
		}

		default: {
			return assertNever(change);
		}
	}
}

/** Children live in their parent's properties, or on their own when they were read on their own; both are kept true. */
function putChild(world: World, change: ChangeOf<'arm-child'>): World {
	const {id, after} = change;
	const parent = parseArmId(id)?.parent;
	if (change.type === 'route' && parent !== undefined) {
		return putInParent(applyToAnswers(world, parent, change), parent, change);
	}

	const resources = new Map<ArmKey, Known<ArmResource>>(world.resources);
	if (change.type === 'rule-collection-group') {
		if (after === null) {
			resources.delete(armKey(id));
		} else {
			resources.set(armKey(id), known(after));
		}
	}

	return parent === undefined ? {...world, resources} : putInParent({...world, resources}, parent, change);
}

function putInParent(world: World, parent: ArmId, {id, type, after}: ChangeOf<'arm-child'>): World {
	return editProperties(world, parent, properties => {
		const field = childField[type];
		const others = objects(properties, field).filter(child => armKey(String(child['id'] ?? '')) !== armKey(id));
		const entry = type === 'rule-collection-group' ? {id} : after;
		return {...properties, [field]: after === null ? others : [...others, entry]};
	});
}

const childField = {
	'rule-collection-group': 'ruleCollectionGroups',
	'security-rule': 'securityRules',
	route: 'routes',
} as const;

/** Takes out what the change names before or after, and puts in what it names after; other people's stay as they are. */
export function mergeCollections(
	properties: JsonObject,
	before: ClassicCollections,
	after: ClassicCollections,
): JsonObject {
	const merged: Record<string, Json> = {};
	for (const field of classicLists) {
		const ours = new Set([...before[field], ...after[field]].map(collection => collection['name']));
		merged[field] = [
			...objects(properties, field).filter(collection => !ours.has(collection['name'])),
			...after[field],
		];
	}

	return {...properties, ...merged};
}

function editProperties(world: World, id: ArmId, edit: (properties: JsonObject) => JsonObject): World {
	const resource = knownValue(resourceOf(world, id));
	if (resource === undefined) {
		return world;
	}

	const resources = new Map<ArmKey, Known<ArmResource>>(world.resources);
	resources.set(armKey(id), known({...resource, properties: edit(resource.properties)}));
	return {...world, resources};
}

function editObjects(world: World, kind: string, edit: (list: readonly KubeObject[]) => readonly KubeObject[]): World {
	const resource = kubeResourceOf(kind);
	if (resource === undefined) {
		return world;
	}

	const list = world.objects[resource];
	// A list that was not there (no Cilium policies yet) begins with what we add; a denied one stays denied.
	const now = list.state === 'absent' ? known<readonly KubeObject[]>([]) : list;
	return now.state === 'known' ? {...world, objects: {...world.objects, [resource]: known(edit(now.value))}} : world;
}

function withMetadata(object: KubeObject, change: ChangeOf<'kube-metadata'>): KubeObject {
	const values: Record<string, string> = {...object.metadata[change.field]};
	for (const [key, value] of Object.entries(change.after)) {
		if (value === null) {
			delete values[key];
		} else {
			values[key] = value;
		}
	}

	return {...object, metadata: {...object.metadata, [change.field]: values}};
}
