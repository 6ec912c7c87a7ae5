import {equals, has, type IntervalSet, intervalSet} from './interval-set.js';

/** IP protocol numbers from 0 to 255 (IANA). */
export type ProtocolSet = IntervalSet;

export const protocolNumbers = {icmp: 1, tcp: 6, udp: 17, esp: 50, ah: 51, sctp: 132} as const;

export type ProtocolName = keyof typeof protocolNumbers;

export const anyProtocol: ProtocolSet = [[0, 255]];

export function protocols(...names: readonly ProtocolName[]): ProtocolSet {
	return intervalSet(names.map(name => [protocolNumbers[name], protocolNumbers[name]]));
}

/** The protocols that have ports; for all others ports mean nothing and are normalised away. */
export const portProtocols: ProtocolSet = protocols('tcp', 'udp', 'sctp');

export function hasPorts(protocol: number): boolean {
	return has(portProtocols, protocol);
}

/** `tcp`, `tcp+udp`, `any`; numbers for protocols without a name here. */
export function formatProtocols(set: ProtocolSet): string {
	if (equals(set, anyProtocol)) {
		return 'any';
	}

	if (set.length === 0) {
		return 'no protocol';
	}

	return set
		.flatMap(([first, last]) =>
			last - first < spelledOut
				? Array.from({length: last - first + 1}, (_, index) => formatProtocol(first + index))
				: [`protocols ${first}-${last}`],
		)
		.join('+');
}

/** Longer runs of numbers are the rest after a subtraction; nobody reads 249 names. */
const spelledOut = 4;

const names = new Map<number, string>(Object.entries(protocolNumbers).map(([name, number]) => [number, name]));

function formatProtocol(number: number): string {
	return names.get(number) ?? `protocol ${number}`;
}
