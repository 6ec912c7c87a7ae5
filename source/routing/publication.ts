import {type Address, familyOf} from '../network/address.js';
import type {AddressSet} from '../network/address-set.js';
import {intersection, isEmpty, lowestOf, size, unionOf} from '../network/interval-set.js';
import type {Flow} from '../profiles/flow.js';
import {type ArmId, type ArmKey, armKey, parseArmId} from '../topology/arm-id.js';
import {commandLine} from '../topology/command-line.js';
import type {Firewall} from '../topology/firewall.js';
import {knownValue} from '../topology/known.js';
import type {Service} from '../topology/kubernetes.js';
import type {Missing} from '../topology/missing.js';
import {rememberByObject} from '../topology/remember-by-object.js';
import type {Topology} from '../topology/topology.js';
import {everyPublicAddress, publicAddresses} from './destination-cases.js';
import {
	type DnatTarget,
	type DoubtfulTranslation,
	doubtfulTranslation,
	type Translation,
	translatesToName,
	translationsTo,
} from './dnat.js';
import type {EffectiveRoute, RouteShare} from './effective-route.js';
import type {PlacedRule} from './evaluation-order.js';
import {nextHops} from './next-hop.js';
import {inReach, reachableFirst} from './reachable-firewalls.js';
import {untaggedView} from './resolve-tags.js';

/** How the internet gets to a load balancer's address: directly, or by a firewall that translates to it. */
export type Publication = {
	readonly service: Service;
	readonly target: DnatTarget;
	/** Only a firewall's DNAT rule leads to it from outside. */
	readonly internal: boolean;
	/** The firewalls that could translate to it: on the nodes' way out first, then by nearness. */
	readonly candidates: readonly Firewall[];
	/** The firewall that does, for some ports at least. */
	readonly by: Translator | undefined;
	/** What may lead there, too; looked for only where `by` does not suffice. */
	readonly doubt: Doubt | undefined;
	/** Answers leave to an appliance that nobody can read; it may publish the service as well as a firewall may. */
	readonly appliance: EffectiveRoute | undefined;
};

export type Translator = {
	readonly firewall: Firewall;
	readonly translations: readonly Translation[];
	/** Every port is translated, for most of the internet. */
	readonly complete: boolean;
};

type Doubt =
	| {readonly kind: 'unread'; readonly firewall: Firewall; readonly reason: string}
	/** Something was not read from which a firewall that nobody saw may lead here. */
	| {readonly kind: 'unseen'; readonly resource: ArmId; readonly missing: Missing}
	| ({readonly kind: 'sources'; readonly firewall: Firewall} & DoubtfulTranslation)
	| {readonly kind: 'name'; readonly firewall: Firewall; readonly placed: PlacedRule; readonly fqdn: string};

/** Undefined where Azure has given the service no address yet. */
export function publicationOf(flow: Flow, service: Service, topology: Topology): Publication | undefined {
	const open = intersection(service.loadBalancerAddresses, everyPublicAddress);
	const internal = service.internal || isEmpty(open);
	const address = (internal ? service.loadBalancerAddresses : open)[0]?.[0];
	if (address === undefined) {
		return undefined;
	}

	const target = targetOf(flow, address);
	if (familyOf(address) === 'IPv6') {
		// A firewall of two stacks is not modelled, and other ones translate IPv4 alone.
		return {service, target, internal, candidates: [], by: undefined, doubt: undefined, appliance: undefined};
	}

	const candidates = candidateFirewalls(topology);
	const translators = candidates
		.map(firewall => translatorTo(firewall, target, topology))
		.filter(({translations}) => translations.length > 0);
	const by = translators.find(({complete}) => complete) ?? translators[0];
	return {
		service,
		target,
		internal,
		candidates,
		by,
		doubt: by?.complete === true ? undefined : (firstDoubt(candidates, target, topology) ?? unseen(topology)),
		appliance: applianceBefore(topology),
	};
}

export function targetOf(flow: Flow, address: Address): DnatTarget {
	return {
		address,
		// A service has a handful of ports; a flow on all of them is not an ingress flow.
		ports: lowestOf(flow.ports, 250),
		protocol: flow.protocol === 'udp' ? 'udp' : 'tcp',
	};
}

function translatorTo(firewall: Firewall, target: DnatTarget, topology: Topology): Translator {
	const translations = translationsTo(firewall, target, topology);
	return {
		firewall,
		translations,
		complete: target.ports.every(port => translations.some(found => found.port === port && found.open)),
	};
}

function firstDoubt(candidates: readonly Firewall[], target: DnatTarget, topology: Topology): Doubt | undefined {
	for (const firewall of candidates) {
		if (firewall.groups.state === 'denied') {
			return {kind: 'unread', firewall, reason: firewall.groups.reason};
		}

		const doubtful = doubtfulTranslation(firewall, target, topology);
		if (doubtful !== undefined) {
			return {kind: 'sources', firewall, ...doubtful};
		}

		const placed = translatesToName(firewall, target);
		if (placed !== undefined) {
			return {kind: 'name', firewall, placed, fqdn: placed.rule.translatedFqdn ?? ''};
		}
	}

	return undefined;
}

/** A firewall stands in a network of the nodes or in one beside it, and is found by the list of firewalls. */
function unseen(topology: Topology): Doubt | undefined {
	const network = nodeSubnets(topology)
		.flatMap(subnet => parseArmId(subnet)?.parent ?? [])
		.find(id => topology.virtualNetworks.get(armKey(id))?.state !== 'known');
	if (network !== undefined) {
		const command = commandLine('az', 'network', 'vnet', 'show', '--ids', network);
		return {kind: 'unseen', resource: network, missing: {datum: 'the network of the nodes and its peerings', command}};
	}

	return topology.unreadFirewalls === true
		? {
				kind: 'unseen',
				resource: 'Microsoft.Network/azureFirewalls',
				missing: {datum: 'the firewalls beside the nodes', command: 'az network firewall list'},
			}
		: undefined;
}

/** On the nodes' way out first, then by nearness; a firewall in no network of ours cannot reach a node. */
function candidateFirewalls(topology: Topology): readonly Firewall[] {
	const onPath = nodeSubnets(topology).flatMap(subnet => {
		const nextHop = returnShares(subnet, publicAddresses, topology)[0]?.route.nextHop;
		return nextHop?.kind === 'firewall' ? [nextHop.firewall] : [];
	});
	const networks = nodeSubnets(topology).flatMap(
		subnet => knownValue(topology.subnets.get(armKey(subnet)))?.virtualNetwork ?? [],
	);
	const near = networks.flatMap(network =>
		reachableFirst(topology.firewalls, network, topology).filter(firewall => inReach(firewall, network, topology)),
	);
	return [...new Set([...onPath, ...near])];
}

/** Every pool's nodes stand behind the load balancer. */
export function nodeSubnets(topology: Topology): readonly ArmId[] {
	return [...nodeSubnetsByKey(topology).values()];
}

export function isNodeSubnet(subnet: ArmId, topology: Topology): boolean {
	return nodeSubnetsByKey(topology).has(armKey(subnet));
}

const nodeSubnetsByKey = rememberByObject((topology: Topology): ReadonlyMap<ArmKey, ArmId> => {
	const pools = knownValue(topology.cluster)?.pools ?? [];
	return new Map(pools.flatMap(({subnet}) => (subnet === undefined ? [] : [[armKey(subnet), subnet]])));
});

/** Where answers to `clients` go from a node subnet, the largest share first; empty when routes are not known. */
export function returnShares(subnet: ArmId, clients: AddressSet, topology: Topology): readonly RouteShare[] {
	const hops = nextHops(subnet, clients, untaggedView, topology);
	return hops.state === 'known' ? largestFirst(hops.readings[0] ?? []) : [];
}

export function largestFirst(shares: readonly RouteShare[]): readonly RouteShare[] {
	return shares.toSorted((a, b) => size(b.destinations) - size(a.destinations));
}

/** The route that most answers to the internet take from a node subnet. */
export function returnRoute(subnet: ArmId, topology: Topology): RouteShare | undefined {
	return returnShares(subnet, publicAddresses, topology)[0];
}

/** The firewall's own public addresses that a publication listens on; groups and the route back see these. */
export function listeningAddresses({translations}: Translator): AddressSet {
	return unionOf(translations.map(translation => translation.publicAddresses));
}

/**
 * Translated packets carry an address of the firewall's subnet (firewall-known-issues.md, DNAT is SNATed too); of a
 * firewall in a virtual hub only its own address is known, and that it is this one is inferred [I].
 */
export function insideOf(firewall: Firewall, topology: Topology): AddressSet {
	const subnet = firewall.subnet && knownValue(topology.subnets.get(armKey(firewall.subnet)));
	return subnet ? subnet.prefixes : firewall.privateAddresses;
}

/** The route by which answers to the internet leave to an appliance that is no firewall we could read. */
function applianceBefore(topology: Topology): EffectiveRoute | undefined {
	return nodeSubnets(topology)
		.map(subnet => returnRoute(subnet, topology)?.route)
		.find(route => route?.nextHop.kind === 'appliance');
}

/**
 * Packets of a public service come by the firewall, and only so: answers to anybody else would leave by a route without
 * a session (facts A5, asymmetric routing).
 */
export function comesByFirewall({internal, by}: Publication, topology: Topology): boolean {
	return (
		!internal &&
		by?.complete === true &&
		nodeSubnets(topology).some(subnet => returnRoute(subnet, topology)?.route.nextHop.kind !== 'internet') &&
		returnsToInternet(listeningAddresses(by), topology)
	);
}

/** All answers to these clients leave by the internet from every node subnet, as a public load balancer needs. */
function returnsToInternet(clients: AddressSet, topology: Topology): boolean {
	return nodeSubnets(topology).every(subnet =>
		returnShares(subnet, clients, topology).every(({route}) => route.nextHop.kind === 'internet'),
	);
}

export function serviceName({namespace, name}: Service): string {
	return `${namespace}/${name}`;
}
