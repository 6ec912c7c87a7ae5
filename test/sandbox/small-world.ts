import type {SandboxOptions} from '../../source/sandbox/sandbox.js';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';
import type {WorldFiles} from '../../source/sandbox/world/read-folder.js';

export const subscription = '11111111-2222-3333-4444-555555555555';
export const group = `/subscriptions/${subscription}/resourceGroups/rg`;
export const network = `${group}/providers/Microsoft.Network`;
export const cluster = `${group}/providers/Microsoft.ContainerService/managedClusters/aks`;
export const nsg = `${network}/networkSecurityGroups/nsg`;
export const policy = `${network}/firewallPolicies/policy`;
export const api = 'api-version=2025-05-01';

function resource(type: string, name: string, properties: object, more: object = {}) {
	const id = type.startsWith('Microsoft.ContainerService') ? cluster : `${group}/providers/${type}/${name}`;
	return {
		id,
		name,
		type,
		location: 'westeurope',
		etag: `W/"${name}-1"`,
		...more,
		properties: {provisioningState: 'Succeeded', ...properties},
	};
}

export function rule(name: string, priority: number, more: object = {}) {
	return {
		name,
		properties: {
			priority,
			direction: 'Inbound',
			access: 'Allow',
			protocol: 'Tcp',
			sourceAddressPrefix: '*',
			sourcePortRange: '*',
			destinationAddressPrefix: '10.1.0.0/24',
			destinationPortRange: '443',
			...more,
		},
	};
}

export function applicationRule(more: object = {}) {
	return {
		ruleType: 'ApplicationRule',
		name: 'charts',
		protocols: [{protocolType: 'Https', port: 443}],
		sourceAddresses: ['10.1.0.0/24'],
		targetFqdns: ['gcr.io'],
		...more,
	};
}

export function networkRule(more: object = {}) {
	return {
		ruleType: 'NetworkRule',
		name: 'backend',
		ipProtocols: ['TCP'],
		sourceAddresses: ['10.1.0.0/24'],
		destinationAddresses: ['AzureDevSpaces'],
		destinationPorts: ['443'],
		...more,
	};
}

export function natRule(more: object = {}) {
	return {
		ruleType: 'NatRule',
		name: 'web',
		ipProtocols: ['TCP'],
		sourceAddresses: ['*'],
		destinationAddresses: ['20.61.10.4'],
		destinationPorts: ['443'],
		translatedAddress: '10.1.0.40',
		translatedPort: '443',
		...more,
	};
}

export function collection(name: string, priority: number, rules: readonly object[], more: object = {}) {
	return {
		ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
		name,
		priority,
		action: {type: 'Allow'},
		rules,
		...more,
	};
}

export function rcg(priority: number, ruleCollections: readonly object[]) {
	return {properties: {priority, ruleCollections}};
}

const subnetId = `${network}/virtualNetworks/vnet/subnets/aks`;

/** One of everything: a cluster in a subnet behind an NSG, a route and a firewall policy with a parent. */
const world = {
	'network.json': [
		resource('Microsoft.Network/virtualNetworks', 'vnet', {
			addressSpace: {addressPrefixes: ['10.1.0.0/22']},
			subnets: [
				{
					id: subnetId,
					name: 'aks',
					etag: 'W/"vnet-1"',
					properties: {
						provisioningState: 'Succeeded',
						addressPrefix: '10.1.0.0/24',
						networkSecurityGroup: {id: nsg},
						routeTable: {id: `${network}/routeTables/routes`},
						ipConfigurations: [{id: `${network}/networkInterfaces/nic/ipConfigurations/one`}],
					},
				},
			],
		}),
		resource('Microsoft.Network/networkSecurityGroups', 'nsg', {
			securityRules: [{id: `${nsg}/securityRules/web`, etag: 'W/"nsg-1"', ...rule('web', 200)}],
			defaultSecurityRules: [],
		}),
		resource('Microsoft.Network/routeTables', 'routes', {
			routes: [
				{
					id: `${network}/routeTables/routes/routes/default`,
					name: 'default',
					properties: {addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.2.0.4'},
				},
			],
		}),
		resource('Microsoft.Network/firewallPolicies', 'base', {sku: {tier: 'Standard'}, ruleCollectionGroups: []}),
		resource('Microsoft.Network/firewallPolicies', 'policy', {
			sku: {tier: 'Standard'},
			basePolicy: {id: `${network}/firewallPolicies/base`},
			dnsSettings: {enableProxy: true},
			ruleCollectionGroups: [],
			firewalls: [{id: `${network}/azureFirewalls/firewall`}],
		}),
		resource('Microsoft.Network/azureFirewalls', 'firewall', {firewallPolicy: {id: policy}}),
		resource('Microsoft.Network/azureFirewalls', 'classic', {
			networkRuleCollections: [],
			applicationRuleCollections: [],
			natRuleCollections: [],
		}),
		resource('Microsoft.Network/ipGroups', 'clusters', {ipAddresses: ['10.1.0.0/24']}),
		...['one', 'two', 'three'].map(name =>
			resource('Microsoft.Network/publicIPAddresses', name, {ipAddress: '20.61.10.4'}),
		),
	],
	'groups.json': {
		value: [
			{
				id: `${policy}/ruleCollectionGroups/platform`,
				name: 'platform',
				type: 'Microsoft.Network/FirewallPolicies/RuleCollectionGroups',
				etag: 'platform-1',
				...rcg(500, [collection('time', 200, [networkRule()])]),
			},
		],
	},
	'cluster.json': resource(
		'Microsoft.ContainerService/managedClusters',
		'aks',
		{
			kubernetesVersion: '1.32.4',
			dnsPrefix: 'aks',
			fqdn: 'aks-1.hcp.westeurope.azmk8s.io',
			nodeResourceGroup: 'MC_rg',
			networkProfile: {networkPlugin: 'azure', loadBalancerSku: 'standard', serviceCidr: '10.0.0.0/16'},
			agentPoolProfiles: [{name: 'system', count: 2, mode: 'System', vnetSubnetID: subnetId}],
			apiServerAccessProfile: {authorizedIPRanges: ['20.61.10.4/32']},
			identityProfile: {kubeletidentity: {resourceId: `${group}/providers/x`, clientId: 'c', objectId: 'o'}},
		},
		{eTag: 'cluster-1', etag: undefined, sku: {name: 'Base', tier: 'Free'}, identity: {type: 'SystemAssigned'}},
	),
	'usages.json': {
		[`${network}/virtualNetworks/vnet`]: {
			value: [{id: subnetId, name: {value: 'SubnetSpace'}, currentValue: 10, limit: 251}],
		},
	},
	'objects.yaml': `
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Namespace, metadata: {name: dev}}
- {apiVersion: v1, kind: Namespace, metadata: {name: azds}}
- {apiVersion: v1, kind: Pod, metadata: {name: web-1, namespace: dev, labels: {app: web}}, spec: {containers: []}}
- {apiVersion: v1, kind: Pod, metadata: {name: web-2, namespace: dev, labels: {app: web}}, spec: {containers: []}}
- {apiVersion: v1, kind: Pod, metadata: {name: api-1, namespace: dev, labels: {app: api}}, spec: {containers: []}}
- apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata: {name: deny, namespace: dev}
  spec: {podSelector: {}}
`,
};

export const smallWorld: WorldFiles = JSON.parse(JSON.stringify(world));

export function startSmall(options: Partial<SandboxOptions> & {readonly more?: WorldFiles} = {}): Promise<Sandbox> {
	const {more = {}, ...rest} = options;
	return startSandbox({...rest, files: {...smallWorld, ...more}});
}
