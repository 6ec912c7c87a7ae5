import {BlockList, isIPv6} from 'node:net';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Address, formatAddress, lowestIpv6, parseAddress} from '../../source/network/address.js';
import {
	addresses,
	anyAddress,
	anyIpv4,
	anyIpv6,
	familiesOf,
	ofFamily,
	parseAddressExpression,
	parseCidr,
	toCidrs,
} from '../../source/network/address-set.js';
import {judge} from '../../source/network/first-match.js';
import {difference, has, intersection, intervalSet, next, union} from '../../source/network/interval-set.js';
import {box, isNothing, subtract, witness} from '../../source/network/packet-set.js';

const groups = fc.array(fc.oneof({weight: 2, arbitrary: fc.constant(0)}, fc.nat(0xff_ff)), {
	minLength: 8,
	maxLength: 8,
});

function addressOf(parts: readonly number[]): bigint {
	return lowestIpv6 + parts.reduce((value, group) => value * 65_536n + BigInt(group), 0n);
}

test('the canonical spelling is read back, is as Node takes it, and is never longer than another', () => {
	fc.assert(
		fc.property(groups, parts => {
			const value = addressOf(parts);
			const text = formatAddress(value);
			expect(isIPv6(text)).toBe(true);
			expect(parseAddress(text)).toEqual({ok: true, value});
			const written = parts.map(group => group.toString(16).padStart(4, '0').toUpperCase()).join(':');
			expect(parseAddress(written)).toEqual({ok: true, value});
			expect(text.length).toBeLessThanOrEqual(written.length);
		}),
		{numRuns: 500},
	);
});

test('what is read and what Node takes for an IPv6 address are the same texts, zones apart', () => {
	const part = fc.constantFrom(
		'0',
		'1',
		'ffff',
		'ABCD',
		'12345',
		'',
		'1.2.3.4',
		'256.1.1.1',
		'g',
		'00001',
		'::',
		'01.2.3.4',
	);
	fc.assert(
		fc.property(fc.array(part, {minLength: 2, maxLength: 9}), parts => {
			const text = parts.join(':');
			expect(parseAddress(text).ok, text).toBe(isIPv6(text));
		}),
		{numRuns: 3000, seed: 7},
	);
});

// RFC 5952, sections 4 and 5.
test.each([
	['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
	['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
	['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
	['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
	['2001:DB8::AAAA', '2001:db8::aaaa'],
	['0:0:0:0:0:0:0:0', '::'],
	['::1', '::1'],
	['1::', '1::'],
	['64:ff9b::10.0.0.1', '64:ff9b::a00:1'],
	['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
	['::ffff:0a00:1', '::ffff:10.0.0.1'],
	['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304'],
])('%s is written %s', (text, canonical) => {
	const parsed = parseAddress(text);
	expect(parsed.ok && formatAddress(parsed.value)).toBe(canonical);
});

test.each([
	['1:2:3:4:5:6:7:8:9'],
	['1:2:3:4:5:6:7'],
	['1::2::3'],
	['1:2:3:4::5:6:7:8'],
	[':1:2:3:4:5:6:7'],
	['1:2:3:4:5:6:7:'],
	['12345::'],
	['1.2.3.4::'],
	['::1.2.3'],
	['::01.2.3.4'],
	['::1.2.3.4:5'],
	[':::'],
])('%s is no IPv6 address', text => {
	expect(parseAddress(text)).toEqual({ok: false, problem: expect.stringContaining('is not an IPv6 address')});
});

test.each([
	['fe80::1%eth0', 'names a zone of one machine'],
	['2001:db8::/129', 'a number from 0 to 128'],
	['2001:db8::1/64', 'the network is 2001:db8::/64'],
	['2001:db8::/064', 'no valid prefix length'],
	['2001:db8::1-10.0.0.1', 'begins in one family of addresses and ends in the other'],
	['2001:db8::2-2001:db8::1', 'ends before it begins'],
])('%s is refused: %s', (text, problem) => {
	expect(parseAddressExpression(text)).toEqual({ok: false, problem: expect.stringContaining(problem)});
});

describe('sets of both families', () => {
	/** Few addresses, the ends of both families among them. */
	const point: fc.Arbitrary<Address> = fc.oneof(
		fc.constantFrom<Address>(0, 1, 0xff_ff_ff_fe, 0xff_ff_ff_ff, lowestIpv6, lowestIpv6 + 1n, 2n * lowestIpv6 - 1n),
		fc.nat(9),
		fc.nat(9).map(offset => lowestIpv6 + (1n << 64n) + BigInt(offset)),
	);
	const interval = fc
		.tuple(point, point)
		.filter(([a, b]) => typeof a === typeof b)
		.map(([a, b]) => (a <= b ? [a, b] : [b, a]) as [Address, Address]);
	const spans = fc.array(interval, {maxLength: 5});

	/** Naive: every address as a bigint with its family, point by point. */
	function isIn(list: readonly (readonly [Address, Address])[], address: Address): boolean {
		return list.some(
			([first, last]) =>
				typeof first === typeof address && BigInt(first) <= BigInt(address) && BigInt(address) <= BigInt(last),
		);
	}

	test('union, intersection, difference and families agree with the addresses one by one', () => {
		fc.assert(
			fc.property(spans, spans, fc.array(point, {minLength: 10, maxLength: 20}), (x, y, points) => {
				const [a, b] = [intervalSet(x), intervalSet(y)];
				for (const address of points) {
					expect(has(union(a, b), address)).toBe(isIn(x, address) || isIn(y, address));
					expect(has(intersection(a, b), address)).toBe(isIn(x, address) && isIn(y, address));
					expect(has(difference(a, b), address)).toBe(isIn(x, address) && !isIn(y, address));
					expect(has(ofFamily(a, 'IPv6'), address)).toBe(isIn(x, address) && typeof address === 'bigint');
				}

				expect(union(ofFamily(a, 'IPv4'), ofFamily(a, 'IPv6'))).toEqual(a);
			}),
			{numRuns: 500},
		);
	});

	test('blocks say the same set, and Node finds the same addresses in them', () => {
		fc.assert(
			fc.property(spans, fc.array(point, {minLength: 10, maxLength: 20}), (x, points) => {
				const set = intervalSet(x);
				const cidrs = toCidrs(set);
				expect(addresses(...cidrs)).toEqual(set);
				// Each family by itself: Node compares IPv4 addresses with IPv6 networks, too, as mapped ones.
				const lists = {ipv4: new BlockList(), ipv6: new BlockList()};
				for (const cidr of cidrs) {
					const [network = '', length] = cidr.split('/');
					const family = network.includes(':') ? 'ipv6' : 'ipv4';
					lists[family].addSubnet(network, Number(length), family);
				}

				for (const address of points.flatMap(value => [value, next(value)])) {
					const family = typeof address === 'bigint' ? 'ipv6' : 'ipv4';
					const isValid = has(anyAddress, address);
					expect(isValid && lists[family].check(formatAddress(address), family)).toBe(isValid && isIn(x, address));
				}
			}),
			{numRuns: 300},
		);
	});

	test('no set of one family answers for the other', () => {
		const [four, six] = [parseCidr('0.0.0.0/0'), parseCidr('::/0')];
		expect([four, six].map(set => set.ok && set.value)).toEqual([anyIpv4, anyIpv6]);
		expect(intersection(anyIpv4, anyIpv6)).toEqual([]);
		expect(familiesOf(difference(anyAddress, anyIpv4))).toEqual(['IPv6']);
	});
});

describe('packets', () => {
	test('a box whose addresses have no family in common holds none', () => {
		const mixed = box({source: anyIpv4, destination: anyIpv6});
		expect(isNothing([mixed])).toBe(true);
		expect(witness([mixed])).toBeUndefined();
		expect(judge([], [mixed])).toEqual({state: 'allowed'});
	});

	test('everything is what goes within IPv4 and what goes within IPv6', () => {
		const within = [box({source: anyIpv4, destination: anyIpv4}), box({source: anyIpv6, destination: anyIpv6})];
		expect(isNothing(subtract([box({})], within))).toBe(true);
	});

	test('a list that allows every IPv4 packet refuses IPv6', () => {
		const rules = [{match: [box({source: anyIpv4, destination: anyIpv4})], action: 'allow', origin: 'four'}] as const;
		expect(judge(rules, [box({source: anyIpv4})])).toEqual({state: 'allowed'});
		expect(judge(rules, [box({})])).toMatchObject({state: 'refused', witness: {source: lowestIpv6}, by: undefined});
		expect(judge(rules, [box({})], {boxCap: 0})).toMatchObject({state: 'refused', by: undefined});
	});
});
