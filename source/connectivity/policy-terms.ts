import type {AddressSet} from '../network/address-set.js';
import type {LabelSelector} from '../network/label-selector.js';
import type {NamePattern} from '../network/name-pattern.js';
import type {PolicyPort} from '../topology/kubernetes.js';

/*
 * What every policy language is brought to before it is evaluated: allow and deny rules over pods, addresses and names.
 * NetworkPolicy and CiliumNetworkPolicy are two ways to write it down; engines differ in what a term selects.
 */

export type Direction = 'ingress' | 'egress';

type PolicyKind = 'NetworkPolicy' | 'CiliumNetworkPolicy' | 'CiliumClusterwideNetworkPolicy';

export type PolicyId = {
	readonly kind: PolicyKind;
	/** Undefined for cluster-wide policies. */
	readonly namespace: string | undefined;
	readonly name: string;
};

/** Groups of peers that Cilium has a name for and that mean something here. */
export type Entity = 'world' | 'host' | 'remote-node' | 'cluster' | 'all';

export type PeerTerm =
	| {
			readonly kind: 'pods';
			/** Undefined: the policy's own namespace. */
			readonly namespaces: LabelSelector | undefined;
			readonly pods: LabelSelector;
	  }
	| {readonly kind: 'addresses'; readonly addresses: AddressSet}
	| {readonly kind: 'entity'; readonly entity: Entity}
	| {readonly kind: 'names'; readonly patterns: readonly NamePattern[]};

export type RuleTerm = {
	/** As the policy counts it: `ingress[0]`. */
	readonly rule: string;
	readonly action: 'allow' | 'deny';
	/** Undefined: any peer. */
	readonly peers: readonly PeerTerm[] | undefined;
	/** Undefined: any port. */
	readonly ports: readonly PolicyPort[] | undefined;
	/** Names that the rule lets pods resolve, when it limits DNS to some. */
	readonly dnsPatterns: readonly NamePattern[] | undefined;
	/** What in the rule we cannot judge, by name; the rule may then hold or not. */
	readonly doubt: string | undefined;
};

export type PolicyTerm = {
	readonly id: PolicyId;
	/** The pods it is about; `namespaces` undefined means the policy's own namespace. */
	readonly subject: {readonly namespaces: LabelSelector | undefined; readonly pods: LabelSelector};
	/** It is about nodes, so among pods only about those in the node's network. */
	readonly onNodes: boolean;
	readonly isolates: Readonly<Record<Direction, boolean>>;
	readonly rules: Readonly<Record<Direction, readonly RuleTerm[]>>;
	/** What about the whole policy we cannot judge: whether it is in force at all. */
	readonly doubt: string | undefined;
};

/** `dev/allow-dns`; the kind in front when it is not a NetworkPolicy. */
export function formatPolicyId({kind, namespace, name}: PolicyId): string {
	const path = namespace === undefined ? name : `${namespace}/${name}`;
	return kind === 'NetworkPolicy' ? path : `${kind} ${path}`;
}
