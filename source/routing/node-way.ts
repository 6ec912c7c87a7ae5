import type {AddressSet} from '../network/address-set.js';
import {difference, isEmpty, unionOf} from '../network/interval-set.js';
import {clusterSubnets} from '../profiles/cluster-subnets.js';
import type {Flow, Path} from '../profiles/flow.js';
import type {ArmId} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import {answerHops} from './answer-hops.js';
import {combinations} from './combinations.js';
import {crossNetwork, type End} from './cross-network.js';
import {everyPublicAddress, publicAddresses} from './destination-cases.js';
import {everyWay} from './every-way.js';
import {groupHops} from './group-at.js';
import {addressEnds, packetsOf} from './inside-way.js';
import type {Readings} from './readings.js';
import {plainView, taggedView, untaggedView} from './resolve-tags.js';
import type {Hop, Packets, Way} from './way.js';

type NodePath = Extract<Path, {kind: 'to-nodes'}>;

/**
 * To ports of the nodes. From the internet only nodes with an address of their own are reached (use-node-public-ips), and
 * their answers must leave by it; from inside, any node is, through the groups and routes of the subnets on the way.
 */
export function nodeWay(flow: Flow, path: NodePath, topology: Topology): Way {
	const senders = path.from?.addresses ?? publicAddresses;
	const inside = difference(senders, everyPublicAddress);
	const outside = difference(senders, inside);
	return everyWay([
		...(path.from !== undefined && isEmpty(outside) ? [] : [fromOutside(flow, path, outside, topology)]),
		...(isEmpty(inside) ? [] : fromInside(flow, path, inside, topology)),
	]);
}

function fromInside(flow: Flow, path: NodePath, inside: AddressSet, topology: Topology): readonly Readings[] {
	const ends = nodeEnds(path.pools, topology);
	const packets = {
		...packetsOf(flow, topology),
		destination: unionOf(ends.map(({addresses}) => addresses)),
		sourceView: taggedView(inside, path.from?.tag, topology),
	};
	return addressEnds(inside, topology).map(source =>
		crossNetwork(source, ends, {...packets, source: source.addresses}, topology),
	);
}

function fromOutside(flow: Flow, {from, pools: named}: NodePath, outside: AddressSet, topology: Topology): Readings {
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
		source: outside,
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
	const subnets = ends.map(({subnet}) => subnet);
	const groups = subnets.length === 0 ? [] : groupHops('inbound', subnets, packets, 'request', topology);
	// Answers to a node's public address must leave by it.
	const back: Packets = {...packets, source: packets.destination, destination: packets.source};
	const toward = {kind: 'inside', by: {kind: 'internet'}} as const;
	return combinations([
		[[arrival, ...groups]],
		...subnets.map(subnet => answerHops(subnet, back, {toward, view: plainView(topology)}, topology)),
	]);
}

function nodeEnds(pools: readonly string[], topology: Topology): readonly (End & {readonly subnet: ArmId})[] {
	const cluster = knownValue(topology.cluster);
	const {subnets, unread} = cluster === undefined ? {subnets: [], unread: []} : clusterSubnets(cluster, topology);
	return [...subnets, ...unread]
		.filter(({nodePools}) => nodePools.some(pool => pools.includes(pool)))
		.map(({id, prefixes}) => ({subnet: id, addresses: prefixes}));
}
