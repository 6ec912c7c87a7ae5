import {type AddressSet, formatAddresses} from '../network/address-set.js';
import {intersection, size} from '../network/interval-set.js';
import {type Box, box, type PacketSet} from '../network/packet-set.js';
import {anyPort, formatPorts, type PortSet} from '../network/port-set.js';
import {anyProtocol, protocols} from '../network/protocol-set.js';
import type {Flow} from '../profiles/flow.js';
import {destinationsOf} from './bounded-rules.js';
import {abbreviate} from './destination-cases.js';
import type {Packets} from './way.js';

/**
 * The ports that clients speak from: never one that is kept for servers (RFC 6056, section 3.2). A rule about those
 * says nothing about a flow.
 */
const clientPorts: PortSet = [[1024, 65_535]];

/** Every packet that looks like this, from any port that a client may speak from. */
export function question({source, destination, protocol, ports}: Packets): readonly [Box] {
	return [
		box({
			source,
			destination,
			protocol: protocol === 'any' ? anyProtocol : protocols(protocol),
			// Of protocols without ports there is none to speak from.
			sourcePort: protocol === 'any' ? anyPort : clientPorts,
			destinationPort: ports,
		}),
	];
}

/** `tcp 80,443` */
export function describeService({protocol, ports}: Pick<Flow, 'protocol' | 'ports'>): string {
	return `${protocol} ${formatPorts(ports)}`;
}

/** Which part of the destinations a share is about, when it is not all of them: ` for 20.42.6.32/27 (32 of 112 addresses)`. */
export function describePart(packets: PacketSet, asked: AddressSet): string {
	const part = intersection(destinationsOf(packets), asked);
	return size(part) === size(asked)
		? ''
		: ` for ${abbreviate(formatAddresses(part))} (${size(part)} of ${size(asked)} addresses)`;
}
