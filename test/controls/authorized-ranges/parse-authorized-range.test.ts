import {expect, test} from 'vitest';
import {parseAuthorizedRange} from '../../../source/controls/authorized-ranges/parse-authorized-range.js';
import {parseMachine} from '../../../source/controls/authorized-ranges/parse-machine.js';
import {formatAddresses} from '../../../source/network/address-set.js';

// What `az aks update --api-server-authorized-ip-ranges` says (azure-cli acs/_validators.py, run on Python 3.11.7).
test.each(['20.1.2.3', '20.1.2.3/32', '137.117.106.88/29', '0.0.0.0/0', '224.0.0.1', '168.63.129.16'])(
	'az takes %s, and so do we',
	text => {
		expect(parseAuthorizedRange(text).ok).toBe(true);
	},
);

test.each([
	['137.117.106.90/29', 'host bits set; the network is 137.117.106.88/29'],
	['9.0.0.0/7', 'host bits set'],
	['10.0.0.0/8', 'private (RFC 1918)'],
	['172.16.0.0/12', 'private (RFC 1918)'],
	['192.168.1.1', 'private (RFC 1918)'],
	['100.64.0.1', 'RFC 6598'],
	['169.254.1.1', 'link-local'],
	['127.0.0.1', 'loopback'],
	['0.0.0.0', 'no address of a machine'],
	['255.255.255.255', 'reserved'],
	['240.0.0.1', 'reserved'],
	['192.0.2.1', 'TEST-NET'],
	['198.51.100.7', 'TEST-NET'],
	['203.0.113.0/24', 'TEST-NET'],
	['198.18.0.0/15', 'benchmarks'],
	['2603:1030::/32', 'IPv6'],
	['::/0', 'IPv6'],
	['2001:db8::1', 'IPv6'],
	['AzureCloud', 'four numbers from 0 to 255'],
	['20.1.2.3-20.1.2.9', 'four numbers from 0 to 255'],
	['20.1.2.3/33', 'no valid prefix length'],
	['020.1.2.3', 'four numbers from 0 to 255'],
	['10/8', 'four numbers from 0 to 255'],
	['20.1.2.3,', 'four numbers from 0 to 255'],
	['', 'four numbers from 0 to 255'],
])('az refuses %j, and so do we, as a machine too: %s', (text, reason) => {
	expect(parseAuthorizedRange(text)).toMatchObject({ok: false, problem: expect.stringContaining(reason)});
	expect(parseMachine(text).ok).toBe(false);
});

test.each([
	['0.0.0.0/0', 'say which smaller network'],
	['0.0.0.0/1', 'say which smaller network'],
	['224.0.0.1', 'for multicast'],
	['168.63.129.16', "Azure's own platform address"],
	['172.0.0.0/8', 'private (RFC 1918)'],
])('%s is legal in the list, but no machine of a developer: %s', (text, reason) => {
	expect(parseAuthorizedRange(text).ok).toBe(true);
	expect(parseMachine(text)).toMatchObject({ok: false, problem: expect.stringContaining(reason)});
});

test.each([
	['20.237.166.42', '20.237.166.42'],
	[' 20.237.166.40/29 ', '20.237.166.40/29'],
	['8.8.8.0/24', '8.8.8.0/24'],
])('%j is a machine', (text, shown) => {
	const machine = parseMachine(text);
	expect(machine.ok && formatAddresses(machine.value)).toBe(shown);
});
