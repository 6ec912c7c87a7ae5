import type {KubeObject, World} from '../topology/world.js';
import type {Change} from './change.js';
import type {Wanted} from './collect-needs.js';
import {findObject, kubeRefOf, withoutServerFields} from './kube-ref.js';

export type KubeDraft = {readonly change: Change; readonly wanted: readonly Wanted[]};

/** Policies, one per name; labels and annotations, one change per object. */
export function kubeChanges(wanted: readonly Wanted[], world: World): readonly KubeDraft[] {
	return [...policyChanges(wanted, world), ...metadataChanges(wanted, world)];
}

function policyChanges(wanted: readonly Wanted[], world: World): readonly KubeDraft[] {
	const policies = new Map<string, {readonly policy: KubeObject; readonly wanted: readonly Wanted[]}>();
	for (const item of wanted) {
		if (item.need.kind === 'network-policy') {
			const {policy} = item.need;
			const key = `${policy.kind} ${policy.metadata.namespace}/${policy.metadata.name}`;
			policies.set(key, {policy, wanted: [...(policies.get(key)?.wanted ?? []), item]});
		}
	}

	return [...policies.values()].map(({policy, wanted: sources}) => {
		const ref = kubeRefOf(policy);
		const before = findObject(world, ref);
		return {
			change: {
				kind: 'kube-object',
				ref,
				before: before === undefined ? null : withoutServerFields(before),
				after: policy,
			},
			wanted: sources,
		};
	});
}

function metadataChanges(wanted: readonly Wanted[], world: World): readonly KubeDraft[] {
	const drafts = new Map<string, KubeDraft & {readonly change: Extract<Change, {kind: 'kube-metadata'}>}>();
	for (const item of wanted) {
		const entry = metadataOf(item);
		if (entry === undefined) {
			continue;
		}

		const {ref, field, values} = entry;
		const key = `${ref.kind} ${ref.namespace}/${ref.name} ${field}`;
		const now = findObject(world, ref)?.metadata[field] ?? {};
		const old = drafts.get(key);
		drafts.set(key, {
			change: {
				kind: 'kube-metadata',
				ref,
				field,
				before: {
					...old?.change.before,
					...Object.fromEntries(Object.keys(values).map(name => [name, now[name] ?? null])),
				},
				after: {...old?.change.after, ...values},
			},
			wanted: [...(old?.wanted ?? []), item],
		});
	}

	return [...drafts.values()];
}

function metadataOf({need}: Wanted) {
	if (need.kind === 'namespace-label') {
		return {
			ref: {apiVersion: 'v1', kind: 'Namespace', namespace: undefined, name: need.namespace},
			field: 'labels' as const,
			values: {[need.key]: need.value},
		};
	}

	return need.kind === 'service-annotation'
		? {
				ref: {apiVersion: 'v1', kind: 'Service', namespace: need.namespace, name: need.name},
				field: 'annotations' as const,
				values: Object.fromEntries(
					Object.entries(need.annotations).map(([key, value]) => [key, value === null ? null : String(value)]),
				),
			}
		: undefined;
}
