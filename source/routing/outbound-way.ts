import {emptySet, intersection, isEmpty, unionOf} from '../network/interval-set.js';
import type {EgressPath, Flow} from '../profiles/flow.js';
import {armKey} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import {apiServerCases, apiServerHop, apiServerPorts} from './api-server-way.js';
import {combinations} from './combinations.js';
import {crossNetwork, type End} from './cross-network.js';
import {type DestinationCase, missingResolution} from './destination-cases.js';
import {addressEnds, podToPodWay} from './inside-way.js';
import {behindService} from './names/behind-service.js';
import {questionHops} from './names/question-hops.js';
import type {Resolution} from './names/resolution.js';
import {speakerCases} from './names/speaker-cases.js';
import {stationOf} from './party.js';
import {type Proxied, proxiedCase, proxyPorts} from './proxy-case.js';
import type {Readings} from './readings.js';
import {plainView} from './resolve-tags.js';
import {speakerHops} from './speaker-hops.js';
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
				? speakerCases(path, network, topology)
				: apiServerCases(path, network, topology);
	const cases = [
		...(proxied === undefined ? [] : [{found: undefined, ways: proxiedWay(proxied, flow, path, topology)}]),
		...direct.map(found => ({found, ways: apart(directWay(found, flow, path, topology), found)})),
	];
	const before = speakerHops(flow, path, packetsTo({...nowhereYet, view: plainView(topology)}, flow, path, topology));
	return {
		cases: cases.flatMap(({found, ways}) => ways.map(way => ({...way, hops: [...before(found), ...way.hops]}))),
		telling: missingResolution(destination),
	};
}

/** What a party meets that goes elsewhere is judged by itself. */
function apart(ways: readonly WayCase[], {party}: DestinationCase): readonly WayCase[] {
	return party?.goesApart === true
		? ways.map(way => ({...way, hops: way.hops.map(hop => ({...hop, station: stationOf(hop.station, party)}))}))
		: ways;
}

const nowhereYet = {addresses: emptySet, quantifier: 'every'} as const;

function directWay(found: DestinationCase, flow: Flow, path: EgressPath, topology: Topology): readonly WayCase[] {
	const {addresses, quantifier, resolutions = []} = found;
	const party = found.party === undefined ? {} : {party: found.party.id};
	const packets = packetsTo(found, flow, path, topology);
	const hop = (place: Hop['place'], station: string): Hop => ({place, leg: 'request', packets, station});
	const name = path.destination.kind === 'name' ? path.destination.pattern : '';
	const resolved = resolutions.map(resolution =>
		hop({kind: 'resolver', name, resolution}, resolverStation(resolution)),
	);
	const inside = serviceWay(found, flow, path, topology);
	if (inside !== undefined) {
		const [last] = resolved.slice(-1);
		const followed = last === undefined ? [] : [follow(last)];
		return inside.map(({hops, ...rest}) => ({
			...rest,
			hops: [...resolved.slice(0, -1), ...followed, ...hops],
			...party,
		}));
	}

	// Without an address nothing is sent.
	if (resolutions.length > 0 && isEmpty(addresses)) {
		return [{quantifier, destinations: addresses, hops: resolved, ...party}];
	}

	const resolution = resolutions.at(-1);
	const endpoint = resolution?.kind === 'record' ? resolution.endpoint : undefined;
	const last: readonly Hop[] = [
		...(endpoint === undefined
			? []
			: [hop({kind: 'private-endpoint', endpoint}, `request/endpoint/${armKey(endpoint.id)}`)]),
		...(path.apiServer === undefined ? [] : [apiServerHop(packets, topology)]),
	];
	const questions = found.asks === undefined ? [[]] : questionHops(path.origin, found.asks, topology);
	return combinations([questions, [resolved], through(packets, path, topology), [last]]).map(hops => ({
		quantifier,
		destinations: addresses,
		hops,
		...party,
	}));
}

/** To the pods behind a service that a name is; undefined where there is none, or nobody knows who speaks or is called. */
function serviceWay(
	{resolutions, party}: DestinationCase,
	flow: Flow,
	{origin}: EgressPath,
	topology: Topology,
): readonly WayCase[] | undefined {
	const last = resolutions?.at(-1);
	const from = party?.pods ?? origin.pods ?? [];
	const behind = last?.kind === 'service' && from.length > 0 ? behindService(last.service, flow, topology) : undefined;
	return behind === undefined
		? undefined
		: podToPodWay({...flow, ports: behind.ports}, {kind: 'pod-to-pod', from, to: behind.pods}, topology).cases;
}

function follow(hop: Hop): Hop {
	const {place} = hop;
	return place.kind === 'resolver' && place.resolution.kind === 'service'
		? {...hop, place: {...place, resolution: {...place.resolution, isFollowed: true}}}
		: hop;
}

/** A step of the pods' own is a place of its own before the network's DNS. */
function resolverStation(resolution: Resolution): string {
	switch (resolution.kind) {
		case 'record':
		case 'no-record': {
			return 'request/resolver';
		}

		default: {
			const {by, kind} = resolution;
			const place = by.kind === 'cluster-dns' ? ` ${by.key} ${by.plugin}` : '';
			return `request/${by.kind}/${kind}${place}`;
		}
	}
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
