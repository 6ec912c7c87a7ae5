import type {ReadConnectivity} from '../../connectivity/cluster-connectivity.js';
import type {Flow} from '../../profiles/flow.js';
import {knownValue} from '../../topology/known.js';
import type {Pod} from '../../topology/kubernetes.js';
import type {Topology} from '../../topology/topology.js';

type Readable = Extract<ReadConnectivity, {ok: true}>;

export type Sides = {readonly old: Readable; readonly now: Readable};

/** Pods of one namespace that policies treat alike in both worlds and that the same flows speak of. */
export type PodGroup = {
	/** For people: the namespace. */
	readonly label: string;
	readonly pods: readonly Pod[];
	readonly oldClass: number;
	readonly nowClass: number;
	/** Flows between pods, or from pods out, that begin here. */
	readonly speaks: ReadonlySet<Flow>;
	/** Flows to pods that end here. */
	readonly listens: ReadonlySet<Flow>;
	readonly isDns: boolean;
};

/** Pods that are in both worlds; one that is in only one of them has no connection to compare. */
export function podGroups(
	before: Topology,
	after: Topology,
	{old, now}: Sides,
	required: readonly Flow[],
): readonly PodGroup[] {
	const later = new Map((knownValue(after.kubernetes.pods) ?? []).map(pod => [key(pod), pod]));
	const members = membership(required);
	const groups = new Map<string, PodGroup & {readonly pods: Pod[]}>();
	for (const pod of knownValue(before.kubernetes.pods) ?? []) {
		const other = later.get(key(pod));
		const [oldClass, nowClass] = [old.classOf(pod), other === undefined ? undefined : now.classOf(other)];
		if (oldClass === undefined || nowClass === undefined) {
			continue;
		}

		const {speaks, listens, id} = members(pod);
		const isDns = pod.namespace === 'kube-system' && pod.labels['k8s-app'] === 'kube-dns';
		const groupKey = [pod.namespace, oldClass, nowClass, id, isDns].join(' ');
		const group = groups.get(groupKey);
		if (group === undefined) {
			groups.set(groupKey, {
				label: `namespace ${pod.namespace}`,
				pods: [pod],
				oldClass,
				nowClass,
				speaks,
				listens,
				isDns,
			});
		} else {
			group.pods.push(pod);
		}
	}

	return [...groups.values()];
}

type Membership = {readonly speaks: ReadonlySet<Flow>; readonly listens: ReadonlySet<Flow>; readonly id: string};

function membership(required: readonly Flow[]): (pod: Pod) => Membership {
	const speakers = flowsByPod(required, speakersOf);
	const listeners = flowsByPod(required, listenersOf);
	return pod => {
		const speaks = speakers.get(key(pod)) ?? new Set();
		const listens = listeners.get(key(pod)) ?? new Set();
		return {speaks, listens, id: [speaks, listens].map(flows => [...flows].map(({id}) => id).join(',')).join(';')};
	};
}

function flowsByPod(
	required: readonly Flow[],
	podsOf: (flow: Flow) => readonly Pod[],
): ReadonlyMap<string, ReadonlySet<Flow>> {
	const found = new Map<string, Set<Flow>>();
	for (const flow of required) {
		for (const pod of podsOf(flow)) {
			const flows = found.get(key(pod)) ?? new Set();
			flows.add(flow);
			found.set(key(pod), flows);
		}
	}

	return found;
}

function speakersOf({path}: Flow): readonly Pod[] {
	return path.kind === 'pod-to-pod' ? path.from : path.kind === 'egress' ? (path.origin.pods ?? []) : [];
}

function listenersOf({path}: Flow): readonly Pod[] {
	return path.kind === 'pod-to-pod' || path.kind === 'addresses-to-pods' ? path.to : [];
}

function key({namespace, name}: Pod): string {
	return `${namespace}/${name}`;
}
