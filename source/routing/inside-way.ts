import {difference, intersection, isEmpty, overlaps, unionOf} from '../network/interval-set.js';
import {type ClusterSubnet, clusterSubnets, podsFrom} from '../profiles/cluster-subnets.js';
import type {Flow, Path} from '../profiles/flow.js';
import {type ArmId, armKey} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Pod} from '../topology/kubernetes.js';
import type {Topology} from '../topology/topology.js';
import {crossNetwork, type End} from './cross-network.js';
import {everyPublicAddress} from './destination-cases.js';
import {everyWay} from './every-way.js';
import {podSide} from './pod-side.js';
import type {Readings} from './readings.js';
import {plainView, taggedView} from './resolve-tags.js';
import type {Hop, Packets, Way} from './way.js';

type PathOf<Kind extends Path['kind']> = Extract<Path, {kind: Kind}>;

/**
 * From pods to pods. Within a node nothing but policies stands between them. From node to node they pass the security
 * groups and routes of both subnets, with the addresses of the pods: an overlay is not encapsulated
 * (concepts-network-azure-cni-overlay, network security groups), and kubenet routes them by the subnet's table.
 */
export function podToPodWay(flow: Flow, {from, to}: PathOf<'pod-to-pod'>, topology: Topology): Way {
	const packets = packetsOf(flow, topology);
	const targets = podEnds(to, topology);
	const stretches = podEnds(from, topology).map(source => {
		const apart = targets.filter(target => leavesNode(source.pods, target.pods));
		return stretch(source, apart, packets, topology);
	});
	return everyWay([
		[[podHop('egress', from, {kind: 'pods', pods: to}, flow, packets)]],
		...stretches,
		[[podHop('ingress', to, {kind: 'pods', pods: from}, flow, packets)]],
	]);
}

/**
 * From addresses to pods. From the internet no route leads to a pod, so that for public addresses only policies are asked;
 * what comes from inside passes the groups and routes of the subnets on the way.
 */
export function addressesToPodsWay(flow: Flow, {from, tag, to}: PathOf<'addresses-to-pods'>, topology: Topology): Way {
	const inside = difference(from, everyPublicAddress);
	const packets = {...packetsOf(flow, topology), sourceView: taggedView(from, tag, topology)};
	const targets = podEnds(to, topology);
	const stretches = isEmpty(inside)
		? []
		: addressEnds(inside, topology).map(source => stretch(source, targets, packets, topology));
	return everyWay([...stretches, [[podHop('ingress', to, {kind: 'addresses', addresses: from, tag}, flow, packets)]]]);
}

export function stretch(from: End, to: readonly End[], packets: Packets, topology: Topology): Readings {
	return to.length === 0
		? [[]]
		: crossNetwork(
				from,
				to,
				{...packets, source: from.addresses, destination: unionOf(to.map(({addresses}) => addresses))},
				topology,
			);
}

export function packetsOf({protocol, ports}: Flow, topology: Topology): Packets {
	const view = plainView(topology);
	return {
		source: [],
		destination: [],
		protocol,
		ports,
		quantifier: 'every',
		sourceView: view,
		destinationView: view,
		hosts: [{kind: 'nameless'}, {kind: 'unknown-name'}],
	};
}

function podHop(
	direction: 'egress' | 'ingress',
	pods: readonly Pod[],
	peer: Parameters<typeof podSide>[2],
	flow: Flow,
	packets: Packets,
): Hop {
	return {
		place: {kind: 'pods', side: podSide(direction, pods, peer, flow)},
		leg: 'request',
		packets,
		station: `request/pods/${direction}`,
	};
}

type PodEnd = End & {readonly pods: readonly Pod[]};

/** The subnets that pods are in, each with the addresses that are seen there. */
export function podEnds(pods: readonly Pod[], topology: Topology): readonly PodEnd[] {
	const cluster = knownValue(topology.cluster);
	if (cluster === undefined || pods.length === 0) {
		return [];
	}

	const {subnets, unread} = clusterSubnets(cluster, topology);
	const all = [...subnets, ...unread];
	return all.flatMap((subnet): readonly PodEnd[] => {
		const inside = podsFrom(subnet, pods, topology, all);
		return inside.length === 0 ? [] : [{subnet: subnet.id, addresses: addressesOf(inside, subnet), pods: inside}];
	});
}

/** Pods that have no address yet will get one of the subnet's. */
function addressesOf(pods: readonly Pod[], {prefixes}: ClusterSubnet) {
	const own = unionOf(pods.map(({addresses}) => addresses));
	return isEmpty(own) ? prefixes : own;
}

/** Some pair is, or may be, on two nodes. */
function leavesNode(from: readonly Pod[], to: readonly Pod[]): boolean {
	const nodes = new Set([...from, ...to].map(({node}) => node));
	return nodes.size > 1 || nodes.has(undefined);
}

/** The known subnets that hold some of the addresses, and what is in none of them. */
export function addressEnds(addresses: Packets['source'], topology: Topology): readonly End[] {
	const ends = [...topology.subnets.values()].flatMap((subnet): readonly (End & {subnet: ArmId})[] =>
		subnet.state === 'known' && overlaps(subnet.value.prefixes, addresses)
			? [{subnet: subnet.value.id, addresses: intersection(subnet.value.prefixes, addresses)}]
			: [],
	);
	const unique = [...new Map(ends.map(end => [armKey(end.subnet), end])).values()];
	const elsewhere = difference(addresses, unionOf(unique.map(end => end.addresses)));
	return isEmpty(elsewhere) ? unique : [...unique, {subnet: undefined, addresses: elsewhere}];
}
