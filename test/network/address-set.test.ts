import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {formatAddress, parseAddress, parseIpv4} from '../../source/network/address.js';
import {
	type AddressSet,
	addresses,
	anyAddress,
	anyIpv4,
	anyIpv6,
	formatAddresses,
	parseAddressExpression,
	parseCidr,
	parseIpv4Cidr,
	parseIpv4Expression,
	toCidrs,
} from '../../source/network/address-set.js';
import {difference, intervalSet, next} from '../../source/network/interval-set.js';
import type {Parsed} from '../../source/network/parsed.js';

const address = fc.nat(0xff_ff_ff_ff);

function outcome<T>(result: Parsed<T>): T | string {
	return result.ok ? result.value : result.problem;
}

test('an address reads back as it was written', () => {
	fc.assert(
		fc.property(address, value => {
			expect(outcome(parseAddress(formatAddress(value)))).toBe(value);
		}),
		{examples: [[0], [0xff_ff_ff_ff], [0x80_00_00_00]]},
	);
});

// The forms that popular parsers take for another address: each is one a person can type.
describe('addresses that are refused', () => {
	test.each([
		[''],
		[' 10.0.0.1'],
		['10.0.0.1 '],
		['10.0.0.1\n'],
		['010.0.0.1'],
		['10.0.0.01'],
		['10.0.0.00'],
		['10.0.1'],
		['10.1'],
		['167772161'],
		['0xa.0.0.1'],
		['10.0.0.256'],
		['10.0.0.-1'],
		['+10.0.0.1'],
		['10.0.0.1.'],
		['10..0.1'],
		['1e1.0.0.1'],
		['١٠.0.0.1'],
		['10.0.0.1:443'],
		['10.0.0.0/8'],
	])('%j', text => {
		expect(parseAddress(text)).toEqual({ok: false, problem: expect.stringContaining('is not an IPv4 address')});
	});
});

test.each([['::1'], ['2603:1030::'], ['::ffff:10.0.0.1']])('%s is refused where only IPv4 is taken', text => {
	const problem = `${text} is an IPv6 address; only IPv4 is taken here.`;
	expect(parseIpv4(text)).toEqual({ok: false, problem});
	expect(outcome(parseIpv4Cidr(`${text}/64`))).toBe(problem);
	expect(outcome(parseIpv4Expression(text))).toBe(problem);
});

test.each<[string, AddressSet]>([
	['0.0.0.0/0', anyIpv4],
	['10.0.0.0/8', [[0x0a_00_00_00, 0x0a_ff_ff_ff]]],
	['128.0.0.0/1', [[0x80_00_00_00, 0xff_ff_ff_ff]]],
	['20.1.2.3/32', [[0x14_01_02_03, 0x14_01_02_03]]],
	['20.1.2.3', [[0x14_01_02_03, 0x14_01_02_03]]],
	['255.255.255.255/32', [[0xff_ff_ff_ff, 0xff_ff_ff_ff]]],
])('the network %s', (text, set) => {
	expect(outcome(parseCidr(text))).toEqual(set);
});

test.each([
	// cidr-tools reads the first three as other networks (facts/engine.md, section 4).
	['10.0.0.1/33', 'no valid prefix length'],
	[' 10.0.0.0/8', 'is not a network'],
	['10.0.0/8', 'is not a network'],
	['10.0.0.0/', 'no valid prefix length'],
	['10.0.0.0/08', 'no valid prefix length'],
	['10.0.0.0/8 ', 'no valid prefix length'],
	['10.0.0.0/-1', 'no valid prefix length'],
	['10.0.0.0/8/8', 'no valid prefix length'],
	['10.0.0.0/255.0.0.0', 'no valid prefix length'],
	['*', 'is not an IPv4 address'],
	// Azure's own validator refuses these two for their host bits.
	['137.117.106.90/29', 'the network is 137.117.106.88/29'],
	['9.0.0.0/7', 'the network is 8.0.0.0/7'],
	['10.0.0.1/0', 'the network is 0.0.0.0/0'],
])('%j is not a network: %s', (text, problem) => {
	expect(parseCidr(text)).toEqual({ok: false, problem: expect.stringContaining(problem)});
});

test.each<[string, AddressSet]>([
	['*', anyAddress],
	['10.2.0.0-10.2.0.31', addresses('10.2.0.0/27')],
	['10.2.0.5-10.2.0.5', addresses('10.2.0.5')],
	['10.2.0.0/16', addresses('10.2.0.0/16')],
])('a firewall rule takes %s', (text, set) => {
	expect(outcome(parseAddressExpression(text))).toEqual(set);
});

test.each([
	['10.2.0.9-10.2.0.1', 'ends before it begins'],
	['10.2.0.0-', 'is not an IPv4 address'],
	['-10.2.0.0', 'is not an IPv4 address'],
	['10.2.0.0 - 10.2.0.9', 'is not an IPv4 address'],
	['10.2.0.0/24-10.2.1.0', 'is not an IPv4 address'],
	['10.2.0.0-10.2.0.1-10.2.0.2', 'is not an IPv4 address'],
	['AzureCloud', 'is not an IPv4 address'],
])('a firewall rule does not take %j', (text, problem) => {
	expect(parseAddressExpression(text)).toEqual({ok: false, problem: expect.stringContaining(problem)});
});

test('CIDR blocks say the same set, and no two of them could be one', () => {
	const sets = fc.array(fc.tuple(address, address), {maxLength: 5}).map(intervalSet);
	fc.assert(
		fc.property(sets, set => {
			const cidrs = toCidrs(set);
			expect(addresses(...cidrs)).toEqual(set);
			const blocks = cidrs.map(cidr => addresses(cidr)[0] ?? [0, 0]);
			for (const [index, [first, last]] of blocks.entries()) {
				const joined = blocks[index + 1]?.[0] === next(last) ? toCidrs([[first, blocks[index + 1]?.[1] ?? last]]) : [];
				expect(joined).not.toHaveLength(1);
			}
		}),
		{examples: [[anyIpv4], [[[1, 0xff_ff_ff_fe]]]]},
	);
});

test('sentences name addresses shortly', () => {
	expect(formatAddresses(anyAddress)).toBe('any address');
	expect(formatAddresses(anyIpv4)).toBe('any IPv4 address');
	expect(formatAddresses([...addresses('10.0.0.0/24'), ...anyIpv6])).toBe('10.0.0.0/24, any IPv6 address');
	expect(formatAddresses(addresses('2603:1030::1', 'fd00::/8'))).toBe('2603:1030::1, fd00::/8');
	expect(formatAddresses([])).toBe('no address');
	expect(formatAddresses(difference(anyIpv4, addresses('10.41.0.0/25')))).toBe('any IPv4 address but 10.41.0.0/25');
	expect(formatAddresses(difference(anyAddress, addresses('10.0.0.0/8', '168.63.129.16', '20.1.2.3')))).toBe(
		'any IPv4 address but 10.0.0.0/8, 20.1.2.3 and 168.63.129.16, any IPv6 address',
	);
	expect(formatAddresses(addresses('10.0.0.0/9', '20.0.0.0/8'))).toBe('10.0.0.0/9, 20.0.0.0/8');
	expect(formatAddresses(addresses('10.0.0.0/24', '20.1.2.3'))).toBe('10.0.0.0/24, 20.1.2.3');
});
