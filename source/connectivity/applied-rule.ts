import {type AddressSet, anyAddress, toCidrs} from '../network/address-set.js';
import {intersection, union, unionOf} from '../network/interval-set.js';
import type {LabelSelector} from '../network/label-selector.js';
import type {NamePattern} from '../network/name-pattern.js';
import type {PolicyPort} from '../topology/kubernetes.js';
import {
	type ClassSet,
	classSet,
	everyClass,
	intersectClasses,
	isEmptyClassSet,
	subtractClasses,
	unionClasses,
} from './class-set.js';
import type {EngineRules} from './engine-rules.js';
import type {PodClasses} from './pod-classes.js';
import {formatPolicyId, type PeerTerm, type PolicyTerm, type RuleTerm} from './policy-terms.js';

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
	readonly doubt: string | undefined;
};

export type ClusterAddresses = {readonly pods: AddressSet; readonly nodes: AddressSet};

/** `dev/allow-dns egress[0]` */
export function formatRule({policy, term}: AppliedRule): string {
	return `${formatPolicyId(policy.id)} ${term.rule}`;
}

export function applyRules(
	policy: PolicyTerm,
	terms: readonly RuleTerm[],
	context: {readonly classes: PodClasses; readonly engine: EngineRules; readonly addresses: ClusterAddresses},
): readonly AppliedRule[] {
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

function applyRule(
	policy: PolicyTerm,
	term: RuleTerm,
	context: {readonly classes: PodClasses; readonly engine: EngineRules; readonly addresses: ClusterAddresses},
): AppliedRule {
	const {classes, addresses} = context;
	const cluster = union(addresses.pods, addresses.nodes);
	const doubt = term.doubt ?? policy.doubt;
	if (term.peers === undefined) {
		return {
			policy,
			term,
			classes: everyClass(classes.size),
			outside: anyAddress,
			inside: cluster,
			names: ['*'],
			doubt,
		};
	}

	const parts = term.peers.map(peer => applyPeer(peer, policy.id.namespace, context));
	return {
		policy,
		term,
		classes: parts.reduce((sum, part) => unionClasses(sum, part.classes), classSet(classes.size)),
		outside: unionOf(parts.map(part => part.outside)),
		inside: unionOf(parts.map(part => part.inside)),
		names: parts.flatMap(part => part.names),
		doubt,
	};
}

type PeerShare = Pick<AppliedRule, 'classes' | 'outside' | 'inside' | 'names'>;

function applyPeer(
	peer: PeerTerm,
	ownNamespace: string | undefined,
	{
		classes,
		engine,
		addresses,
	}: {readonly classes: PodClasses; readonly engine: EngineRules; readonly addresses: ClusterAddresses},
): PeerShare {
	const nothing: PeerShare = {classes: classSet(classes.size), outside: [], inside: [], names: []};
	switch (peer.kind) {
		case 'pods': {
			const places =
				peer.namespaces === undefined && ownNamespace !== undefined
					? classes.inNamespace(ownNamespace)
					: classes.byNamespaceLabels(peer.namespaces ?? []);
			const selected = intersectClasses(places, classes.byPodLabels(peer.pods));
			const everyPod = isEveryNamespace(peer.namespaces) && peer.pods.length === 0;
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
			const pods = subtractClasses(everyClass(classes.size), classes.hostNetwork);
			switch (peer.entity) {
				case 'world': {
					return {...nothing, outside: anyAddress, names: ['*']};
				}

				case 'host':
				case 'remote-node': {
					return {...nothing, classes: classes.hostNetwork, inside: addresses.nodes};
				}

				case 'cluster': {
					return {
						...nothing,
						classes: unionClasses(pods, classes.hostNetwork),
						inside: union(addresses.pods, addresses.nodes),
					};
				}

				case 'all': {
					return {
						classes: unionClasses(pods, classes.hostNetwork),
						outside: anyAddress,
						inside: union(addresses.pods, addresses.nodes),
						names: ['*'],
					};
				}
			}
			break;
		}

		case 'names': {
			return {...nothing, names: peer.patterns};
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

/** What a rule uses that Azure Network Policy Manager cannot do on Windows nodes (AKS use-network-policies). */
export function windowsGap({term}: AppliedRule): string | undefined {
	const ports: readonly PolicyPort[] = term.ports ?? [];
	if (ports.some(({port}) => 'name' in port)) {
		return 'named ports on Windows';
	}

	if (ports.some(({protocol}) => protocol === 'sctp')) {
		return 'SCTP on Windows';
	}

	for (const peer of term.peers ?? []) {
		if (peer.kind === 'addresses' && toCidrs(peer.addresses).length > 1) {
			return 'except in an ipBlock on Windows';
		}

		const selectors = peer.kind === 'pods' ? [...(peer.namespaces ?? []), ...peer.pods] : [];
		if (selectors.some(({operator}) => operator === 'NotIn' || operator === 'DoesNotExist')) {
			return 'a negative selector on Windows';
		}
	}

	return undefined;
}
