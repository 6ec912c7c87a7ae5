import {emptySet, intersection, isEmpty, unionOf} from '../network/interval-set.js';
import type {EgressPath, Flow} from '../profiles/flow.js';
import {armKey} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import {apiServerCases, apiServerHop, apiServerPorts} from './api-server-way.js';
import {crossNetwork, type End, type Readings} from './cross-network.js';
import {type DestinationCase, destinationCases, missingResolution} from './destination-cases.js';
import {addressEnds} from './inside-way.js';
import {podSide} from './pod-side.js';
import {type Proxied, proxiedCase, proxyPorts} from './proxy-case.js';
import {plainView} from './resolve-tags.js';
import type {Hop, Host, Packets, Way, WayCase} from './way.js';

/** From nodes or pods to a name, to addresses or to the API server: policies, groups, routes, and what they lead to. */
export function outboundWay(flow: Flow, path: EgressPath, topology: Topology): Way {
	const {destination, origin, apiServer} = path;
	const network = knownValue(topology.subnets.get(armKey(origin.subnet)))?.virtualNetwork;
	const proxied = proxiedCase(flow, path, topology);
	const direct =
		proxied?.surely === true
			? []
			: apiServer === undefined
				? destinationCases(destination, network, topology)
				: apiServerCases(path, network, topology);
	const speakers = speakerHops(flow, path, topology);
	return {
		cases: [
			...(proxied === undefined ? [] : proxiedWay(proxied, flow, path, topology)),
			...direct.flatMap(found => directWay(found, flow, path, topology)),
		].map(found => ({...found, hops: [...speakers, ...found.hops]})),
		telling: missingResolution(destination),
	};
}

/** What the pods' own policies see of it; the same in every case. */
function speakerHops(flow: Flow, path: EgressPath, topology: Topology): readonly Hop[] {
	const {origin, destination} = path;
	return origin.pods === undefined || origin.pods.length === 0
		? []
		: [
				{
					place: {kind: 'pods', side: podSide('egress', origin.pods, destination, flow)},
					leg: 'request',
					packets: packetsTo(
						{addresses: emptySet, quantifier: 'every', view: plainView(topology)},
						flow,
						path,
						topology,
					),
					station: 'request/pods/egress',
				},
			];
}

function directWay(found: DestinationCase, flow: Flow, path: EgressPath, topology: Topology): readonly WayCase[] {
	const {addresses, quantifier, resolution} = found;
	const packets = packetsTo(found, flow, path, topology);
	const hop = (place: Hop['place'], station: string): Hop => ({place, leg: 'request', packets, station});
	const name = path.destination.kind === 'name' ? path.destination.pattern : '';
	const resolved = resolution === undefined ? [] : [hop({kind: 'resolver', name, resolution}, 'request/resolver')];
	if (resolution?.kind === 'no-record') {
		return [{quantifier, destinations: addresses, hops: resolved}];
	}

	const endpoint = resolution?.endpoint;
	const last: readonly Hop[] = [
		...(endpoint === undefined
			? []
			: [hop({kind: 'private-endpoint', endpoint}, `request/endpoint/${armKey(endpoint.id)}`)]),
		...(path.apiServer === undefined ? [] : [apiServerHop(packets, topology)]),
	];
	return through(packets, path, topology).map(hops => ({
		quantifier,
		destinations: addresses,
		hops: [...resolved, ...hops, ...last],
	}));
}

function proxiedWay(proxied: Proxied, flow: Flow, path: EgressPath, topology: Topology): readonly WayCase[] {
	const {found, proxy, url} = proxied;
	const packets: Packets = {
		...packetsTo(found, flow, path, topology),
		protocol: 'tcp',
		ports: proxyPorts(proxied),
		hosts: [{kind: 'nameless'}],
	};
	const last: Hop = {place: {kind: 'proxy', proxy, url}, leg: 'request', packets, station: 'request/proxy'};
	return through(packets, path, topology).map(hops => ({
		quantifier: found.quantifier,
		destinations: found.addresses,
		hops: [...hops, last],
	}));
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
		hosts: apiServer === 'by-address' ? [addressOf(destination)] : hostsOf(destination),
	};
}

function addressOf(destination: EgressPath['destination']): Host {
	return destination.kind === 'name' ? {kind: 'nameless', addressOf: destination.pattern} : {kind: 'nameless'};
}

function hostsOf(destination: EgressPath['destination']): readonly Host[] {
	return destination.kind === 'addresses'
		? [{kind: 'nameless'}, {kind: 'unknown-name'}]
		: [{kind: 'named', pattern: destination.pattern, outsideAzure: destination.hosting.kind === 'outside-azure'}];
}

/** Through the network; into the subnets of the destination, too, where that lies in a network that was read. */
function through(packets: Packets, {origin}: EgressPath, topology: Topology): Readings {
	const networks = [...topology.virtualNetworks.values()].flatMap(network => knownValue(network) ?? []);
	const inside = intersection(packets.destination, unionOf(networks.map(({addressSpace}) => addressSpace)));
	const ends: readonly End[] = isEmpty(inside) ? [] : addressEnds(inside, topology);
	return crossNetwork({subnet: origin.subnet, addresses: origin.addresses}, ends, packets, topology);
}
