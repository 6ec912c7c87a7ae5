import {type AddressSet, toCidrs} from '../network/address-set.js';
import {intersection, union} from '../network/interval-set.js';
import {type ConnectionId, noneId} from './connection-table.js';
import type {Connectivity} from './connectivity.js';
import type {AddressShare, Reading} from './evaluate-groups.js';
import type {Direction} from './policy-terms.js';
import type {ReachEnd, ReachOptions} from './reach-options.js';
import {isMeant, type PodEnd, type RawConnection} from './reach-pods.js';

/**
 * Connections with addresses outside the cluster. The addresses that a pod treats alike are joined and written as the
 * fewest CIDR blocks, so a pod that is open to everything has one peer, `0.0.0.0/0`.
 */
export function* outsideConnections(
	ends: readonly PodEnd[],
	connectivity: Connectivity,
	options: ReachOptions,
	reading: Reading,
): Generator<RawConnection> {
	const {table} = connectivity;
	const shares = remembered(connectivity, reading);
	for (const end of ends) {
		if (isMeant(end, options.to)) {
			for (const {cidr, connections} of blocks(shares('ingress', end), options.from)) {
				yield {from: cidr, to: end.label, connections: table.get(connections), ends: {from: undefined, to: end}};
			}
		}

		if (isMeant(end, options.from)) {
			for (const {cidr, connections} of blocks(shares('egress', end), options.to)) {
				yield {from: end.label, to: cidr, connections: table.get(connections), ends: {from: end, to: undefined}};
			}
		}
	}
}

type Block = {readonly cidr: string; readonly connections: ConnectionId};

function blocks(shares: readonly AddressShare[], end: ReachEnd | undefined): readonly Block[] {
	if (end !== undefined && end.kind !== 'addresses') {
		return [];
	}

	return shares
		.filter(share => share.connections !== noneId)
		.flatMap(({addresses, connections}) =>
			toCidrs(end === undefined ? addresses : intersection(addresses, end.addresses)).map(cidr => ({
				cidr,
				connections,
			})),
		);
}

function remembered(connectivity: Connectivity, reading: Reading) {
	const known = new Map<string, readonly AddressShare[]>();
	return (direction: Direction, end: PodEnd): readonly AddressShare[] => {
		const ids = [...new Set(end.pods.flatMap(pod => connectivity.classes.of.get(pod) ?? []))];
		const key = `${direction} ${ids.join()}`;
		let shares = known.get(key);
		if (shares === undefined) {
			shares = ids
				.map(id => connectivity.addressShares(direction, id, reading, 'outside'))
				.reduce((a, b) => join(a, b, connectivity));
			known.set(key, shares);
		}

		return shares;
	};
}

/** What is open to one pod or another of a workload. */
function join(a: readonly AddressShare[], b: readonly AddressShare[], {table}: Connectivity): readonly AddressShare[] {
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
