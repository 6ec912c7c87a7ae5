import type {AddressSet} from '../network/address-set.js';
import type {LabelExpression} from '../network/label-expression.js';
import type {LabelSelector} from '../network/label-selector.js';
import type {NamePattern} from '../network/name-pattern.js';
import type {PolicyPort} from '../topology/kubernetes.js';
import type {PolicyTier} from './policy-tier.js';

/*
 * What every policy language is brought to before it is evaluated: ordered rules in ordered tiers, over pods, addresses
 * and names. The languages are ways to write it down; engines differ in what a term selects.
 */

export type PolicyDirection = 'ingress' | 'egress';

export type PolicyKind =
	| 'NetworkPolicy'
	| 'CiliumNetworkPolicy'
	| 'CiliumClusterwideNetworkPolicy'
	/** Calico's has the same name as Kubernetes' own; this is what kubectl takes to tell them apart. */
	| 'NetworkPolicy.crd.projectcalico.org'
	| 'GlobalNetworkPolicy'
	| 'AdminNetworkPolicy'
	| 'BaselineAdminNetworkPolicy'
	| 'ClusterNetworkPolicy';

export type PolicyId = {
	readonly kind: PolicyKind;
	/** Undefined for cluster-wide policies. */
	readonly namespace: string | undefined;
	readonly name: string;
};

/** Groups of peers that Cilium has a name for and that mean something here. */
export type Entity = 'world' | 'world-ipv4' | 'world-ipv6' | 'host' | 'remote-node' | 'cluster' | 'all';

export type PodsTerm = {
	/** Undefined: the policy's own namespace. */
	readonly namespaces: LabelSelector | undefined;
	readonly pods: LabelSelector;
	/** What a selector cannot say, beside it. */
	readonly where?: LabelExpression | undefined;
};

export type PeerTerm =
	| ({readonly kind: 'pods'} & PodsTerm)
	| {readonly kind: 'addresses'; readonly addresses: AddressSet}
	| {readonly kind: 'entity'; readonly entity: Entity}
	| {readonly kind: 'names'; readonly patterns: readonly NamePattern[]};

/** One end of a packet: one of the peers, with an address within, and none of those that are left out. */
export type EndTerm = {
	/** Undefined: any peer. */
	readonly peers: readonly PeerTerm[] | undefined;
	/** Undefined: any address. */
	readonly within?: AddressSet | undefined;
	readonly except?: readonly PeerTerm[] | undefined;
};

/** The ports of a rule: undefined is any port; an empty list is none. */
export type PortsTerm = {
	readonly ports: readonly PolicyPort[] | undefined;
	/** Ports that it does not mean. */
	readonly exceptPorts?: readonly PolicyPort[] | undefined;
};

export type RuleTerm = EndTerm &
	PortsTerm & {
		/** As the policy counts it: `ingress[0]`. */
		readonly rule: string;
		/** `pass` hands over to the next tier. */
		readonly action: 'allow' | 'deny' | 'pass';
		/** Its place among the rules of its tier, the lowest first; equals stand in the order of their policies. */
		readonly order: number;
		/** Holds only for those of the policy's pods that this end means; undefined: for all. */
		readonly own?: EndTerm | undefined;
		/** Names that the rule lets pods resolve, when it limits DNS to some. */
		readonly dnsPatterns: readonly NamePattern[] | undefined;
		/** What in the rule we cannot judge, by name; the rule may then hold or not. */
		readonly doubt: string | undefined;
	};

export type PolicyTerm = {
	readonly id: PolicyId;
	readonly tier: PolicyTier;
	/** The pods it is about; `namespaces` undefined means the policy's own namespace. */
	readonly subject: PodsTerm;
	/** It is about nodes, so among pods only about those in the node's network. */
	readonly onNodes: boolean;
	/** The end of its tier decides about its pods what no rule of the tier does. */
	readonly isolates: Readonly<Record<PolicyDirection, boolean>>;
	readonly rules: Readonly<Record<PolicyDirection, readonly RuleTerm[]>>;
	/** What about the whole policy we cannot judge: whether it is in force at all. */
	readonly doubt: string | undefined;
};

/** `dev/allow-dns`; the kind in front when it is not a NetworkPolicy. */
export function formatPolicyId({kind, namespace, name}: PolicyId): string {
	const path = namespace === undefined ? name : `${namespace}/${name}`;
	return kind === 'NetworkPolicy' ? path : `${kind} ${path}`;
}
