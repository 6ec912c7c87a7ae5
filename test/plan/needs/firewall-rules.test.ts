import {describe, expect, test} from 'vitest';
import {addresses, anyAddress} from '../../../source/network/address-set.js';
import {ports} from '../../../source/network/port-set.js';
import {
	besideOld,
	firewallRules,
	holdsNeed,
	isFirewallRule,
	type WantedFirewallRule,
} from '../../../source/plan/needs/firewall-rules.js';
import {topologyOf} from '../../helpers/topology.js';
import {sampleNeeds, wants} from '../../helpers/wanted.js';

const topology = topologyOf();

function rules(...wanted: readonly WantedFirewallRule[]) {
	return firewallRules(wanted, topology);
}

const none = {dnat: [], network: [], application: []};

describe('a need becomes a rule as policies spell it', () => {
	test('of a name', () => {
		expect(rules(wants('application-rule'), wants('application-rule', {scheme: 'http', port: 80}, 'crl'))).toEqual({
			...none,
			application: [
				{
					name: 'pull',
					ruleType: 'ApplicationRule',
					protocols: [{protocolType: 'Https', port: 443}],
					sourceAddresses: ['10.0.1.0/24'],
					targetFqdns: ['gcr.io'],
				},
				{
					name: 'crl',
					ruleType: 'ApplicationRule',
					protocols: [{protocolType: 'Http', port: 80}],
					sourceAddresses: ['10.0.1.0/24'],
					targetFqdns: ['gcr.io'],
				},
			],
		});
	});

	test.each([
		['addresses', addresses('20.1.1.1', '20.2.0.0/16'), ['20.1.1.1', '20.2.0.0/16'], []],
		['every address', anyAddress, ['*'], []],
		['a tag', {tag: 'Storage'}, ['Storage'], []],
		['a name', {fqdn: 'db.example'}, [], ['db.example']],
	])('of packets to %s', (_what, destinations, destinationAddresses, destinationFqdns) => {
		expect(rules(wants('network-rule', {destinations, protocol: 'udp', ports: ports(53, 123)}))).toEqual({
			...none,
			network: [
				{
					name: 'pull',
					ruleType: 'NetworkRule',
					ipProtocols: ['UDP'],
					sourceAddresses: ['10.0.1.0/24'],
					destinationAddresses,
					destinationFqdns,
					destinationPorts: ['53', '123'],
				},
			],
		});
	});

	test('of a service that is published', () => {
		expect(rules(wants('dnat-rule'))).toEqual({
			...none,
			dnat: [
				{
					name: 'pull',
					ruleType: 'NatRule',
					ipProtocols: ['TCP'],
					sourceAddresses: ['*'],
					destinationAddresses: ['20.50.0.1'],
					destinationPorts: ['443'],
					translatedAddress: '10.0.1.9',
					translatedPort: '443',
				},
			],
		});
	});
});

describe('as few rules as do the same', () => {
	const names = (...wanted: readonly WantedFirewallRule[]) =>
		Object.values(rules(...wanted))
			.flat()
			.map(({name}) => name);

	test('what two requirements want alike is one, which says for whom', () => {
		expect(rules(wants('application-rule'), wants('application-rule', {}, 'push')).application).toMatchObject([
			{name: 'pull-and-1-more', description: 'For pull, push.', targetFqdns: ['gcr.io']},
		]);
	});

	test('hosts of one requirement are one rule', () => {
		const quay = wants('application-rule', {name: 'quay.io'});
		expect(rules(wants('application-rule'), quay).application).toMatchObject([{targetFqdns: ['gcr.io', 'quay.io']}]);
	});

	test('rules of one requirement that differ have names of their own', () => {
		expect(names(wants('application-rule'), wants('application-rule', {port: 8443}))).toEqual(['pull', 'pull-2']);
	});

	test('a listener is published once', () => {
		expect(names(wants('dnat-rule'), wants('dnat-rule', {}, 'push'))).toEqual(['pull-and-1-more']);
		expect(names(wants('dnat-rule'), wants('dnat-rule', {port: 80}))).toEqual(['pull', 'pull-2']);
	});
});

describe('a need holds another', () => {
	const {'application-rule': name, 'network-rule': packets, 'dnat-rule': listener} = sampleNeeds;

	test.each([
		['the same name', name, name, true],
		['a name that a pattern stands for', {...name, name: '*.io'}, name, true],
		['not the other way round', name, {...name, name: '*.io'}, false],
		['not for more sources', name, {...name, sources: anyAddress}, false],
		['not on another port', name, {...name, port: 80}, false],
		['not by another scheme', name, {...name, scheme: 'http' as const}, false],
		['fewer addresses', {...packets, destinations: anyAddress}, packets, true],
		['not more addresses', packets, {...packets, destinations: anyAddress}, false],
		['not more ports', packets, {...packets, ports: ports(80, 443)}, false],
		['not of another protocol', packets, {...packets, protocol: 'udp' as const}, false],
		['the same listener', listener, listener, true],
		['no other listener', listener, {...listener, translatedAddress: 1}, false],
		['none of another kind', packets, name, false],
		['none of another kind, by name', name, listener, false],
		['none of another kind, published', listener, packets, false],
	])('%s', (_what, whole, part, holds) => {
		expect(holdsNeed(whole, part, topology)).toBe(holds);
	});
});

test('only rules of firewalls are', () => {
	expect(isFirewallRule(wants('dnat-rule'))).toBe(true);
	expect(isFirewallRule(wants('security-rule'))).toBe(false);
});

describe('rules of ours from an earlier run', () => {
	const old = [{name: 'pull', description: 'Old.', port: 443}];

	test('stay, and what one says already is not said again, whatever it is called', () => {
		expect(besideOld(old, [{name: 'push', port: 443}])).toEqual(old);
	});

	test('keep their names', () => {
		expect(
			besideOld(old, [
				{name: 'pull', port: 80},
				{name: 'pull', port: 81},
			]),
		).toEqual([...old, {name: 'pull-2', port: 80}, {name: 'pull-3', port: 81}]);
	});
});
