import {describe, expect, test} from 'vitest';
import {anyAddress, anyIpv4, anyIpv6, formatAddresses} from '../../../../source/network/address-set.js';
import {formatPorts} from '../../../../source/network/port-set.js';
import {formatProtocols} from '../../../../source/network/protocol-set.js';
import {decodeSecurityGroup} from '../../../../source/topology/decode/azure/decode-security-group.js';
import type {Json} from '../../../../source/topology/world.js';

const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg';
const rule = {
	priority: 100,
	direction: 'Inbound',
	access: 'Allow',
	protocol: 'Tcp',
	sourceAddressPrefix: '*',
	sourcePortRange: '*',
	destinationAddressPrefix: '*',
	destinationPortRange: '443',
};

function decode(changes: Record<string, Json>) {
	const securityRules = [{name: 'r', properties: {...rule, ...changes}}];
	return decodeSecurityGroup({id, name: 'nsg', type: '', properties: {securityRules}}, false);
}

function firstRule(changes: Record<string, Json>) {
	const group = decode(changes);
	const first = group.state === 'known' ? group.value.rules[0] : undefined;
	if (first === undefined) {
		throw new Error(group.state === 'denied' ? group.reason : 'no rule');
	}

	return first;
}

test('singular and plural fields are one set', () => {
	const {source, destinationPorts} = firstRule({
		sourceAddressPrefix: '10.0.0.0/24',
		sourceAddressPrefixes: ['10.0.1.0/24', 'AzureCloud.eastus'],
		sourceApplicationSecurityGroups: [{id: '/asg'}],
		destinationPortRanges: ['80', '8000-8010'],
	});
	expect(formatAddresses(source.addresses)).toBe('10.0.0.0/23');
	expect(source.tags).toEqual(['AzureCloud.eastus']);
	expect(source.applicationSecurityGroups).toEqual(['/asg']);
	expect(formatPorts(destinationPorts)).toBe('80,443,8000-8010');
});

test.each([
	['*', 'any'],
	['Tcp', 'tcp'],
	['udp', 'udp'],
	['ICMP', 'icmp'],
	['Esp', 'esp'],
	['Ah', 'ah'],
])('the protocol %s is %s', (protocol, expected) => {
	expect(formatProtocols(firstRule({protocol}).protocol)).toBe(expected);
});

test('a prefix holds addresses of its own family, and * those of both', () => {
	expect(firstRule({sourceAddressPrefix: '::/0'}).source).toMatchObject({addresses: anyIpv6, tags: []});
	expect(firstRule({sourceAddressPrefix: '0.0.0.0/0'}).source).toMatchObject({addresses: anyIpv4, tags: []});
	expect(firstRule({sourceAddressPrefix: '*'}).source).toMatchObject({addresses: anyAddress, tags: []});
});

test("Azure's default rules stand behind a group that does not spell them out", () => {
	const group = decode({});
	expect(group.state === 'known' && group.value.rules.map(({priority, name}) => `${priority} ${name}`)).toEqual([
		'100 r',
		'65000 AllowVnetInBound',
		'65000 AllowVnetOutBound',
		'65001 AllowAzureLoadBalancerInBound',
		'65001 AllowInternetOutBound',
		'65500 DenyAllInBound',
		'65500 DenyAllOutBound',
	]);
});

describe('a rule that is not understood makes the group uncertain and is named', () => {
	test.each<[string, Record<string, Json>]>([
		['ports', {destinationPortRange: 'https'}],
		['port beyond the last', {destinationPortRange: '70000'}],
		['no ports', {destinationPortRange: null}],
		['prefix with host bits', {sourceAddressPrefix: '10.0.0.1/24'}],
		['no source', {sourceAddressPrefix: ''}],
		['protocol', {protocol: 'Quic'}],
		['direction', {direction: 'Sideways'}],
		['access', {access: 'Maybe'}],
		['priority', {priority: '100'}],
		['plural of something else', {destinationPortRanges: [80]}],
	])('%s', (_name, changes) => {
		expect(decode(changes)).toMatchObject({state: 'denied', reason: expect.stringContaining('"r"')});
	});

	test('rules that are no list', () => {
		const group = decodeSecurityGroup({id, name: 'nsg', type: '', properties: {securityRules: {}}}, false);
		expect(group.state).toBe('denied');
	});
});
