import type {Topology} from '../../topology/topology.js';
import type {World} from '../../topology/world.js';
import type {ChangeOf} from '../change.js';
import {findObject} from '../kube-ref.js';
import type {Wanted} from '../wanted.js';
import type {Draft} from './draft.js';
import type {Drafter} from './need-record.js';
import {policyChanges} from './policy-changes.js';
import {requirementsOf, type Sharers} from './served.js';

export const kubeDrafter: Drafter = {
	control: 'network-policy',
	draft: (wanted, {world, topology, sharers}) => ({
		drafts: kubeChanges(wanted, world, topology, sharers),
		problems: [],
	}),
};

/** Policies first merged by what they are for; labels and annotations, one change per object. */
export function kubeChanges(
	wanted: readonly Wanted[],
	world: World,
	topology: Topology,
	sharers: Sharers = requirementsOf,
): readonly Draft<ChangeOf<'kube-object' | 'kube-metadata'>>[] {
	return [...policyChanges(wanted, world, topology, sharers), ...metadataChanges(wanted, world)];
}

function metadataChanges(wanted: readonly Wanted[], world: World): readonly Draft<ChangeOf<'kube-metadata'>>[] {
	const drafts = new Map<string, Draft<ChangeOf<'kube-metadata'>>>();
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
