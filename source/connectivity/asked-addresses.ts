import type {AddressSet} from '../network/address-set.js';
import {difference, intersection, union, unionOf} from '../network/interval-set.js';
import {type ConnectionId, everyId, noneId} from './connection-table.js';
import type {Connectivity} from './connectivity.js';
import {engineRules} from './engine-rules.js';
import type {AddressShare} from './evaluate-addresses.js';
import type {PolicyDirection} from './policy-terms.js';
import type {PodEnd} from './reach/reach-pods.js';
import type {Reading} from './tier-end.js';

/**
 * Addresses that somebody asks for, by what is open between them and a pod. Addresses of pods are those pods; the node
 * that a pod runs on may reach it for its probes, whatever policies say (kubernetes.io, network-policies), and be reached
 * where the engine has it so; the others are judged as what the engine takes them for.
 */
export function askedShares(
	asked: AddressSet,
	connectivity: Connectivity,
	reading: Reading,
): (direction: PolicyDirection, end: PodEnd) => readonly AddressShare[] {
	const {table, classes, clusterAddresses} = connectivity;
	const podsAsked = podClassesIn(asked, connectivity);
	const podAddresses = unionOf(podsAsked.values());
	const rest = difference(asked, podAddresses);
	return (direction, end) => {
		const node = ownNodes(end, connectivity, rest);
		const own = engineRules[connectivity.engine].ownNode[direction] ? node : [];
		const inside = intersection(difference(rest, own), clusterAddresses);
		const parts = [
			{where: 'outside', addresses: difference(difference(rest, own), clusterAddresses)},
			{where: 'inside', addresses: difference(inside, node)},
			{where: 'ownNode', addresses: intersection(inside, node)},
		] as const;
		let shares: readonly AddressShare[] = [{addresses: asked, connections: noneId}];
		for (const id of new Set(end.pods.flatMap(pod => classes.of.get(pod) ?? []))) {
			const open: AddressShare[] = [
				{addresses: own, connections: everyId},
				...parts.flatMap(({where, addresses}) =>
					connectivity
						.addressShares(direction, id, reading, where)
						.map(share => ({...share, addresses: intersection(share.addresses, addresses)})),
				),
				...[...podsAsked].map(([peer, addresses]) => ({
					addresses,
					connections: pair(direction, id, peer, reading, connectivity),
				})),
			];
			shares = joinShares(shares, open, table);
		}

		return shares;
	};
}

function pair(
	direction: PolicyDirection,
	own: number,
	peer: number,
	reading: Reading,
	{side, table}: Connectivity,
): ConnectionId {
	const [from, to] = direction === 'egress' ? [own, peer] : [peer, own];
	return table.intersect(side('egress', from, to, reading), side('ingress', to, from, reading));
}

/** Pods that have an address among those asked for, as classes; those in the node's network have the node's address. */
function podClassesIn(asked: AddressSet, {classes}: Connectivity): ReadonlyMap<number, AddressSet> {
	const found = new Map<number, AddressSet>();
	for (const [id, members] of classes.members.entries()) {
		const addresses = members.filter(pod => !pod.hostNetwork).flatMap(pod => pod.addresses);
		const meant = intersection(unionOf(addresses.map(interval => [interval])), asked);
		if (meant.length > 0) {
			found.set(id, meant);
		}
	}

	return found;
}

/** What of the asked addresses is the node that the pods run on. */
function ownNodes({pods}: PodEnd, {nodeAddresses}: Connectivity, asked: AddressSet): AddressSet {
	return intersection(
		unionOf(pods.filter(pod => !pod.hostNetwork).map(pod => nodeAddresses.get(pod.node ?? '') ?? [])),
		asked,
	);
}

/** What is open to one pod or another of a workload. */
export function joinShares(
	a: readonly AddressShare[],
	b: readonly AddressShare[],
	table: Connectivity['table'],
): readonly AddressShare[] {
	const joined = new Map<ConnectionId, AddressSet>();
	for (const one of a) {
		for (const other of b) {
			const addresses = intersection(one.addresses, other.addresses);
			const connections = table.union(one.connections, other.connections);
			joined.set(connections, union(joined.get(connections) ?? [], addresses));
		}
	}

	return [...joined].map(([connections, addresses]) => ({connections, addresses}));
}
