import {intersection, isEmpty, union} from '../network/interval-set.js';
import type {EgressPath, Flow} from '../profiles/flow.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import {apiServerCases, apiServerHop, apiServerPorts} from './api-server-way.js';
import {crossNetwork, type End} from './cross-network.js';
import {type DestinationCase, destinationCases, missingResolution} from './destination-cases.js';
import {addressEnds} from './inside-way.js';
import {podSide} from './pod-side.js';
import {plainView} from './resolve-tags.js';
import type {Hop, Host, Packets, Way, WayCase} from './way.js';

/** From nodes or pods to a name, to addresses or to the API server: policies, groups, routes, and what they lead to. */
export function outboundWay(flow: Flow, path: EgressPath, topology: Topology): Way {
	const {origin, destination, apiServer} = path;
	const cases = apiServer === undefined ? destinationCases(destination, topology) : apiServerCases(path, topology);
	const packets = cases.map(found => packetsTo(found, flow, path, topology));
	const [first] = packets;
	const speakers: readonly Hop[] =
		first === undefined || origin.pods === undefined || origin.pods.length === 0
			? []
			: [
					{
						place: {kind: 'pods', side: podSide('egress', origin.pods, destination, flow)},
						leg: 'request',
						packets: first,
						station: 'request/pods/egress',
					},
				];
	const last = first === undefined || apiServer === undefined ? [] : [apiServerHop(first, topology)];
	return {
		cases: cases.flatMap(({addresses, quantifier}, index) =>
			(packets[index] === undefined ? [] : through(packets[index], path, topology)).map(
				(hops): WayCase => ({quantifier, destinations: addresses, hops: [...speakers, ...hops, ...last]}),
			),
		),
		telling: missingResolution(destination),
	};
}

function packetsTo(
	{addresses, quantifier, view}: DestinationCase,
	{protocol, ports}: Flow,
	{origin, destination, apiServer}: EgressPath,
	topology: Topology,
): Packets {
	return {
		source: origin.addresses,
		destination: addresses,
		protocol,
		ports: apiServer === undefined ? ports : apiServerPorts(ports, topology),
		quantifier: quantifier === 'every' ? 'every' : 'some-destination',
		sourceView: plainView(topology),
		destinationView: view,
		hosts: apiServer === 'by-address' ? [{kind: 'nameless'}] : hostsOf(destination),
	};
}

function hostsOf(destination: EgressPath['destination']): readonly Host[] {
	return destination.kind === 'addresses'
		? [{kind: 'nameless'}, {kind: 'unknown-name'}]
		: [{kind: 'named', pattern: destination.pattern, outsideAzure: destination.hosting.kind === 'outside-azure'}];
}

/** Through the network; into the subnets of the destination, too, where that lies in a network that was read. */
function through(packets: Packets, {origin}: EgressPath, topology: Topology) {
	const networks = [...topology.virtualNetworks.values()].flatMap(network => knownValue(network) ?? []);
	const inside = intersection(packets.destination, union(...networks.map(({addressSpace}) => addressSpace)));
	const ends: readonly End[] = isEmpty(inside) ? [] : addressEnds(inside, topology);
	return crossNetwork({subnet: origin.subnet, addresses: origin.addresses}, ends, packets, topology);
}
