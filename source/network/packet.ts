import {type Address, formatAddress} from './address.js';
import {formatProtocols, hasPorts} from './protocol-set.js';

/** One concrete packet: what a witness is. Both addresses are of one family; the ports of a protocol without ports mean nothing. */
export type Packet = {
	readonly source: Address;
	readonly destination: Address;
	/** IP protocol number. */
	readonly protocol: number;
	readonly sourcePort: number;
	readonly destinationPort: number;
};

/** For sentences: `tcp 443 from 10.0.0.4 to 20.1.2.3`. The source port is left out: nobody chooses it. */
export function formatPacket({source, destination, protocol, destinationPort}: Packet): string {
	const service = formatProtocols([[protocol, protocol]]) + (hasPorts(protocol) ? ` ${destinationPort}` : '');
	return `${service} from ${formatAddress(source)} to ${formatAddress(destination)}`;
}
