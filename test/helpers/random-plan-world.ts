import fc from 'fast-check';
import {stringify} from 'yaml';
import {parseProfile} from '../../source/profiles/parse-profile.js';
import type {Profile} from '../../source/profiles/profile.js';
import type {Json, JsonObject, World} from '../../source/topology/world.js';
import {clusterId, denyAll, group, hub, nodes, type Resource, resource, spoke} from '../routing/small-world.js';
import {worldOf} from './read-world.js';

/*
 * Small clusters with every control that a plan writes to, in every combination of a few shapes, and profiles whose
 * requirements overlap: the same names, ports and addresses for several of them.
 */

const names = ['gcr.io', 'quay.io', 'ghcr.io'] as const;
const blocks = ['20.1.2.0/24', '20.1.3.0/24', '20.9.0.0/16', '20.1.2.7/32'] as const;

type Need = {
	readonly from: 'nodes' | 'cluster' | 'pods';
	readonly to: {readonly names: readonly string[]} | {readonly addresses: readonly string[]} | 'pods';
	readonly ports: string;
	readonly protocol: 'tcp' | 'udp';
};

const need: fc.Arbitrary<Need> = fc.record({
	from: fc.constantFrom('nodes', 'cluster', 'pods'),
	to: fc.oneof(
		fc.subarray([...names], {minLength: 1}).map(chosen => ({names: chosen})),
		fc.subarray([...blocks], {minLength: 1, maxLength: 2}).map(chosen => ({addresses: chosen})),
		fc.constant('pods' as const),
	),
	ports: fc.constantFrom('443', '80,443', '443,9000', '9000', '8000-8010'),
	protocol: fc.constantFrom('tcp', 'tcp', 'tcp', 'udp'),
});

/** What a world and its profile are made from; small, so that a failure can be read. */
export type PlanWorldShape = {
	readonly needs: readonly Need[];
	/** Allow rules of the group, before its deny; undefined: no group. */
	readonly rules: readonly {readonly to: string; readonly ports: string; readonly late: boolean}[] | undefined;
	readonly twoSubnets: boolean;
	readonly firewall: 'none' | 'classic' | 'policy' | 'two-with-one-policy' | 'parent-and-child';
	readonly allowed: readonly string[];
	readonly engine: 'none' | 'azure' | 'cilium';
	readonly isolated: readonly ('dev' | 'shop')[];
};

export const planWorldShape: fc.Arbitrary<PlanWorldShape> = fc.record({
	needs: fc.array(need, {minLength: 1, maxLength: 5}),
	rules: fc.option(
		fc.array(
			fc.record({
				to: fc.constantFrom('20.1.2.0/24', '20.0.0.0/8', 'Internet'),
				ports: fc.constantFrom('443', '80', '8000-8005'),
				late: fc.boolean(),
			}),
			{maxLength: 2},
		),
		{nil: undefined},
	),
	twoSubnets: fc.boolean(),
	firewall: fc.constantFrom('none', 'classic', 'policy', 'two-with-one-policy', 'parent-and-child'),
	allowed: fc.subarray([...names]),
	engine: fc.constantFrom('none', 'azure', 'cilium'),
	isolated: fc.subarray(['dev', 'shop']),
});

export function buildPlanWorld(drawn: PlanWorldShape): {readonly world: World; readonly profile: Profile} {
	return {world: worldFor(drawn), profile: profileOf(drawn.needs)};
}

function profileOf(needs: readonly Need[]): Profile {
	const dated = {source: 'made up', date: '2026-11-29'};
	const sets = needs.flatMap(({to}, index) =>
		typeof to === 'object' && 'addresses' in to
			? [[`set-${index}`, {title: 'Some addresses', addresses: to.addresses, ...dated}] as const]
			: [],
	);
	const text = stringify({
		schemaVersion: 1,
		name: 'random',
		title: 'Random',
		description: 'Needs that overlap.',
		status: {state: 'current', ...dated},
		addressSets: Object.fromEntries(sets),
		requirements: needs.map(({from, to, ports, protocol}, index) => ({
			id: `need-${index}`,
			title: `Need ${index}`,
			purpose: `Need ${index} is not met.`,
			...dated,
			from:
				to === 'pods' || from === 'pods'
					? {kind: 'pods', namespace: 'dev'}
					: from === 'cluster'
						? {kind: 'cluster', pods: {namespace: 'dev'}}
						: {kind: 'nodes'},
			to:
				to === 'pods'
					? {kind: 'pods', namespace: 'shop'}
					: 'names' in to
						? {kind: 'names', names: to.names, hosting: 'outside-azure'}
						: {kind: 'addresses', set: `set-${index}`},
			ports,
			protocol,
		})),
	});
	const {profile, problems} = parseProfile(text, 'random.yaml');
	if (profile === undefined) {
		throw new Error(JSON.stringify(problems));
	}

	return profile;
}

const secondNodes = `${spoke}/subnets/more`;

function worldFor({rules, twoSubnets, firewall, allowed, engine, isolated}: PlanWorldShape): World {
	const nsg = `${group}/networkSecurityGroups/nsg`;
	const subnets = [nodes, ...(twoSubnets ? [secondNodes] : [])].map((id, index) => ({
		id,
		name: id.split('/').at(-1) ?? '',
		properties: {
			addressPrefix: `10.1.${index}.0/24`,
			...(rules === undefined ? {} : {networkSecurityGroup: {id: nsg}}),
			...(firewall === 'none' ? {} : {routeTable: {id: `${group}/routeTables/rt-${index}`}}),
		},
	}));
	const table = (index: number, hop: string) =>
		resource(`${group}/routeTables/rt-${index}`, {
			routes: [
				{
					name: 'all',
					properties: {addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: hop},
				},
			],
		});
	const secondHop = firewall === 'two-with-one-policy' || firewall === 'parent-and-child' ? '10.2.1.4' : '10.2.0.4';
	return worldOf([
		resource(clusterId, {
			provisioningState: 'Succeeded',
			fqdn: 'aks.hcp.eastus.azmk8s.io',
			nodeResourceGroup: 'mc-rg',
			networkProfile: {
				networkPlugin: 'azure',
				networkPolicy: engine,
				networkDataplane: engine === 'cilium' ? 'cilium' : 'azure',
				outboundType: firewall === 'none' ? 'loadBalancer' : 'userDefinedRouting',
			},
			agentPoolProfiles: subnets.map(({id}, index) => ({
				name: `pool${index}`,
				count: 2,
				vnetSubnetID: id,
				maxPods: 30,
			})),
		}),
		resource(spoke, {
			addressSpace: {addressPrefixes: ['10.1.0.0/16']},
			subnets,
			virtualNetworkPeerings: [
				{
					name: 'to-hub',
					properties: {
						peeringState: 'Connected',
						remoteVirtualNetwork: {id: hub},
						remoteAddressSpace: {addressPrefixes: ['10.2.0.0/16']},
					},
				},
			],
		}),
		resource(hub, {
			addressSpace: {addressPrefixes: ['10.2.0.0/16']},
			subnets: [0, 1].map(index => ({
				id: `${hub}/subnets/firewall${index}`,
				name: `firewall${index}`,
				properties: {addressPrefix: `10.2.${index}.0/26`},
			})),
		}),
		...(rules === undefined ? [] : [resource(nsg, {securityRules: groupRules(rules)})]),
		...(firewall === 'none' ? [] : [table(0, '10.2.0.4'), ...(twoSubnets ? [table(1, secondHop)] : [])]),
		...firewalls(firewall, allowed),
		...objects(isolated),
	]);
}

function groupRules(rules: NonNullable<PlanWorldShape['rules']>): readonly JsonObject[] {
	return [
		...rules.map(({to, ports, late}, index) => ({
			...denyAll('Outbound', {
				access: 'Allow',
				priority: (late ? 3000 : 200) + index,
				destinationAddressPrefix: to,
				destinationPortRange: ports,
			}),
			name: `allow-${index}`,
		})),
		{...denyAll('Outbound', {priority: 2000, destinationAddressPrefix: 'Internet'}), name: 'deny'},
	];
}

function firewalls(kind: PlanWorldShape['firewall'], allowed: readonly string[]): readonly Resource[] {
	const at = (index: number, more: JsonObject) =>
		resource(`${group}/azureFirewalls/fw${index}`, {
			sku: {tier: 'Standard'},
			ipConfigurations: [
				{
					name: 'c',
					properties: {privateIPAddress: `10.2.${index}.4`, subnet: {id: `${hub}/subnets/firewall${index}`}},
				},
			],
			...more,
		});
	const policy = (name: string, more: JsonObject) => resource(`${group}/firewallPolicies/${name}`, more);
	const inPolicy = (name: string) => ({firewallPolicy: {id: `${group}/firewallPolicies/${name}`}});
	const rule = {
		ruleType: 'ApplicationRule',
		name: 'known',
		protocols: [{protocolType: 'Https', port: 443}],
		sourceAddresses: ['*'],
		targetFqdns: allowed,
	};
	const rcg = resource(`${group}/firewallPolicies/base/ruleCollectionGroups/known`, {
		priority: 500,
		ruleCollections:
			allowed.length === 0
				? []
				: [
						{
							ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
							name: 'known',
							priority: 100,
							action: {type: 'Allow'},
							rules: [rule],
						},
					],
	});
	const base = [policy('base', {ruleCollectionGroups: [{id: rcg.id}]}), rcg];
	switch (kind) {
		case 'none': {
			return [];
		}

		case 'classic': {
			return [at(0, {networkRuleCollections: [], applicationRuleCollections: [], natRuleCollections: []})];
		}

		case 'policy': {
			return [at(0, inPolicy('base')), ...base];
		}

		case 'two-with-one-policy': {
			return [at(0, inPolicy('base')), at(1, inPolicy('base')), ...base];
		}

		case 'parent-and-child': {
			const child = policy('child', {basePolicy: {id: `${group}/firewallPolicies/base`}});
			return [at(0, inPolicy('base')), at(1, inPolicy('child')), ...base, child];
		}
	}
}

function objects(isolated: PlanWorldShape['isolated']): readonly Json[] {
	const spaces = ['dev', 'shop', 'kube-system'];
	return [
		...spaces.map(name => ({
			apiVersion: 'v1',
			kind: 'Namespace',
			metadata: {name, labels: {'kubernetes.io/metadata.name': name}},
		})),
		...['dev/web', 'dev/job', 'shop/cart', 'kube-system/dns'].map((path, index) => {
			const [namespace = '', name = ''] = path.split('/');
			const labels: Record<string, string> = name === 'dns' ? {'k8s-app': 'kube-dns'} : {app: name};
			return {
				apiVersion: 'v1',
				kind: 'Pod',
				metadata: {name, namespace, labels},
				spec: {containers: [{name: 'main'}]},
				status: {phase: 'Running', podIP: `10.1.0.${10 + index}`},
			};
		}),
		...isolated.map(namespace => ({
			apiVersion: 'networking.k8s.io/v1',
			kind: 'NetworkPolicy',
			metadata: {name: 'deny-all', namespace},
			spec: {podSelector: {}, policyTypes: ['Ingress', 'Egress']},
		})),
	];
}
