import type {PolicyEngine} from '../topology/cluster.js';

/** How engines read the same YAML differently. One row per engine; the evaluator asks this table and nothing else. */
export type EngineRules = {
	/** For sentences: `Calico`. */
	readonly title: string;
	/** Policies have an effect at all. */
	readonly enforces: boolean;
	/** CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy have an effect. */
	readonly ciliumPolicies: boolean;
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
	/** What rules hold on Windows nodes. */
	readonly windows: 'full' | 'limited' | 'unsupported';
};

const plain: EngineRules = {
	title: 'Kubernetes',
	enforces: true,
	ciliumPolicies: false,
	hostNetworkPods: 'pods',
	blocksSelectClusterAddresses: true,
	ownNode: {ingress: false, egress: false},
	exactNamedPorts: true,
	endPortSince: 0,
	enforcesForwardedIngress: true,
	windows: 'full',
};

/** Sources: AKS `use-network-policies`, `azure-cni-powered-by-cilium`, `migrate-from-npm-to-cilium-network-policy`. */
export const engineRules: Readonly<Record<PolicyEngine, EngineRules>> = {
	none: {...plain, title: 'no policy engine', enforces: false},
	kubernetes: plain,
	azure: {
		...plain,
		title: 'Azure Network Policy Manager',
		hostNetworkPods: 'exempt',
		// "NPM implicitly allows egress to own node"; from the node: kubernetes.io, network-policies.
		ownNode: {ingress: true, egress: true},
		enforcesForwardedIngress: false,
		// Windows: no named ports, SCTP, negative selectors or `except` (AKS use-network-policies).
		windows: 'limited',
	},
	calico: {
		...plain,
		title: 'Calico',
		hostNetworkPods: 'exempt',
		// Not stated by AKS; kubernetes.io says so of every engine. Unverified.
		ownNode: {ingress: true, egress: true},
	},
	cilium: {
		...plain,
		title: 'Cilium',
		ciliumPolicies: true,
		hostNetworkPods: 'exempt',
		blocksSelectClusterAddresses: false,
		// Egress to the own node is blocked (migrate-from-npm); from it, Cilium's default `allow-localhost`. Unverified.
		ownNode: {ingress: true, egress: false},
		exactNamedPorts: false,
		// Cilium 1.17, which AKS pairs with Kubernetes 1.32 and later.
		endPortSince: 32,
		windows: 'unsupported',
	},
};
