import type {AddressSet} from '../network/address-set.js';
import type {NamePattern} from '../network/name-pattern.js';
import type {PortSet} from '../network/port-set.js';
import type {ArmId} from '../topology/arm-id.js';
import type {Pod, Service} from '../topology/kubernetes.js';
import type {Missing} from '../topology/missing.js';

/** Where a name's addresses may lie. There is no DNS in a world, so a profile says what is known about it. */
export type Hosting =
	/** Outside every Azure service tag: Cloudflare, Google. */
	| {readonly kind: 'outside-azure'}
	/** In this service tag: surely, where a document says so; else only resolving the name can tell. */
	| {readonly kind: 'service-tag'; readonly tag: string; readonly surely?: boolean}
	| {readonly kind: 'unknown'};

export type Destination =
	/** One name, or any of the names a pattern stands for while the exact one is not known. */
	| {readonly kind: 'name'; readonly pattern: NamePattern; readonly hosting: Hosting}
	/** All of these addresses must be reachable. `tag` is the service tag they came from. */
	| {readonly kind: 'addresses'; readonly addresses: AddressSet; readonly tag: string | undefined};

/** Whose packets leave: the nodes themselves (image pulls), or pods. */
export type Origin = {
	/** The subnet the packets come from: the nodes', or the pods' own. */
	readonly subnet: ArmId;
	/** What the controls beyond the node see: the subnet's prefixes (by CNI kind, see facts A2). */
	readonly addresses: AddressSet;
	/** The pods that speak, for network policies; undefined when the node itself does. */
	readonly pods: readonly Pod[] | undefined;
	/** Who speaks beside the pods: nodes, and pods that nobody named. Left out: nodes, where there are no pods. */
	readonly beside?: {readonly nodes: boolean; readonly anyPods: boolean};
};

/**
 * The way a flow takes through the controls. Each control looks at the kinds it can stop and passes over the others.
 */
export type Path =
	| {
			readonly kind: 'egress';
			readonly origin: Origin;
			readonly destination: Destination;
			/**
			 * Set for the cluster's own calls to its API server; `destination` is its public name then. Nodes and system pods
			 * call it by that name, other pods by its address, unless they carry `kubernetes.azure.com/set-kube-service-host-fqdn`
			 * (outbound-rules-control-egress.md).
			 */
			readonly apiServer?: 'by-name' | 'by-address';
	  }
	/** From the internet to a load balancer service, or from the addresses given. */
	| {
			readonly kind: 'ingress';
			readonly service: Service;
			readonly from?: {readonly addresses: AddressSet; readonly tag: string | undefined};
	  }
	/** Between pods, every one of `from` to every one of `to`. */
	| {readonly kind: 'pod-to-pod'; readonly from: readonly Pod[]; readonly to: readonly Pod[]}
	/** From addresses outside to pods; only policies are asked, because no route leads there from the internet. */
	| {
			readonly kind: 'addresses-to-pods';
			readonly from: AddressSet;
			readonly tag: string | undefined;
			readonly to: readonly Pod[];
	  }
	/** From the internet, or from the addresses given, to ports of the nodes of these pools. */
	| {
			readonly kind: 'to-nodes';
			readonly from?: {readonly addresses: AddressSet; readonly tag: string | undefined};
			readonly pools: readonly string[];
	  }
	| {
			readonly kind: 'api-server';
			readonly from: AddressSet;
			readonly tag: string | undefined;
			readonly caller: 'backend' | 'machine';
	  }
	/** From a developer's machine to a name. */
	| {readonly kind: 'machine'; readonly destination: Destination}
	/** `count` more addresses for pods, in the subnet that pods take theirs from. */
	| {readonly kind: 'addresses-needed'; readonly count: number; readonly subnet: ArmId}
	/** The profile does not work on private clusters. */
	| {readonly kind: 'public-api-server'};

export type EgressPath = Extract<Path, {kind: 'egress'}>;

export type IngressPath = Extract<Path, {kind: 'ingress'}>;

/** One thing that must be able to happen, bound to this cluster. */
export type Flow = {
	/** Unique in an assessment and stable between runs: `backend`, `public-ingress:azds/traefik`. */
	readonly id: string;
	readonly profile: string;
	readonly requirement: string;
	/** What stops working without it; one sentence. */
	readonly purpose: string;
	/** For people: `nodes in aks-subnet`, `gcr.io`. */
	readonly from: string;
	readonly to: string;
	readonly protocol: 'tcp' | 'udp' | 'any';
	readonly ports: PortSet;
	readonly path: Path;
	/** How sure it is that this is needed; left out where it is required. Blocked is a doubt where nobody could verify it. */
	readonly confidence?: 'inferred' | 'optional' | 'unverified';
	/** What a reader must know beside the verdict: conflicting sources, a widened name, the retired service. */
	readonly remarks: readonly string[];
};

/** A requirement that binds to nothing here, and why; reported, never dropped. */
export type UnboundRequirement = {
	readonly profile: string;
	readonly requirement: string;
	readonly purpose: string;
	/** `not-applicable` or, when a list we need could not be read, `undecided`. */
	readonly verdict: 'not-applicable' | 'undecided';
	readonly why: string;
	readonly missing: Missing | undefined;
};
