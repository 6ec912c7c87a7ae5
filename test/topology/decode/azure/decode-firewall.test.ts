import {describe, expect, test} from 'vitest';
import {formatAddresses} from '../../../../source/network/address-set.js';
import {formatPorts} from '../../../../source/network/port-set.js';
import {formatProtocols} from '../../../../source/network/protocol-set.js';
import {decodeTopology} from '../../../../source/topology/decode/decode-topology.js';
import type {Firewall} from '../../../../source/topology/firewall.js';
import type {Json, JsonObject} from '../../../../source/topology/world.js';
import {worldOf} from '../../../helpers/read-world.js';

const network = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network';
const firewallId = `${network}/azureFirewalls/fw`;
const networkRule = {
	ruleType: 'NetworkRule',
	name: 'r',
	ipProtocols: ['TCP'],
	sourceAddresses: ['10.0.0.0/8'],
	destinationAddresses: ['20.0.0.1'],
	destinationPorts: ['443'],
};

function policy(name: string, properties: JsonObject): Json {
	return {id: `${network}/firewallPolicies/${name}`, properties};
}

function group(policyName: string, name: string, priority: number, rule: JsonObject = networkRule): Json {
	return {
		id: `${network}/firewallPolicies/${policyName}/ruleCollectionGroups/${name}`,
		properties: {
			priority,
			ruleCollections: [
				{name: 'c', priority: 100, action: {type: rule['ruleType'] === 'NatRule' ? 'DNAT' : 'Allow'}, rules: [rule]},
			],
		},
	};
}

function firewall(properties: JsonObject, ...others: readonly Json[]): Firewall {
	const [decoded] = decodeTopology(worldOf([{id: firewallId, properties}, ...others])).firewalls;
	if (decoded === undefined) {
		throw new Error('no firewall');
	}

	return decoded;
}

const withPolicy = {firewallPolicy: {id: `${network}/firewallPolicies/own`}};

function ruleOf(rule: JsonObject, ...others: readonly Json[]) {
	const {groups} = firewall(withPolicy, policy('own', {}), group('own', 'g', 200, rule), ...others);
	if (groups.state !== 'known') {
		throw new Error(groups.state === 'denied' ? groups.reason : groups.state);
	}

	return groups.value[0]?.collections[0]?.rules[0];
}

describe('the chain of policies', () => {
	const chain = [
		policy('own', {basePolicy: {id: `${network}/firewallPolicies/base`}}),
		policy('base', {basePolicy: {id: `${network}/firewallPolicies/root`}, dnsSettings: {enableProxy: true}}),
		policy('root', {dnsSettings: {enableProxy: false}}),
	];

	test('groups of a parent come first, whatever their priorities', () => {
		const {groups} = firewall(
			withPolicy,
			...chain,
			group('own', 'a', 100),
			group('base', 'b', 900),
			group('root', 'c', 950),
		);
		expect(groups.state === 'known' && groups.value.map(({name, depth}) => [name, depth])).toEqual([
			['c', 2],
			['b', 1],
			['a', 0],
		]);
	});

	test('the nearest policy that sets the DNS proxy decides', () => {
		expect(firewall(withPolicy, ...chain).dnsProxy).toBe(true);
		expect(firewall(withPolicy, policy('own', {})).dnsProxy).toBe(false);
	});

	test.each<[string, readonly Json[]]>([
		['a parent was not read', chain.slice(0, 2)],
		['a policy inherits from itself', [policy('own', {basePolicy: {id: `${network}/firewallPolicies/OWN`}})]],
		[
			'a group that the policy lists was not read',
			[policy('own', {ruleCollectionGroups: [{id: `${network}/firewallPolicies/own/ruleCollectionGroups/g`}]})],
		],
		[
			'a rule is not understood',
			[policy('own', {}), group('own', 'g', 200, {...networkRule, destinationPorts: ['x']})],
		],
		['a rule selects pods', [policy('own', {}), group('own', 'g', 200, {...networkRule, sourceKubeSelectors: ['a']})]],
	])('the rules are uncertain when %s', (_name, others) => {
		expect(firewall(withPolicy, ...others).groups.state).toBe('denied');
	});
});

describe('network rules', () => {
	test.each([
		[['Any'], ['53'], 'tcp+udp', '53'],
		[['Any'], ['*'], 'any', '*'],
		[['TCP', 'UDP'], ['80', '90-95'], 'tcp+udp', '80,90-95'],
		[['ICMP'], ['*'], 'icmp', '*'],
	])('%j on %j is %s %s', (ipProtocols, destinationPorts, protocol, ports) => {
		const rule = ruleOf({...networkRule, ipProtocols, destinationPorts});
		expect(rule?.kind === 'network' && [formatProtocols(rule.protocol), formatPorts(rule.ports)]).toEqual([
			protocol,
			ports,
		]);
	});

	test('IP groups are expanded where they were read, and named where not', () => {
		const ids = [`${network}/ipGroups/a`, `${network}/ipGroups/b`];
		const rule = ruleOf(
			{...networkRule, sourceAddresses: [], sourceIpGroups: ids},
			{id: ids[0] ?? '', properties: {ipAddresses: ['10.1.0.0/24', '10.2.0.1-10.2.0.4']}},
		);
		expect(rule?.source.unreadGroups).toEqual([ids[1]]);
		expect(formatAddresses(rule?.source.addresses ?? [])).toBe('10.1.0.0/24, 10.2.0.1, 10.2.0.2/31, 10.2.0.4');
	});

	test('an IP group that is empty was named all the same', () => {
		const rule = ruleOf(
			{...networkRule, sourceAddresses: [], sourceIpGroups: [`${network}/ipGroups/a`]},
			{id: `${network}/ipGroups/a`, properties: {ipAddresses: []}},
		);
		expect(rule?.source).toEqual({addresses: [], tags: [], unreadGroups: []});
	});

	test('service tags stay names', () => {
		const rule = ruleOf({...networkRule, destinationAddresses: ['AzureCloud.eastus', '20.0.0.1']});
		expect(rule?.kind === 'network' && rule.destination.tags).toEqual(['AzureCloud.eastus']);
	});
});

test('an application rule keeps schemes, targets and tags', () => {
	const rule = ruleOf({
		ruleType: 'ApplicationRule',
		name: 'r',
		sourceAddresses: ['*'],
		protocols: [{protocolType: 'Https', port: 443}],
		targetFqdns: ['*.a.com'],
		fqdnTags: ['AzureKubernetesService'],
	});
	expect(rule).toMatchObject({
		kind: 'application',
		protocols: [{type: 'https', port: 443}],
		targetFqdns: ['*.a.com'],
		fqdnTags: ['AzureKubernetesService'],
	});
});

test('a DNAT rule names a public address and where it is translated to', () => {
	const rule = ruleOf({
		...networkRule,
		ruleType: 'NatRule',
		translatedAddress: '10.0.0.9',
		translatedPort: '8443',
	});
	expect(rule).toMatchObject({kind: 'dnat', translatedAddress: 0x0a_00_00_09, translatedPort: 8443});
});

describe('what the firewall is seen with', () => {
	const configurations = [1, 2].map(number => ({
		properties: {
			privateIPAddress: `10.0.0.${number}`,
			publicIPAddress: {id: `${network}/publicIPAddresses/p${number}`},
		},
	}));
	const address = (number: number): Json => ({
		id: `${network}/publicIPAddresses/p${number}`,
		properties: {ipAddress: `20.0.0.${number}`},
	});

	test('all its public addresses', () => {
		const {publicAddresses, privateAddresses} = firewall({ipConfigurations: configurations}, address(1), address(2));
		expect(publicAddresses.state === 'known' && formatAddresses(publicAddresses.value)).toBe('20.0.0.1, 20.0.0.2');
		expect(formatAddresses(privateAddresses)).toBe('10.0.0.1, 10.0.0.2');
	});

	test('nothing certain when one of them was not read', () => {
		expect(firewall({ipConfigurations: configurations}, address(1)).publicAddresses.state).toBe('denied');
	});

	test('a secured hub has them in itself', () => {
		const hub = {privateIPAddress: '10.9.0.4', publicIPs: {addresses: [{address: '20.0.0.7'}]}};
		const decoded = firewall({virtualHub: {id: '/hub'}, hubIPAddresses: hub});
		expect(decoded).toMatchObject({hub: true, publicAddresses: {state: 'known'}});
		expect(formatAddresses(decoded.privateAddresses)).toBe('10.9.0.4');
	});
});

test('a classic firewall has its rules in itself, and its DNS proxy among the additional properties', () => {
	const decoded = firewall({
		additionalProperties: {'Network.DNS.EnableProxy': 'true'},
		networkRuleCollections: [
			{
				name: 'c',
				properties: {
					priority: 200,
					action: {type: 'Deny'},
					rules: [{...networkRule, ipProtocols: undefined, protocols: ['TCP']}],
				},
			},
		],
	});
	expect(decoded.dnsProxy).toBe(true);
	expect(decoded.groups).toMatchObject({
		state: 'known',
		value: [{id: firewallId, depth: 0, collections: [{name: 'c', priority: 200, action: 'deny'}]}],
	});
});
