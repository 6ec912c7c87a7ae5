import {difference, isEmpty, unionOf} from '../network/interval-set.js';
import {clusterSubnets} from '../profiles/cluster-subnets.js';
import type {Flow, Path} from '../profiles/flow.js';
import {type ArmId, armKey} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import {combinations} from './combinations.js';
import {crossNetwork, type End, type Readings} from './cross-network.js';
import {publicAddresses} from './destination-cases.js';
import {groupHops} from './group-at.js';
import {addressEnds, packetsOf} from './inside-way.js';
import {nextHops} from './next-hop.js';
import {largestFirst} from './publication.js';
import {plainView, taggedView, untaggedView} from './resolve-tags.js';
import type {Hop, Packets, Way} from './way.js';

type NodePath = Extract<Path, {kind: 'to-nodes'}>;

/**
 * To ports of the nodes. From the internet only nodes with an address of their own are reached (use-node-public-ips), and
 * their answers must leave by it; from inside, any node is, through the groups and routes of the subnets on the way.
 */
export function nodeWay(flow: Flow, path: NodePath, topology: Topology): Way {
	const outside = path.from === undefined || !isEmpty(difference(path.from.addresses, insideOf(path)));
	const inside = path.from === undefined ? [] : insideOf(path);
	return {
		cases: combinations([
			...(outside ? [fromOutside(flow, path, topology)] : []),
			...(isEmpty(inside) ? [] : fromInside(flow, path, topology)),
		]).map(hops => ({quantifier: 'every', destinations: [], hops})),
		telling: undefined,
	};
}

function insideOf({from}: NodePath) {
	return difference(from?.addresses ?? [], publicAddresses);
}

function fromInside(flow: Flow, path: NodePath, topology: Topology): readonly Readings[] {
	const ends = nodeEnds(path.pools, topology);
	const packets = {
		...packetsOf(flow, topology),
		destination: unionOf(ends.map(({addresses}) => addresses)),
		sourceView: taggedView(insideOf(path), path.from?.tag, topology),
	};
	return addressEnds(insideOf(path), topology).map(source =>
		crossNetwork(source, ends, {...packets, source: source.addresses}, topology),
	);
}

function fromOutside(flow: Flow, {from, pools: named}: NodePath, topology: Topology): Readings {
	const cluster = knownValue(topology.cluster);
	const pools = (cluster?.pools ?? []).filter(
		({name, nodePublicAddresses}) => nodePublicAddresses && named.includes(name),
	);
	const ends = nodeEnds(
		pools.map(({name}) => name),
		topology,
	);
	const packets: Packets = {
		...packetsOf(flow, topology),
		source:
			from === undefined
				? publicAddresses
				: difference(from.addresses, insideOf({kind: 'to-nodes', from, pools: named})),
		// A node's public address is translated to its own before the groups (virtual-network-ip-addresses-overview).
		destination: unionOf(ends.map(({addresses}) => addresses)),
		quantifier: from === undefined ? 'most-sources' : 'every',
		sourceView: from === undefined ? untaggedView : taggedView(from.addresses, from.tag, topology),
	};
	const place = {
		kind: 'node-addresses',
		pools,
		groupsKnown: (knownValue(topology.nodeSecurityGroups) ?? []).length > 0,
	} as const;
	const arrival: Hop = {place, leg: 'request', packets, station: 'request/node-addresses'};
	return combinations([
		[
			[
				arrival,
				...(ends.length === 0
					? []
					: groupHops(
							'inbound',
							ends.map(({subnet}) => subnet),
							packets,
							'request',
							topology,
						)),
			],
		],
		...ends.map(({subnet}) => answers(subnet, packets, topology)),
	]);
}

/** Answers to a node's public address must leave by it; clients anywhere are answered as most of them are. */
function answers(subnet: ArmId, packets: Packets, topology: Topology): Readings {
	const station = `answer/route/${armKey(subnet)}`;
	const back: Packets = {...packets, source: packets.destination, destination: packets.source};
	const found = nextHops(subnet, packets.source, plainView(topology), topology);
	if (found.state === 'unread') {
		return [[{place: {kind: 'unread-routes', subnet, unread: found.unread}, leg: 'answer', packets: back, station}]];
	}

	const [missing] = found.unknown;
	const toward = {kind: 'inside', by: {kind: 'internet'}} as const;
	return found.readings.map(shares =>
		(packets.quantifier === 'most-sources' ? largestFirst(shares).slice(0, 1) : shares).map(({route}) => ({
			place: {kind: 'return', subnet, route, toward, missing},
			leg: 'answer',
			packets: back,
			station,
		})),
	);
}

function nodeEnds(pools: readonly string[], topology: Topology): readonly (End & {readonly subnet: ArmId})[] {
	const cluster = knownValue(topology.cluster);
	const {subnets, unread} = cluster === undefined ? {subnets: [], unread: []} : clusterSubnets(cluster, topology);
	return [...subnets, ...unread]
		.filter(({nodePools}) => nodePools.some(pool => pools.includes(pool)))
		.map(({id, prefixes}) => ({subnet: id, addresses: prefixes}));
}
