import {describe, expect, test} from 'vitest';
import {azureFirewall} from '../../../source/controls/azure-firewall/azure-firewall.js';
import {addresses} from '../../../source/network/address-set.js';
import type {Firewall, RuleCollection} from '../../../source/topology/firewall.js';
import {denied} from '../../../source/topology/known.js';
import {entriesOf, remediesOf} from '../../helpers/ask-control.js';
import {
	address,
	firewallWith,
	idOf,
	ingressFlow,
	peeringTo,
	route,
	ruleGroup,
	toFirewall,
	topologyOf,
} from '../../helpers/topology.js';
import {collection, dnatRule, networkRule} from './rules.js';

const internal = ingressFlow({internal: true, loadBalancerAddresses: addresses('10.0.1.50')});

function publishing(...collections: readonly RuleCollection[]): Firewall {
	return firewallWith([ruleGroup('rcg', 100, collections)]);
}

function assess(...firewalls: readonly Firewall[]) {
	return entriesOf(azureFirewall, internal, topologyOf({firewalls}))[0];
}

const http = dnatRule('http', 80, '10.0.1.50');
const https = dnatRule('https', 443, '10.0.1.50');
const both = collection('dnat', 100, 'dnat', http, https);

describe('an internal service', () => {
	test('is reached by DNAT rules for each of its ports', () => {
		expect(assess(publishing(both))).toMatchObject({verdict: 'allowed', rule: 'rcg/dnat/http and rcg/dnat/https'});
	});

	test.each<[string, readonly RuleCollection[]]>([
		['no DNAT rule', []],
		['a rule for one port only', [collection('dnat', 100, 'dnat', https)]],
		[
			'rules that lead elsewhere',
			[collection('dnat', 100, 'dnat', dnatRule('a', 80, '10.0.1.51'), dnatRule('b', 443, '10.0.1.51'))],
		],
		[
			'a rule that another one comes before',
			[both, collection('first', 90, 'dnat', dnatRule('shadow', 443, '10.0.1.99'))],
		],
		[
			'rules for some clients only',
			[
				collection(
					'dnat',
					100,
					'dnat',
					dnatRule('a', 80, '10.0.1.50', {from: '45.0.0.0/16'}),
					dnatRule('b', 443, '10.0.1.50', {from: '45.0.0.0/16'}),
				),
			],
		],
	])('is not reached with %s', (_name, collections) => {
		expect(assess(publishing(...collections))).toMatchObject({
			verdict: 'blocked',
			resource: idOf('azureFirewalls', 'fw'),
		});
	});

	test('may listen on another port', () => {
		const other = {...dnatRule('https', 8443, '10.0.1.50'), translatedPort: 443};

		expect(assess(publishing(collection('dnat', 100, 'dnat', http, other)))?.verdict).toBe('allowed');
	});

	// facts M2: the texts of 2022 and 2023 disagree.
	test('is allowed with a warning where a network rule denies what is translated', () => {
		const entry = assess(publishing(both, collection('net', 100, 'deny', networkRule('none', {to: '10.0.0.0/8'}))));

		expect(entry?.verdict).toBe('allowed');
		expect(entry?.why).toContain('rcg/net/none');
	});

	test('is undecided with a rule that leads to a name, and with rules that may not be read', () => {
		const named = {...dnatRule('n', 443, '10.0.1.50'), translatedAddress: undefined, translatedFqdn: 'web.internal'};

		expect(assess(publishing(collection('dnat', 100, 'dnat', named)))).toMatchObject({
			verdict: 'undecided',
			missing: {command: 'nslookup web.internal'},
		});
		expect(assess(firewallWith([], {groups: denied('No.')}))?.verdict).toBe('undecided');
	});

	test('is not reached by a rule for an address that the firewall has not', () => {
		const elsewhere = [dnatRule('a', 80, '10.0.1.50'), dnatRule('b', 443, '10.0.1.50')].map(rule => ({
			...rule,
			destination: addresses('20.50.9.9'),
		}));

		expect(assess(publishing(collection('dnat', 100, 'dnat', ...elsewhere)))?.verdict).toBe('blocked');
	});

	test('is undecided where an appliance that nobody can read is on the way', () => {
		const [entry] = entriesOf(azureFirewall, internal, topologyOf({routes: [route('0.0.0.0/0', '10.9.9.9')]}));

		expect(entry).toMatchObject({verdict: 'undecided', rule: 'to-0.0.0.0/0 (0.0.0.0/0)'});
	});

	test('leaves to its keeper what an appliance is to translate', () => {
		const topology = topologyOf({routes: [route('0.0.0.0/0', '10.9.9.9')]});
		const [remedy] = remediesOf(azureFirewall, internal, topology);

		expect(remedy?.needs).toMatchObject([
			{kind: 'advice', allow: [{direction: 'inbound', destinations: ['10.0.1.50'], ports: ['80', '443']}]},
		]);
	});

	test('is undecided with rules for clients in an IP group that may not be read', () => {
		const source = {addresses: [], tags: [], unreadGroups: [idOf('ipGroups', 'clients')]};
		const rules = [dnatRule('a', 80, '10.0.1.50'), dnatRule('b', 443, '10.0.1.50')].map(rule => ({...rule, source}));

		expect(assess(publishing(collection('dnat', 100, 'dnat', ...rules)))).toMatchObject({
			verdict: 'undecided',
			rule: 'rcg/dnat/a',
			missing: {datum: 'the addresses in IP group clients'},
		});
	});

	test('names the service where there is no firewall at all, or only one out of reach', () => {
		const far = firewallWith([], {subnet: '/far/subnets/AzureFirewallSubnet'});

		expect(assess()).toMatchObject({verdict: 'blocked', resource: 'azds/traefik', rule: 'internal load balancer'});
		expect(assess(far)).toMatchObject({verdict: 'blocked', resource: 'azds/traefik'});
	});

	test.each([
		['the network of the nodes was not read', {virtualNetworks: new Map()}, '/vnet'],
		['a list of firewalls was refused', {unreadFirewalls: true}, 'Microsoft.Network/azureFirewalls'],
	])('is in doubt where no firewall leads there and %s', (_name, rest, resource) => {
		const [entry] = entriesOf(azureFirewall, internal, topologyOf({rest}));
		expect(entry).toMatchObject({verdict: 'undecided'});
		expect(entry?.resource).toContain(resource);
	});

	test('is the business of the firewall on the path before one nearby', () => {
		const hub = '/subscriptions/1/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub';
		const onPath = firewallWith([], {
			id: '/on-path',
			subnet: `${hub}/subnets/AzureFirewallSubnet`,
			privateAddresses: addresses('10.9.0.4'),
		});
		const nearby = firewallWith([]);
		const topology = topologyOf({
			firewalls: [nearby, onPath],
			routes: [
				{
					...toFirewall[0],
					name: 'r',
					prefix: addresses('*'),
					nextHopType: 'VirtualAppliance',
					nextHopAddress: address('10.9.0.4'),
				},
			],
			network: {peerings: [peeringTo(hub, '10.9.0.0/16')]},
		});

		expect(entriesOf(azureFirewall, internal, topology)[0]?.resource).toBe('/on-path');
	});
});

test('a public service does not concern a firewall that does not lead to it', () => {
	expect(
		entriesOf(azureFirewall, ingressFlow({}), topologyOf({firewalls: [publishing(both)], routes: toFirewall})),
	).toEqual([]);
});

describe('publishing an internal service', () => {
	function remedies(firewalls: readonly Firewall[]) {
		return remediesOf(azureFirewall, internal, topologyOf({firewalls}));
	}

	test('waits to be asked for, and says what somebody had decided', () => {
		const [remedy] = remedies([publishing()]);

		expect(remedy).toMatchObject({id: 'dnat', onRequest: true});
		expect(remedy?.opens).toContain('was made internal on purpose');
		expect(remedy?.needs).toEqual(
			[80, 443].map(port =>
				expect.objectContaining({
					kind: 'dnat-rule',
					port,
					publicAddress: address('20.50.0.1'),
					translatedAddress: address('10.0.1.50'),
					publishes: remedy?.opens,
				}),
			),
		);
	});

	test('adds only the port that is missing', () => {
		expect(remedies([publishing(collection('dnat', 100, 'dnat', http))])[0]?.needs).toMatchObject([{port: 443}]);
	});

	test('is advice where the ports of the only public address are taken, or there is no firewall', () => {
		const taken = publishing(collection('dnat', 100, 'dnat', dnatRule('other', 443, '10.0.9.9')));

		expect(remedies([taken])[0]?.needs).toMatchObject([{kind: 'advice'}]);
		expect(remedies([])[0]?.needs).toMatchObject([{kind: 'advice'}]);
	});
});
