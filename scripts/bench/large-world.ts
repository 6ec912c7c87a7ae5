import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';

/** How much there is of everything that a world can have much of. */
export type WorldSize = {
	readonly pods: number;
	readonly policies: number;
	/** Of the firewall, half over names and half over addresses; a tenth of them, a thousand at most, in the security group. */
	readonly rules: number;
	/** Names that must be reached and that the firewall stops. */
	readonly names: number;
	/** With nodes in each, all under one security group and one route table. */
	readonly subnets: number;
	/** Service tags with 30 prefixes each, and rules over them. */
	readonly tags: number;
	/** Requirements between pods, of which every other is stopped by a policy. */
	readonly findings: number;
};

export const smallSize: WorldSize = {
	pods: 100,
	policies: 10,
	rules: 100,
	names: 10,
	subnets: 2,
	tags: 10,
	findings: 10,
};

export const largeSize: WorldSize = {
	pods: 10_000,
	policies: 1000,
	rules: 10_000,
	names: 1000,
	subnets: 200,
	tags: 3000,
	findings: 1000,
};

const namespaceCount = 100;
const workloadCount = 20;

/** Writes a folder and profiles for it; returns what a command line needs to ask about them. */
export function writeWorld(folder: string, size: WorldSize): readonly string[] {
	const world = path.join(folder, 'world');
	mkdirSync(world, {recursive: true});
	const write = (name: string, content: unknown): void =>
		writeFileSync(path.join(world, `${name}.json`), JSON.stringify(content));
	write('azure', azure(size));
	write('service-tags', serviceTags(size));
	write('cluster', {apiVersion: 'v1', kind: 'List', items: objects(size)});
	const files = profilesFor(size).map(profile => {
		const file = path.join(folder, `${profile.name}.yaml`);
		writeFileSync(file, JSON.stringify(profile));
		return file;
	});
	return ['--world', world, ...files.flatMap(file => ['--profile', file])];
}

const subscription = '/subscriptions/5a3f8c21-64de-4b07-9a1c-83d2f7e0b615';

function idOf(group: string, type: string, name: string): string {
	return `${subscription}/resourceGroups/${group}/providers/${type}/${name}`;
}

const spoke = idOf('spoke', 'Microsoft.Network/virtualNetworks', 'spoke');
const hub = idOf('hub', 'Microsoft.Network/virtualNetworks', 'hub');
const firewall = idOf('hub', 'Microsoft.Network/azureFirewalls', 'fw');
const firewallPolicy = idOf('hub', 'Microsoft.Network/firewallPolicies', 'policy');
const ruleGroup = `${firewallPolicy}/ruleCollectionGroups/rules`;
const firewallAddress = idOf('hub', 'Microsoft.Network/publicIPAddresses', 'fw-out');
const securityGroup = idOf('spoke', 'Microsoft.Network/networkSecurityGroups', 'nodes');
const routeTable = idOf('spoke', 'Microsoft.Network/routeTables', 'nodes');

const place = {location: 'westeurope'};

/** A hub with a firewall, a spoke with the cluster's subnets, and one group and one table for all of these. */
function azure(size: WorldSize): readonly object[] {
	const subnets = times(size.subnets, index => ({
		id: subnetId(index),
		name: `nodes-${index}`,
		properties: {
			addressPrefix: `10.${64 + (index >> 6)}.${(index % 64) * 4}.0/22`,
			networkSecurityGroup: {id: securityGroup},
			routeTable: {id: routeTable},
		},
	}));
	const peering = (name: string, remote: string) => ({
		id: `${remote === hub ? spoke : hub}/virtualNetworkPeerings/${name}`,
		name,
		properties: {
			peeringState: 'Connected',
			remoteVirtualNetwork: {id: remote},
			allowVirtualNetworkAccess: true,
			allowForwardedTraffic: true,
		},
	});
	return [
		{
			id: idOf('app', 'Microsoft.ContainerService/managedClusters', 'aks'),
			name: 'aks',
			type: 'Microsoft.ContainerService/managedClusters',
			...place,
			properties: {
				kubernetesVersion: '1.33.2',
				fqdn: 'aks-1.hcp.westeurope.azmk8s.io',
				nodeResourceGroup: 'MC_app_aks_westeurope',
				agentPoolProfiles: times(size.subnets, index => ({
					name: `pool${index}`,
					count: 3,
					maxPods: 250,
					vnetSubnetID: subnetId(index),
					osType: 'Linux',
					mode: index === 0 ? 'System' : 'User',
				})),
				networkProfile: {
					networkPlugin: 'azure',
					networkPolicy: 'calico',
					outboundType: 'userDefinedRouting',
					serviceCidr: '10.200.0.0/16',
					dnsServiceIP: '10.200.0.10',
				},
			},
		},
		resource(spoke, {
			addressSpace: {addressPrefixes: ['10.64.0.0/10']},
			subnets,
			virtualNetworkPeerings: [peering('to-hub', hub)],
		}),
		resource(hub, {
			addressSpace: {addressPrefixes: ['10.40.0.0/22']},
			subnets: [
				{
					id: `${hub}/subnets/AzureFirewallSubnet`,
					name: 'AzureFirewallSubnet',
					properties: {addressPrefix: '10.40.0.0/26'},
				},
			],
			virtualNetworkPeerings: [peering('to-spoke', spoke)],
		}),
		resource(routeTable, {
			routes: [
				{
					id: `${routeTable}/routes/all`,
					name: 'all',
					properties: {addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.40.0.4'},
				},
			],
		}),
		resource(securityGroup, {securityRules: securityRules(size)}),
		resource(firewallAddress, {ipAddress: '20.61.14.33', publicIPAllocationMethod: 'Static'}),
		resource(firewall, {
			sku: {name: 'AZFW_VNet', tier: 'Standard'},
			ipConfigurations: [
				{
					name: 'out',
					properties: {
						privateIPAddress: '10.40.0.4',
						publicIPAddress: {id: firewallAddress},
						subnet: {id: `${hub}/subnets/AzureFirewallSubnet`},
					},
				},
			],
			firewallPolicy: {id: firewallPolicy},
		}),
		resource(firewallPolicy, {
			sku: {tier: 'Standard'},
			dnsSettings: {enableProxy: true},
			ruleCollectionGroups: [{id: ruleGroup}],
			firewalls: [{id: firewall}],
		}),
		...times(ipGroupCount, index =>
			resource(ipGroupId(index), {ipAddresses: times(200, entry => `20.${index}.${entry}.0/24`)}),
		),
		resource(ruleGroup, {priority: 1000, ruleCollections: ruleCollections(size)}),
	];
}

const ipGroupCount = 20;

function ipGroupId(index: number): string {
	return idOf('hub', 'Microsoft.Network/ipGroups', `group-${index}`);
}

function subnetId(index: number): string {
	return `${spoke}/subnets/nodes-${index}`;
}

function resource(id: string, properties: object): object {
	const [, types = ''] = id.split('/providers/');
	const [provider, ...rest] = types.split('/');
	const type = [provider, ...rest.filter((_, index) => index % 2 === 0)].join('/');
	return {id, name: id.slice(id.lastIndexOf('/') + 1), type, ...place, properties};
}

function securityRules({rules, tags}: WorldSize): readonly object[] {
	const own = Math.min(900, Math.ceil(rules / 10));
	const tagged = Math.min(90, tags);
	return times(own + tagged, index => ({
		id: `${securityGroup}/securityRules/rule-${index}`,
		name: `rule-${index}`,
		properties: {
			priority: 100 + index,
			direction: index % 2 === 0 ? 'Inbound' : 'Outbound',
			access: index % 3 === 0 ? 'Deny' : 'Allow',
			protocol: 'Tcp',
			sourceAddressPrefix: index % 2 === 0 ? `52.${index % 250}.${index % 100}.0/24` : '10.64.0.0/10',
			sourcePortRange: '*',
			destinationAddressPrefix: index < own ? `52.${index % 200}.${index % 99}.0/24` : tagName(index - own),
			destinationPortRange: String(1000 + index),
		},
	}));
}

/** A hundred rules each, in turn over names and over addresses, some of these in groups and tags; names at last denied. */
function ruleCollections({rules, tags}: WorldSize): readonly object[] {
	return times(Math.ceil(rules / 100), collection => ({
		ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
		name: `collection-${collection}`,
		priority: 1000 + collection,
		action: {type: 'Allow'},
		rules: times(Math.min(100, rules - collection * 100), rule =>
			collection % 2 === 0 ? networkRule(collection, rule, tags) : applicationRule(collection, rule),
		),
	}));
}

function networkRule(collection: number, rule: number, tags: number): object {
	const number = collection * 100 + rule;
	return {
		ruleType: 'NetworkRule',
		name: `network-${rule}`,
		ipProtocols: ['TCP'],
		sourceAddresses: [`10.${64 + (number % 64)}.0.0/16`],
		...(rule % 10 === 0
			? {destinationIpGroups: [ipGroupId(number % ipGroupCount)]}
			: {
					destinationAddresses:
						rule % 10 === 1 && tags > 0
							? [tagName(number % tags)]
							: times(4, entry => `40.${number % 250}.${(number >> 4) % 250}.${entry * 64}/26`),
				}),
		destinationPorts: [String(8000 + (number % 100))],
	};
}

function applicationRule(collection: number, rule: number): object {
	return {
		ruleType: 'ApplicationRule',
		name: `names-${rule}`,
		sourceAddresses: [`10.${64 + (rule % 64)}.0.0/16`],
		protocols: [{protocolType: 'Https', port: 443}],
		targetFqdns: [`n${rule}.c${collection}.contoso.com`, `*.w${rule}.c${collection}.contoso.com`],
	};
}

function tagName(index: number): string {
	return `Bench${index}`;
}

function serviceTags({tags}: WorldSize): object {
	return {
		name: 'Public',
		id: `${subscription}/providers/Microsoft.Network/serviceTags/public`,
		type: 'Microsoft.Network/serviceTags',
		cloud: 'Public',
		values: times(tags, index => ({
			name: tagName(index),
			id: tagName(index),
			properties: {
				region: '',
				systemService: tagName(index),
				addressPrefixes: times(30, entry => `${20 + (index % 80)}.${index >> 4}.${entry * 8}.${(index % 16) * 16}/28`),
			},
		})),
	};
}

function namespaceName(index: number): string {
	return `team-${index}`;
}

function objects({pods, policies}: WorldSize): readonly object[] {
	return [
		...times(namespaceCount, index => ({
			apiVersion: 'v1',
			kind: 'Namespace',
			metadata: {name: namespaceName(index), labels: {'kubernetes.io/metadata.name': namespaceName(index)}},
		})),
		...times(3, index => ({
			apiVersion: 'v1',
			kind: 'Node',
			metadata: {name: `node-${index}`, labels: {'kubernetes.io/os': 'linux', agentpool: 'pool0'}},
			status: {addresses: [{type: 'InternalIP', address: `10.64.0.${4 + index}`}]},
		})),
		...times(pods, pod),
		...times(policies, policy),
	];
}

function pod(index: number): object {
	const workload = index % workloadCount;
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			name: `app-${workload}-${index}`,
			namespace: namespaceName(Math.floor(index / workloadCount) % namespaceCount),
			labels: {app: `app-${workload}`, tier: workload < 3 ? 'front' : 'back', 'pod-template-hash': `h${index % 97}`},
		},
		spec: {
			nodeName: `node-${index % 3}`,
			containers: [{name: 'main', image: 'nginx:1.27', ports: [{name: 'http', containerPort: 8080}]}],
		},
		status: {phase: 'Running', podIP: `10.64.${(index >> 8) % 4}.${index % 256}`},
	};
}

/** Of each namespace one denies what comes in; the others let a neighbour's workload in. */
function policy(index: number): object {
	const namespace = Math.floor(index / 10) % namespaceCount;
	const number = (index % 10) + 10 * Math.floor(index / (10 * namespaceCount));
	const allow = {
		from: [
			{
				namespaceSelector: {
					matchLabels: {'kubernetes.io/metadata.name': namespaceName((namespace + number) % namespaceCount)},
				},
				podSelector: {matchLabels: {app: `app-${number}`}},
			},
		],
		ports: [{protocol: 'TCP', port: 8080}],
	};
	return {
		apiVersion: 'networking.k8s.io/v1',
		kind: 'NetworkPolicy',
		metadata: {name: `policy-${number}`, namespace: namespaceName(namespace)},
		spec: {
			podSelector: number === 0 ? {} : {matchLabels: {app: `app-${number % workloadCount}`}},
			policyTypes: ['Ingress'],
			...(number === 0 ? {} : {ingress: [allow]}),
		},
	};
}

/** As many as a profile may hold. */
const requirementsEach = 200;

/** Each name is asked for from each of the subnets with nodes. */
function profilesFor({names, findings, pods}: WorldSize) {
	const namespaces = Math.max(1, Math.min(namespaceCount, Math.floor(pods / workloadCount)));
	const told = {title: 'Needed', purpose: 'It stops.', source: 'bench', date: '2026-01-01'};
	const requirements = [
		...times(names, index => ({
			id: `name-${index}`,
			...told,
			from: {kind: 'nodes'},
			to: {kind: 'name', name: `needed-${index}.fabrikam.com`, hosting: 'outside-azure'},
			ports: 443,
		})),
		...times(findings, index => ({
			id: `pods-${index}`,
			...told,
			from: {kind: 'pods', namespace: namespaceName(index % namespaces), labels: {app: 'app-1'}},
			to: {
				kind: 'pods',
				namespace: namespaceName((index + 1) % namespaces),
				labels: {app: `app-${Math.floor(index / namespaces) % workloadCount}`},
			},
			ports: 8080,
		})),
	];
	return times(Math.ceil(requirements.length / requirementsEach), index => ({
		schemaVersion: 1,
		name: `bench-${index}`,
		title: 'Bench',
		description: 'What a large world is asked for.',
		status: {state: 'current', source: 'bench', date: '2026-01-01'},
		requirements: requirements.slice(index * requirementsEach, (index + 1) * requirementsEach),
	}));
}

function times<T>(count: number, make: (index: number) => T): readonly T[] {
	return Array.from({length: count}, (_, index) => make(index));
}
