import {describe, expect, test} from 'vitest';
import {addresses, anyIpv4} from '../../source/network/address-set.js';
import {armKey} from '../../source/topology/arm-id.js';
import {correctTopology, noCorrections} from '../../source/topology/correct-topology.js';
import {absent, denied, known} from '../../source/topology/known.js';
import type {InterfaceNextHop, InterfaceRoute} from '../../source/topology/told-routes.js';
import type {Topology} from '../../source/topology/topology.js';
import {answerFromTopology, type TopologyQuestion} from '../../source/wizard/evidence/answer-from-topology.js';
import {cluster, topology} from './fixtures.js';

function answer(id: TopologyQuestion, changes: Partial<Topology> = {}) {
	const found = answerFromTopology({...topology, ...changes}, noCorrections).find(candidate => candidate.id === id);
	if (found === undefined) {
		throw new Error(`nobody answers ${id}`);
	}

	return found;
}

const [subnetKey] = topology.subnets.keys();
const [tableKey] = topology.routeTables.keys();
const [groupKey] = topology.securityGroups.keys();

function told(nextHop: InterfaceNextHop, address?: string): Topology['interfaceRoutes'] {
	const [subnet = armKey('')] = topology.subnets.keys();
	const route: InterfaceRoute = {
		name: undefined,
		source: 'default',
		active: true,
		prefixes: [anyIpv4],
		nextHop,
		nextHopAddresses: (address === undefined ? [] : addresses(address)).map(([first]) => first),
	};
	return new Map([[subnet, [known({interface: 'nic-1', subnet, routes: [route]})]]]);
}

function withCluster(changes: Partial<typeof cluster>): Partial<Topology> {
	return {cluster: known({...cluster, ...changes})};
}

describe('the six questions', () => {
	test.each<[string, TopologyQuestion, Partial<Topology>, string, string]>([
		['a firewall by its default route', 'firewall', {}, 'afw-hub (Premium, policy afwp-hub)', 'known'],
		['an appliance that is none', 'firewall', {firewalls: []}, 'appliance 10.100.0.4, no Azure resource', 'absent'],
		[
			'a route table we may not read',
			'firewall',
			{routeTables: new Map(tableKey === undefined ? [] : [[tableKey, denied('You may not read rt-aks.')]])},
			'not readable',
			'denied',
		],
		[
			'a firewall by what an interface shows',
			'firewall',
			{routeTables: new Map(), interfaceRoutes: told('appliance', '10.100.0.4')},
			'afw-hub (Premium, policy afwp-hub)',
			'known',
		],
		[
			'no firewall, by what an interface shows',
			'firewall',
			{interfaceRoutes: told('internet')},
			'none on the way out',
			'absent',
		],
		['a subnet that is not there', 'firewall', {subnets: new Map()}, 'not readable', 'denied'],
		['a group on the subnet', 'security-groups', {}, 'nsg-aks', 'known'],
		[
			'a group we may not read',
			'security-groups',
			{securityGroups: new Map(groupKey === undefined ? [] : [[groupKey, denied('No.')]])},
			'nsg-aks',
			'denied',
		],
		['policies and who enforces them', 'network-policy', {}, 'Calico, 1 policy', 'known'],
		[
			'policies we may not list',
			'network-policy',
			{kubernetes: {...topology.kubernetes, networkPolicies: denied('You may not list them.')}},
			'Calico, policies not readable',
			'denied',
		],
		['how pods get addresses', 'cni', {}, 'Azure CNI, node subnet', 'known'],
		['a public API server', 'private-cluster', {}, 'no', 'known'],
		[
			'a private API server',
			'private-cluster',
			withCluster({apiServer: {...cluster.apiServer, privateCluster: true}}),
			'yes',
			'known',
		],
		['authorized ranges', 'authorized-ranges', {}, '2 ranges', 'known'],
		[
			'an empty list as open',
			'authorized-ranges',
			withCluster({apiServer: {...cluster.apiServer, authorizedRanges: []}}),
			'open to every address',
			'absent',
		],
		[
			'ranges that a private cluster does not use',
			'authorized-ranges',
			withCluster({apiServer: {...cluster.apiServer, privateCluster: true}}),
			'not used by private clusters',
			'absent',
		],
		['a cluster we may not read', 'cni', {cluster: denied('You may not read aks-shop.')}, 'not readable', 'denied'],
		['no cluster at all', 'cni', {cluster: absent}, 'no cluster was read', 'absent'],
	])('tell %s', (_what, id, changes, expected, certainty) => {
		const {answer: text, certainty: sure, sentences} = answer(id, changes);

		expect({text, sure}).toEqual({text: expected, sure: certainty});
		expect(sentences.length).toBeGreaterThan(0);
	});

	test('tell the free addresses, the managed group and where the cluster calls from', () => {
		expect(answer('cni').sentences).toContain('snet-aks (10.110.0.0/26): 7 of 59 addresses are free.');
		expect(answer('security-groups').sentences.join(' ')).toContain('You may not read MC_rg-shop');
		expect(answer('authorized-ranges').sentences).toContain('The cluster itself calls from 20.62.150.14.');
	});

	test('count the collections of a classic firewall, which has no groups', () => {
		const {sentences} = answer('firewall', {firewalls: topology.firewalls.map(one => ({...one, policy: undefined}))});
		expect(sentences.join(' ')).toMatch(/ has \d+ rule collections?\./);
	});

	test('tell of a firewall that is there and not on the path', () => {
		const table = topology.routeTables.get(tableKey ?? armKey(''));
		const direct = known({...(table?.state === 'known' ? table.value : never()), routes: []});
		const {answer: text, sentences} = answer('firewall', {
			routeTables: new Map(tableKey === undefined ? [] : [[tableKey, direct]]),
		});

		expect(text).toBe('none on the way out');
		expect(sentences).toContain('The Azure Firewall afw-hub is there, but no default route leads to it.');
	});
});

function never(): never {
	throw new Error('the fixture has a route table');
}

describe('corrections', () => {
	test('change the topology that everything else looks at', () => {
		const corrected = correctTopology(topology, {
			firewall: 'third-party-appliance',
			securityGroups: 'none',
			policyEngine: 'cilium',
			cni: 'overlay',
			privateCluster: true,
		});

		expect(corrected.firewalls).toEqual([]);
		expect(corrected.nodeSecurityGroups).toEqual(known([]));
		expect(corrected.subnets.get(subnetKey ?? armKey(''))).toMatchObject({value: {securityGroup: undefined}});
		expect(corrected.cluster).toMatchObject({
			value: {policyEngine: 'cilium', cni: 'overlay', apiServer: {privateCluster: true}},
		});
	});

	test('change nothing when there are none', () => {
		expect(correctTopology(topology, noCorrections)).toEqual(topology);
	});

	test('are shown as said by a person', () => {
		const corrections = {cni: 'overlay'} as const;
		const answers = answerFromTopology(correctTopology(topology, corrections), corrections);

		expect(answers.filter(({corrected}) => corrected).map(({id}) => id)).toEqual(['cni']);
	});
});
