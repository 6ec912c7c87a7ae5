import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {addresses} from '../../source/network/address-set.js';
import {equals, overlaps} from '../../source/network/interval-set.js';
import {formatPacket} from '../../source/network/packet.js';
import {
	type Box,
	box,
	boxesOverlap,
	formatBox,
	hasPacket,
	intersect,
	intersectBoxes,
	isNothing,
	isWithin,
	type PacketSet,
	subtract,
	subtractBox,
	unite,
	witness,
} from '../../source/network/packet-set.js';
import {anyPort, ports} from '../../source/network/port-set.js';
import {anyProtocol, portProtocols, protocols} from '../../source/network/protocol-set.js';
import {draws} from '../helpers/draws.js';
import {anyBox, anyPackets, everyPacket, universe} from './small-world.js';

function members(set: PacketSet): readonly number[] {
	return everyPacket.flatMap((packet, index) => (hasPacket(set, packet) ? [index] : []));
}

test('union, intersection and difference agree with the packets one by one', () => {
	fc.assert(
		fc.property(anyPackets, anyPackets, (a, b) => {
			const [inA, inB] = [new Set(members(a)), new Set(members(b))];
			const those = (expected: (packet: number) => boolean) => [...everyPacket.keys()].filter(expected);
			expect(members(unite(a, b))).toEqual(those(packet => inA.has(packet) || inB.has(packet)));
			expect(members(intersect(a, b))).toEqual(those(packet => inA.has(packet) && inB.has(packet)));
			expect(members(subtract(a, b))).toEqual(those(packet => inA.has(packet) && !inB.has(packet)));
		}),
		draws(500),
	);
});

test('emptiness, containment and witnesses agree with the packets one by one', () => {
	fc.assert(
		fc.property(anyPackets, anyPackets, (left, right) => {
			// Within the universe, because boxes drawn over it reach beyond.
			const [a, b] = [intersect(left, universe), intersect(right, universe)];
			expect(isNothing(a)).toBe(members(a).length === 0);
			expect(isWithin(a, b)).toBe(members(a).every(packet => members(b).includes(packet)));
			const found = witness(subtract(a, b));
			expect(found === undefined).toBe(isWithin(a, b));
			if (found !== undefined) {
				expect(hasPacket(a, found)).toBe(true);
				expect(hasPacket(b, found)).toBe(false);
			}
		}),
		draws(500),
	);
});

test('a box without another falls into at most five disjoint boxes', () => {
	fc.assert(
		fc.property(anyBox, anyBox, (a, b) => {
			const rest = subtractBox(a, b);
			expect(rest.length).toBeLessThanOrEqual(5);
			for (const [index, piece] of rest.entries()) {
				expect(boxesOverlap(piece, b)).toBe(false);
				expect(rest.slice(index + 1).some(other => boxesOverlap(piece, other))).toBe(false);
			}
		}),
	);
});

describe('protocols without ports', () => {
	test('an icmp rule is the same rule whatever its ports', () => {
		const icmp = protocols('icmp');
		expect(box({protocol: icmp, destinationPort: ports(443)})).toEqual(box({protocol: icmp}));
	});

	test('a rule on any protocol that names a port takes only protocols with ports', () => {
		expect(box({destinationPort: ports(443)}).protocol).toEqual(portProtocols);
		expect(box({protocol: protocols('tcp', 'icmp'), sourcePort: ports(53)}).protocol).toEqual(protocols('tcp'));
		expect(box({}).protocol).toEqual(anyProtocol);
	});

	test('no operation ever cuts them by port', () => {
		const icmp = protocols('icmp');
		const wellFormed = ({protocol, sourcePort, destinationPort}: Box) =>
			!overlaps(protocol, icmp) || (equals(sourcePort, anyPort) && equals(destinationPort, anyPort));
		fc.assert(
			fc.property(anyBox, anyBox, (a, b) => {
				expect(subtractBox(a, b).every(wellFormed)).toBe(true);
				expect([intersectBoxes(a, b) ?? []].flat().every(wellFormed)).toBe(true);
			}),
		);
	});
});

test('a witness is an ordinary packet where there is a choice', () => {
	const set = [
		box({source: addresses('10.0.0.0/24'), destination: addresses('20.1.2.3'), destinationPort: ports(80, 443)}),
	];
	expect(witness(set)).toEqual({
		source: 0x0a_00_00_00,
		destination: 0x14_01_02_03,
		protocol: 6,
		sourcePort: 49_152,
		destinationPort: 443,
	});
});

test('boxes and packets read as sentences', () => {
	const set = box({source: addresses('10.0.0.0/24'), destination: addresses('20.1.2.3'), protocol: protocols('tcp')});
	expect(formatBox(set)).toBe('10.0.0.0/24 to 20.1.2.3, tcp');
	expect(formatBox({...set, destinationPort: ports(443)})).toBe('10.0.0.0/24 to 20.1.2.3, tcp 443');
	expect(formatBox({...set, sourcePort: ports(53)})).toBe('10.0.0.0/24 to 20.1.2.3, tcp from port 53');
	const packet = {source: 0x0a_00_00_04, destination: 0x14_01_02_03, protocol: 6, sourcePort: 1, destinationPort: 443};
	expect(formatPacket(packet)).toBe('tcp 443 from 10.0.0.4 to 20.1.2.3');
	expect(formatPacket({...packet, protocol: 1})).toBe('icmp from 10.0.0.4 to 20.1.2.3');
});
