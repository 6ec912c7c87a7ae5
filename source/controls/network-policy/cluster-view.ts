import {clusterConnectivity} from '../../connectivity/cluster-connectivity.js';
import type {Connectivity} from '../../connectivity/connectivity.js';
import {engineRules} from '../../connectivity/engine-rules.js';
import type {PolicyDirection} from '../../connectivity/policy-terms.js';
import {defaultTier} from '../../connectivity/policy-tier.js';
import type {AddressSet} from '../../network/address-set.js';
import {unionOf} from '../../network/interval-set.js';
import {armKey} from '../../topology/arm-id.js';
import {knownValue} from '../../topology/known.js';
import {nameLabel, type Pod} from '../../topology/kubernetes.js';
import {rememberByObject} from '../../topology/remember-by-object.js';
import type {Topology} from '../../topology/topology.js';

/** What remedies look up again and again. */
export type ClusterView = {
	readonly topology: Topology;
	readonly reach: Connectivity;
	readonly classOf: (pod: Pod) => number | undefined;
	readonly dnsPods: readonly Pod[];
	/** The pods of a namespace, without those that policies do not reach. */
	readonly podsIn: (namespace: string) => readonly Pod[];
	/** Surely isolated in the direction where NetworkPolicies stand, so that one more cuts nothing off. */
	readonly isIsolated: (pod: Pod, direction: PolicyDirection) => boolean;
	/** The namespace does not carry its name as a label, so no selector can name it yet. */
	readonly lacksNameLabel: (namespace: string) => boolean;
	/** Where nodes and pods are or may come to be. */
	readonly nodeRanges: AddressSet;
	readonly podRanges: AddressSet;
	readonly fqdnPolicies: boolean;
};

export const clusterView = rememberByObject((topology: Topology): ClusterView | undefined => {
	const read = clusterConnectivity(topology);
	if (!read.ok || !engineRules[read.connectivity.engine].enforces) {
		return undefined;
	}

	const {connectivity: reach, classOf} = read;
	const cluster = knownValue(topology.cluster);
	const exempt = engineRules[reach.engine].hostNetworkPods === 'exempt';
	const pods = knownValue(topology.kubernetes.pods) ?? [];
	const subnets = (ids: readonly (string | undefined)[]) =>
		unionOf(ids.map(id => (id === undefined ? [] : (knownValue(topology.subnets.get(armKey(id)))?.prefixes ?? []))));
	const nodes = knownValue(topology.kubernetes.nodes) ?? [];
	return {
		topology,
		reach,
		classOf,
		dnsPods: findDnsPods(pods),
		podsIn: namespace => pods.filter(pod => pod.namespace === namespace && !(exempt && pod.hostNetwork)),
		isIsolated: (pod, direction) => {
			const id = classOf(pod);
			const group = id === undefined ? undefined : reach.group(direction, id);
			const tier = group?.tiers.find(({tier: {name}}) => name === defaultTier.name);
			return tier?.appliedBy.some(policy => policy.doubt === undefined) === true;
		},
		lacksNameLabel: name =>
			(knownValue(topology.kubernetes.namespaces) ?? []).some(
				namespace => namespace.name === name && namespace.labels[nameLabel] !== name,
			),
		nodeRanges: unionOf([subnets(cluster?.pools.map(pool => pool.subnet) ?? []), ...nodes.map(node => node.addresses)]),
		podRanges: unionOf([
			cluster?.podCidrs ?? [],
			subnets(cluster?.pools.map(pool => pool.podSubnet) ?? []),
			...pods.filter(pod => !pod.hostNetwork).map(pod => pod.addresses),
		]),
		fqdnPolicies: cluster?.fqdnPolicies ?? false,
	};
});

/** The cluster's DNS: CoreDNS, and the cache on the nodes where there is one (AKS azure-cni-powered-by-cilium, LRP). */
export const findDnsPods = rememberByObject((pods: readonly Pod[]): readonly Pod[] =>
	pods.filter(pod => pod.namespace === 'kube-system' && dnsNames.has(pod.labels['k8s-app'] ?? '')),
);

const dnsNames = new Set(['kube-dns', 'node-local-dns']);
