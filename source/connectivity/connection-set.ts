import * as intervals from '../network/interval-set.js';
import {formatPorts, type PortSet} from '../network/port-set.js';

/** The protocols that NetworkPolicy knows, in the order in which they are shown. */
export const transportProtocols = ['tcp', 'udp', 'sctp'] as const;

export type TransportProtocol = (typeof transportProtocols)[number];

/** What may be opened between two ends: destination ports by protocol. */
export type ConnectionSet = Readonly<Record<TransportProtocol, PortSet>>;

/** Ports that a connection can be opened to; 0 is not one of them, so "every port" has one form only. */
export const everyPort: PortSet = [[1, 65_535]];

export const noConnection: ConnectionSet = {tcp: [], udp: [], sctp: []};

export const everyConnection: ConnectionSet = {tcp: everyPort, udp: everyPort, sctp: everyPort};

export function connectionSet(parts: Partial<ConnectionSet>): ConnectionSet {
	return combine({...noConnection, ...parts}, everyConnection, intervals.intersection);
}

export function unionConnections(a: ConnectionSet, b: ConnectionSet): ConnectionSet {
	return combine(a, b, intervals.union);
}

export function intersectConnections(a: ConnectionSet, b: ConnectionSet): ConnectionSet {
	return combine(a, b, intervals.intersection);
}

export function subtractConnections(a: ConnectionSet, b: ConnectionSet): ConnectionSet {
	return combine(a, b, intervals.difference);
}

export function isNoConnection(set: ConnectionSet): boolean {
	return transportProtocols.every(protocol => set[protocol].length === 0);
}

export function isEveryConnection(set: ConnectionSet): boolean {
	return transportProtocols.every(protocol => intervals.equals(set[protocol], everyPort));
}

/** `tcp 80,443 and udp 53`; `every port` for everything. */
export function formatConnections(set: ConnectionSet): string {
	if (isEveryConnection(set)) {
		return 'every port';
	}

	const parts = transportProtocols
		.filter(protocol => set[protocol].length > 0)
		.map(protocol =>
			intervals.equals(set[protocol], everyPort)
				? `every ${protocol} port`
				: `${protocol} ${formatPorts(set[protocol])}`,
		);
	return parts.length === 0 ? 'no port' : parts.join(' and ');
}

function combine(a: ConnectionSet, b: ConnectionSet, operation: (x: PortSet, y: PortSet) => PortSet): ConnectionSet {
	return {tcp: operation(a.tcp, b.tcp), udp: operation(a.udp, b.udp), sctp: operation(a.sctp, b.sctp)};
}
