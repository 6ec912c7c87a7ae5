import {noConnection} from '../../source/connectivity/connection-set.js';
import type {Decision} from '../../source/controls/decision.js';
import type {Finding, TrailEntry} from '../../source/controls/finding.js';
import type {Verdict} from '../../source/controls/verdict.js';
import {addresses} from '../../source/network/address-set.js';
import {ports} from '../../source/network/port-set.js';
import {anyProtocol} from '../../source/network/protocol-set.js';
import type {Plan, Step} from '../../source/plan/plan.js';
import type {Flow, Path, UnboundRequirement} from '../../source/profiles/flow.js';
import type {EffectiveRoute} from '../../source/routing/effective-route.js';
import {untaggedView} from '../../source/routing/resolve-tags.js';
import type {Packets, Place, Toward} from '../../source/routing/way.js';
import {armKey} from '../../source/topology/arm-id.js';
import type {Cluster} from '../../source/topology/cluster.js';
import type {Firewall} from '../../source/topology/firewall.js';
import {absent, denied, known} from '../../source/topology/known.js';
import type {Service} from '../../source/topology/kubernetes.js';
import type {Missing} from '../../source/topology/missing.js';
import type {Topology} from '../../source/topology/topology.js';
import type {RouteTable, SecurityGroup, SecurityRule, Subnet} from '../../source/topology/virtual-network.js';
import type {ClusterChoice, Inspection, ProfileSummary, WorldSummary} from '../../source/wizard/dependencies.js';
import {securityRule} from '../helpers/topology.js';

/** A cluster behind a hub firewall, in the shapes of the contract; addresses and names are made up. */

const subscription = '/subscriptions/5f1d0c2e-6a44-4a51-9d0e-0d6a3a1f7b10';
const spoke = `${subscription}/resourceGroups/rg-spoke/providers/Microsoft.Network`;
const hub = `${subscription}/resourceGroups/rg-hub/providers/Microsoft.Network`;

export const clusterId = `${subscription}/resourceGroups/rg-shop/providers/Microsoft.ContainerService/managedClusters/aks-shop`;
const subnetId = `${spoke}/virtualNetworks/vnet-shop/subnets/snet-aks`;
const groupId = `${spoke}/networkSecurityGroups/nsg-aks`;
const tableId = `${spoke}/routeTables/rt-aks`;
const firewallId = `${hub}/azureFirewalls/afw-hub`;
const policyId = `${hub}/firewallPolicies/afwp-hub`;

export const cluster: Cluster = {
	id: clusterId,
	name: 'aks-shop',
	resourceGroup: 'rg-shop',
	subscription: '5f1d0c2e-6a44-4a51-9d0e-0d6a3a1f7b10',
	location: 'eastus',
	kubernetesVersion: '1.34.1',
	provisioningState: 'Succeeded',
	nodeResourceGroup: 'MC_rg-shop_aks-shop_eastus',
	cni: 'node-subnet',
	podCidrs: [],
	serviceCidrs: addresses('10.0.0.0/16'),
	policyEngine: 'calico',
	dataPlane: 'azure',
	fqdnPolicies: false,
	outboundType: 'userDefinedRouting',
	loadBalancerSku: 'standard',
	sharedProbe: false,
	features: ['ubuntu'],
	pools: [
		{
			name: 'system',
			count: 4,
			maxCount: undefined,
			maxPods: 12,
			subnet: subnetId,
			podSubnet: undefined,
			podAllocation: 'dynamic',
			nodePublicAddresses: false,
			applicationSecurityGroups: [],
			allowedHostPorts: [],
			osType: 'Linux',
		},
	],
	apiServer: {
		fqdn: 'aks-shop-0a1b2c.hcp.eastus.azmk8s.io',
		privateCluster: false,
		vnetIntegration: false,
		vnetIntegrationSubnet: undefined,
		authorizedRanges: ['20.81.40.0/29', '20.62.150.14/32'],
		runCommandDisabled: false,
	},
	httpProxy: undefined,
	egressAddresses: known(addresses('20.62.150.14')),
};

const subnet: Subnet = {
	id: subnetId,
	name: 'snet-aks',
	virtualNetwork: `${spoke}/virtualNetworks/vnet-shop`,
	prefixes: addresses('10.110.0.0/26'),
	securityGroup: groupId,
	routeTable: tableId,
	natGateway: undefined,
	serviceEndpoints: [],
	serviceEndpointPolicies: [],
	delegations: [],
	endpointPolicies: 'disabled',
	usage: known({used: 52, limit: 59}),
};

const group: SecurityGroup = {
	id: groupId,
	name: 'nsg-aks',
	managed: false,
	rules: [
		{
			name: 'DenyAllElseInBound',
			priority: 4000,
			direction: 'inbound',
			access: 'deny',
			protocol: anyProtocol,
			source: {addresses: [], tags: ['Internet'], applicationSecurityGroups: []},
			sourcePorts: [[0, 65_535]],
			destination: {addresses: addresses('*'), tags: [], applicationSecurityGroups: []},
			destinationPorts: [[0, 65_535]],
			isDefault: false,
		},
	],
};

const table: RouteTable = {
	id: tableId,
	name: 'rt-aks',
	managed: false,
	bgpPropagation: false,
	routes: [
		{
			name: 'default',
			prefix: addresses('0.0.0.0/0'),
			nextHopType: 'VirtualAppliance',
			nextHopAddress: addresses('10.100.0.4')[0]?.[0],
		},
	],
};

const firewall: Firewall = {
	id: firewallId,
	name: 'afw-hub',
	location: 'eastus',
	tier: 'Premium',
	hub: false,
	subnet: `${hub}/virtualNetworks/vnet-hub/subnets/AzureFirewallSubnet`,
	privateAddresses: addresses('10.100.0.4'),
	publicAddresses: known(addresses('20.62.150.14')),
	policy: policyId,
	groups: known([
		{
			id: `${policyId}/ruleCollectionGroups/rcg-default-deny`,
			name: 'rcg-default-deny',
			priority: 4000,
			policy: policyId,
			depth: 0,
			collections: [],
		},
	]),
	dnsProxy: true,
	threatIntelMode: 'Alert',
	hasManagementInterface: false,
	intrusionDetectionMode: 'Off',
};

export const topology: Topology = {
	cluster: known(cluster),
	virtualNetworks: new Map(),
	subnets: new Map([[armKey(subnetId), known(subnet)]]),
	securityGroups: new Map([[armKey(groupId), known(group)]]),
	nodeSecurityGroups: denied('You may not read MC_rg-shop_aks-shop_eastus.'),
	routeTables: new Map([[armKey(tableId), known(table)]]),
	serviceEndpointPolicies: new Map(),
	firewalls: [firewall],
	virtualHubs: [],
	interfaceRoutes: new Map(),
	interfaceGroups: [],
	homelessInterfaces: [],
	learnedRoutes: new Map(),
	unjudged: [],
	adminRules: new Map(),
	privateEndpoints: [],
	privateZones: [],
	serviceTags: absent,
	kubernetes: {
		namespaces: known([{name: 'dev', labels: {'kubernetes.io/metadata.name': 'dev'}}]),
		pods: known([]),
		services: known([]),
		networkPolicies: known([
			{
				namespace: 'dev',
				name: 'default-deny-all',
				pods: [],
				isolatesIngress: true,
				isolatesEgress: true,
				ingress: [],
				egress: [],
			},
		]),
		ciliumPolicies: absent,
		nodes: known([]),
	},
	otherResources: [],
};

const packets: Packets = {
	source: addresses('10.110.0.0/26'),
	destination: addresses('20.72.130.33'),
	protocol: 'tcp',
	ports: ports(443),
	quantifier: 'every',
	sourceView: untaggedView,
	destinationView: untaggedView,
	hosts: [],
};

/** An entry of one decision, at a place of its kind. */
export function trailEntry(decision: Omit<Decision, 'hop'>, place: Place, missing?: Missing): TrailEntry {
	const {control, verdict, resource} = decision;
	const made = {
		...decision,
		hop: {place, leg: place.kind === 'return' ? 'answer' : 'request', packets, station: place.kind},
	} as Decision;
	return {control, verdict, resource, decision: made, parts: [made], ...(missing === undefined ? {} : {missing})};
}

function groupEntry(
	verdict: 'allowed' | 'blocked' | 'undecided',
	direction: 'inbound' | 'outbound',
	rule: SecurityRule,
): TrailEntry {
	return trailEntry(
		{
			control: 'nsg',
			verdict,
			resource: groupId,
			grounds: {kind: 'rules', group, rules: [rule], packets: [], denials: []},
		},
		{kind: 'subnet', direction, subnet: subnetId, group: {state: 'known', group}},
	);
}

const egress: Path = {
	kind: 'egress',
	origin: {subnet: subnetId, addresses: addresses('10.110.0.0/26'), pods: undefined},
	destination: {kind: 'name', pattern: 'gcr.io', hosting: {kind: 'outside-azure'}},
};

export function flow(id: string, changes: Partial<Flow> = {}): Flow {
	return {
		id,
		profile: 'azure-dev-spaces',
		requirement: id,
		purpose: 'The charts of the controller are not found.',
		from: 'nodes in snet-aks',
		to: 'gcr.io',
		protocol: 'tcp',
		ports: ports(443),
		path: egress,
		remarks: [],
		...changes,
	};
}

export const nsgAllows = groupEntry(
	'allowed',
	'outbound',
	securityRule('AllowHttpsOutBound', 120, 'outbound', 'allow'),
);
export const nsgUndecided = groupEntry('undecided', 'outbound', securityRule('AllowStorage', 130, 'outbound', 'allow'));

const toFirewall: EffectiveRoute = {
	name: 'default (0.0.0.0/0)',
	nextHop: {kind: 'firewall', firewall},
	table: tableId,
};
export const routeLeads = trailEntry(
	{
		control: 'route-table',
		verdict: 'allowed',
		resource: tableId,
		grounds: {kind: 'route', subnet: subnetId, route: toFirewall, wayOut: undefined, bystanders: []},
	},
	{kind: 'route', subnet: subnetId, route: toFirewall, missing: undefined},
);

export const firewallBlocks = trailEntry(
	{
		control: 'azure-firewall',
		verdict: 'blocked',
		resource: firewallId,
		grounds: {kind: 'rules', firewall, rules: [undefined], packets: [], candidates: []},
	},
	{kind: 'firewall', firewall, subnet: subnetId},
);

export function finding(
	id: string,
	verdict: Verdict,
	trail: readonly TrailEntry[],
	changes: Partial<Flow> = {},
): Finding {
	const hops = trail.map(({decision}) => decision.hop);
	const cases = [{quantifier: 'every', destinations: [], hops}] as const;
	return {flow: flow(id, changes), way: {cases, telling: undefined}, verdict, trail};
}

const policyBlocks = trailEntry(
	{
		control: 'network-policy',
		verdict: 'undecided',
		resource: 'the cluster',
		grounds: {kind: 'unread', datum: 'the network policies', reason: 'You may not list them.'},
	},
	{
		kind: 'pods',
		side: {direction: 'egress', pods: [], peer: {kind: 'name', pattern: 'gcr.io'}, wanted: () => noConnection},
	},
	{datum: 'the network policies', command: 'kubectl get networkpolicies --all-namespaces'},
);

const service: Service = {
	namespace: 'azds',
	name: 'traefik',
	labels: {},
	annotations: {},
	type: 'LoadBalancer',
	selector: {},
	ports: [],
	loadBalancerAddresses: addresses('20.72.130.33'),
	internal: false,
	externalTrafficPolicy: 'Cluster',
	sourceRanges: [],
	healthCheckNodePort: undefined,
};

const toward: Toward = {
	kind: 'internet',
	publication: {
		service,
		target: {address: addresses('20.72.130.33')[0]?.[0] ?? 0, ports: [80, 443], protocol: 'tcp'},
		internal: false,
		candidates: [firewall],
		by: undefined,
		doubt: undefined,
		appliance: undefined,
	},
};

export const findings: readonly Finding[] = [
	finding('pull-charts-gcr', 'blocked', [nsgAllows, routeLeads, firewallBlocks]),
	finding('pull-images', 'blocked', [nsgAllows, routeLeads, firewallBlocks], {
		to: 'cloudflare.docker.com',
		purpose: 'The images of the controller are not pulled.',
	}),
	finding('backend', 'blocked', [nsgAllows, routeLeads, firewallBlocks], {
		to: 'azds-7c1e.eus.azds.io',
		remarks: ['The service was retired on 2021-05-15; the name no longer answers.'],
	}),
	finding(
		'public-ingress:azds/traefik',
		'blocked',
		[
			groupEntry('blocked', 'inbound', securityRule('DenyAllElseInBound', 4000, 'inbound', 'deny')),
			trailEntry(
				{
					control: 'route-table',
					verdict: 'blocked',
					resource: tableId,
					grounds: {kind: 'return', subnet: subnetId, route: toFirewall, toward},
				},
				{kind: 'return', subnet: subnetId, route: toFirewall, toward, missing: undefined},
			),
		],
		{
			from: 'the internet',
			to: 'traefik in azds (20.72.130.33)',
			ports: ports(80, 443),
			path: {kind: 'ingress', service},
		},
	),
	finding('debug-egress', 'blocked', [policyBlocks, nsgAllows, routeLeads, firewallBlocks], {
		from: 'pods in dev',
		to: 'AzureDevSpaces.EastUS',
	}),
	finding(
		'api-server-from-machines',
		'blocked',
		[
			trailEntry(
				{
					control: 'authorized-ranges',
					verdict: 'blocked',
					resource: clusterId,
					grounds: {
						kind: 'missing',
						sources: addresses('20.9.77.140'),
						missing: addresses('20.9.77.140'),
						ranges: cluster.apiServer.authorizedRanges,
					},
				},
				{kind: 'api-server', caller: 'machine', sources: known(addresses('20.9.77.140')), tag: undefined},
			),
		],
		{
			from: '20.9.77.140',
			to: 'the API server',
			path: {kind: 'api-server', from: [], tag: undefined, caller: 'machine'},
		},
	),
	finding(
		'machine-backend',
		'undecided',
		[
			trailEntry(
				{
					control: 'this-machine',
					verdict: 'undecided',
					resource: 'the developer machine',
					grounds: {kind: 'not-tried'},
				},
				{kind: 'machine', destination: {kind: 'name', pattern: 'gcr.io', hosting: {kind: 'unknown'}}},
				{
					datum: 'an answer on TCP 443 from that machine',
					command: 'aksess doctor --probe azds-7c1e.eus.azds.io',
				},
			),
		],
		{from: 'developer machines', to: 'azds-7c1e.eus.azds.io', path: {...egress, kind: 'machine'} as Path},
	),
	finding(
		'cluster-support',
		'allowed',
		[
			trailEntry(
				{control: 'private-cluster', verdict: 'allowed', resource: clusterId, grounds: {kind: 'public'}},
				{kind: 'public-api-server'},
			),
		],
		{from: 'the profile', to: 'the cluster', path: {kind: 'public-api-server'}},
	),
];

export const unbound: readonly UnboundRequirement[] = [
	{
		profile: 'azure-dev-spaces',
		requirement: 'space-routing',
		purpose: 'A child space does not reach its parent.',
		verdict: 'not-applicable',
		why: 'No namespace is a child space.',
		missing: undefined,
	},
];

export const inspection: Inspection = {
	topology,
	assessment: {
		findings,
		unbound,
		notes: ['Azure Dev Spaces was retired on 2021-05-15; nothing answers at its backend any more.'],
	},
};

const groupBody = {
	id: `${policyId}/ruleCollectionGroups/aksess-aks-shop`,
	name: 'aksess-aks-shop',
	type: 'Microsoft.Network/firewallPolicies/ruleCollectionGroups',
	properties: {
		priority: 3900,
		ruleCollections: [
			{
				name: 'aksess-names',
				priority: 100,
				ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
				action: {type: 'Allow'},
				rules: [
					{
						name: 'names-443',
						ruleType: 'ApplicationRule',
						sourceAddresses: ['10.110.0.0/26'],
						targetFqdns: ['azds-7c1e.eus.azds.io', 'cloudflare.docker.com', 'gcr.io'],
						protocols: [{protocolType: 'Https', port: 443}],
					},
				],
			},
		],
	},
};

export const firewallStep: Step = {
	id: 'firewall-afwp-hub',
	title: 'Add rule collection group aksess-aks-shop to afwp-hub',
	reason: 'The firewall denies every name it does not know; the group comes before the one that denies.',
	control: 'azure-firewall',
	flows: ['pull-charts-gcr', 'pull-images', 'backend', 'debug-egress'],
	change: {kind: 'arm-child', type: 'rule-collection-group', id: groupBody.id, before: null, after: groupBody},
	danger: undefined,
	after: [],
};

export const rangesStep: Step = {
	id: 'authorized-ranges',
	title: 'Let 1 more address call the API server',
	reason: 'The developer machine is in none of the ranges.',
	control: 'authorized-ranges',
	flows: ['api-server-from-machines'],
	change: {
		kind: 'authorized-ranges',
		cluster: clusterId,
		before: ['20.62.150.14/32', '20.81.40.0/29'],
		after: ['20.62.150.14/32', '20.81.40.0/29', '20.9.77.140/32'],
	},
	danger: undefined,
	after: [],
};

export const securityStep: Step = {
	id: 'nsg-nsg-aks',
	title: 'Add rule aksess-ingress to nsg-aks',
	reason: 'DenyAllElseInBound stops what the firewall translates.',
	control: 'nsg',
	flows: ['public-ingress:azds/traefik'],
	change: {
		kind: 'arm-child',
		type: 'security-rule',
		id: `${groupId}/securityRules/aksess-ingress`,
		before: null,
		after: {
			id: `${groupId}/securityRules/aksess-ingress`,
			name: 'aksess-ingress',
			type: 'Microsoft.Network/networkSecurityGroups/securityRules',
			properties: {
				priority: 3990,
				direction: 'Inbound',
				access: 'Allow',
				protocol: 'Tcp',
				sourceAddressPrefix: '10.100.0.0/26',
				sourcePortRange: '*',
				destinationAddressPrefix: '*',
				destinationPortRanges: ['80', '443'],
			},
		},
	},
	danger: undefined,
	after: [],
};

export const serviceStep: Step = {
	id: 'service-azds-traefik',
	title: 'Make the load balancer of azds/traefik internal',
	reason: 'Then the answer goes back the way the question came.',
	control: 'route-table',
	flows: ['public-ingress:azds/traefik'],
	change: {
		kind: 'kube-metadata',
		ref: {apiVersion: 'v1', kind: 'Service', namespace: 'azds', name: 'traefik'},
		field: 'annotations',
		before: {'service.beta.kubernetes.io/azure-load-balancer-internal': null},
		after: {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'},
	},
	danger: {
		code: 'endpoint-published',
		warning: 'The service gets another address; clients that use 20.72.130.33 lose it.',
	},
	after: ['nsg-nsg-aks'],
};

export const policyStep: Step = {
	id: 'policy-dev-aksess-debug',
	title: 'Create NetworkPolicy aksess-debug-egress in dev',
	reason: 'default-deny-all isolates the pods of dev.',
	control: 'network-policy',
	flows: ['debug-egress'],
	change: {
		kind: 'kube-object',
		ref: {apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'dev', name: 'aksess-debug-egress'},
		before: null,
		after: {
			apiVersion: 'networking.k8s.io/v1',
			kind: 'NetworkPolicy',
			metadata: {name: 'aksess-debug-egress', namespace: 'dev'},
			spec: {
				podSelector: {},
				policyTypes: ['Egress'],
				egress: [{to: [{ipBlock: {cidr: '20.42.6.32/27'}}], ports: [{protocol: 'TCP', port: 443}]}],
			},
		},
	},
	danger: undefined,
	after: [],
};

export const plan: Plan = {
	schemaVersion: 1,
	cluster: {id: clusterId, name: 'aks-shop', location: 'eastus'},
	profiles: ['azure-dev-spaces'],
	answers: {machines: ['20.9.77.140/32'], parameters: {}, choices: {}},
	steps: [firewallStep, securityStep, serviceStep, policyStep, rangesStep],
	choices: [
		{
			requirement: 'debug-egress',
			control: 'azure-firewall',
			taken: 'service-tag',
			options: [
				{
					id: 'service-tag',
					title: 'By service tag',
					opens: 'TCP 443 to AzureDevSpaces.EastUS, as it grows.',
					onRequest: false,
				},
				{id: 'addresses', title: 'By addresses', opens: 'TCP 443 to the 3 prefixes of today.', onRequest: false},
			],
		},
		{
			requirement: 'debug-ingress',
			control: 'network-policy',
			taken: undefined,
			options: [
				{
					id: 'override-deny',
					title: 'Allow it beside the deny',
					opens: 'Overrides what somebody denied on purpose.',
					onRequest: true,
				},
			],
		},
	],
	advice: [
		{
			control: 'subnet-capacity',
			flows: ['pod-addresses'],
			text: 'snet-aks has 7 free addresses and 10 more are needed; a node pool in another subnet would have room.',
			commands: [
				'az aks nodepool add --cluster-name aks-shop --resource-group rg-shop --name more --vnet-subnet-id ID',
			],
		},
	],
	basis: [],
	proof: {
		won: [
			'pull-charts-gcr',
			'pull-images',
			'backend',
			'debug-egress',
			'public-ingress:azds/traefik',
			'api-server-from-machines',
		],
		stillBlocked: [{flow: 'machine-backend', verdict: 'undecided', why: 'it can only be tried on that machine'}],
		opened: [
			{control: 'azure-firewall', resource: policyId, what: '10.110.0.0/26 to gcr.io, tcp 443', wider: undefined},
			{
				control: 'azure-firewall',
				resource: policyId,
				what: '10.110.0.0/26 to AzureDevSpaces.EastUS, tcp 443',
				wider: {
					reason: 'A tag grows with the service.',
					alternative: 'choose `addresses`',
					witness: '10.110.0.9 to 20.42.64.70, tcp 443',
				},
			},
		],
		closed: [],
		undecided: [],
		summary: 'opens 3 names, 1 service tag and 2 ports for 10.110.0.0/26, nothing else; closes nothing',
	},
	before: [],
};

export const clusters: readonly ClusterChoice[] = [
	{id: clusterId, name: 'aks-shop', resourceGroup: 'rg-shop', subscription: 'Production', location: 'eastus'},
	{
		id: clusterId.replaceAll('shop', 'billing'),
		name: 'aks-billing',
		resourceGroup: 'rg-billing',
		subscription: 'Production',
		location: 'westeurope',
	},
];

export const worlds: readonly WorldSummary[] = [
	{
		name: 'locked-down',
		tags: 'firewall, NSG, route, Calico, ranges, full subnet',
		description: 'Firewall, NSG, Calico with default deny, authorized ranges: everything in the way.',
	},
	{name: 'wide-open', tags: 'kubenet, nothing in the way', description: 'kubenet, and nothing in the way.'},
	{name: 'private', tags: 'private API server', description: 'A private cluster.'},
	{
		name: 'cilium-overlay',
		tags: 'Azure Firewall, Cilium, CNI overlay',
		description: 'Azure CNI overlay with Cilium and its policies.',
	},
	{
		name: 'classic-firewall',
		tags: 'classic rules in the firewall, kubenet',
		description: 'An Azure Firewall with classic rules.',
	},
	{
		name: 'third-party-appliance',
		tags: 'appliance, NSG, Azure network policies',
		description: 'A next hop whose rules nobody can read from Azure.',
	},
];

export const profiles: readonly ProfileSummary[] = [
	{
		name: 'azure-dev-spaces',
		title: 'Azure Dev Spaces',
		description: 'What the controller, its spaces and the developers need, as the network article listed it.',
		retired: {
			since: '2021-05-15',
			text: 'Retired. The profile stays as an example of what an article asks of a network.',
		},
		asksMachines: true,
		parameters: {
			endpoint: {
				kind: 'choice',
				title: 'Endpoint type',
				question: 'How is the ingress controller published?',
				choices: [
					{value: 'public', title: 'public: from the internet'},
					{value: 'private', title: 'private: inside the network only'},
					{value: 'none', title: 'none: no ingress controller'},
				],
			},
			'dataplane-fqdn': {
				kind: 'name',
				title: 'Backend name',
				question: 'What is the backend called (dataplaneFqdn in .azds/settings.json)?',
				pattern: 'azds-*.azds.io',
			},
			ingress: {
				kind: 'choice',
				title: 'Ingress controller',
				question: 'Which ingress controller do the spaces use?',
				choices: [
					{value: 'built-in', title: 'The built-in one'},
					{value: 'traefik', title: 'Traefik'},
				],
				default: 'built-in',
			},
		},
	},
	{
		name: 'image-pull',
		title: 'Image pull',
		description: 'What nodes need to pull images from the registries you name.',
		retired: undefined,
		asksMachines: false,
		parameters: {},
	},
];
