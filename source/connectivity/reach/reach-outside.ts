import {type AddressSet, anyAddress, parseCidr, toCidrs} from '../../network/address-set.js';
import {difference} from '../../network/interval-set.js';
import {askedShares, joinShares} from '../asked-addresses.js';
import {type ConnectionSet, isNoConnection, subtractConnections} from '../connection-set.js';
import {type ConnectionId, noneId} from '../connection-table.js';
import type {Connectivity} from '../connectivity.js';
import type {AddressShare} from '../evaluate-addresses.js';
import type {PolicyDirection} from '../policy-terms.js';
import type {Reading} from '../tier-end.js';
import type {ReachEnd, ReachOptions} from './reach-options.js';
import {isMeant, type PodEnd, type RawConnection} from './reach-pods.js';
import {isServicesOnly, type ServiceAddresses} from './reach-services.js';

export type OutsideContext = {
	readonly ends: readonly PodEnd[];
	readonly connectivity: Connectivity;
	readonly options: ReachOptions;
	readonly services: ServiceAddresses;
};

/**
 * Connections with addresses outside the cluster. The addresses that a pod treats alike are joined and written as the
 * fewest CIDR blocks, so a pod that is open to everything has one peer, `0.0.0.0/0`.
 */
export function* outsideConnections(context: OutsideContext, reading: Reading): Generator<RawConnection> {
	const {ends, connectivity, options, services} = context;
	const {table} = connectivity;
	const asked = withoutServices(options.to, services);
	const fromWhom = sharesWith(options.from, connectivity, reading);
	const toWhom = sharesWith(asked, connectivity, reading);
	for (const end of ends) {
		if (isMeant(end, options.to)) {
			for (const {cidr, connections} of blocks(() => fromWhom('ingress', end), options.from)) {
				yield {from: cidr, to: end.label, connections: table.get(connections), ends: {from: undefined, to: end}};
			}
		}

		if (isMeant(end, options.from)) {
			for (const {cidr, addresses, connections} of blocks(() => toWhom('egress', end), asked)) {
				if (isServicesOnly(addresses, services)) {
					yield* services.connections(end, addresses, reading);
				} else {
					yield {from: end.label, to: cidr, connections: table.get(connections), ends: {from: end, to: undefined}};
				}
			}

			if (options.to?.kind === 'addresses') {
				yield* services.connections(end, options.to.addresses, reading);
			}
		}
	}
}

/** What is not open of some ports to or from addresses outside: one entry for all addresses that are closed alike. */
export function* closedOutside(context: OutsideContext, wanted: ConnectionSet): Generator<RawConnection> {
	const {ends, connectivity, options, services} = context;
	const asked = withoutServices(options.to, services);
	const fromWhom = sharesWith(options.from, connectivity, 'possible');
	const toWhom = sharesWith(asked, connectivity, 'possible');
	const closed = (shares: () => readonly AddressShare[], end: ReachEnd | undefined) =>
		(end === undefined || end.kind === 'addresses' ? shares() : []).flatMap(({addresses, connections: open}) => {
			const connections = subtractConnections(wanted, connectivity.table.get(open));
			return addresses.length === 0 || isNoConnection(connections) ? [] : [{connections, block: addresses}];
		});
	for (const end of ends) {
		if (isMeant(end, options.to)) {
			for (const {connections, block} of closed(() => fromWhom('ingress', end), options.from)) {
				yield {from: describeBlock(block), to: end.label, connections, block, ends: {from: undefined, to: end}};
			}
		}

		if (isMeant(end, options.from)) {
			for (const {connections, block} of closed(() => toWhom('egress', end), asked)) {
				yield {from: end.label, to: describeBlock(block), connections, block, ends: {from: end, to: undefined}};
			}

			yield* closedServices(end, context, wanted);
		}
	}
}

function closedServices(end: PodEnd, {options, services}: OutsideContext, wanted: ConnectionSet) {
	return options.to?.kind === 'addresses'
		? services
				.connections(end, options.to.addresses, 'possible')
				.map(pair => ({...pair, connections: subtractConnections(wanted, pair.connections)}))
		: [];
}

/** By its blocks, or by those that it leaves out where these are fewer. */
function describeBlock(block: AddressSet): string {
	const [inside, outside] = [toCidrs(block), toCidrs(difference(anyAddress, block))];
	return outside.length > 0 && outside.length < inside.length
		? `0.0.0.0/0 except ${outside.join(', ')}`
		: inside.join(', ');
}

function withoutServices(end: ReachEnd | undefined, {all}: ServiceAddresses): ReachEnd | undefined {
	return end?.kind === 'addresses' ? {...end, addresses: difference(end.addresses, all)} : end;
}

type Block = {
	readonly cidr: string;
	readonly addresses: AddressSet;
	readonly connections: ConnectionId;
};

function blocks(shares: () => readonly AddressShare[], end: ReachEnd | undefined): readonly Block[] {
	if (end !== undefined && end.kind !== 'addresses') {
		return [];
	}

	return shares()
		.filter(share => share.connections !== noneId)
		.flatMap(({addresses, connections}) =>
			toCidrs(addresses).map(cidr => ({cidr, addresses: blockOf(cidr), connections})),
		);
}

/** A block that was written by {@link toCidrs}. */
function blockOf(cidr: string): AddressSet {
	const block = parseCidr(cidr);
	return block.ok ? block.value : [];
}

/** By what is open, the addresses that are asked for, or all where nobody asks for some. */
function sharesWith(end: ReachEnd | undefined, connectivity: Connectivity, reading: Reading) {
	return end?.kind === 'addresses'
		? askedShares(end.addresses, connectivity, reading)
		: remembered(connectivity, reading);
}

function remembered(connectivity: Connectivity, reading: Reading) {
	const known = new Map<string, readonly AddressShare[]>();
	return (direction: PolicyDirection, end: PodEnd): readonly AddressShare[] => {
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
