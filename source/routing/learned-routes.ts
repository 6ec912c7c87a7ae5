import {type AddressSet, addresses, anyIpv4, anyIpv6, holdsFamily, toCidrs} from '../network/address-set.js';
import {emptySet, isSubset, overlaps, unionOf} from '../network/interval-set.js';
import {type ArmId, armKey, armName, parseArmId, sameArmId} from '../topology/arm-id.js';
import {callActions, hubAnswerId} from '../topology/call-answers.js';
import {commandLine} from '../topology/command-line.js';
import {type Known, knownValue} from '../topology/known.js';
import type {Missing} from '../topology/missing.js';
import {type Teacher, teacherOf} from '../topology/teacher.js';
import type {LearnedRoute, LearnedRoutes} from '../topology/told-routes.js';
import type {Topology} from '../topology/topology.js';
import type {VirtualHub} from '../topology/virtual-hub.js';
import type {RouteTable, Subnet, VirtualNetwork} from '../topology/virtual-network.js';
import {learnedRank, type NextHop, type RouteCandidate} from './effective-route.js';
import {type AddressView, type Extent, exactly} from './extent.js';
import {endpointExtents} from './system-routes.js';

const privateRanges = addresses('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10');

/**
 * Routes that a gateway, a route server or a virtual hub brings. No route table shows them: a default route that is
 * advertised on-premises wins over Azure's own (forced tunnelling), and private ranges lead there instead of nowhere. A
 * table that switches the propagation off keeps them out. What gateways and hubs were asked for is known; of the others
 * it is taken for granted that they bring no narrower public prefixes [I], because every name would be in doubt otherwise
 * wherever there is a gateway.
 */
export function learnedCandidates(
	subnet: Subnet,
	table: RouteTable | undefined,
	view: AddressView,
	topology: Topology,
): readonly RouteCandidate[] {
	const network = knownValue(topology.virtualNetworks.get(armKey(subnet.virtualNetwork)));
	if (table?.bgpPropagation === false || network === undefined) {
		return [];
	}

	const teacher = teacherOf(network, topology);
	switch (teacher?.kind) {
		case undefined: {
			return [];
		}

		case 'hub': {
			const {hub, takesDefault, routeTable} = teacher;
			if (hub.intent !== undefined) {
				return byIntent(hub, takesDefault, topology);
			}

			const told = knownValue(topology.learnedRoutes.get(armKey(hubAnswerId(routeTable))));
			// Only a connection that wants it is given the default route (how-to-virtual-hub-routing).
			const given = told?.routes.filter(({prefix}) => takesDefault || !holdsFamily(prefix));
			return given === undefined
				? unknownRoutes(teacher, topology)
				: given.flatMap(route => candidateOf(route, {kind: 'hub', teacher: hub.id}, {subnet, network, view, topology}));
		}

		case 'gateways': {
			const told = teacher.gateways.map(id => knownValue(topology.learnedRoutes.get(armKey(id))));
			return teacher.others || told.length === 0 || told.includes(undefined)
				? unknownRoutes(teacher, topology)
				: told.flatMap(routes =>
						(routes?.routes ?? []).flatMap(route =>
							candidateOf(
								route,
								{kind: 'gateway', teacher: routes?.teacher ?? network.id},
								{subnet, network, view, topology},
							),
						),
					);
		}
	}
}

type Place = {
	readonly subnet: Subnet;
	readonly network: VirtualNetwork;
	readonly view: AddressView;
	readonly topology: Topology;
};

/**
 * Azure's own routes to the network, its peers and service endpoints come before learned ones, however narrow those are
 * (virtual-networks-udr-overview).
 */
function candidateOf(
	{prefix: whole, surely, device}: LearnedRoute,
	told: {readonly kind: 'gateway' | 'hub'; readonly teacher: ArmId},
	{subnet, network, view, topology}: Place,
): readonly RouteCandidate[] {
	const endpoints = endpointExtents(subnet, view, topology);
	const peers = network.peerings.filter(({connected}) => connected).map(({remotePrefixes}) => remotePrefixes);
	const preferred = unionOf([network.addressSpace, ...peers, ...endpoints.map(({least}) => least)]);
	if (isSubset(whole, preferred)) {
		return [];
	}

	const prefix = view.literal(whole);
	const contested = endpoints.filter(
		({most, unknown}) => unknown.length > 0 && !isWider(whole, most) && overlaps(whole, most),
	);
	const doubts = [...(surely ? [] : [handedOn(told.teacher)]), ...contested.flatMap(({unknown}) => unknown)];
	const extent: Extent = doubts.length === 0 ? exactly(prefix) : {least: emptySet, most: prefix, unknown: doubts};
	const nextHop: NextHop = device === undefined ? {kind: 'gateway'} : deviceHop(device, topology);
	return [
		{
			extent,
			rank: learnedRank,
			route: {
				name: `learned route (${toCidrs(whole).join(', ')})`,
				nextHop,
				table: undefined,
				told,
				...(doubts[0] === undefined ? {} : {unsure: doubts[0]}),
			},
		},
	];
}

/** A default route is wider than any service's prefixes, whichever they are, and so never contested by them. */
function isWider(prefix: AddressSet, other: AddressSet): boolean {
	return holdsFamily(prefix) || (isSubset(other, prefix) && !isSubset(prefix, other));
}

function handedOn(gateway: ArmId): Missing {
	return {
		datum: `whether gateway ${armName(gateway)} gives this network a route that it has from its own side`,
		command: nicCommand,
	};
}

/** Of an interface that is a resource of its own: of one of a scale set az shows none. */
const nicCommand = 'az network nic show-effective-route-table --resource-group GROUP --name NIC_IN_THE_SUBNET';

/** With the command that tells: of gateways and hubs that are known by name their own, else that of an interface. */
function missingRoutes(teacher: Teacher, topology: Topology): Missing {
	const asked = teacher.kind === 'hub' ? [hubAnswerId(teacher.routeTable)] : teacher.gateways;
	const answers = asked.map(id => [id, topology.learnedRoutes.get(armKey(id))] as const);
	const unread = answers.find(([, answer]) => answer?.state !== 'known');
	const datum = `the routes that ${teacher.label} has learned`;
	if (unread === undefined || (teacher.kind === 'gateways' && teacher.others)) {
		return {datum, command: nicCommand};
	}

	const [id, answer] = unread;
	return {datum: `${datum}${because(teacher, answer)}`, command: commandOf(teacher, id)};
}

/** Why not, and where it is for want of a permission, who holds it. */
function because(teacher: Teacher, answer: Known<LearnedRoutes> | undefined): string {
	if (answer?.state !== 'denied') {
		return '';
	}

	const action = callActions[teacher.kind === 'hub' ? 'effectiveRoutes' : 'getLearnedRoutes'];
	const reason = answer.reason.replace(/\.$/, '');
	return reason.toLowerCase().includes(action.toLowerCase())
		? ` (${reason}, which Network Contributor holds)`
		: ` (${reason})`;
}

function commandOf(teacher: Teacher, id: ArmId): string {
	if (teacher.kind === 'gateways') {
		const {resourceGroup = 'GROUP', name = 'GATEWAY'} = parseArmId(id) ?? {};
		return commandLine('az', 'network', 'vnet-gateway', 'list-learned-routes', '-g', resourceGroup, '-n', name);
	}

	const {resourceGroup = 'GROUP', name = 'HUB'} = parseArmId(teacher.hub.id) ?? {};
	const table = ['--resource-type', 'RouteTable', '--resource-id', teacher.routeTable];
	return commandLine('az', 'network', 'vhub', 'get-effective-routes', '-g', resourceGroup, '-n', name, ...table);
}

function unknownRoutes(teacher: Teacher, topology: Topology): readonly RouteCandidate[] {
	const missing = missingRoutes(teacher, topology);
	const name = `route learned by ${teacher.label}`;
	const route = {name, nextHop: {kind: 'gateway'}, table: undefined, unsure: missing} as const;
	const perhaps = (most: AddressSet): RouteCandidate => ({
		extent: {least: emptySet, most, unknown: [missing]},
		rank: learnedRank,
		route,
	});
	// Private ranges are as narrow as the system's own blocks for them, which drop what nobody has.
	return [perhaps(anyIpv4), perhaps(anyIpv6), perhaps(privateRanges)];
}

/** Routing intent sends the internet, private ranges, or both, through a device in the hub (how-to-routing-policies). */
function byIntent({name, intent}: VirtualHub, takesDefault: boolean, topology: Topology): readonly RouteCandidate[] {
	const candidate = (prefixes: AddressSet, device: string): RouteCandidate => ({
		extent: exactly(prefixes),
		rank: learnedRank,
		route: {name: `routing intent of ${name}`, nextHop: deviceHop(device, topology), table: undefined},
	});
	return [
		...(intent?.internet === undefined || !takesDefault ? [] : [candidate(anyIpv4, intent.internet)]),
		...(intent?.private === undefined ? [] : [candidate(privateRanges, intent.private)]),
	];
}

function deviceHop(device: ArmId, topology: Topology): NextHop {
	const firewall = topology.firewalls.find(({id}) => sameArmId(id, device));
	return firewall === undefined ? {kind: 'appliance', address: undefined} : {kind: 'firewall', firewall};
}
