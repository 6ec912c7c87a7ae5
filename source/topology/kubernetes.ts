import type {AddressSet} from '../network/address-set.js';
import type {LabelSelector, Labels} from '../network/label-selector.js';
import type {PortSet} from '../network/port-set.js';
import type {Known} from './known.js';
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
	/** IPv4 addresses; empty while pending. */
	readonly addresses: AddressSet;
	/** Shares the node's network: policies do not isolate it. */
	readonly hostNetwork: boolean;
	readonly node: string | undefined;
	readonly ports: readonly ContainerPort[];
	/** `default` when left out. */
	readonly serviceAccount?: string | undefined;
	/** Annotated to be given the API server's name instead of its address (outbound-rules-control-egress.md). */
	readonly callsApiServerByName: boolean;
	/** The workload that owns the pod, `Deployment/web`; the pod itself when nothing owns it. */
	readonly workload: {readonly kind: string; readonly name: string};
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
	/** Addresses of the load balancer, as the service's status tells. */
	readonly loadBalancerAddresses: AddressSet;
	/** Annotated as internal. */
	readonly internal: boolean;
	readonly externalTrafficPolicy: 'Cluster' | 'Local';
	readonly sourceRanges: readonly string[];
	/** Where a load balancer asks whether a node has pods of the service; only with the policy Local. */
	readonly healthCheckNodePort: number | undefined;
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
};

export type Node = {
	readonly name: string;
	readonly labels: Labels;
	readonly addresses: AddressSet;
	readonly pool: string | undefined;
};

/** Lists whose objects are policies, or mean something to policies only. */
export const policyResources = [
	'endpoints',
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
};
