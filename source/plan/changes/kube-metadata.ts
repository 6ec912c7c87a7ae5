import {z} from 'zod';
import type {KubeObject} from '../../topology/world.js';
import type {ChangeOf} from '../change.js';
import {isSameObject, kubePath} from '../kube-ref.js';
import type {ChangeRecord} from './change-record.js';
import {editObjects} from './edit-world.js';
import {exchange} from './exchange.js';
import {kubeAccessesTo, readCredentials} from './kube-access.js';
import {onTopOf} from './on-top-of.js';
import {storedRef} from './stored-shapes.js';

const values = z.record(z.string(), z.string().nullable()).describe('null: not set');

export const kubeMetadata = {
	schema: z.object({
		kind: z.literal('kube-metadata'),
		ref: storedRef(['Namespace', 'Service']),
		field: z.enum(['labels', 'annotations']),
		before: values,
		after: values,
	}),
	id: ({ref, field}) => `${kubePath({...ref, kind: ref.kind.toLowerCase()})}/${field}`,
	title: ({ref, field, after}) =>
		`Set ${field === 'labels' ? 'label' : 'annotation'} ${Object.keys(after).join(', ')} on ${ref.kind} ${ref.name}`,
	target: ({ref}) => ref,
	invert: exchange,
	onTopOf,
	// `null` is "not set" here, which is nothing to show.
	difference: ({before, after}) => ({before, after, emptyMatters: false}),
	danger: () => undefined,
	applyToWorld: (world, change) =>
		editObjects(world, change.ref.kind, list =>
			list.map(object => (isSameObject(object, change.ref) ? withMetadata(object, change) : object)),
		),
	basis: ({ref}) => [ref],
	stage: ({field}) => (field === 'labels' ? 'label' : 'independent'),
	lane: ({ref}) => kubePath(ref),
	mayLockOut: false,
	requiredActions: () => [],
	linkedActions: () => [readCredentials],
	kubeAccesses: ({ref}) => kubeAccessesTo(ref, ['patch']),
} as const satisfies ChangeRecord<'kube-metadata'>;

function withMetadata(object: KubeObject, {field, after}: ChangeOf<'kube-metadata'>): KubeObject {
	const changed: Record<string, string> = {...object.metadata[field]};
	for (const [key, value] of Object.entries(after)) {
		if (value === null) {
			delete changed[key];
		} else {
			changed[key] = value;
		}
	}

	return {...object, metadata: {...object.metadata, [field]: changed}};
}
