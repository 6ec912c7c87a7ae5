import {z} from 'zod';
import {isSameObject, kubePath} from '../kube-ref.js';
import type {ChangeRecord} from './change-record.js';
import {editObjects} from './edit-world.js';
import {exchange} from './exchange.js';
import {kubeAccessesTo, readCredentials} from './kube-access.js';
import {onTopOf} from './on-top-of.js';
import {spelled, storedObject, storedRef} from './stored-shapes.js';

export const kubeObject = {
	schema: z
		.object({
			kind: z.literal('kube-object'),
			ref: storedRef(['NetworkPolicy', 'CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy']),
			before: storedObject.nullable().describe(spelled),
			after: storedObject.nullable().describe(spelled),
		})
		.refine(
			({ref, before, after}) =>
				[before, after].every(
					object => object === null || isSameObject(object, {...ref, namespace: ref.namespace ?? undefined}),
				),
			{path: ['ref'], message: 'does not name the object that stands beside it'},
		),
	id: ({ref}) => kubePath({...ref, kind: ref.kind.toLowerCase()}),
	title: ({ref}) => `Apply ${ref.kind} ${ref.namespace ?? ''}/${ref.name}`,
	target: ({ref}) => ref,
	invert: exchange,
	onTopOf,
	difference: ({before, after}) => ({before: before?.['spec'], after: after?.['spec'], emptyMatters: true}),
	danger: () => undefined,
	applyToWorld: (world, {ref, after}) =>
		editObjects(world, ref.kind, list => {
			const others = list.filter(object => !isSameObject(object, ref));
			return after === null ? others : [...others, after];
		}),
	basis: ({ref}) => [ref],
	stage: () => 'policy',
	lane: ({ref}) => kubePath(ref),
	mayLockOut: false,
	requiredActions: () => [],
	linkedActions: () => [readCredentials],
	// Server-side apply is a patch, and needs to create as well where nothing is there.
	kubeAccesses: ({ref, before, after}) =>
		kubeAccessesTo(ref, after === null ? ['delete'] : before === null ? ['patch', 'create'] : ['patch']),
} as const satisfies ChangeRecord<'kube-object'>;
