import type {Family} from '../network/address.js';
import {type AddressSet, anyAddress, anyIpv4, anyIpv6} from '../network/address-set.js';
import {difference, intersection, isSubset, union, unionOf} from '../network/interval-set.js';
import type {LabelSelector} from '../network/label-selector.js';
import type {NamePattern} from '../network/name-pattern.js';
import {type ClassSet, classSet, intersectClasses, subtractClasses, unionClasses} from './class-set.js';
import type {EngineRules} from './engine-rules.js';
import type {PodClasses} from './pod-classes.js';
import type {EndTerm, Entity, PeerTerm, PodsTerm} from './policy-terms.js';
import {type UnsurePeers, unaddressedPods, unsureSelection} from './unsure-peers.js';

/** One end of a rule, looked up in this cluster. */
export type AppliedEnd = {
	/** Pods that it surely means. */
	readonly classes: ClassSet;
	/** Addresses outside the cluster. */
	readonly outside: AddressSet;
	/** Addresses of pods and nodes, as far as it selects them by address; of nodes other than the pod's own. */
	readonly inside: AddressSet;
	/** Addresses of nodes that it means where the node is the pod's own. */
	readonly ownNode: AddressSet;
	readonly names: readonly NamePattern[];
};

/** Some pods may be among those that it means, or not. */
type EndShare = AppliedEnd & {readonly unsure: readonly UnsurePeers[]};

export type ClusterAddresses = {
	readonly pods: AddressSet;
	readonly nodes: AddressSet;
	/** Where pods get their addresses from; empty when nobody knows. */
	readonly podCidrs: AddressSet;
};

export type Applying = {
	readonly classes: PodClasses;
	readonly engine: EngineRules;
	readonly addresses: ClusterAddresses;
	/** Of the packets between pods. */
	readonly family: Family;
};

export function applyEnd(
	{peers, within, except = []}: EndTerm,
	ownNamespace: string | undefined,
	context: Applying,
): EndShare {
	const meant = peers === undefined ? anyPeer(context) : applyPeers(peers, ownNamespace, context);
	const bounded = within === undefined ? meant : withinBlock(meant, within, context);
	return except.length === 0 ? bounded : withoutPeers(bounded, applyPeers(except, ownNamespace, context));
}

function withinBlock(share: EndShare, within: AddressSet, {classes, addresses, family}: Applying): EndShare {
	const unaddressed = unaddressedPods(within, classes, addresses.podCidrs, family);
	const sure = unionClasses(classes.inBlock(within), unaddressed.sure);
	return {
		classes: intersectClasses(share.classes, sure),
		outside: intersection(share.outside, within),
		inside: intersection(share.inside, within),
		ownNode: intersection(share.ownNode, within),
		// Where the addresses of a name are not known, neither is whether they lie in a block.
		names: [],
		unsure: [
			...among(share.unsure, withUnsure(sure, unaddressed.unsure)),
			...among(unaddressed.unsure, withUnsure(share.classes, share.unsure)),
		],
	};
}

function withoutPeers(share: EndShare, left: EndShare): EndShare {
	return {
		classes: subtractClasses(share.classes, withUnsure(left.classes, left.unsure)),
		outside: difference(share.outside, left.outside),
		inside: difference(share.inside, left.inside),
		ownNode: difference(share.ownNode, left.ownNode),
		names: left.outside.length > 0 ? [] : share.names,
		unsure: without([...share.unsure, ...among(left.unsure, share.classes)], left.classes),
	};
}

function withUnsure(sure: ClassSet, unsure: readonly UnsurePeers[]): ClassSet {
	return unsure.reduce((all, part) => unionClasses(all, part.classes), sure);
}

function among(parts: readonly UnsurePeers[], classes: ClassSet): readonly UnsurePeers[] {
	return parts.map(part => ({...part, classes: intersectClasses(part.classes, classes)}));
}

function without(parts: readonly UnsurePeers[], classes: ClassSet): readonly UnsurePeers[] {
	return parts.map(part => ({...part, classes: subtractClasses(part.classes, classes)}));
}

function anyPeer({classes, addresses}: Applying): EndShare {
	return {
		classes: classes.every,
		outside: anyAddress,
		inside: union(addresses.pods, addresses.nodes),
		ownNode: addresses.nodes,
		names: ['*'],
		unsure: [],
	};
}

function applyPeers(peers: readonly PeerTerm[], ownNamespace: string | undefined, context: Applying): EndShare {
	const parts = peers.map(peer => applyPeer(peer, ownNamespace, context));
	const [only, ...others] = parts;
	if (only !== undefined && others.length === 0) {
		return only;
	}

	return {
		classes: parts.reduce((sum, part) => unionClasses(sum, part.classes), classSet(context.classes.size)),
		outside: unionOf(parts.map(part => part.outside)),
		inside: unionOf(parts.map(part => part.inside)),
		ownNode: unionOf(parts.map(part => part.ownNode)),
		names: parts.flatMap(part => part.names),
		unsure: parts.flatMap(part => part.unsure),
	};
}

/** The pods that a selection means, whatever the engine makes of those in the node's network. */
export function applySelection(
	term: PodsTerm,
	ownNamespace: string | undefined,
	classes: PodClasses,
): Pick<EndShare, 'classes' | 'unsure'> {
	const {namespaces, pods, where} = term;
	const places =
		namespaces === undefined && ownNamespace !== undefined
			? classes.inNamespace(ownNamespace)
			: classes.byNamespaceLabels(namespaces ?? []);
	const selected = intersectClasses(places, classes.byPodLabels(pods));
	const found = where === undefined ? selected : intersectClasses(selected, classes.where(where));
	const unsure = unsureSelection(term, ownNamespace, classes);
	return {classes: subtractClasses(found, withUnsure(classSet(classes.size), unsure)), unsure};
}

function applyPeer(
	peer: PeerTerm,
	ownNamespace: string | undefined,
	{classes, engine, addresses, family}: Applying,
): EndShare {
	const nothing: EndShare = {
		classes: classSet(classes.size),
		outside: [],
		inside: [],
		ownNode: [],
		names: [],
		unsure: [],
	};
	switch (peer.kind) {
		case 'pods': {
			const selected = applySelection(peer, ownNamespace, classes);
			const everyPod = isEveryNamespace(peer.namespaces) && peer.pods.length === 0 && peer.where === undefined;
			return {
				...nothing,
				classes: withoutExempt(selected.classes, classes, engine),
				unsure: selected.unsure.map(part => ({...part, classes: withoutExempt(part.classes, classes, engine)})),
				inside: everyPod ? addresses.pods : [],
			};
		}

		case 'addresses': {
			const outside = {...nothing, outside: peer.addresses, names: wholeInternet(peer.addresses) ? ['*'] : []};
			if (!engine.blocksSelectClusterAddresses) {
				return outside;
			}

			const unaddressed = unaddressedPods(peer.addresses, classes, addresses.podCidrs, family);
			return {
				...outside,
				classes: unionClasses(classes.inBlock(peer.addresses), unaddressed.sure),
				unsure: unaddressed.unsure,
				inside: intersection(peer.addresses, union(addresses.pods, addresses.nodes)),
				ownNode: intersection(peer.addresses, addresses.nodes),
			};
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
	nothing: EndShare,
	{classes, addresses}: Pick<Applying, 'classes' | 'addresses'>,
): EndShare {
	const everything = {
		...nothing,
		classes: classes.every,
		inside: union(addresses.pods, addresses.nodes),
		ownNode: addresses.nodes,
	};
	switch (entity) {
		case 'world': {
			return {...nothing, outside: anyAddress, names: ['*']};
		}

		case 'world-ipv4': {
			return {...nothing, outside: anyIpv4, names: ['*']};
		}

		case 'world-ipv6': {
			return {...nothing, outside: anyIpv6};
		}

		case 'host': {
			return {...nothing, classes: classes.hostNetwork, ownNode: addresses.nodes};
		}

		case 'remote-node': {
			return {...nothing, classes: classes.hostNetwork, inside: addresses.nodes};
		}

		case 'cluster': {
			return everything;
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

/** Only a block that holds every address is sure to hold the addresses of a name, which is asked for over IPv4. */
function wholeInternet(block: AddressSet): boolean {
	return isSubset(anyIpv4, block);
}
