import {type Address, familyOf} from '../network/address.js';
import {type AddressSet, familiesOf, ofFamily} from '../network/address-set.js';
import {difference, has, isEmpty, unionOf} from '../network/interval-set.js';
import type {Flow, IngressPath} from '../profiles/flow.js';
import {type ArmId, armKey} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Service} from '../topology/kubernetes.js';
import type {Topology} from '../topology/topology.js';
import {answerHops} from './answer-hops.js';
import {type Arrival, arrivalOf} from './arrival.js';
import {answersBeyondFirewall} from './beyond-firewall.js';
import {combinations} from './combinations.js';
import {crossNetwork} from './cross-network.js';
import {everyPublicAddress, publicOf} from './destination-cases.js';
import {everyWay} from './every-way.js';
import {forwardedHops} from './forwarded-hops.js';
import {groupHops} from './group-at.js';
import {addressEnds} from './inside-way.js';
import {serviceSides} from './pod-side.js';
import {probeHops} from './probe-hops.js';
import {nodeSubnets, type Publication, publicationOf} from './publication.js';
import type {Readings} from './readings.js';
import {plainView, untaggedView} from './resolve-tags.js';
import type {Hop, Packets, Toward, Way} from './way.js';

/**
 * From the internet, or from addresses, to a load balancer service: how it is published, the groups of the nodes, the
 * probes without which nothing is passed on, the pods, and the way back.
 */
export function publishedWay(flow: Flow, {service, from}: IngressPath, topology: Topology): Way {
	const publication = publicationOf(flow, service, topology);
	const arrival = publication && arrivalOf(publication, from?.addresses, topology);
	if (publication === undefined || arrival === undefined) {
		const hops = publication?.internal ? [publicationHop(flow, publication, topology)] : [];
		const balancer = balancerHop(service, undefined, clientPackets(flow, service, topology));
		return everyWay([
			[[...hops, ...(publication === undefined ? [balancer] : []), ...podHops(flow, service, undefined, topology)]],
		]);
	}

	const published = from === undefined && (publication.internal || publication.by?.complete === true);
	return everyWay([
		[published ? [publicationHop(flow, publication, topology)] : []],
		...(from === undefined ? [] : approach(flow, publication, arrival, topology)),
		enterCluster(flow, publication, arrival, topology),
	]);
}

/** Out of the subnets that the senders are in, towards the load balancer. */
function approach(flow: Flow, publication: Publication, arrival: Arrival, topology: Topology): readonly Readings[] {
	const packets = arrivingPackets(flow, publication, arrival, topology);
	return addressEnds(difference(arrival.sources, everyPublicAddress), topology).map(end =>
		crossNetwork(end, [], {...packets, source: end.addresses}, topology),
	);
}

/** At the load balancer and past it: what stands before the nodes, the pods, and the way back of the answers. */
export function enterCluster(flow: Flow, publication: Publication, arrival: Arrival, topology: Topology): Readings {
	const {service, target} = publication;
	const packets = arrivingPackets(flow, publication, arrival, topology);
	const subnets = nodeSubnets(topology);
	const nodes: readonly Hop[] =
		subnets.length === 0
			? [{place: {kind: 'unread-nodes', service}, leg: 'request', packets, station: 'request/nodes'}]
			: groupHops('inbound', subnets, packets, 'request', topology);
	return combinations([
		[
			[
				balancerHop(service, target.address, packets),
				...probeHops(flow, service, subnets, ofFamily(nodesIn(subnets, topology), familyOf(target.address)), topology),
				...nodes,
				...podHops(flow, service, arrival, topology),
			],
		],
		forwardedHops(flow, service, topology),
		...subnets.map(subnet => returnHops(subnet, publication, arrival, packets, topology)),
		typeof arrival.from === 'string' ? [[]] : answersBeyondFirewall(arrival.from, packets, topology),
	]);
}

function publicationHop(flow: Flow, publication: Publication, topology: Topology): Hop {
	const packets = clientPackets(flow, publication.service, topology);
	return {place: {kind: 'publication', publication}, leg: 'request', packets, station: 'request/publication'};
}

function balancerHop(service: Service, address: Address | undefined, packets: Packets): Hop {
	return {
		place: {kind: 'load-balancer', service, address},
		leg: 'request',
		packets,
		station: 'request/load-balancer',
	};
}

/** As the nodes see them: translated by a firewall where one stands before the load balancer. */
function arrivingPackets(flow: Flow, publication: Publication, {sources, from}: Arrival, topology: Topology): Packets {
	return {
		...clientPackets(flow, publication.service, topology),
		source: sources,
		...handedToNodes(flow, publication, topology),
		quantifier: from === 'internet' ? 'most-sources' : 'every',
		sourceView: from === 'internet' ? untaggedView : plainView(topology),
	};
}

/**
 * With floating IP, which AKS uses, packets keep the load balancer's address and port; without, they have the node's own
 * and the node port (load-balancer-floating-ip; kubernetes-sigs/cloud-provider-azure#10083 for the rules that AKS writes).
 */
function handedToNodes(
	{ports}: Flow,
	{service, target}: Publication,
	topology: Topology,
): Pick<Packets, 'destination' | 'ports'> {
	if (service.translated !== true) {
		return {destination: [[target.address, target.address]], ports};
	}

	const asked = service.ports.filter(({port}) => has(ports, port));
	const nodes = unionOf((knownValue(topology.kubernetes.nodes) ?? []).map(({addresses}) => addresses));
	return {
		destination: ofFamily(isEmpty(nodes) ? nodesIn(nodeSubnets(topology), topology) : nodes, familyOf(target.address)),
		ports: unionOf(asked.map(({port, nodePort = port}) => [[nodePort, nodePort]])),
	};
}

function nodesIn(subnets: readonly ArmId[], topology: Topology): AddressSet {
	return unionOf(subnets.map(subnet => knownValue(topology.subnets.get(armKey(subnet)))?.prefixes ?? []));
}

/** Clients speak the family of the service's address. */
function clientPackets({protocol, ports}: Flow, service: Service, topology: Topology): Packets {
	const [family = 'IPv4'] = familiesOf(service.loadBalancerAddresses);
	return {
		source: publicOf[family],
		destination: [],
		protocol,
		ports,
		quantifier: 'most-sources',
		sourceView: untaggedView,
		destinationView: plainView(topology),
		hosts: [],
	};
}

function podHops(flow: Flow, service: Service, arrival: Arrival | undefined, topology: Topology): readonly Hop[] {
	const forwarded = service.externalTrafficPolicy === 'Cluster';
	const clients = {kind: 'service-clients', forwarded} as const;
	// A node that passes a packet on does so in its own name, and hides who sent it.
	const peer =
		arrival?.from === 'addresses' && !forwarded
			? ({kind: 'addresses', addresses: arrival.sources, tag: undefined} as const)
			: clients;
	return serviceSides(flow, service, peer, topology).map(side => ({
		place: {kind: 'pods', side},
		leg: 'request',
		packets: clientPackets(flow, service, topology),
		station: 'request/pods/ingress',
	}));
}

function returnHops(
	subnet: ArmId,
	publication: Publication,
	arrival: Arrival,
	packets: Packets,
	topology: Topology,
): Readings {
	const {sources, from} = arrival;
	// A hub's firewall has no subnet of its own here, so no route tells how answers get to it.
	if (typeof from !== 'string' && from.hub && publication.internal) {
		return [[]];
	}

	const back: Packets = {...packets, source: packets.destination, destination: sources};
	return answerHops(subnet, back, {toward: towardSender(publication, arrival), view: untaggedView}, topology);
}

function towardSender(publication: Publication, {sources, from}: Arrival): Toward {
	if (from === 'addresses') {
		return isEmpty(difference(sources, everyPublicAddress))
			? {kind: 'internet', publication}
			: {kind: 'inside', by: {kind: 'local'}};
	}

	return publication.internal && from !== 'internet'
		? {kind: 'firewall', firewall: from, service: publication.service}
		: {kind: 'internet', publication};
}
