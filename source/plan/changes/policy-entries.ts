import {z} from 'zod';
import {object} from '../../topology/json.js';
import {isSameObject, kubePath} from '../kube-ref.js';
import type {ChangeRecord} from './change-record.js';
import {editObjects} from './edit-world.js';
import {exchange} from './exchange.js';
import {kubeAccessesTo, readCredentials} from './kube-access.js';
import {onTopOf} from './on-top-of.js';
import {storedJson, storedRef} from './stored-shapes.js';

const entries = z.array(storedJson).describe('as the API spells them');

/** One list of a policy that somebody else keeps; the rest of it is not written. */
export const policyEntries = {
	schema: z.object({
		kind: z.literal('policy-entries'),
		ref: storedRef(['NetworkPolicy', 'CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy']),
		direction: z.enum(['ingress', 'egress']),
		before: entries,
		after: entries,
	}),
	id: ({ref, direction}) => `${kubePath({...ref, kind: ref.kind.toLowerCase()})}/${direction}`,
	title: ({ref, direction}) => `Set ${direction} of ${kubePath(ref)}`,
	target: ({ref}) => ref,
	invert: exchange,
	onTopOf,
	difference: ({before, after}) => ({before, after, emptyMatters: true}),
	danger: () => undefined,
	applyToWorld: (world, {ref, direction, after}) =>
		editObjects(world, ref.kind, list =>
			list.map(policy =>
				isSameObject(policy, ref) ? {...policy, spec: {...object(policy, 'spec'), [direction]: after}} : policy,
			),
		),
	basis: ({ref}) => [ref],
	stage: () => 'policy',
	lane: ({ref}) => kubePath(ref),
	mayLockOut: false,
	requiredActions: () => [],
	linkedActions: () => [readCredentials],
	kubeAccesses: ({ref}) => kubeAccessesTo(ref, ['patch']),
} as const satisfies ChangeRecord<'policy-entries'>;
