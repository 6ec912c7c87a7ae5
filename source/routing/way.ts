import type {Address} from '../network/address.js';
import type {AddressSet} from '../network/address-set.js';
import type {NamePattern} from '../network/name-pattern.js';
import type {PortSet} from '../network/port-set.js';
import type {Destination, Flow} from '../profiles/flow.js';
import type {AdminRules} from '../topology/admin-rule.js';
import type {ArmId} from '../topology/arm-id.js';
import type {AgentPool, HttpProxy} from '../topology/cluster.js';
import type {Firewall} from '../topology/firewall.js';
import type {Known} from '../topology/known.js';
import type {Service} from '../topology/kubernetes.js';
import type {Missing} from '../topology/missing.js';
import type {PrivateEndpoint} from '../topology/private-name.js';
import type {ExpandedTags} from '../topology/told-groups.js';
import type {SecurityGroup} from '../topology/virtual-network.js';
import type {Quantifier} from './bounded-rules.js';
import type {EffectiveRoute, NextHop} from './effective-route.js';
import type {AddressView} from './extent.js';
import type {Resolution} from './names/resolution.js';
import type {PodSide} from './pod-side.js';
import type {Publication} from './publication.js';
import type {Unread} from './unread.js';

/**
 * The way of a flow as one value: what its packets pass, in order, to the destination and back. It is computed once per
 * flow ({@link file://./find-way.ts}); controls judge its hops and never look for the path themselves.
 */
export type Way = {
	/**
	 * Exactly one of these is true (of each party, where there are several), and nobody here can tell which: what they
	 * disagree on is undecided.
	 */
	readonly cases: readonly WayCase[];
	/** What would tell which case is true; undefined where there is only one. */
	readonly telling: Missing | undefined;
};

export type WayCase = {
	/**
	 * Packets to several destinations may take different hops. `every` destination must get through, or `some`: one of
	 * them is meant and nobody knows which, so that the hops of all must agree.
	 */
	readonly quantifier: 'every' | 'some';
	/** Where the packets of the flow go in this case; empty where the destination is no address. */
	readonly destinations: AddressSet;
	/**
	 * Who goes this way, where speakers go different ones: of each party one case is true, and every party must get
	 * through. Left out where all go the same.
	 */
	readonly party?: string;
	readonly hops: readonly Hop[];
};

/** One place on the way, with the packets as they look there. */
export type Hop = {
	readonly place: Place;
	readonly leg: Leg;
	readonly packets: Packets;
	/**
	 * Hops of one station are one thing to a reader: the routes of a subnet that split the packets, the same group in two
	 * cases. Unique per station within a way.
	 */
	readonly station: string;
};

/**
 * `request` is the way there, `answer` the way back, and `probe` what a load balancer sends to learn whether a backend
 * lives: without it nothing else gets there. `forward` is a request that one node passes on to a pod of another. `lookup`
 * is the question for a name, to the DNS server and back, before anything is sent.
 */
export type Leg = 'request' | 'answer' | 'probe' | 'forward' | 'lookup';

/** How packets look where they are, and what must hold of them. */
export type Packets = {
	readonly source: AddressSet;
	readonly destination: AddressSet;
	readonly protocol: Flow['protocol'];
	/** Destination ports, after every translation before this place. */
	readonly ports: PortSet;
	readonly quantifier: Quantifier;
	/** How a rule's addresses and tags are to be read for the one and the other end. */
	readonly sourceView: AddressView;
	readonly destinationView: AddressView;
	/** What may be said as the server's name; all of them must get through. */
	readonly hosts: readonly Host[];
};

/** The name that a device sees which reads names: in TLS the server name, in HTTP the Host header (rule-processing.md). */
export type Host =
	| {
			readonly kind: 'named';
			readonly pattern: NamePattern;
			/** Hosts of other companies are in none of Microsoft's FQDN tags. */
			readonly outsideAzure: boolean;
	  }
	/** A flow to addresses that says some name we do not know. */
	| {readonly kind: 'unknown-name'}
	/**
	 * No name, so no application rule can match (firewall-known-issues.md). `addressOf`: the address is this name's, which
	 * is enough for a name in a network rule.
	 */
	| {readonly kind: 'nameless'; readonly addressOf?: NamePattern};

export type FlowDirection = 'outbound' | 'inbound';

/** The security group at a place, as far as it is known. No group lets everything through. */
export type GroupAt =
	| {
			readonly state: 'known';
			readonly group: SecurityGroup;
			/** What interfaces say stands there; left out where none does, and then it is the group as it was read. */
			readonly told?: ToldGroup | undefined;
	  }
	| {readonly state: 'none'; readonly resource: ArmId}
	| ({readonly state: 'unread'} & Unread);

export type GroupReading =
	| 'none'
	/** `tags` is what the interface says stands for them; left out for a group as it was read. */
	| {readonly group: SecurityGroup; readonly tags?: ExpandedTags};

/** The security group at a place by the word of an interface. */
export type ToldGroup = {
	readonly interface: ArmId;
	/** Exactly one is true: a group, or that there is none. */
	readonly readings: readonly GroupReading[];
	/** What would tell which is true; undefined where there is only one. */
	readonly doubt: Missing | undefined;
};

export type Place =
	/** Pods that speak or are spoken to. */
	| {readonly kind: 'pods'; readonly side: PodSide}
	/** The network interfaces of the nodes, with the group that AKS keeps there. */
	| {
			readonly kind: 'interface';
			readonly direction: FlowDirection;
			readonly subnets: readonly ArmId[];
			readonly group: GroupAt;
	  }
	| {readonly kind: 'subnet'; readonly direction: FlowDirection; readonly subnet: ArmId; readonly group: GroupAt}
	/** The rules that a network manager has put before the groups of a network. */
	| {readonly kind: 'admin-rules'; readonly direction: FlowDirection; readonly rules: AdminRules}
	/** Where a subnet's routes send these packets next. */
	| {
			readonly kind: 'route';
			readonly subnet: ArmId;
			readonly route: EffectiveRoute;
			/** What would tell whether another route decides. */
			readonly missing: Missing | undefined;
	  }
	/** Where a subnet's routes send the answers, which must go back the way the requests came. */
	| {
			readonly kind: 'return';
			readonly subnet: ArmId;
			readonly route: EffectiveRoute;
			readonly toward: Toward;
			readonly missing: Missing | undefined;
	  }
	| {readonly kind: 'unread-routes'; readonly subnet: ArmId; readonly unread: Unread}
	/** What decides what a name is: a list of the pods' own, the cluster's DNS, a private zone of the network. */
	| {readonly kind: 'resolver'; readonly name: string; readonly resolution: Resolution}
	/** The interface of a private endpoint, and what stands behind it. */
	| {readonly kind: 'private-endpoint'; readonly endpoint: PrivateEndpoint}
	/** A proxy that nodes and pods are told to use; what it lets through nobody can read. */
	| {readonly kind: 'proxy'; readonly proxy: HttpProxy; readonly url: string}
	/** An Azure Firewall that filters what goes through it. */
	| {readonly kind: 'firewall'; readonly firewall: Firewall; readonly subnet: ArmId}
	/** Where the internet gets in: the firewalls that may translate an address of theirs to a service. */
	| {readonly kind: 'publication'; readonly publication: Publication}
	/** Nobody could read in which subnets the nodes behind a service are. */
	| {readonly kind: 'unread-nodes'; readonly service: Service}
	| {readonly kind: 'load-balancer'; readonly service: Service; readonly address: Address | undefined}
	/** The nodes' own addresses, where somebody outside calls ports of theirs. */
	| {
			readonly kind: 'node-addresses';
			/** The pools that have public addresses. */
			readonly pools: readonly AgentPool[];
			/** Whether the groups that AKS keeps at the interfaces were read: they stand behind this on the way. */
			readonly groupsKnown: boolean;
	  }
	| {
			readonly kind: 'api-server';
			readonly caller: Caller;
			/** Unknown where nobody could read which addresses the caller is seen with. */
			readonly sources: Known<AddressSet>;
			/** The service tag that the caller's addresses stand for. */
			readonly tag: string | undefined;
	  }
	/** The profile needs an API server that the internet reaches. */
	| {readonly kind: 'public-api-server'}
	/** A developer's machine and the network it is in. */
	| {readonly kind: 'machine'; readonly destination: Destination}
	/** Addresses for new pods. */
	| {readonly kind: 'address-pool'; readonly subnet: ArmId; readonly count: number};

/** The way that requests came, which answers must go back. */
export type Toward =
	/** From clients anywhere to a public load balancer, or from a firewall that translates to it. */
	| {readonly kind: 'internet'; readonly publication: Publication}
	/** From a firewall's own subnet to an internal load balancer. */
	| {readonly kind: 'firewall'; readonly firewall: Firewall; readonly service: Service}
	/** From a firewall that translated the request on to the client, anywhere. */
	| {readonly kind: 'clients'; readonly firewall: Firewall}
	/** Through the virtual network: directly or by a device. */
	| {readonly kind: 'inside'; readonly by: NextHop};

export type PlaceKind = Place['kind'];

export type PlaceOf<Kind extends PlaceKind> = Extract<Place, {kind: Kind}>;

/** Who calls the API server: the service behind a workload, a developer, or the cluster's own nodes and pods. */
export type Caller = 'backend' | 'machine' | 'cluster';
