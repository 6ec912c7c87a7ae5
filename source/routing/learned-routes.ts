import {type AddressSet, addresses, anyAddress} from '../network/address-set.js';
import {emptySet} from '../network/interval-set.js';
import {armKey, armName, sameArmId} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Missing} from '../topology/missing.js';
import type {Topology} from '../topology/topology.js';
import type {VirtualHub} from '../topology/virtual-hub.js';
import type {RouteTable, Subnet, VirtualNetwork} from '../topology/virtual-network.js';
import {exactly} from './extent.js';
import {learnedRank, type NextHop, type RouteCandidate} from './next-hop.js';

const privateRanges = addresses('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10');

/**
 * Routes that a gateway, a route server or a virtual hub brings. No route table shows them: a default route that is
 * advertised on-premises wins over Azure's own (forced tunnelling), and private ranges lead there instead of nowhere. A
 * table that switches the propagation off keeps them out. That narrower public prefixes are not advertised is taken for
 * granted [I], because every name would be in doubt otherwise wherever there is a gateway.
 */
export function learnedCandidates(
	subnet: Subnet,
	table: RouteTable | undefined,
	topology: Topology,
): readonly RouteCandidate[] {
	const network = knownValue(topology.virtualNetworks.get(armKey(subnet.virtualNetwork)));
	if (table?.bgpPropagation === false || network === undefined) {
		return [];
	}

	const hub = topology.virtualHubs.find(({connections}) =>
		connections.some(connection => sameArmId(connection.network, network.id)),
	);
	if (hub?.intent !== undefined) {
		return byIntent(hub, network, topology);
	}

	const teacher = hub === undefined ? teacherOf(network) : `virtual hub ${hub.name}`;
	return teacher === undefined ? [] : unknownRoutes(teacher);
}

function teacherOf(network: VirtualNetwork): string | undefined {
	if (network.hasGateway) {
		return `the gateway of ${network.name}`;
	}

	// A virtual hub appears to its spokes as a peering with a network of Microsoft's own, named HV_… [K].
	const found = network.peerings.find(
		({connected, useRemoteGateways, remote}) => connected && (useRemoteGateways || /^HV_/i.test(armName(remote))),
	);
	return found && `the gateway of ${armName(found.remote)}`;
}

function unknownRoutes(teacher: string): readonly RouteCandidate[] {
	const missing: Missing = {
		datum: `the routes that ${teacher} has learned`,
		command: 'az network nic show-effective-route-table --resource-group NODE_GROUP --name NIC',
	};
	const route = {name: `route learned by ${teacher}`, nextHop: {kind: 'gateway'}, table: undefined} as const;
	const perhaps = (most: AddressSet): RouteCandidate => ({
		extent: {least: emptySet, most, unknown: [missing]},
		rank: learnedRank,
		route,
	});
	// Private ranges are as narrow as the system's own blocks for them, which drop what nobody has.
	return [perhaps(anyAddress), perhaps(privateRanges)];
}

/** Routing intent sends the internet, private ranges, or both, through a device in the hub (how-to-routing-policies). */
function byIntent(
	{name, intent, connections}: VirtualHub,
	network: VirtualNetwork,
	topology: Topology,
): readonly RouteCandidate[] {
	const takesDefault = connections.some(found => sameArmId(found.network, network.id) && found.takesDefault);
	const candidate = (prefixes: AddressSet, device: string): RouteCandidate => ({
		extent: exactly(prefixes),
		rank: learnedRank,
		route: {name: `routing intent of ${name}`, nextHop: deviceHop(device, topology), table: undefined},
	});
	return [
		...(intent?.internet === undefined || !takesDefault ? [] : [candidate(anyAddress, intent.internet)]),
		...(intent?.private === undefined ? [] : [candidate(privateRanges, intent.private)]),
	];
}

function deviceHop(device: string, topology: Topology): NextHop {
	const firewall = topology.firewalls.find(({id}) => sameArmId(id, device));
	return firewall === undefined ? {kind: 'appliance', address: undefined} : {kind: 'firewall', firewall};
}
