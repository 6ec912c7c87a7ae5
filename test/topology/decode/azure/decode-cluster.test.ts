import {describe, expect, test} from 'vitest';
import {formatAddresses} from '../../../../source/network/address-set.js';
import type {Cluster} from '../../../../source/topology/cluster.js';
import {decodeTopology} from '../../../../source/topology/decode/decode-topology.js';
import type {Known} from '../../../../source/topology/known.js';
import type {Json, JsonObject} from '../../../../source/topology/world.js';
import {worldOf} from '../../../helpers/read-world.js';

const group = '/subscriptions/s/resourceGroups/rg/providers';
const network = `${group}/Microsoft.Network`;
const vnet = `${network}/virtualNetworks/v`;
const subnet = `${vnet}/subnets/nodes`;

function cluster(networkProfile: JsonObject, others: readonly Json[] = [], changes: JsonObject = {}): Known<Cluster> {
	const properties = {
		nodeResourceGroup: 'MC',
		networkProfile: {networkPlugin: 'azure', ...networkProfile},
		agentPoolProfiles: [{name: 'p', count: 1, vnetSubnetID: subnet, maxPods: 30}],
		...changes,
	};
	const id = `${group}/Microsoft.ContainerService/managedClusters/aks`;
	return decodeTopology(worldOf([{id, location: 'eastus', properties}, ...others])).cluster;
}

function known(fact: Known<Cluster>): Cluster {
	if (fact.state !== 'known') {
		throw new Error(fact.state === 'denied' ? fact.reason : fact.state);
	}

	return fact.value;
}

describe('how pods get their addresses (facts F1)', () => {
	test.each<[string, JsonObject, JsonObject, string]>([
		['kubenet', {networkPlugin: 'kubenet'}, {}, 'kubenet'],
		['any case', {networkPlugin: 'KubeNet'}, {}, 'kubenet'],
		['overlay', {networkPluginMode: 'Overlay'}, {}, 'overlay'],
		['pod subnet', {}, {agentPoolProfiles: [{name: 'p', podSubnetID: `${vnet}/subnets/pods`}]}, 'pod-subnet'],
		['node subnet', {}, {}, 'node-subnet'],
		['brought along', {networkPlugin: 'none'}, {}, 'none'],
	])('%s', (_name, profile, changes, expected) => {
		expect(known(cluster(profile, [], changes)).cni).toBe(expected);
	});

	test.each<[string, JsonObject]>([
		['plugin', {networkPlugin: 'flannel'}],
		['mode', {networkPluginMode: 'underlay'}],
		['policy engine', {networkPolicy: 'antrea'}],
	])('an unknown %s is not guessed', (_name, profile) => {
		expect(cluster(profile).state).toBe('denied');
	});
});

test.each<[JsonObject, string]>([
	[{}, 'none'],
	[{networkPolicy: 'none'}, 'none'],
	[{networkPolicy: 'Calico'}, 'calico'],
	[{networkPolicy: 'azure'}, 'azure'],
	[{networkPolicy: 'cilium'}, 'cilium'],
	[{networkDataplane: 'cilium'}, 'cilium'],
])('%j means the policy engine %s', (profile, engine) => {
	expect(known(cluster(profile)).policyEngine).toBe(engine);
});

test('ranges that are no list of texts are not taken for "open to all"', () => {
	const odd = cluster({}, [], {apiServerAccessProfile: {authorizedIPRanges: 'x'}});
	expect(odd.state).toBe('denied');
	const plain = cluster({}, [], {apiServerAccessProfile: {authorizedIPRanges: ['20.0.0.1/32', 'AzureCloud']}});
	expect(known(plain).apiServer.authorizedRanges).toEqual(['20.0.0.1/32', 'AzureCloud']);
});

test('an AKS-managed network is found in the node resource group', () => {
	const managed = '/subscriptions/s/resourceGroups/mc/providers/Microsoft.Network/virtualNetworks/aks-vnet-1';
	const {pools} = known(
		cluster({}, [{id: managed, properties: {subnets: [{id: `${managed}/subnets/aks-subnet`, properties: {}}]}}], {
			agentPoolProfiles: [{name: 'p', count: 1}],
		}),
	);
	expect(pools[0]?.subnet).toBe(`${managed}/subnets/aks-subnet`);
});

describe('every address the nodes are seen with', () => {
	const address = (name: string, ipAddress: string): Json => ({
		id: `${network}/publicIPAddresses/${name}`,
		properties: {ipAddress},
	});
	const networkWith = (properties: JsonObject): Json => ({
		id: vnet,
		properties: {
			addressSpace: {addressPrefixes: ['10.0.0.0/16']},
			subnets: [{id: subnet, properties: {addressPrefix: '10.0.0.0/24', ...properties}}],
		},
	});
	const routesTo = (...routes: readonly JsonObject[]): Json => ({
		id: `${network}/routeTables/rt`,
		properties: {routes: routes.map((properties, index) => ({name: `r${index}`, properties}))},
	});
	const withRoutes = networkWith({routeTable: {id: `${network}/routeTables/rt`}});
	const balancer = {
		outboundType: 'loadBalancer',
		loadBalancerProfile: {effectiveOutboundIPs: [{id: `${network}/publicIPAddresses/lb`}]},
	};
	const firewall: Json = {
		id: `${network}/azureFirewalls/fw`,
		properties: {
			ipConfigurations: ['fw1', 'fw2'].map(name => ({
				properties: {privateIPAddress: '10.1.0.4', publicIPAddress: {id: `${network}/publicIPAddresses/${name}`}},
			})),
		},
	};
	const all = [address('lb', '20.0.0.1'), address('fw1', '20.0.0.2'), address('fw2', '20.0.0.5'), firewall];
	const appliance = {nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.1.0.4'};

	function egress(profile: JsonObject, others: readonly Json[], changes: JsonObject = {}): string {
		const {egressAddresses} = known(cluster(profile, others, changes));
		return egressAddresses.state === 'known' ? formatAddresses(egressAddresses.value) : egressAddresses.state;
	}

	test.each<[string, JsonObject, readonly Json[], string]>([
		['load balancer', balancer, [...all, networkWith({})], '20.0.0.1'],
		['load balancer whose address was not read', balancer, [networkWith({})], 'denied'],
		['load balancer that names none', {outboundType: 'loadBalancer'}, [...all, networkWith({})], 'denied'],
		[
			'every address of the firewall that the default route leads to',
			{outboundType: 'userDefinedRouting'},
			[...all, withRoutes, routesTo({addressPrefix: '0.0.0.0/0', ...appliance})],
			'20.0.0.2, 20.0.0.5',
		],
		[
			'a route diverts even with a load balancer',
			balancer,
			[...all, withRoutes, routesTo({addressPrefix: '0.0.0.0/0', ...appliance})],
			'20.0.0.2, 20.0.0.5',
		],
		[
			'a route to a quarter of the internet, which needs not hold the API server',
			balancer,
			[...all, withRoutes, routesTo({addressPrefix: '64.0.0.0/2', ...appliance})],
			'20.0.0.1',
		],
		[
			'two halves, one by the firewall and one directly',
			balancer,
			[
				...all,
				withRoutes,
				routesTo({addressPrefix: '0.0.0.0/1', ...appliance}, {addressPrefix: '128.0.0.0/1', nextHopType: 'Internet'}),
			],
			'20.0.0.1, 20.0.0.2, 20.0.0.5',
		],
		[
			'two halves that leave nothing to the load balancer',
			balancer,
			[
				...all,
				withRoutes,
				routesTo({addressPrefix: '0.0.0.0/1', ...appliance}, {addressPrefix: '128.0.0.0/1', ...appliance}),
			],
			'20.0.0.2, 20.0.0.5',
		],
		[
			'an appliance that is no firewall',
			balancer,
			[
				...all,
				withRoutes,
				routesTo({addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.1.0.9'}),
			],
			'denied',
		],
		['a route table that was not read', balancer, [...all, withRoutes], 'denied'],
		[
			'a gateway on-premises',
			balancer,
			[...all, withRoutes, routesTo({addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualNetworkGateway'})],
			'denied',
		],
		['nothing', {outboundType: 'none'}, [networkWith({})], 'absent'],
		['routes that lead nowhere', {outboundType: 'userDefinedRouting'}, [networkWith({})], 'denied'],
		[
			'the NAT gateway of the subnet, with its prefix',
			{outboundType: 'userAssignedNATGateway'},
			[
				networkWith({natGateway: {id: `${network}/natGateways/n`}}),
				address('lb', '20.0.0.1'),
				{
					id: `${network}/natGateways/n`,
					properties: {
						publicIpAddresses: [{id: `${network}/publicIPAddresses/lb`}],
						publicIpPrefixes: [{id: `${network}/publicIPPrefixes/x`}],
					},
				},
				{id: `${network}/publicIPPrefixes/x`, properties: {ipPrefix: '20.0.1.0/30'}},
			],
			'20.0.0.1, 20.0.1.0/30',
		],
	])('%s', (_name, profile, others, expected) => {
		expect(egress(profile, others)).toBe(expected);
	});

	test('nodes with addresses of their own add their prefix, or make it uncertain', () => {
		const pool = {name: 'p', count: 1, vnetSubnetID: subnet, enableNodePublicIP: true};
		const prefix: Json = {id: `${network}/publicIPPrefixes/x`, properties: {ipPrefix: '20.0.1.0/30'}};
		const others = [...all, networkWith({}), prefix];
		expect(egress(balancer, others, {agentPoolProfiles: [pool]})).toBe('denied');
		const named = {...pool, nodePublicIPPrefixID: `${network}/publicIPPrefixes/x`};
		expect(egress(balancer, others, {agentPoolProfiles: [named]})).toBe('20.0.0.1, 20.0.1.0/30');
	});
});
