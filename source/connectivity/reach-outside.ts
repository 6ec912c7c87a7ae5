import {toCidrs} from '../network/address-set.js';
import {askedShares, joinShares} from './asked-addresses.js';
import {type ConnectionId, noneId} from './connection-table.js';
import type {Connectivity} from './connectivity.js';
import type {AddressShare} from './evaluate-addresses.js';
import type {Direction} from './policy-terms.js';
import type {ReachEnd, ReachOptions} from './reach-options.js';
import {isMeant, type PodEnd, type RawConnection} from './reach-pods.js';
import type {Reading} from './tier-end.js';

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
	const all = remembered(connectivity, reading);
	const sharesWith = (end: ReachEnd | undefined) =>
		end?.kind === 'addresses' ? askedShares(end.addresses, connectivity, reading) : all;
	const [fromWhom, toWhom] = [sharesWith(options.from), sharesWith(options.to)];
	for (const end of ends) {
		if (isMeant(end, options.to)) {
			for (const {cidr, connections} of blocks(() => fromWhom('ingress', end), options.from)) {
				yield {from: cidr, to: end.label, connections: table.get(connections), ends: {from: undefined, to: end}};
			}
		}

		if (isMeant(end, options.from)) {
			for (const {cidr, connections} of blocks(() => toWhom('egress', end), options.to)) {
				yield {from: end.label, to: cidr, connections: table.get(connections), ends: {from: end, to: undefined}};
			}
		}
	}
}

type Block = {readonly cidr: string; readonly connections: ConnectionId};

function blocks(shares: () => readonly AddressShare[], end: ReachEnd | undefined): readonly Block[] {
	if (end !== undefined && end.kind !== 'addresses') {
		return [];
	}

	return shares()
		.filter(share => share.connections !== noneId)
		.flatMap(({addresses, connections}) => toCidrs(addresses).map(cidr => ({cidr, connections})));
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
				.reduce((a, b) => joinShares(a, b, connectivity.table));
			known.set(key, shares);
		}

		return shares;
	};
}
