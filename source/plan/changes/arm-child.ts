import {z} from 'zod';
import {type ArmId, type ArmKey, armKey, armName, parseArmId} from '../../topology/arm-id.js';
import {objects} from '../../topology/json.js';
import {type Known, known} from '../../topology/known.js';
import type {ArmResource, World} from '../../topology/world.js';
import {applyToGroupAnswers, applyToRouteAnswers} from '../apply-to-answers.js';
import type {ChangeOf} from '../change.js';
import {enumOf} from '../enum-of.js';
import type {ChangeRecord} from './change-record.js';
import {type ChildType, childTypes, parentName} from './child-types.js';
import {editProperties} from './edit-world.js';
import {exchange} from './exchange.js';
import {onTopOf} from './on-top-of.js';
import {armIdOf, spelled, storedResource} from './stored-shapes.js';

export const armChild = {
	schema: z
		.object({
			kind: z.literal('arm-child'),
			type: enumOf<ChildType>({'rule-collection-group': true, 'security-rule': true, route: true}),
			id: z.string(),
			before: storedResource.nullable().describe(spelled),
			after: storedResource.nullable().describe(spelled),
		})
		.refine(({type, id}) => armIdOf(childTypes[type].armType).safeParse(id).success, {
			path: ['id'],
			message: 'is not the id of a resource of this type',
		}),
	id: ({type, id}) => `${type}/${parentName(id)}/${armName(id)}`,
	title: ({type, id}) => childTypes[type].title(armName(id), parentName(id)),
	target: ({id}) => id,
	invert: exchange,
	onTopOf,
	difference: ({before, after}) => ({before: before?.properties, after: after?.properties, emptyMatters: false}),
	danger: () => undefined,
	applyToWorld: putChild,
	// The content of the parent, because priorities and names among siblings decide whether the child still fits.
	basis: ({type, id}) => [...(childTypes[type].isOwnResource ? [id] : []), ...parentsOf(id)],
	stage: () => 'independent',
	lane: ({type, id}) => childTypes[type].lane ?? armKey(parentsOf(id)[0] ?? id),
	mayLockOut: false,
	requiredActions: ({id, after}) => {
		const {type = '', parent = id} = parseArmId(id) ?? {};
		return [{action: `${type}/${after === null ? 'delete' : 'write'}`, scope: parent}];
	},
	linkedActions: ({after}) =>
		JSON.stringify(after ?? {}).includes('/ipGroups/') ? ['Microsoft.Network/ipGroups/join/action'] : [],
	kubeAccesses: () => [],
} as const satisfies ChangeRecord<'arm-child'>;

function parentsOf(id: ArmId): readonly ArmId[] {
	const parent = parseArmId(id)?.parent;
	return parent === undefined ? [] : [parent];
}

/** Children live in their parent's properties, or on their own when they were read on their own; both are kept true. */
function putChild(world: World, change: ChangeOf<'arm-child'>): World {
	const parent = parseArmId(change.id)?.parent;
	const own = childTypes[change.type].isOwnResource ? putResource(world, change) : world;
	if (parent === undefined) {
		return own;
	}

	return putInParent(answered(own, parent, change), parent, change);
}

/** What interfaces say is in force changes with it. */
function answered(world: World, parent: ArmId, change: ChangeOf<'arm-child'>): World {
	switch (change.type) {
		case 'route': {
			return applyToRouteAnswers(world, parent, change);
		}

		case 'security-rule': {
			return applyToGroupAnswers(world, parent, change);
		}

		case 'rule-collection-group': {
			return world;
		}
	}
}

function putResource(world: World, {id, after}: ChangeOf<'arm-child'>): World {
	const resources = new Map<ArmKey, Known<ArmResource>>(world.resources);
	if (after === null) {
		resources.delete(armKey(id));
	} else {
		resources.set(armKey(id), known(after));
	}

	return {...world, resources};
}

function putInParent(world: World, parent: ArmId, {id, type, after}: ChangeOf<'arm-child'>): World {
	const {field, isOwnResource} = childTypes[type];
	return editProperties(world, parent, properties => {
		const others = objects(properties, field).filter(child => armKey(String(child['id'] ?? '')) !== armKey(id));
		return {...properties, [field]: after === null ? others : [...others, isOwnResource ? {id} : after]};
	});
}
