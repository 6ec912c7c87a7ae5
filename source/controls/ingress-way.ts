import type {AddressSet} from '../network/address-set.js';
import {intersection, isEmpty, lowestOf, size, union} from '../network/interval-set.js';
import type {Flow, IngressPath} from '../profiles/flow.js';
import {type ArmId, armKey} from '../topology/arm-id.js';
import type {Firewall} from '../topology/firewall.js';
import {knownValue} from '../topology/known.js';
import type {Service} from '../topology/kubernetes.js';
import type {Topology} from '../topology/topology.js';
import {type Target, type Translation, translationsTo} from './azure-firewall/dnat.js';
import type {ControlId, TrailEntry} from './control.js';
import {publicAddresses} from './destination-cases.js';
import {type EffectiveRoute, nextHops, type RouteShare} from './next-hop.js';
import {inReach, reachableFirst} from './reachable-firewalls.js';
import {untaggedView} from './resolve-tags.js';

/** A firewall that translates some of a service's ports to it. */
export type Publication = {
	readonly firewall: Firewall;
	readonly translations: readonly Translation[];
	/** Every port is translated, for most of the internet. */
	readonly complete: boolean;
};

/** How clients on the internet get to a load balancer service. */
export type IngressWay =
	/** Azure has given the service no address yet. */
	| {readonly kind: 'no-address'}
	/** A public load balancer; packets come straight from the clients unless a firewall translates to its address. */
	| {readonly kind: 'public'; readonly address: number; readonly publication: Publication | undefined}
	/** An internal one, which only a firewall's DNAT rule makes reachable; `firewall` is the one to do it. */
	| {
			readonly kind: 'internal';
			readonly address: number;
			readonly firewall: Firewall | undefined;
			readonly publication: Publication | undefined;
	  };

export function ingressWay(flow: Flow, {service}: IngressPath, topology: Topology): IngressWay {
	const {loadBalancerAddresses, internal} = service;
	const open = intersection(loadBalancerAddresses, publicAddresses);
	const address = (internal || isEmpty(open) ? loadBalancerAddresses : open)[0]?.[0];
	if (address === undefined) {
		return {kind: 'no-address'};
	}

	const publications = candidateFirewalls(topology)
		.map(firewall => publicationBy(firewall, targetOf(flow, address), topology))
		.filter(({translations}) => translations.length > 0);
	const publication = publications.find(({complete}) => complete) ?? publications[0];
	return internal || isEmpty(open)
		? {
				kind: 'internal',
				address,
				firewall: publication?.firewall ?? candidateFirewalls(topology)[0],
				publication,
			}
		: {kind: 'public', address, publication};
}

export function targetOf(flow: Flow, address: number): Target {
	return {
		address,
		// A service has a handful of ports; a flow on all of them is not an ingress flow.
		ports: lowestOf(flow.ports, 250),
		protocol: flow.protocol === 'udp' ? 'udp' : 'tcp',
	};
}

function publicationBy(firewall: Firewall, target: Target, topology: Topology): Publication {
	const translations = translationsTo(firewall, target, topology);
	return {
		firewall,
		translations,
		complete: target.ports.every(port => translations.some(found => found.port === port && found.open)),
	};
}

/** On the nodes' way out first, then by nearness; a firewall in no network of ours cannot reach a node. */
export function candidateFirewalls(topology: Topology): readonly Firewall[] {
	const onPath = nodeSubnets(topology).flatMap(subnet => {
		const hop = returnShares(subnet, publicAddresses, topology)[0]?.route.hop;
		return hop?.kind === 'firewall' ? [hop.firewall] : [];
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
	const pools = knownValue(topology.cluster)?.pools ?? [];
	return [...new Map(pools.flatMap(({subnet}) => (subnet === undefined ? [] : [[armKey(subnet), subnet]]))).values()];
}

/** What a control says when it cannot tell which machines stand behind the load balancer. */
export function nodesUnread(control: ControlId, {service}: IngressPath): TrailEntry {
	return {
		control,
		verdict: 'undecided',
		resource: serviceName(service),
		rule: 'unknown',
		why: `The subnets of the nodes behind ${serviceName(service)} are not known.`,
		missing: {
			datum: "the subnets of the cluster's node pools",
			command: "az aks show --resource-group GROUP --name NAME --query 'agentPoolProfiles[].vnetSubnetId'",
		},
	};
}

/** Where answers to `clients` go from a node subnet, the largest share first; empty when routes are not known. */
export function returnShares(subnet: ArmId, clients: AddressSet, topology: Topology): readonly RouteShare[] {
	const hops = nextHops(subnet, clients, untaggedView, topology);
	return hops.state === 'known'
		? (hops.readings[0] ?? []).toSorted((a, b) => size(b.destinations) - size(a.destinations))
		: [];
}

/** The firewall's own public addresses that a publication listens on; the NSG and the return route see these. */
export function listeningAddresses({translations}: Publication): AddressSet {
	return union(...translations.map(translation => translation.publicAddresses));
}

/** All answers to these clients leave by the internet from every node subnet, as a public load balancer needs. */
function returnsToInternet(clients: AddressSet, topology: Topology): boolean {
	return nodeSubnets(topology).every(subnet =>
		returnShares(subnet, clients, topology).every(({route: {hop}}) => hop.kind === 'internet'),
	);
}

/** The route that most answers to the internet take from a node subnet. */
export function returnRoute(subnet: ArmId, topology: Topology): RouteShare | undefined {
	return returnShares(subnet, publicAddresses, topology)[0];
}

/** The route by which answers to the internet leave to an appliance that is no firewall we could read. */
export function applianceBefore(topology: Topology): EffectiveRoute | undefined {
	return nodeSubnets(topology)
		.map(subnet => returnRoute(subnet, topology)?.route)
		.find(route => route?.hop.kind === 'appliance');
}

/**
 * Packets of a public service come by the firewall, and only so: answers to anybody else would leave by a route without
 * a session (facts A5, asymmetric routing).
 */
export function comesByFirewall(way: IngressWay, topology: Topology): way is IngressWay & {publication: Publication} {
	return (
		way.kind === 'public' &&
		way.publication?.complete === true &&
		nodeSubnets(topology).some(subnet => returnRoute(subnet, topology)?.route.hop.kind !== 'internet') &&
		returnsToInternet(listeningAddresses(way.publication), topology)
	);
}

export function serviceName({namespace, name}: Service): string {
	return `${namespace}/${name}`;
}
