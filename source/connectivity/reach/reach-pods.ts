import type {Family} from '../../network/address.js';
import type {AddressSet} from '../../network/address-set.js';
import type {Pod} from '../../topology/kubernetes.js';
import type {ConnectionSet} from '../connection-set.js';
import {type ConnectionId, everyId, noneId} from '../connection-table.js';
import type {Connectivity} from '../connectivity.js';
import {engineRules} from '../engine-rules.js';
import type {Reading} from '../tier-end.js';
import type {ReachEnd, ReachOptions} from './reach-options.js';

/** A pod, or a workload with its pods. */
export type PodEnd = {readonly label: string; readonly pods: readonly Pod[]};

/** A connection between two ends before it is put into words. */
export type RawConnection = {
	readonly from: string;
	readonly to: string;
	readonly connections: ConnectionSet;
	readonly ends: {readonly from: PodEnd | undefined; readonly to: PodEnd | undefined};
	/** Of the packets that were asked about. */
	readonly family: Family;
	/** The pair speaks both families, and over the other one it is not so. */
	readonly limited?: true;
	/** One of the ends is addresses. */
	readonly outside?: true;
	/** The addresses of the end that is no pod, where its name is not one block. */
	readonly block?: AddressSet;
	/** What an end is, where its name does not tell. */
	readonly about?: string;
	/** Why it may be open or not, where no rule says. */
	readonly doubt?: string;
};

/** In the order of their names. Workloads of one name get their kind behind it. */
export function podEnds(pods: readonly Pod[], by: 'pod' | 'workload'): readonly PodEnd[] {
	if (by === 'pod') {
		const namesakes = Map.groupBy(pods, pod => `${pod.namespace}/${pod.name}`);
		return [...namesakes]
			.flatMap(([label, own]) =>
				own.map(pod => ({label: own.length > 1 ? `${label}[${pod.workload.kind}]` : label, pods: [pod]})),
			)
			.sort(byLabel);
	}

	return [...Map.groupBy(pods, pod => `${pod.namespace}/${pod.workload.name}`)]
		.flatMap(([label, namesakes]) => {
			const kinds = Map.groupBy(namesakes, pod => pod.workload.kind);
			return [...kinds].map(([kind, own]) => ({label: kinds.size > 1 ? `${label}[${kind}]` : label, pods: own}));
		})
		.sort(byLabel);
}

/** Between workloads a connection is open when some pod of one may open it to some pod of the other. */
export function* podConnections(
	ends: readonly PodEnd[],
	connectivity: Connectivity,
	options: ReachOptions,
	reading: Reading,
	wanted: 'open' | 'any',
): Generator<RawConnection> {
	const {classes, table, family} = connectivity;
	const classesOf = new Map(
		ends.map(
			end => [end, [...new Set(end.pods.flatMap(pod => classes.of.get(pod) ?? []))].filter(classes.speaks)] as const,
		),
	);
	const sources = ends.filter(end => isMeant(end, options.from));
	const destinations = ends.filter(end => isMeant(end, options.to));
	const rowOf = rows(connectivity, reading);
	for (const from of sources) {
		const row = rowOf(classesOf.get(from) ?? []);
		for (const to of destinations) {
			if (from === to) {
				continue;
			}

			let open: ConnectionId = noneId;
			for (const id of classesOf.get(to) ?? []) {
				open = table.union(open, row[id] ?? noneId);
			}

			if (open !== everyId && shareNode(from, to, connectivity)) {
				open = everyId;
			}

			if (wanted === 'any' || open !== noneId) {
				yield {from: from.label, to: to.label, connections: table.get(open), ends: {from, to}, family};
			}
		}
	}
}

/** Neighbours in name are mostly alike, so the row of the pod before is kept. */
function rows({row, table, classes}: Connectivity, reading: Reading): (ids: readonly number[]) => Int32Array {
	const kept = new Int32Array(classes.size);
	let keptKey: string | undefined;
	return ids => {
		const key = ids.join();
		if (key !== keptKey) {
			keptKey = key;
			kept.fill(noneId);
			for (const id of ids) {
				for (const [peer, open] of row(id, reading).entries()) {
					kept[peer] = table.union(kept[peer] ?? noneId, open);
				}
			}
		}

		return kept;
	};
}

/** Traffic between a pod and the node it runs on passes (kubernetes.io, network-policies), as the engine has it. */
function shareNode(from: PodEnd, to: PodEnd, {engine}: Connectivity): boolean {
	const {ownNode, hostNetworkPods} = engineRules[engine];
	return (
		hostNetworkPods === 'exempt' &&
		from.pods.some(source =>
			to.pods.some(
				destination =>
					source.hostNetwork !== destination.hostNetwork &&
					source.node !== undefined &&
					source.node === destination.node &&
					(source.hostNetwork ? ownNode.ingress : ownNode.egress),
			),
		)
	);
}

export function isMeant({pods}: PodEnd, end: ReachEnd | undefined): boolean {
	switch (end?.kind) {
		case undefined: {
			return true;
		}

		case 'label':
		case 'addresses': {
			return false;
		}

		case 'namespace': {
			return pods.some(pod => pod.namespace === end.namespace);
		}

		case 'named': {
			return pods.some(
				pod => pod.namespace === end.namespace && (pod.name === end.name || pod.workload.name === end.name),
			);
		}
	}
}

function byLabel(a: PodEnd, b: PodEnd): number {
	return a.label < b.label ? -1 : a.label > b.label ? 1 : 0;
}
