import {parseIpv4} from '../../source/network/address.js';
import {type AddressSet, addresses, anyAddress} from '../../source/network/address-set.js';
import {anyPort, ports} from '../../source/network/port-set.js';
import {anyProtocol} from '../../source/network/protocol-set.js';
import type {Destination, Flow, Path} from '../../source/profiles/flow.js';
import {type ArmId, armKey, armName} from '../../source/topology/arm-id.js';
import type {Cluster} from '../../source/topology/cluster.js';
import type {Firewall, FirewallAddresses, RuleCollection, RuleCollectionGroup} from '../../source/topology/firewall.js';
import {absent, known} from '../../source/topology/known.js';
import type {Service} from '../../source/topology/kubernetes.js';
import type {Topology} from '../../source/topology/topology.js';
import type {
	Peering,
	Route,
	RouteTable,
	RuleAddresses,
	SecurityGroup,
	SecurityRule,
	Subnet,
	VirtualNetwork,
} from '../../source/topology/virtual-network.js';

/*
 * A cluster in 10.0.1.0/24 of a network 10.0.0.0/16, a firewall at 10.0.2.4 with the public address 20.50.0.1, and no
 * rules or routes until a test gives some.
 */

export function idOf(type: string, name: string): ArmId {
	return `/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Network/${type}/${name}`;
}

export const networkId = idOf('virtualNetworks', 'vnet');
export const nodesId = `${networkId}/subnets/nodes`;
export const firewallSubnetId = `${networkId}/subnets/AzureFirewallSubnet`;
export const groupId = idOf('networkSecurityGroups', 'nsg-nodes');
export const tableId = idOf('routeTables', 'rt-nodes');

export function address(text: string): number {
	const result = parseIpv4(text);
	if (!result.ok) {
		throw new Error(result.problem);
	}

	return result.value;
}

export type Given = {
	readonly securityRules?: readonly SecurityRule[];
	readonly interfaceRules?: readonly SecurityRule[];
	readonly routes?: readonly Route[];
	readonly firewalls?: readonly Firewall[];
	readonly serviceTags?: Readonly<Record<string, AddressSet>>;
	readonly cluster?: Partial<Cluster>;
	readonly subnet?: Partial<Subnet>;
	readonly network?: Partial<VirtualNetwork>;
	readonly rest?: Partial<Topology>;
};

export function topologyOf(given: Given = {}): Topology {
	const {securityRules, interfaceRules, routes, firewalls = [], serviceTags, subnet, network, rest} = given;
	const nodes: Subnet = {
		...emptySubnet(nodesId, '10.0.1.0/24'),
		securityGroup: securityRules && groupId,
		routeTable: routes && tableId,
		...subnet,
	};
	return {
		cluster: known({...defaultCluster, ...given.cluster}),
		virtualNetworks: new Map([[armKey(networkId), known({...defaultNetwork, ...network})]]),
		subnets: new Map([
			[armKey(nodesId), known(nodes)],
			[armKey(firewallSubnetId), known(emptySubnet(firewallSubnetId, '10.0.2.0/26'))],
		]),
		securityGroups: new Map(
			securityRules === undefined ? [] : [[armKey(groupId), known(securityGroup(groupId, securityRules))]],
		),
		nodeSecurityGroups:
			interfaceRules === undefined
				? absent
				: known([{...securityGroup(idOf('networkSecurityGroups', 'aks-nsg'), interfaceRules), managed: true}]),
		routeTables: new Map(routes === undefined ? [] : [[armKey(tableId), known(routeTable(tableId, routes))]]),
		serviceEndpointPolicies: new Map(),
		firewalls,
		virtualHubs: [],
		interfaceRoutes: new Map(),
		interfaceGroups: [],
		homelessInterfaces: [],
		learnedRoutes: new Map(),
		unjudged: [],
		adminRules: new Map(),
		privateEndpoints: [],
		privateZones: [],
		serviceTags: serviceTags === undefined ? absent : known(new Map(Object.entries(serviceTags))),
		kubernetes: {
			namespaces: absent,
			pods: absent,
			services: absent,
			networkPolicies: absent,
			ciliumPolicies: absent,
			nodes: absent,
		},
		otherResources: [],
		...rest,
	};
}

export function emptySubnet(id: ArmId, prefix: string): Subnet {
	return {
		id,
		name: armName(id),
		virtualNetwork: id.split('/subnets/')[0] ?? id,
		prefixes: addresses(prefix),
		securityGroup: undefined,
		routeTable: undefined,
		natGateway: undefined,
		serviceEndpoints: [],
		serviceEndpointPolicies: [],
		delegations: [],
		endpointPolicies: 'disabled',
		usage: absent,
	};
}

const defaultNetwork: VirtualNetwork = {
	id: networkId,
	name: 'vnet',
	addressSpace: addresses('10.0.0.0/16'),
	peerings: [],
	dnsServers: [],
	gateways: [],
	otherTeacher: false,
};

export function peeringTo(remote: ArmId, prefix: string, state = 'Connected', rest: Partial<Peering> = {}): Peering {
	return {
		name: `to-${armName(remote)}`,
		remote,
		remotePrefixes: addresses(prefix),
		state,
		connected: state === 'Connected',
		useRemoteGateways: false,
		...rest,
	};
}

const defaultCluster: Cluster = {
	id: '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks',
	name: 'aks',
	resourceGroup: 'rg',
	subscription: '11111111-2222-3333-4444-555555555555',
	location: 'eastus',
	kubernetesVersion: '1.33.1',
	provisioningState: 'Succeeded',
	nodeResourceGroup: 'MC_rg_aks_eastus',
	cni: 'node-subnet',
	podCidrs: [],
	serviceCidrs: addresses('10.200.0.0/16'),
	policyEngine: 'none',
	dataPlane: 'azure',
	fqdnPolicies: false,
	outboundType: 'loadBalancer',
	loadBalancerSku: 'standard',
	sharedProbe: false,
	features: ['ubuntu'],
	pools: [
		{
			name: 'system',
			count: 3,
			maxCount: undefined,
			maxPods: 30,
			subnet: nodesId,
			podSubnet: undefined,
			podAllocation: 'dynamic',
			nodePublicAddresses: false,
			applicationSecurityGroups: [],
			allowedHostPorts: [],
			osType: 'Linux',
		},
	],
	apiServer: {
		fqdn: 'aks.hcp.eastus.azmk8s.io',
		privateCluster: false,
		vnetIntegration: false,
		vnetIntegrationSubnet: undefined,
		authorizedRanges: [],
		runCommandDisabled: false,
	},
	httpProxy: undefined,
	egressAddresses: absent,
};

/** `*`, a CIDR, or a tag. */
function ruleSide(text: string): RuleAddresses {
	return /^[\d*]/.test(text)
		? {addresses: addresses(...text.split(',')), tags: [], applicationSecurityGroups: []}
		: {addresses: [], tags: [text], applicationSecurityGroups: []};
}

type RuleGiven = Partial<Omit<SecurityRule, 'source' | 'destination'>> & {
	readonly from?: string;
	readonly to?: string;
	readonly on?: readonly number[];
};

/** `securityRule('DenyAll', 4000, 'outbound', 'deny', {to: 'Internet', on: [443]})` */
export function securityRule(
	name: string,
	priority: number,
	direction: SecurityRule['direction'],
	access: SecurityRule['access'],
	{from = '*', to = '*', on, ...rest}: RuleGiven = {},
): SecurityRule {
	return {
		name,
		priority,
		direction,
		access,
		protocol: anyProtocol,
		source: ruleSide(from),
		sourcePorts: anyPort,
		destination: ruleSide(to),
		destinationPorts: on === undefined ? anyPort : ports(...on),
		isDefault: priority >= 65_000,
		...rest,
	};
}

/** Azure's own (network-security-groups-overview). */
export const defaultRules: readonly SecurityRule[] = [
	securityRule('AllowVnetInBound', 65_000, 'inbound', 'allow', {from: 'VirtualNetwork', to: 'VirtualNetwork'}),
	securityRule('AllowAzureLoadBalancerInBound', 65_001, 'inbound', 'allow', {from: 'AzureLoadBalancer'}),
	securityRule('DenyAllInBound', 65_500, 'inbound', 'deny'),
	securityRule('AllowVnetOutBound', 65_000, 'outbound', 'allow', {from: 'VirtualNetwork', to: 'VirtualNetwork'}),
	securityRule('AllowInternetOutBound', 65_001, 'outbound', 'allow', {to: 'Internet'}),
	securityRule('DenyAllOutBound', 65_500, 'outbound', 'deny'),
];

export function securityGroup(id: ArmId, rules: readonly SecurityRule[]): SecurityGroup {
	return {id, name: armName(id), managed: false, rules: [...rules, ...defaultRules]};
}

function routeTable(id: ArmId, routes: readonly Route[]): RouteTable {
	return {id, name: armName(id), managed: false, bgpPropagation: true, routes};
}

/** `route('0.0.0.0/0', '10.0.2.4')`, `route('Storage', 'Internet')` */
export function route(prefix: string, hop: string): Route {
	const appliance = /^\d/.test(hop);
	return {
		name: `to-${prefix}`,
		prefix: /^\d/.test(prefix) ? addresses(prefix) : {tag: prefix},
		nextHopType: appliance ? 'VirtualAppliance' : (hop as Route['nextHopType']),
		nextHopAddress: appliance ? address(hop) : undefined,
	};
}

export const toFirewall: readonly Route[] = [route('0.0.0.0/0', '10.0.2.4')];

export function firewallWith(groups: readonly RuleCollectionGroup[], rest: Partial<Firewall> = {}): Firewall {
	return {
		id: idOf('azureFirewalls', 'fw'),
		name: 'fw',
		location: 'eastus',
		tier: 'Standard',
		hub: false,
		subnet: firewallSubnetId,
		privateAddresses: addresses('10.0.2.4'),
		publicAddresses: known(addresses('20.50.0.1')),
		policy: idOf('firewallPolicies', 'policy'),
		groups: known(groups),
		dnsProxy: false,
		threatIntelMode: 'Alert',
		hasManagementInterface: false,
		intrusionDetectionMode: 'Off',
		...rest,
	};
}

/** Depth 1 is the parent policy. */
export function ruleGroup(
	name: string,
	priority: number,
	collections: readonly RuleCollection[],
	depth = 0,
): RuleCollectionGroup {
	const policy = idOf('firewallPolicies', depth === 0 ? 'policy' : 'base');
	return {id: `${policy}/ruleCollectionGroups/${name}`, name, priority, policy, depth, collections};
}

/** `*`, CIDRs with commas, or a tag. */
export function firewallSide(text: string): FirewallAddresses {
	return /^[\d*]/.test(text)
		? {addresses: addresses(...text.split(',')), tags: [], unreadGroups: []}
		: {addresses: [], tags: text === '' ? [] : [text], unreadGroups: []};
}

/** Traffic of the nodes. */
export function egressFlow(destination: Destination, rest: Partial<Flow> = {}): Flow {
	return flowOf(
		{kind: 'egress', origin: {subnet: nodesId, addresses: addresses('10.0.1.0/24'), pods: undefined}, destination},
		rest,
	);
}

export function toName(pattern: string): Destination {
	return {kind: 'name', pattern, hosting: {kind: 'outside-azure'}};
}

export function toAddresses(text: string, tag?: string): Destination {
	return {kind: 'addresses', addresses: text === '*' ? anyAddress : addresses(...text.split(',')), tag};
}

export function ingressFlow(service: Partial<Service>, rest: Partial<Flow> = {}): Flow {
	return flowOf({kind: 'ingress', service: {...defaultService, ...service}}, {ports: ports(80, 443), ...rest});
}

const defaultService: Service = {
	namespace: 'azds',
	name: 'traefik',
	labels: {},
	annotations: {},
	type: 'LoadBalancer',
	selector: {app: 'traefik'},
	ports: [],
	loadBalancerAddresses: addresses('20.60.0.9'),
	internal: false,
	externalTrafficPolicy: 'Cluster',
	sourceRanges: [],
	healthCheckNodePort: undefined,
};

function flowOf(path: Path, rest: Partial<Flow>): Flow {
	return {
		id: 'flow',
		profile: 'test',
		requirement: 'flow',
		purpose: 'Something works.',
		from: 'nodes',
		to: 'there',
		protocol: 'tcp',
		ports: ports(443),
		path,
		remarks: [],
		...rest,
	};
}
