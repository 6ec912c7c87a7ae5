import type {AddressSet} from '../network/address-set.js';
import {type IntervalSet, overlaps, unionOf} from '../network/interval-set.js';
import {overlapping} from '../network/overlapping-blocks.js';
import type {PacketSet} from '../network/packet-set.js';
import {type ProtocolName, protocols} from '../network/protocol-set.js';

/** Addresses, ports and protocols that a rule is to let through. */
type Wish = {
	readonly sources: AddressSet;
	readonly destinations: AddressSet;
	readonly ports: IntervalSet;
	readonly protocol: Extract<ProtocolName, 'tcp' | 'udp'>;
};

/**
 * The blocks of addresses and the ranges of ports that something denies, in some reading: what is let through already is
 * not opened again. Blocks stay whole, so that they are known again.
 *
 * @param denied undefined where it is too much to list; then all of it is meant
 */
export function stillDenied(wishes: readonly Wish[], denied: PacketSet | undefined): readonly Wish[] {
	const least = denied === undefined ? [] : wishes.flatMap(wish => deniedPart(wish, denied) ?? []);
	return least.length === 0 ? wishes : least;
}

function deniedPart(wish: Wish, denied: PacketSet): Wish | undefined {
	const about = denied.filter(
		({protocol, source, destination, destinationPort}) =>
			overlaps(protocol, protocols(wish.protocol)) &&
			overlaps(source, wish.sources) &&
			overlaps(destination, wish.destinations) &&
			overlaps(destinationPort, wish.ports),
	);
	return about.length === 0
		? undefined
		: {
				...wish,
				sources: overlapping(wish.sources, unionOf(about.map(({source}) => source))),
				destinations: overlapping(wish.destinations, unionOf(about.map(({destination}) => destination))),
				ports: wish.ports.filter(range => about.some(({destinationPort}) => overlaps([range], destinationPort))),
			};
}
