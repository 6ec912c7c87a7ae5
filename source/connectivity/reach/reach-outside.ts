import type {Family} from '../../network/address.js';
import {type AddressSet, anyOf, ofFamily, parseCidr, toCidrs, withoutFullLength} from '../../network/address-set.js';
import {difference, has} from '../../network/interval-set.js';
import {askedShares, joinShares} from '../asked-addresses.js';
import {type ConnectionSet, isNoConnection, subtractConnections} from '../connection-set.js';
import {type ConnectionId, noneId} from '../connection-table.js';
import type {Connectivity} from '../connectivity.js';
import type {AddressShare} from '../evaluate-addresses.js';
import type {PolicyDirection} from '../policy-terms.js';
import type {Reading} from '../tier-end.js';
import {speaks} from './reach-families.js';
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
	const {table, family} = connectivity;
	const asked = withoutServices(options.to, services);
	const fromWhom = sharesWith(options.from, connectivity, reading);
	const toWhom = sharesWith(asked, connectivity, reading);
	for (const end of ends.filter(each => speaks(each, connectivity))) {
		if (isMeant(end, options.to)) {
			for (const {cidr, addresses, connections} of blocks(() => fromWhom('ingress', end), options.from)) {
				const from = podAt(addresses, options.from, ends);
				const open = table.get(connections);
				yield {
					from: cidr,
					to: end.label,
					connections: open,
					ends: {from, to: end},
					family,
					outside,
					...isPod(cidr, from),
				};
			}
		}

		if (isMeant(end, options.from)) {
			for (const {cidr, addresses, connections} of blocks(() => toWhom('egress', end), asked)) {
				if (isServicesOnly(addresses, services)) {
					yield* services.connections(end, addresses, reading);
				} else {
					const to = podAt(addresses, options.to, ends);
					const open = table.get(connections);
					yield {
						from: end.label,
						to: cidr,
						connections: open,
						ends: {from: end, to},
						family,
						outside,
						...isPod(cidr, to),
					};
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
	const {family} = connectivity;
	const closed = (shares: () => readonly AddressShare[], end: ReachEnd | undefined) =>
		(end === undefined || end.kind === 'addresses' ? shares() : []).flatMap(({addresses, connections: open}) => {
			const connections = subtractConnections(wanted, connectivity.table.get(open));
			return addresses.length === 0 || isNoConnection(connections) ? [] : [{connections, block: addresses}];
		});
	for (const end of ends) {
		if (!speaks(end, connectivity)) {
			yield* closedToSilent(end, context, wanted);
			continue;
		}

		if (isMeant(end, options.to)) {
			for (const {connections, block} of closed(() => fromWhom('ingress', end), options.from)) {
				const [from, label] = [podAt(block, options.from, ends), describeBlock(block, family)];
				yield {
					from: label,
					to: end.label,
					connections,
					block,
					ends: {from, to: end},
					family,
					outside,
					...isPod(label, from),
				};
			}
		}

		if (isMeant(end, options.from)) {
			for (const {connections, block} of closed(() => toWhom('egress', end), asked)) {
				const [to, label] = [podAt(block, options.to, ends), describeBlock(block, family)];
				yield {
					from: end.label,
					to: label,
					connections,
					block,
					ends: {from: end, to},
					family,
					outside,
					...isPod(label, to),
				};
			}

			yield* closedServices(end, context, wanted);
		}
	}
}

const outside = true;

/** Nothing goes between addresses and pods that have none of their family. */
function* closedToSilent(
	end: PodEnd,
	{options, connectivity: {family}}: OutsideContext,
	wanted: ConnectionSet,
): Generator<RawConnection> {
	const fields = {connections: wanted, family, outside, about: `${end.label} has no ${family} address`} as const;
	if (options.from?.kind === 'addresses' && options.from.addresses.length > 0 && isMeant(end, options.to)) {
		const from = describeBlock(options.from.addresses, family);
		yield {...fields, from, to: end.label, ends: {from: undefined, to: undefined}};
	}

	if (options.to?.kind === 'addresses' && options.to.addresses.length > 0 && isMeant(end, options.from)) {
		const to = describeBlock(options.to.addresses, family);
		yield {...fields, from: end.label, to, ends: {from: undefined, to: undefined}};
	}
}

/** An address that somebody asks for and that is a pod's: then it is explained as the pod. */
function podAt(block: AddressSet, asked: ReachEnd | undefined, ends: readonly PodEnd[]): PodEnd | undefined {
	const [first, ...others] = block;
	return asked?.kind === 'addresses' && first !== undefined && others.length === 0 && first[0] === first[1]
		? ends.find(({pods}) => pods.some(pod => !pod.hostNetwork && has(pod.addresses, first[0])))
		: undefined;
}

function isPod(address: string, end: PodEnd | undefined): {readonly about?: string} {
	return end === undefined ? {} : {about: `${withoutFullLength(address)} is an address of ${end.label}`};
}

function closedServices(end: PodEnd, {options, services}: OutsideContext, wanted: ConnectionSet) {
	return options.to?.kind === 'addresses'
		? services
				.connections(end, options.to.addresses, 'possible')
				.map(pair => ({...pair, connections: subtractConnections(wanted, pair.connections)}))
		: [];
}

/** By its blocks, or by those that it leaves out where these are fewer. */
function describeBlock(block: AddressSet, family: Family): string {
	const [inside, left] = [toCidrs(block), toCidrs(difference(anyOf[family], block))];
	return left.length > 0 && left.length < inside.length
		? `${toCidrs(anyOf[family]).join()} except ${left.join(', ')}`
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
				.filter(connectivity.classes.speaks)
				.map(id => connectivity.addressShares(direction, id, reading, 'outside'))
				.reduce((a, b) => joinShares(a, b, connectivity.table))
				.map(share => ({...share, addresses: ofFamily(share.addresses, connectivity.family)}));
			known.set(key, shares);
		}

		return shares;
	};
}
