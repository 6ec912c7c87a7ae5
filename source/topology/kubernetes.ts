import type {AddressSet} from '../network/address-set.js';
import type {LabelSelector, Labels} from '../network/label-selector.js';
import type {PortSet} from '../network/port-set.js';
import type {ClusterDns} from './decode/kubernetes/corefile/cluster-dns.js';
import type {Known} from './known.js';
import type {ProxiedKind} from './proxied-kinds.js';
import type {KubeObject, KubeResource} from './world.js';

/** The label that holds a namespace's own name. */
export const nameLabel = 'kubernetes.io/metadata.name';

export type Namespace = {
	readonly name: string;
	/** With {@link nameLabel} where the cluster's API server sets it by itself. */
	readonly labels: Labels;
};

export type ContainerPort = {
	readonly name: string | undefined;
	readonly port: number;
	readonly protocol: 'tcp' | 'udp' | 'sctp';
};

export type Pod = {
	readonly namespace: string;
	readonly name: string;
	readonly labels: Labels;
	/** Of one family or both; empty while pending. */
	readonly addresses: AddressSet;
	/** Shares the node's network: policies do not isolate it. */
	readonly hostNetwork: boolean;
	readonly node: string | undefined;
	readonly ports: readonly ContainerPort[];
	/** Of its containers and those that run before them, as they are written; left out where none is. */
	readonly images?: readonly string[];
	/** `default` when left out. */
	readonly serviceAccount?: string | undefined;
	/** Left out where the pod asks as pods do: the cluster's DNS, or with the node's network as the node. */
	readonly names?: PodNames | undefined;
	/** Annotated to be given the API server's name instead of its address (outbound-rules-control-egress.md). */
	readonly callsApiServerByName: boolean;
	/** The workload that owns the pod, `Deployment/web`; the pod itself when nothing owns it. */
	readonly workload: {readonly kind: string; readonly name: string};
	/** No pod yet, but the one that a workload's template would start. */
	readonly planned?: true;
};

/** How a pod looks names up, where it says so (kubernetes.io, dns-pod-service). */
export type PodNames = {
	/** `ClusterFirst`, `ClusterFirstWithHostNet`, `Default` (as the node) or `None`. */
	readonly policy: string;
	/** Whom it asks with the policy `None`. */
	readonly servers: readonly string[];
	/** Names that it asks nobody for. */
	readonly aliases: ReadonlyMap<string, AddressSet>;
};

export type ServicePort = {
	readonly name: string | undefined;
	readonly port: number;
	readonly protocol: 'tcp' | 'udp' | 'sctp';
	readonly targetPort: number | string;
	readonly nodePort: number | undefined;
};

export type Service = {
	readonly namespace: string;
	readonly name: string;
	readonly labels: Labels;
	readonly annotations: Labels;
	readonly type: string;
	readonly selector: Labels | undefined;
	readonly ports: readonly ServicePort[];
	/** Addresses inside the cluster that lead to it. */
	readonly clusterAddresses?: AddressSet;
	/** Addresses of the load balancer, as the service's status tells. */
	readonly loadBalancerAddresses: AddressSet;
	/** Annotated as internal. */
	readonly internal: boolean;
	readonly externalTrafficPolicy: 'Cluster' | 'Local';
	readonly sourceRanges: readonly string[];
	/** Service tags that may call it, beside the ranges. */
	readonly sourceTags?: readonly string[];
	/**
	 * The load balancer hands packets to the nodes at their own addresses and node ports; else with its own address (floating
	 * IP), as AKS has it (kubernetes-sigs/cloud-provider-azure#10083).
	 */
	readonly translated?: true;
	/** Where a load balancer asks whether a node has pods of the service; only with the policy Local. */
	readonly healthCheckNodePort: number | undefined;
};

/** What a service without a selector leads to. */
export type Endpoints = {
	readonly namespace: string;
	readonly service: string;
	readonly addresses: AddressSet;
	readonly ports: readonly ContainerPort[];
};

export type RouteBackend = {
	readonly namespace: string;
	readonly service: string;
	/** By number or name; undefined: every port of the service. */
	readonly port: number | string | undefined;
};

/** An Ingress or a route of the Gateway API: by which services the outside comes in. */
export type Route = {
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
	readonly backends: readonly RouteBackend[];
};

export type PolicyPort = {
	/** `any` only in our own constructions; Kubernetes defaults to tcp. */
	readonly protocol: 'tcp' | 'udp' | 'sctp';
	/** Numbers, a name to look up in the destination pod, or every port. */
	readonly port: PortSet | {readonly name: string};
};

/** One entry of `from` or `to`. Several fields of one entry are joined by AND (kubernetes.io, network-policies). */
export type PolicyPeer =
	| {readonly kind: 'addresses'; readonly addresses: AddressSet}
	| {
			readonly kind: 'pods';
			/** Undefined: the policy's own namespace. */
			readonly namespaces: LabelSelector | undefined;
			readonly pods: LabelSelector;
	  };

export type PolicyRule = {
	/** Undefined: any peer. */
	readonly peers: readonly PolicyPeer[] | undefined;
	/** Undefined: any port. */
	readonly ports: readonly PolicyPort[] | undefined;
};

export type NetworkPolicy = {
	readonly namespace: string;
	readonly name: string;
	readonly pods: LabelSelector;
	readonly isolatesIngress: boolean;
	readonly isolatesEgress: boolean;
	readonly ingress: readonly PolicyRule[];
	readonly egress: readonly PolicyRule[];
	/** Why it is not known what it says, or whether it is in force at all. */
	readonly doubt?: string;
};

export type Node = {
	readonly name: string;
	readonly labels: Labels;
	readonly addresses: AddressSet;
	readonly pool: string | undefined;
};

/** Lists whose objects are policies, or mean something to policies only. */
export const policyResources = [
	'ciliumcidrgroups',
	'ciliumlocalredirectpolicies',
	'ciliumegressgatewaypolicies',
	'adminnetworkpolicies',
	'baselineadminnetworkpolicies',
	'clusternetworkpolicies',
	'networkpolicies.crd.projectcalico.org',
	'globalnetworkpolicies',
	'tiers',
	'networksets',
	'globalnetworksets',
	'hostendpoints',
	'serviceaccounts',
] as const satisfies readonly KubeResource[];

export type PolicyResource = (typeof policyResources)[number];

/** Everything read from the API server; each list may be missing for its own reason. */
export type Kubernetes = {
	readonly namespaces: Known<readonly Namespace[]>;
	readonly pods: Known<readonly Pod[]>;
	readonly services: Known<readonly Service[]>;
	readonly networkPolicies: Known<readonly NetworkPolicy[]>;
	/** Kept as they are: their language is richer than ours, and the evaluator decides what it can model. */
	readonly ciliumPolicies: Known<readonly KubeObject[]>;
	/** Likewise everything that other policy languages are written in; what is missing here was not asked for. */
	readonly policyObjects?: Readonly<Partial<Record<PolicyResource, Known<readonly KubeObject[]>>>>;
	readonly nodes: Known<readonly Node[]>;
	/** What was changed about the answers of the cluster's DNS; left out where nothing was asked. */
	readonly clusterDns?: Known<ClusterDns>;
	/** Left out where none were read. */
	readonly endpoints?: readonly Endpoints[];
	readonly routes?: readonly Route[];
	/** What a mesh or another policy engine is told about pods. */
	readonly proxied?: readonly ProxiedObject[];
	readonly unreadProxied?: readonly UnreadProxied[];
	/** What could not be listed of workloads, as a sentence. */
	readonly unreadWorkloads?: readonly string[];
};

/** An object by which a mesh's proxies, or another policy engine, may refuse traffic of some pods. */
export type ProxiedObject = {
	readonly kind: ProxiedKind;
	readonly namespace: string;
	readonly name: string;
	/** Undefined: pods of every namespace. */
	readonly inNamespace: string | undefined;
	/** All of these, of pods that it is about. */
	readonly labels: Labels;
};

/** A list of such objects that nobody may read: pods that run behind the engine's proxy are in doubt. */
export type UnreadProxied = {readonly kind: ProxiedKind; readonly reason: string};
