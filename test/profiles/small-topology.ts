import {type AddressSet, addresses} from '../../source/network/address-set.js';
import {armKey} from '../../source/topology/arm-id.js';
import type {AgentPool, ApiServer, Cluster} from '../../source/topology/cluster.js';
import {absent, type Known, known} from '../../source/topology/known.js';
import type {ContainerPort, Kubernetes, Namespace, Pod, Service} from '../../source/topology/kubernetes.js';
import type {Topology} from '../../source/topology/topology.js';
import type {Subnet} from '../../source/topology/virtual-network.js';

const network = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet';

export function subnetId(name: string): string {
	return `${network}/subnets/${name}`;
}

export function pool(fields: Partial<AgentPool> = {}): AgentPool {
	return {
		name: 'system',
		count: 3,
		maxCount: undefined,
		maxPods: 30,
		subnet: subnetId('nodes'),
		podSubnet: undefined,
		podAllocation: 'dynamic',
		nodePublicAddresses: false,
		applicationSecurityGroups: [],
		allowedHostPorts: [],
		osType: 'Linux',
		...fields,
	};
}

type ClusterFields = Partial<Omit<Cluster, 'apiServer'>> & {readonly apiServer?: Partial<ApiServer>};

export function cluster({apiServer, ...fields}: ClusterFields = {}): Cluster {
	return {
		id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks',
		name: 'aks',
		resourceGroup: 'rg',
		subscription: 's',
		location: 'eastus',
		kubernetesVersion: '1.30.6',
		provisioningState: 'Succeeded',
		nodeResourceGroup: 'MC_rg',
		cni: 'node-subnet',
		podCidrs: [],
		serviceCidrs: addresses('10.0.0.0/16'),
		policyEngine: 'none',
		dataPlane: 'azure',
		fqdnPolicies: false,
		outboundType: 'loadBalancer',
		loadBalancerSku: 'standard',
		sharedProbe: false,
		pools: [pool()],
		features: ['ubuntu'],
		httpProxy: undefined,
		egressAddresses: known(addresses('20.9.9.9')),
		apiServer: {
			fqdn: 'aks.hcp.eastus.azmk8s.io',
			privateCluster: false,
			vnetIntegration: false,
			vnetIntegrationSubnet: undefined,
			authorizedRanges: [],
			runCommandDisabled: false,
			...apiServer,
		},
		...fields,
	};
}

export function subnet(name: string, prefix: string, usage: Subnet['usage'] = absent): Subnet {
	return {
		id: subnetId(name),
		name,
		virtualNetwork: network,
		prefixes: addresses(prefix),
		securityGroup: undefined,
		routeTable: undefined,
		natGateway: undefined,
		serviceEndpoints: [],
		serviceEndpointPolicies: [],
		delegations: [],
		endpointPolicies: 'disabled',
		usage,
	};
}

export function namespace(name: string, labels: Namespace['labels'] = {}): Namespace {
	return {name, labels: {'kubernetes.io/metadata.name': name, ...labels}};
}

export function pod(at: string, fields: Partial<Pod> = {}): Pod {
	const [space = '', name = ''] = at.split('/');
	return {
		namespace: space,
		name,
		labels: {},
		addresses: [],
		hostNetwork: false,
		callsApiServerByName: false,
		node: undefined,
		ports: [],
		workload: {kind: 'Pod', name},
		...fields,
	};
}

export function tcp(...ports: readonly number[]): readonly ContainerPort[] {
	return ports.map(port => ({name: undefined, port, protocol: 'tcp'}));
}

export function loadBalancer(at: string, fields: Partial<Service> = {}): Service {
	const [space = '', name = ''] = at.split('/');
	return {
		namespace: space,
		name,
		labels: {},
		annotations: {},
		type: 'LoadBalancer',
		selector: undefined,
		ports: [],
		loadBalancerAddresses: [],
		internal: false,
		externalTrafficPolicy: 'Cluster',
		sourceRanges: [],
		healthCheckNodePort: undefined,
		...fields,
	};
}

type TopologyFields = Partial<Omit<Topology, 'cluster' | 'subnets' | 'kubernetes' | 'serviceTags'>> & {
	readonly cluster?: Known<Cluster> | Cluster;
	readonly subnets?: readonly Subnet[];
	readonly kubernetes?: Partial<Kubernetes>;
	readonly tags?: Readonly<Record<string, AddressSet>>;
};

/** A cluster named aks with one node subnet, 10.1.0.0/24, and empty lists of everything else. */
export function topology(fields: TopologyFields = {}): Topology {
	const {cluster: given = cluster(), subnets = [subnet('nodes', '10.1.0.0/24')], kubernetes, tags, ...rest} = fields;
	return {
		cluster: 'state' in given ? given : known(given),
		virtualNetworks: new Map(),
		subnets: new Map(subnets.map(each => [armKey(each.id), known(each)])),
		securityGroups: new Map(),
		nodeSecurityGroups: known([]),
		routeTables: new Map(),
		serviceEndpointPolicies: new Map(),
		firewalls: [],
		virtualHubs: [],
		interfaceRoutes: new Map(),
		interfaceGroups: [],
		homelessInterfaces: [],
		learnedRoutes: new Map(),
		unjudged: [],
		adminRules: new Map(),
		privateEndpoints: [],
		privateZones: [],
		serviceTags: tags === undefined ? absent : known(new Map(Object.entries(tags))),
		kubernetes: {
			namespaces: known([]),
			pods: known([]),
			services: known([]),
			networkPolicies: known([]),
			ciliumPolicies: known([]),
			nodes: known([]),
			...kubernetes,
		},
		otherResources: [],
		...rest,
	};
}
