import {union} from '../network/interval-set.js';
import type {Flow, IngressPath} from '../profiles/flow.js';
import {armKey} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Service} from '../topology/kubernetes.js';
import type {Topology} from '../topology/topology.js';
import {type Arrival, arrivalOf} from './arrival.js';
import {combinations} from './combinations.js';
import type {Readings} from './cross-network.js';
import {publicAddresses} from './destination-cases.js';
import {groupHops} from './group-at.js';
import {nextHops, type RouteShare} from './next-hop.js';
import {serviceSides} from './pod-side.js';
import {largestFirst, nodeSubnets, type Publication, publicationOf} from './publication.js';
import {plainView, untaggedView} from './resolve-tags.js';
import type {Hop, Packets, Toward, Way} from './way.js';

/** From the internet to a load balancer service: how it is published, the groups of the nodes, the pods, and back. */
export function publishedWay(flow: Flow, {service}: IngressPath, topology: Topology): Way {
	const publication = publicationOf(flow, service, topology);
	const arrival = publication && arrivalOf(publication, topology);
	const published = publication !== undefined && (publication.internal || publication.by?.complete === true);
	const first: readonly Hop[] = [
		...(published ? [publicationHop(flow, publication, topology)] : []),
		balancerHop(flow, service, publication, topology),
	];
	return everyWay(
		publication === undefined || arrival === undefined
			? [[[...first, ...podHops(flow, service, topology)]]]
			: [[first], enterCluster(flow, publication, arrival, topology)],
	);
}

/** Past the load balancer: what stands before the nodes, the pods, and the way back of the answers. */
export function enterCluster(flow: Flow, publication: Publication, arrival: Arrival, topology: Topology): Readings {
	const {service} = publication;
	const packets = arrivingPackets(flow, publication, arrival, topology);
	const subnets = nodeSubnets(topology);
	const nodes: readonly Hop[] =
		subnets.length === 0
			? [{place: {kind: 'unread-nodes', service}, leg: 'request', packets, station: 'request/nodes'}]
			: groupHops('inbound', subnets, packets, 'request', topology);
	return combinations([
		[[...nodes, ...podHops(flow, service, topology)]],
		...subnets.map(subnet => returnHops(subnet, publication, arrival, packets, topology)),
	]);
}

function everyWay(stretches: readonly Readings[]): Way {
	return {
		cases: combinations(stretches).map(hops => ({quantifier: 'every', destinations: [], hops})),
		telling: undefined,
	};
}

function publicationHop(flow: Flow, publication: Publication, topology: Topology): Hop {
	const packets = clientPackets(flow, topology);
	return {place: {kind: 'publication', publication}, leg: 'request', packets, station: 'request/publication'};
}

function balancerHop(flow: Flow, service: Service, publication: Publication | undefined, topology: Topology): Hop {
	return {
		place: {kind: 'load-balancer', service, address: publication?.target.address},
		leg: 'request',
		packets: clientPackets(flow, topology),
		station: 'request/load-balancer',
	};
}

/** As the nodes see them: translated by a firewall where one stands before the load balancer. */
function arrivingPackets(flow: Flow, {target}: Publication, {sources, from}: Arrival, topology: Topology): Packets {
	const nodes = union(
		...nodeSubnets(topology).map(subnet => knownValue(topology.subnets.get(armKey(subnet)))?.prefixes ?? []),
	);
	return {
		...clientPackets(flow, topology),
		source: sources,
		destination: [[target.address, target.address]],
		// The group sees the frontend with floating IP, which AKS uses; the general text says it sees the backend.
		orDestination: nodes,
		quantifier: from === 'internet' ? 'most-sources' : 'every',
		sourceView: from === 'internet' ? untaggedView : plainView(topology),
	};
}

function clientPackets({protocol, ports}: Flow, topology: Topology): Packets {
	return {
		source: publicAddresses,
		destination: [],
		protocol,
		ports,
		quantifier: 'most-sources',
		sourceView: untaggedView,
		destinationView: plainView(topology),
		hosts: [],
	};
}

function podHops(flow: Flow, service: Service, topology: Topology): readonly Hop[] {
	const peer = {kind: 'service-clients', forwarded: service.externalTrafficPolicy === 'Cluster'} as const;
	return serviceSides(flow, service, peer, topology).map(side => ({
		place: {kind: 'pods', side},
		leg: 'request',
		packets: clientPackets(flow, topology),
		station: 'request/pods/ingress',
	}));
}

/** Answers leave a node subnet by its routes; the most of them decide where clients may be anywhere. */
function returnHops(
	subnet: string,
	publication: Publication,
	arrival: Arrival,
	packets: Packets,
	topology: Topology,
): Readings {
	const {sources, from} = arrival;
	const station = `answer/route/${armKey(subnet)}`;
	const back: Packets = {...packets, source: packets.destination, destination: sources};
	// A hub's firewall has no subnet of its own here, so no route tells how answers get to it.
	if (from !== 'internet' && from.hub && publication.internal) {
		return [[]];
	}

	const found = nextHops(subnet, sources, untaggedView, topology);
	if (found.state === 'unread') {
		return [[{place: {kind: 'unread-routes', subnet, unread: found.unread}, leg: 'answer', packets: back, station}]];
	}

	const toward: Toward =
		publication.internal && from !== 'internet'
			? {kind: 'firewall', firewall: from, service: publication.service}
			: {kind: 'internet', publication};
	const deciding = (shares: readonly RouteShare[]) =>
		publication.internal ? shares : largestFirst(shares).slice(0, from === 'internet' ? 1 : undefined);
	const [missing] = found.unknown;
	return found.readings.map(shares =>
		deciding(shares).map(({route}) => ({
			place: {kind: 'return', subnet, route, toward, missing},
			leg: 'answer',
			packets: back,
			station,
		})),
	);
}
