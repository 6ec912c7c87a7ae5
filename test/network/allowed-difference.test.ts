import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {addresses, anyIpv4} from '../../source/network/address-set.js';
import {allowedDifference, type Changed} from '../../source/network/allowed-difference.js';
import type {MatchRule} from '../../source/network/first-match.js';
import type {Packet} from '../../source/network/packet.js';
import {box, boxesOverlap, hasPacket, type PacketSet} from '../../source/network/packet-set.js';
import {anyPort, ports} from '../../source/network/port-set.js';
import {protocols} from '../../source/network/protocol-set.js';
import {draws} from '../helpers/draws.js';
import {anyPackets, anyRules, everyPacket} from './small-world.js';

function allows<Origin>(rules: readonly MatchRule<Origin>[], packet: Packet): boolean {
	return rules.find(({match}) => hasPacket(match, packet))?.action === 'allow';
}

function decided<Origin>(
	before: readonly MatchRule<Origin>[],
	after: readonly MatchRule<Origin>[],
	required: PacketSet = [],
) {
	const result = allowedDifference(before, after, {required});
	if (result.state !== 'decided') {
		throw new Error('undecided');
	}

	return result;
}

test('what opens, closes and goes beyond is exactly what packets say one by one', () => {
	fc.assert(
		fc.property(anyRules, anyRules, anyPackets, (before, after, required) => {
			const {opened, beyond, closed} = decided(before, after, required);
			const expectation: readonly (readonly [Changed<number>, (packet: Packet) => boolean])[] = [
				[opened, packet => allows(after, packet) && !allows(before, packet)],
				[beyond, packet => allows(after, packet) && !allows(before, packet) && !hasPacket(required, packet)],
				[closed, packet => allows(before, packet) && !allows(after, packet)],
			];
			for (const [changed, expected] of expectation) {
				expect(changed.complete).toBe(true);
				expect(everyPacket.filter(packet => hasPacket(changed.packets, packet))).toEqual(everyPacket.filter(expected));
				expect(changed.packets.length === 0).toBe(changed.example === undefined);
				if (changed.example !== undefined) {
					const {packet, before: first, after: second} = changed.example;
					expect(expected(packet)).toBe(true);
					expect(first).toBe(before.find(({match}) => hasPacket(match, packet)));
					expect(second).toBe(after.find(({match}) => hasPacket(match, packet)));
				}
			}
		}),
		draws(300),
	);
});

test('one rule put anywhere into a list changes what it should', () => {
	fc.assert(
		fc.property(anyRules, anyRules, fc.nat(8), (before, added, place) => {
			const after = before.toSpliced(place, 0, ...added.slice(0, 1)).map(rule => ({...rule}));
			const {opened, closed} = decided(before, after);
			for (const packet of everyPacket) {
				expect(hasPacket(opened.packets, packet)).toBe(allows(after, packet) && !allows(before, packet));
				expect(hasPacket(closed.packets, packet)).toBe(allows(before, packet) && !allows(after, packet));
			}

			const pieces = [...opened.packets, ...closed.packets];
			expect(pieces.some((piece, index) => pieces.slice(index + 1).some(other => boxesOverlap(piece, other)))).toBe(
				false,
			);
		}),
		draws(300),
	);
});

test('a list decoded twice is the same list, and order matters only where actions differ', () => {
	fc.assert(
		fc.property(anyRules, rules => {
			const {opened, closed} = decided(rules, structuredClone(rules));
			expect([opened.example, closed.example]).toEqual([undefined, undefined]);
			const allowed = rules.filter(({action}) => action === 'allow');
			const turned = decided(allowed, allowed.toReversed());
			expect([turned.opened.example, turned.closed.example]).toEqual([undefined, undefined]);
		}),
	);
});

describe('a plan that adds a rule', () => {
	const tcp = protocols('tcp');
	const nodes = addresses('10.110.0.0/26');
	const registry = addresses('20.1.2.3');
	const denyAll: MatchRule<string> = {match: [box({})], action: 'deny', origin: 'DenyAllOutBound'};
	const before: readonly MatchRule<string>[] = [denyAll];
	const required = [box({source: nodes, destination: registry, protocol: tcp, destinationPort: ports(443)})];

	test('opens exactly what was required', () => {
		const {opened, beyond, closed} = decided(
			before,
			[{match: required, action: 'allow', origin: 'aksess'}, ...before],
			required,
		);
		expect(opened).toMatchObject({
			packets: required,
			complete: true,
			example: {after: {origin: 'aksess'}, before: denyAll},
		});
		expect([beyond.example, closed.example]).toEqual([undefined, undefined]);
	});

	test('is caught when the rule is wider by one port', () => {
		const wider = required.map(each => ({...each, destinationPort: ports(443, 444)}));
		const {beyond} = decided(before, [{match: wider, action: 'allow', origin: 'aksess'}, ...before], required);
		expect(beyond.packets).toEqual([{...required[0], destinationPort: ports(444)}]);
		expect(beyond.example).toMatchObject({packet: {destinationPort: 444}, after: {origin: 'aksess'}});
	});

	test('is caught when it cuts something off', () => {
		const open: readonly MatchRule<string>[] = [{match: [box({})], action: 'allow', origin: 'AllowInternetOutBound'}];
		const narrower = box({source: nodes, protocol: protocols('udp'), destinationPort: ports(53)});
		const {opened, closed} = decided(open, [{match: [narrower], action: 'deny', origin: 'typo'}, ...open]);
		expect(opened.example).toBeUndefined();
		expect(closed.packets).toEqual([{...narrower, destination: anyIpv4, sourcePort: anyPort}]);
		expect(closed.example).toMatchObject({packet: {protocol: 17, destinationPort: 53}, after: {origin: 'typo'}});
	});
});

test('past the node cap the difference is undecided', () => {
	const rules: readonly MatchRule<string>[] = [
		{match: [box({source: addresses('10.0.0.0/8'), destination: addresses('20.1.2.3')})], action: 'allow', origin: 'a'},
	];
	expect(allowedDifference([], rules, {nodeCap: 20})).toEqual({state: 'undecided'});
	expect(allowedDifference([], rules).state).toBe('decided');
});
