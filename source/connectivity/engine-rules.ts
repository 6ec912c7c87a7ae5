import type {Family} from '../network/address.js';
import type {PolicyEngine} from '../topology/cluster.js';

/** How engines read the same YAML differently. One row per engine; the evaluator asks this table and nothing else. */
export type EngineRules = {
	/** For sentences: `Calico`. */
	readonly title: string;
	/** Policies have an effect at all. */
	readonly enforces: boolean;
	/** CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy have an effect. */
	readonly ciliumPolicies: boolean;
	/** Calico's GlobalNetworkPolicy and NetworkPolicy have an effect. */
	readonly calicoPolicies: boolean;
	/** AdminNetworkPolicy, BaselineAdminNetworkPolicy and ClusterNetworkPolicy have an effect; a text tells why that is not sure. */
	readonly clusterPolicies: (minor: number | undefined) => boolean | string;
	/**
	 * Whether pods in the node's network are pods to a policy. Kubernetes leaves it open between "like every pod" and
	 * "not at all" (kubernetes.io, network-policies, hostNetwork pods); the plain specification is read as the first.
	 */
	readonly hostNetworkPods: 'pods' | 'exempt';
	/** Whether an address block selects pods and nodes whose address lies in it. */
	readonly blocksSelectClusterAddresses: boolean;
	/** A pod may always reach, or be reached from, the node it runs on. */
	readonly ownNode: {readonly ingress: boolean; readonly egress: boolean};
	/** Named ports that stand for different numbers in different pods are told apart. */
	readonly exactNamedPorts: boolean;
	/** The oldest Kubernetes minor version whose engine knows `endPort`. */
	readonly endPortSince: number;
	/** Ingress rules hold for load balancer traffic that a node passes on (externalTrafficPolicy: Cluster). */
	readonly enforcesForwardedIngress: boolean;
	/** A rule by name opens only names that a DNS rule lets its proxy see. */
	readonly namesNeedDnsRule: boolean;
	/** A family of addresses that it does not support. */
	readonly unsupportedFamily?: Family;
	/** What rules hold on Windows nodes. */
	readonly windows: 'full' | 'limited' | 'unsupported';
};

const plain: EngineRules = {
	title: 'Kubernetes',
	enforces: true,
	ciliumPolicies: false,
	calicoPolicies: false,
	clusterPolicies: () => true,
	hostNetworkPods: 'pods',
	blocksSelectClusterAddresses: true,
	// "Traffic to and from the node where a Pod is running is always allowed" (kubernetes.io, network-policies).
	ownNode: {ingress: true, egress: true},
	exactNamedPorts: true,
	endPortSince: 0,
	enforcesForwardedIngress: true,
	namesNeedDnsRule: false,
	windows: 'full',
};

/** Sources: AKS `use-network-policies`, `azure-cni-powered-by-cilium`, `migrate-from-npm-to-cilium-network-policy`. */
export const engineRules: Readonly<Record<PolicyEngine, EngineRules>> = {
	none: {...plain, title: 'no policy engine', enforces: false},
	kubernetes: plain,
	azure: {
		...plain,
		title: 'Azure Network Policy Manager',
		clusterPolicies: () => false,
		hostNetworkPods: 'exempt',
		enforcesForwardedIngress: false,
		// AKS use-network-policies, the comparison of the engines.
		unsupportedFamily: 'IPv6',
		// Windows: no named ports, SCTP, negative selectors or `except` (AKS use-network-policies).
		windows: 'limited',
	},
	calico: {
		...plain,
		title: 'Calico',
		calicoPolicies: true,
		// Of v1alpha1 from 3.29 on, of v1alpha2 from 3.32 on (docs.tigera.io, tiered-policy); AKS manages the version.
		clusterPolicies: () =>
			'cluster policies, which Calico enforces from version 3.29 on and AKS does not name its version',
		hostNetworkPods: 'exempt',
	},
	cilium: {
		...plain,
		title: 'Cilium',
		ciliumPolicies: true,
		// Not up to Cilium 1.18, which AKS pairs with Kubernetes 1.35 at the latest (cilium#23380, azure-cni-powered-by-cilium).
		clusterPolicies: minor =>
			minor !== undefined && minor <= 35 ? false : 'cluster policies, which Cilium does not enforce up to version 1.18',
		hostNetworkPods: 'exempt',
		blocksSelectClusterAddresses: false,
		// Egress to the own node is blocked (migrate-from-npm); from it, Cilium's default `allow-localhost`. Unverified.
		ownNode: {ingress: true, egress: false},
		exactNamedPorts: false,
		// Cilium 1.17, which AKS pairs with Kubernetes 1.32 and later.
		endPortSince: 32,
		namesNeedDnsRule: true,
		windows: 'unsupported',
	},
};
