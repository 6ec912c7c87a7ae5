import fc from 'fast-check';
import {type Address, familyOf, lowestIpv6} from '../../source/network/address.js';
import {type IntervalSet, intervalSet, type Whole} from '../../source/network/interval-set.js';
import type {MatchRule} from '../../source/network/match-rule.js';
import type {Packet} from '../../source/network/packet.js';
import {type Box, box} from '../../source/network/packet-set.js';

/**
 * A universe small enough to look at every packet: three addresses of IPv4 and two of IPv6, three ports, a protocol
 * without ports and two with. Boxes are drawn over it, so what a function says of sets can be held against what is true
 * of points. Both addresses of a packet are of one family; boxes may name any.
 */
const addresses: readonly Address[] = [0, 1, 2, lowestIpv6, lowestIpv6 + 1n];
const ports = [0, 1, 2];
const protocols = [1, 6, 17];

/** Packets of protocols without ports occur once: their ports mean nothing. */
export const everyPacket: readonly Packet[] = protocols.flatMap(protocol =>
	addresses.flatMap(source =>
		addresses
			.filter(destination => familyOf(destination) === familyOf(source))
			.flatMap(destination =>
				(protocol === 1 ? [0] : ports).flatMap(sourcePort =>
					(protocol === 1 ? [0] : ports).map(destinationPort => ({
						source,
						destination,
						protocol,
						sourcePort,
						destinationPort,
					})),
				),
			),
	),
);

function subsetOf<N extends Whole>(values: readonly N[]): fc.Arbitrary<IntervalSet<N>> {
	return fc.subarray([...values], {minLength: 1}).map(chosen => intervalSet(chosen.map(value => [value, value])));
}

/** Ports are left free often, or protocols without ports would hardly ever be taken. */
const portField = fc.option(subsetOf(ports), {nil: undefined});

export const anyBox: fc.Arbitrary<Box> = fc
	.record({
		source: subsetOf(addresses),
		destination: subsetOf(addresses),
		protocol: fc.oneof(subsetOf(protocols), fc.constant([[0, 255]] satisfies IntervalSet)),
		sourcePort: portField,
		destinationPort: portField,
	})
	.map(({sourcePort, destinationPort, ...rest}) =>
		box({...rest, ...(sourcePort && {sourcePort}), ...(destinationPort && {destinationPort})}),
	);

export const anyPackets: fc.Arbitrary<readonly Box[]> = fc.array(anyBox, {maxLength: 4});

export const anyRules: fc.Arbitrary<readonly MatchRule<number>[]> = fc
	.array(fc.record({match: fc.array(anyBox, {maxLength: 2}), action: fc.constantFrom('allow', 'deny')}), {maxLength: 8})
	.map(rules => rules.map((rule, origin) => ({...rule, origin})));

const everyAddress = intervalSet(addresses.map(address => [address, address] as const));

/** The whole universe as a question, so that sets with more in them than its addresses compare on its packets. */
export const universe: readonly Box[] = [
	box({source: everyAddress, destination: everyAddress, protocol: [[1, 1]]}),
	box({
		source: everyAddress,
		destination: everyAddress,
		protocol: [
			[6, 6],
			[17, 17],
		],
		sourcePort: [[0, 2]],
		destinationPort: [[0, 2]],
	}),
];
