import {type AddressSet, anyAddress} from '../network/address-set.js';
import {difference, intersection, union} from '../network/interval-set.js';
import type {LabelSelector} from '../network/label-selector.js';
import type {NamePattern} from '../network/name-pattern.js';
import {
	type ClassSet,
	classSet,
	intersectClasses,
	isEmptyClassSet,
	subtractClasses,
	unionClasses,
} from './class-set.js';
import type {EngineRules} from './engine-rules.js';
import type {PodClasses} from './pod-classes.js';
import {
	type EndTerm,
	type Entity,
	formatPolicyId,
	type PeerTerm,
	type PodsTerm,
	type PolicyTerm,
	type RuleTerm,
} from './policy-terms.js';

/** A rule with its peers looked up in this cluster. */
export type AppliedRule = {
	readonly policy: PolicyTerm;
	readonly term: RuleTerm;
	/** Pods among the peers. */
	readonly classes: ClassSet;
	/** Addresses outside the cluster. */
	readonly outside: AddressSet;
	/** Addresses of pods and nodes, as far as the rule selects them by address. */
	readonly inside: AddressSet;
	readonly names: readonly NamePattern[];
	/** The only pods of the policy that the rule is about; undefined: all. */
	readonly own: ClassSet | undefined;
	readonly doubt: string | undefined;
};

export type ClusterAddresses = {readonly pods: AddressSet; readonly nodes: AddressSet};

export type Applying = {
	readonly classes: PodClasses;
	readonly engine: EngineRules;
	readonly addresses: ClusterAddresses;
};

/** `dev/allow-dns egress[0]` */
export function formatRule({policy, term}: Pick<AppliedRule, 'policy' | 'term'>): string {
	return `${formatPolicyId(policy.id)} ${term.rule}`;
}

export function applyRules(policy: PolicyTerm, terms: readonly RuleTerm[], context: Applying): readonly AppliedRule[] {
	return terms.flatMap(term => {
		const rule = applyRule(policy, term, context);
		const hosts = intersectClasses(rule.classes, context.classes.hostNetwork);
		if (!selectsOneKindOfNode(term) || isEmptyClassSet(hosts)) {
			return [rule];
		}

		// `host` is the pod's own node only and `remote-node` every other: which of the two a pair is, classes do not tell.
		return [
			{...rule, classes: subtractClasses(rule.classes, hosts)},
			{...rule, classes: hosts, outside: [], inside: [], doubt: 'an entity that means one kind of node'},
		];
	});
}

function selectsOneKindOfNode({peers = []}: RuleTerm): boolean {
	const entities = new Set(peers.flatMap(peer => (peer.kind === 'entity' ? [peer.entity] : [])));
	return entities.has('host') !== entities.has('remote-node') && !entities.has('cluster') && !entities.has('all');
}

function applyRule(policy: PolicyTerm, term: RuleTerm, context: Applying): AppliedRule {
	return {
		policy,
		term,
		...applyEnd(term, policy.id.namespace, context),
		own: term.own === undefined ? undefined : applyEnd(term.own, policy.id.namespace, context).classes,
		doubt: term.doubt ?? policy.doubt,
	};
}

type PeerShare = Pick<AppliedRule, 'classes' | 'outside' | 'inside' | 'names'>;

function applyEnd(
	{peers, within, except = []}: EndTerm,
	ownNamespace: string | undefined,
	context: Applying,
): PeerShare {
	const {classes} = context;
	const meant = peers === undefined ? anyPeer(context) : applyPeers(peers, ownNamespace, context);
	const bounded =
		within === undefined
			? meant
			: {
					classes: intersectClasses(meant.classes, classes.inBlock(within)),
					outside: intersection(meant.outside, within),
					inside: intersection(meant.inside, within),
					// Where the addresses of a name are not known, neither is whether they lie in a block.
					names: [],
				};
	if (except.length === 0) {
		return bounded;
	}

	const left = applyPeers(except, ownNamespace, context);
	return {
		classes: subtractClasses(bounded.classes, left.classes),
		outside: difference(bounded.outside, left.outside),
		inside: difference(bounded.inside, left.inside),
		names: left.outside.length > 0 ? [] : bounded.names,
	};
}

function anyPeer({classes, addresses}: Applying): PeerShare {
	return {
		classes: classes.every,
		outside: anyAddress,
		inside: union(addresses.pods, addresses.nodes),
		names: ['*'],
	};
}

function applyPeers(peers: readonly PeerTerm[], ownNamespace: string | undefined, context: Applying): PeerShare {
	const parts = peers.map(peer => applyPeer(peer, ownNamespace, context));
	const [only, ...others] = parts;
	if (only !== undefined && others.length === 0) {
		return only;
	}

	return {
		classes: parts.reduce((sum, part) => unionClasses(sum, part.classes), classSet(context.classes.size)),
		outside: union(...parts.map(part => part.outside)),
		inside: union(...parts.map(part => part.inside)),
		names: parts.flatMap(part => part.names),
	};
}

/** The classes that a selection of pods means, whatever the engine makes of those in the node's network. */
export function selectedClasses(
	{namespaces, pods, where}: PodsTerm,
	ownNamespace: string | undefined,
	classes: PodClasses,
): ClassSet {
	const places =
		namespaces === undefined && ownNamespace !== undefined
			? classes.inNamespace(ownNamespace)
			: classes.byNamespaceLabels(namespaces ?? []);
	const selected = intersectClasses(places, classes.byPodLabels(pods));
	return where === undefined ? selected : intersectClasses(selected, classes.where(where));
}

function applyPeer(
	peer: PeerTerm,
	ownNamespace: string | undefined,
	{classes, engine, addresses}: Applying,
): PeerShare {
	const nothing: PeerShare = {classes: classSet(classes.size), outside: [], inside: [], names: []};
	switch (peer.kind) {
		case 'pods': {
			const selected = selectedClasses(peer, ownNamespace, classes);
			const everyPod = isEveryNamespace(peer.namespaces) && peer.pods.length === 0 && peer.where === undefined;
			return {
				...nothing,
				classes: withoutExempt(selected, classes, engine),
				inside: everyPod ? addresses.pods : [],
			};
		}

		case 'addresses': {
			return engine.blocksSelectClusterAddresses
				? {
						...nothing,
						classes: classes.inBlock(peer.addresses),
						outside: peer.addresses,
						inside: intersection(peer.addresses, union(addresses.pods, addresses.nodes)),
						names: wholeInternet(peer.addresses) ? ['*'] : [],
					}
				: {...nothing, outside: peer.addresses, names: wholeInternet(peer.addresses) ? ['*'] : []};
		}

		case 'entity': {
			return applyEntity(peer.entity, nothing, {classes, addresses});
		}

		case 'names': {
			return {...nothing, names: peer.patterns};
		}
	}
}

function applyEntity(
	entity: Entity,
	nothing: PeerShare,
	{classes, addresses}: Pick<Applying, 'classes' | 'addresses'>,
): PeerShare {
	const everything = {classes: classes.every, inside: union(addresses.pods, addresses.nodes)};
	switch (entity) {
		case 'world': {
			return {...nothing, outside: anyAddress, names: ['*']};
		}

		case 'host':
		case 'remote-node': {
			return {...nothing, classes: classes.hostNetwork, inside: addresses.nodes};
		}

		case 'cluster': {
			return {...nothing, ...everything};
		}

		case 'all': {
			return {...everything, outside: anyAddress, names: ['*']};
		}
	}
}

function isEveryNamespace(namespaces: LabelSelector | undefined): boolean {
	return (
		namespaces?.every(({key, operator}) => key === 'kubernetes.io/metadata.name' && operator === 'Exists') === true
	);
}

/** Pods in the node's network look like the node, so selectors do not find them (kubernetes.io, network-policies). */
export function withoutExempt(selected: ClassSet, classes: PodClasses, engine: EngineRules): ClassSet {
	return engine.hostNetworkPods === 'exempt' ? subtractClasses(selected, classes.hostNetwork) : selected;
}

/** Only a block that holds every address is sure to hold the addresses of a name. */
function wholeInternet(block: AddressSet): boolean {
	return block.length === 1 && block[0]?.[0] === 0 && block[0][1] === anyAddress[0]?.[1];
}
