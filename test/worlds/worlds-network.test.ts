import {describe, expect, test} from 'vitest';
import {readExpected} from './expected.js';
import {
	asList,
	at,
	ofKind,
	ofType,
	overlap,
	type Raw,
	readRawWorld,
	subnetsOf,
	textAt,
	walk,
	within,
	worldNames,
} from './raw-world.js';

/** What az refuses as an authorized range, and the documentation blocks above all (facts/azure.md §D2). */
const notGlobal = [
	'0.0.0.0/8',
	'10.0.0.0/8',
	'100.64.0.0/10',
	'127.0.0.0/8',
	'169.254.0.0/16',
	'172.16.0.0/12',
	'192.0.0.0/24',
	'192.0.2.0/24',
	'192.168.0.0/16',
	'198.18.0.0/15',
	'198.51.100.0/24',
	'203.0.113.0/24',
	'224.0.0.0/4',
	'240.0.0.0/4',
];
/** AKS refuses these for pods, services and networks (AKS concepts-network-cni-overview). */
const reserved = ['169.254.0.0/16', '192.0.2.0/24', '172.30.0.0/16', '172.31.0.0/16'];

const twice = <T>(values: readonly T[]) => values.filter((value, index) => values.indexOf(value) !== index);
const prefixOf = (subnet: Raw) => textAt(subnet, 'properties', 'addressPrefix');
const prioritiesOf = (list: unknown, ...keys: readonly string[]) =>
	asList(list).map(entry => Number(at(entry, ...keys)));

describe.each(worldNames())('%s', name => {
	const world = readRawWorld(name);
	const [cluster] = ofType(world, 'Microsoft.ContainerService/managedClusters');
	const profile = at(cluster, 'properties', 'networkProfile');
	const pools = asList(at(cluster, 'properties', 'agentPoolProfiles'));
	const networks = ofType(world, 'Microsoft.Network/virtualNetworks');
	const spaces = networks.flatMap(network => at(network, 'properties', 'addressSpace', 'addressPrefixes') as string[]);

	test('subnets lie in their network and beside each other', () => {
		for (const network of networks) {
			const space = at(network, 'properties', 'addressSpace', 'addressPrefixes') as readonly string[];
			const prefixes = asList(at(network, 'properties', 'subnets')).map(prefixOf);
			for (const prefix of prefixes) {
				expect(
					space.some(outer => within(prefix, outer)),
					prefix,
				).toBe(true);
				expect(
					prefixes.filter(other => overlap(prefix, other)),
					prefix,
				).toEqual([prefix]);
			}
		}
	});

	test('networks, pods and services have addresses of their own', () => {
		const all = [...spaces, textAt(profile, 'podCidr'), textAt(profile, 'serviceCidr')].filter(text => text !== '');
		for (const prefix of all) {
			expect(
				[...all, ...reserved].filter(other => overlap(prefix, other)),
				prefix,
			).toEqual([prefix]);
		}

		expect(within(textAt(profile, 'dnsServiceIP'), textAt(profile, 'serviceCidr'))).toBe(true);
	});

	test('a peering states the prefixes of the other network, and is mutual where both can be read', () => {
		for (const network of networks) {
			for (const peering of asList(at(network, 'properties', 'virtualNetworkPeerings'))) {
				const remoteId = textAt(peering, 'properties', 'remoteVirtualNetwork', 'id');
				const remote = networks.find(other => other['id'] === remoteId);
				if (remote === undefined) {
					expect(world.denied).toContain(remoteId);
				} else {
					expect(at(peering, 'properties', 'remoteAddressSpace')).toEqual(at(remote, 'properties', 'addressSpace'));
					const back = asList(at(remote, 'properties', 'virtualNetworkPeerings'));
					expect(back.map(other => textAt(other, 'properties', 'remoteVirtualNetwork', 'id'))).toContain(network['id']);
				}
			}
		}
	});

	test('priorities are unique and in range', () => {
		for (const group of ofType(world, 'Microsoft.Network/networkSecurityGroups')) {
			for (const direction of ['Inbound', 'Outbound']) {
				const rules = asList(at(group, 'properties', 'securityRules')).filter(
					rule => at(rule, 'properties', 'direction') === direction,
				);
				const priorities = prioritiesOf(rules, 'properties', 'priority');
				expect(twice(priorities), textAt(group, 'name')).toEqual([]);
				expect(priorities.every(priority => priority >= 100 && priority <= 4096)).toBe(true);
			}
		}

		const lists = [...firewallPriorities()];
		for (const list of lists) {
			expect(twice(list)).toEqual([]);
			expect(list.every(priority => priority >= 100 && priority <= 65_000)).toBe(true);
		}
	});

	function* firewallPriorities(): Generator<readonly number[]> {
		const groups = ofType(world, 'Microsoft.Network/FirewallPolicies/RuleCollectionGroups');
		const policyOf = (group: Raw) => textAt(group, 'id').split('/ruleCollectionGroups/')[0];
		for (const policy of new Set(groups.map(policyOf))) {
			yield prioritiesOf(
				groups.filter(group => policyOf(group) === policy),
				'properties',
				'priority',
			);
		}

		for (const group of groups) {
			yield prioritiesOf(at(group, 'properties', 'ruleCollections'), 'priority');
		}

		for (const firewall of ofType(world, 'Microsoft.Network/azureFirewalls')) {
			for (const kind of ['natRuleCollections', 'networkRuleCollections', 'applicationRuleCollections']) {
				yield prioritiesOf(at(firewall, 'properties', kind), 'properties', 'priority');
			}
		}
	}

	test('descriptions of security rules fit in 140 characters, rule names are legal', () => {
		for (const group of ofType(world, 'Microsoft.Network/networkSecurityGroups')) {
			for (const rule of asList(at(group, 'properties', 'securityRules'))) {
				expect(textAt(rule, 'name')).toMatch(/^[a-z0-9][\w.-]{0,78}\w$/i);
				expect(textAt(rule, 'properties', 'description').length).toBeLessThanOrEqual(140);
			}
		}
	});

	test('usages agree with sizes, interfaces, nodes and pods', () => {
		for (const subnet of subnetsOf(world)) {
			const row = world.usages.find(({id}) => id === subnet['id']);
			const usable = 2 ** (32 - Number(prefixOf(subnet).split('/')[1])) - 5;
			expect([usable, -1], textAt(subnet, 'name')).toContain(row?.limit);
			if (row?.limit === -1) {
				expect(row.currentValue).toBe(-1);
				continue;
			}

			expect(row?.currentValue).toBeLessThanOrEqual(usable);
			const delegated = asList(at(subnet, 'properties', 'delegations')).length > 0;
			if (!delegated) {
				// Addresses of a delegated pod subnet belong to no interface that Azure lists.
				expect(asList(at(subnet, 'properties', 'ipConfigurations')), textAt(subnet, 'name')).toHaveLength(
					row?.currentValue ?? 0,
				);
			}

			expect(row?.currentValue ?? 0, textAt(subnet, 'name')).toBeGreaterThanOrEqual(needed(textAt(subnet, 'id')));
		}
	});

	/** Addresses that the pools hold in a subnet (facts/azure.md §F3). */
	function needed(subnet: string): number {
		const nodeSubnetCni = at(profile, 'networkPlugin') === 'azure' && at(profile, 'networkPluginMode') !== 'overlay';
		return pools.reduce((sum, pool) => {
			const count = Number(pool['count']);
			const perNode = nodeSubnetCni && pool['podSubnetID'] === undefined ? 1 + Number(pool['maxPods']) : 1;
			const forNodes = pool['vnetSubnetID'] === subnet ? count * perNode : 0;
			return sum + forNodes + (pool['podSubnetID'] === subnet ? count * 16 : 0);
		}, 0);
	}

	test('public addresses are global, of their region, and none of Dev Spaces', () => {
		const region = textAt(cluster, 'location');
		const cloud = world.tags.get(`AzureCloud.${region}`) ?? [];
		const devSpaces = world.tags.get('AzureDevSpaces') ?? [];
		for (const resource of ofType(world, 'Microsoft.Network/publicIPAddresses')) {
			const address = textAt(resource, 'properties', 'ipAddress');
			expect(
				cloud.some(prefix => within(address, prefix)),
				address,
			).toBe(true);
			expect(
				devSpaces.filter(prefix => within(address, prefix)),
				address,
			).toEqual([]);
		}

		const ranges = (at(cluster, 'properties', 'apiServerAccessProfile', 'authorizedIPRanges') ?? []) as string[];
		for (const range of [...ranges, ...readExpected(name).inputs.machines]) {
			expect(
				notGlobal.filter(block => overlap(range, block)),
				range,
			).toEqual([]);
		}
	});

	test('no documentation address stands anywhere', () => {
		const found: string[] = [];
		walk([world.json, world.objects], value => {
			if (typeof value === 'string' && /\b(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d/.test(value)) {
				found.push(value);
			}
		});
		expect(found).toEqual([]);
	});

	test('every tag of the region is inside the tag of the whole cloud', () => {
		const regional = [...world.tags].filter(([tag]) => tag.startsWith('AzureDevSpaces.'));
		expect(regional.length).toBeGreaterThan(0);
		expect(regional.map(([tag]) => tag.split('.')[1]?.toLowerCase())).toContain(textAt(cluster, 'location'));
		for (const [, prefixes] of regional) {
			expect(world.tags.get('AzureDevSpaces')).toEqual(expect.arrayContaining([...prefixes]));
		}
	});

	test('a next hop, a translation and a node lie in a network we know', () => {
		const known = [...spaces, ...peeredPrefixes()];
		const hops = ofType(world, 'Microsoft.Network/routeTables').flatMap(table =>
			asList(at(table, 'properties', 'routes')).map(route => textAt(route, 'properties', 'nextHopIpAddress')),
		);
		const translated: string[] = [];
		walk(world.json, (value, _, key) => {
			if (typeof value === 'string' && key === 'translatedAddress') {
				translated.push(value);
			}
		});
		const nodes = ofKind(world, 'Node').flatMap(node => asList(at(node, 'status', 'addresses')));
		const addresses = nodes.filter(entry => entry['type'] === 'InternalIP').map(entry => textAt(entry, 'address'));
		for (const address of [...hops, ...translated, ...addresses].filter(text => text !== '')) {
			expect(
				known.some(prefix => within(address, prefix)),
				address,
			).toBe(true);
		}
	});

	function peeredPrefixes(): readonly string[] {
		return networks.flatMap(network =>
			asList(at(network, 'properties', 'virtualNetworkPeerings')).flatMap(
				peering => at(peering, 'properties', 'remoteAddressSpace', 'addressPrefixes') as string[],
			),
		);
	}
});
