import type {AddressSet} from '../network/address-set.js';
import {intersection, isEmpty, isSubset, unionOf} from '../network/interval-set.js';
import {type ArmId, armKey, sameArmId} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import {beyondFirewall} from './beyond-firewall.js';
import {combinations} from './combinations.js';
import type {NextHop, RouteShare} from './effective-route.js';
import {groupHops, subnetHops} from './group-at.js';
import {nextHops} from './next-hop.js';
import {isNodeSubnet} from './publication.js';
import type {Readings} from './readings.js';
import type {FlowDirection, Hop, Leg, Packets} from './way.js';

/** One end of a stretch through the virtual network. */
export type End = {
	/** Undefined where the addresses are in no subnet that was read: then nothing of its own stands before them. */
	readonly subnet: ArmId | undefined;
	readonly addresses: AddressSet;
};

/** The hops from one end to the other and back. `to` says which of the destinations may be arrived at. */
export function crossNetwork(from: End, to: readonly End[], packets: Packets, topology: Topology): Readings {
	const {subnet, addresses} = from;
	return subnet === undefined
		? arrive(from, to, {kind: 'local'}, packets, topology)
		: combinations([
				[groupsAt(subnet, 'outbound', packets, topology)],
				leave({subnet, addresses}, to, packets, topology),
			]);
}

/** What the routes of a subnet lead to; the groups before them are not looked at. */
function leave(
	from: End & {readonly subnet: ArmId},
	to: readonly End[],
	packets: Packets,
	topology: Topology,
): Readings {
	return routeFrom(from.subnet, packets, 'request', topology).flatMap(reading =>
		combinations(reading.map(step => onward(step, from, to, topology))),
	);
}

/** What one route leads to: a firewall, the subnets of the destination, or out of sight. */
function onward(step: RouteStep, from: End, to: readonly End[], topology: Topology): Readings {
	const {hop, share} = step;
	const {nextHop} = share?.route ?? {};
	if (nextHop?.kind !== 'local' && nextHop?.kind !== 'firewall' && nextHop?.kind !== 'node') {
		return [[hop]];
	}

	const inside = to.flatMap(({subnet, addresses}) => {
		const here = intersection(addresses, hop.packets.destination);
		return isEmpty(here) ? [] : [{subnet, addresses: here}];
	});
	const filters =
		nextHop.kind === 'firewall' && from.subnet !== undefined ? [firewallHop(step, nextHop, from.subnet)] : [];
	const beyond = nextHop.kind === 'firewall' ? beyondFirewall(nextHop.firewall, hop.packets, topology) : [[]];
	return combinations([[[hop, ...filters]], beyond, arrive(from, inside, nextHop, hop.packets, topology)]);
}

function firewallHop({hop}: RouteStep, {firewall}: Extract<NextHop, {kind: 'firewall'}>, subnet: ArmId): Hop {
	return {...hop, place: {kind: 'firewall', firewall, subnet}, station: `request/firewall/${armKey(firewall.id)}`};
}

/**
 * Into the subnets of the destination, and the way back. A device that keeps sessions drops answers to what it has not
 * seen (facts A5), and so it drops requests whose answers pass it by.
 *
 * @param by what the requests came by
 */
function arrive(from: End, to: readonly End[], by: NextHop, packets: Packets, topology: Topology): Readings {
	return combinations(
		to.flatMap(({subnet, addresses}): readonly Readings[] => {
			if (subnet === undefined) {
				return [];
			}

			const there = {...packets, source: from.addresses, destination: addresses};
			const back = {...packets, source: addresses, destination: from.addresses};
			const toward = {kind: 'inside', by} as const;
			const answers = routeFrom(subnet, back, 'answer', topology).map(reading =>
				reading.map(
					({hop, share}): Hop =>
						hop.place.kind === 'route' && share !== undefined
							? {...hop, place: {...hop.place, kind: 'return', toward}}
							: hop,
				),
			);
			return [[isUnguarded(subnet, addresses, topology) ? [] : groupsAt(subnet, 'inbound', there, topology)], answers];
		}),
	);
}

/** Groups do not see what goes to private endpoints unless policies are on in their subnet. */
function isUnguarded(subnet: ArmId, addresses: AddressSet, topology: Topology): boolean {
	const found = knownValue(topology.subnets.get(armKey(subnet)));
	const policed = ['enabled', 'networksecuritygroupenabled'].includes(found?.endpointPolicies ?? 'disabled');
	const endpoints = topology.privateEndpoints.filter(endpoint => sameArmId(endpoint.subnet, subnet));
	return (
		!policed && endpoints.length > 0 && isSubset(addresses, unionOf(endpoints.map(endpoint => endpoint.addresses)))
	);
}

function groupsAt(subnet: ArmId, direction: FlowDirection, packets: Packets, topology: Topology): readonly Hop[] {
	return isNodeSubnet(subnet, topology)
		? groupHops(direction, [subnet], packets, 'request', topology)
		: subnetHops(direction, subnet, packets, 'request', topology);
}

/** One share of the packets at a subnet's routes; without a share the routes could not be read. */
type RouteStep = {readonly hop: Hop; readonly share: RouteShare | undefined};

/** Where the routes of a subnet send packets, once for each way in which they may stand. */
function routeFrom(subnet: ArmId, packets: Packets, leg: Leg, topology: Topology): readonly (readonly RouteStep[])[] {
	const station = `${leg}/route/${armKey(subnet)}`;
	const found = nextHops(subnet, packets.destination, packets.destinationView, topology);
	if (found.state === 'unread') {
		const place = {kind: 'unread-routes', subnet, unread: found.unread} as const;
		return [[{hop: {place, leg, packets, station}, share: undefined}]];
	}

	const [missing] = found.unknown;
	return found.readings.map(shares =>
		shares.map(share => ({
			hop: {
				place: {kind: 'route', subnet, route: share.route, missing},
				leg,
				packets: {...packets, destination: intersection(packets.destination, share.destinations)},
				station,
			},
			share,
		})),
	);
}
