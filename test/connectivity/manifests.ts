import {parseAllDocuments} from 'yaml';
import {addresses} from '../../source/network/address-set.js';
import {anyPort, type PortSet} from '../../source/network/port-set.js';
import type {Destination, Flow, Path} from '../../source/profiles/flow.js';
import type {Cluster, PolicyEngine} from '../../source/topology/cluster.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {decodeKubernetes} from '../../source/topology/decode/kubernetes/decode-kubernetes.js';
import {type Known, known, knownValue} from '../../source/topology/known.js';
import type {Pod} from '../../source/topology/kubernetes.js';
import type {Topology} from '../../source/topology/topology.js';
import type {Json, KubeObject} from '../../source/topology/world.js';
import {worldOf} from '../helpers/read-world.js';

/** A pod in few words: `dev/web app=web 10.244.0.5 http:80/TCP`, `host` and `on:node-1` for what is rare. */
function podManifest(text: string): KubeObject {
	const [path = '', ...words] = text.split(' ');
	const [namespace = '', name = ''] = path.split('/');
	const labels: Record<string, string> = {};
	const ports: Json[] = [];
	let ip: string | undefined;
	for (const word of words) {
		const [, key, value] = /^([^=]+)=(.*)$/.exec(word) ?? [];
		const [, portName, port, protocol] = /^([a-z\d-]*):(\d+)\/(TCP|UDP|SCTP)$/.exec(word) ?? [];
		if (key !== undefined && value !== undefined) {
			labels[key] = value;
		} else if (port !== undefined) {
			ports.push({...(portName ? {name: portName} : {}), containerPort: Number(port), protocol: protocol ?? 'TCP'});
		} else if (/^\d+\./.test(word)) {
			ip = word;
		}
	}

	const node = words.find(word => word.startsWith('on:'))?.slice(3);
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {name, namespace, labels},
		spec: {
			hostNetwork: words.includes('host'),
			...(node === undefined ? {} : {nodeName: node}),
			containers: [{name: 'main', ports}],
		},
		status: {phase: 'Running', ...(ip === undefined ? {} : {podIP: ip})},
	};
}

type Manifests = {
	readonly pods: readonly string[];
	readonly policies?: string;
	/** Namespaces with labels of their own. */
	readonly namespaces?: Readonly<Record<string, Readonly<Record<string, string>>>>;
	readonly engine?: PolicyEngine;
	readonly cluster?: Partial<Cluster>;
	readonly others?: readonly KubeObject[];
};

/** A cluster from manifests; with an engine, also the cluster that runs it. */
export function cluster({
	pods,
	policies = '',
	namespaces = {},
	engine,
	cluster: extra,
	others = [],
}: Manifests): Topology {
	const podObjects = pods.map(podManifest);
	const names = new Set([...Object.keys(namespaces), ...podObjects.map(pod => pod.metadata.namespace ?? 'default')]);
	const world = worldOf([
		...podObjects,
		...[...names].map(name => ({
			apiVersion: 'v1',
			kind: 'Namespace',
			metadata: {name, labels: namespaces[name] ?? {}},
		})),
		...parseAllDocuments(policies).map(document => document.toJS() as Json),
		...others,
	]);
	const kubernetes = decodeKubernetes(world, extra?.kubernetesVersion);
	const topology = {...decodeTopology(world), kubernetes};
	return engine === undefined ? topology : {...topology, cluster: aks(engine, extra)};
}

function aks(policyEngine: PolicyEngine, extra: Partial<Cluster> = {}): Known<Cluster> {
	return known({
		id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks',
		name: 'aks',
		resourceGroup: 'rg',
		subscription: 's',
		location: 'eastus',
		kubernetesVersion: '1.33.2',
		provisioningState: 'Succeeded',
		nodeResourceGroup: 'MC_rg_aks_eastus',
		cni: 'overlay',
		podCidrs: addresses('10.244.0.0/16'),
		serviceCidrs: addresses('10.0.0.0/16'),
		policyEngine,
		dataPlane: policyEngine === 'cilium' ? 'cilium' : 'azure',
		fqdnPolicies: false,
		outboundType: 'loadBalancer',
		loadBalancerSku: 'standard',
		sharedProbe: false,
		features: [],
		pools: [],
		apiServer: {
			fqdn: 'aks.hcp.eastus.azmk8s.io',
			privateCluster: false,
			vnetIntegration: false,
			vnetIntegrationSubnet: undefined,
			authorizedRanges: [],
			runCommandDisabled: false,
		},
		httpProxy: undefined,
		egressAddresses: known([]),
		...extra,
	});
}

export function podsOf(topology: Topology, ...names: readonly string[]): readonly Pod[] {
	const pods = knownValue(topology.kubernetes.pods) ?? [];
	return pods.filter(({namespace, name}) => names.includes(namespace) || names.includes(`${namespace}/${name}`));
}

export function flow(
	path: Path,
	{ports = anyPort, protocol = 'tcp'}: {ports?: PortSet; protocol?: Flow['protocol']} = {},
): Flow {
	return {
		id: 'the-flow',
		profile: 'test',
		requirement: 'the-flow',
		purpose: 'A test.',
		from: 'here',
		to: 'there',
		protocol,
		ports,
		path,
		remarks: [],
	};
}

export function egress(pods: readonly Pod[], destination: Destination): Path {
	return {kind: 'egress', origin: {subnet: '/subnet', addresses: [], pods}, destination};
}

export function block(...texts: readonly string[]): Destination {
	return {kind: 'addresses', addresses: addresses(...texts), tag: undefined};
}
