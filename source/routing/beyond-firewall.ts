import {overlaps} from '../network/interval-set.js';
import {type ArmId, armKey} from '../topology/arm-id.js';
import type {Firewall} from '../topology/firewall.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import {publicAddresses} from './destination-cases.js';
import type {NextHop, RouteShare} from './effective-route.js';
import {nextHops} from './next-hop.js';
import {largestFirst} from './publication.js';
import type {Readings} from './readings.js';
import {untaggedView} from './resolve-tags.js';
import type {Hop, Packets} from './way.js';

/**
 * What a firewall lets through leaves by the routes of its own subnet. They are on the way where they lead elsewhere than
 * one takes for granted: not to the internet, nor to networks beside it (forced-tunneling). Groups are not: Azure
 * switches those of a subnet off there (firewall-faq).
 */
export function beyondFirewall(firewall: Firewall, packets: Packets, topology: Topology): Readings {
	return readingsAt(firewall, packets, topology, (subnet, shares, missing) =>
		shares
			.filter(({route}) => isRemarkable(route.nextHop, firewall))
			.map(
				({route, destinations}): Hop => ({
					place: {kind: 'route', subnet, route, missing},
					leg: 'request',
					packets: {...packets, destination: destinations},
					station: `request/beyond/${armKey(firewall.id)}`,
				}),
			),
	);
}

/**
 * Answers to what a firewall translates leave by the same routes. Where those lead elsewhere than to the internet they do
 * not come from the address that the client called, and a device on the way has not seen the request: translation is not
 * supported under forced tunnelling (firewall-known-issues).
 */
export function answersBeyondFirewall(firewall: Firewall, packets: Packets, topology: Topology): Readings {
	const back: Packets = {
		...packets,
		source: packets.destination,
		destination: publicAddresses,
		destinationView: untaggedView,
	};
	return readingsAt(firewall, back, topology, (subnet, shares, missing) =>
		largestFirst(shares)
			.slice(0, 1)
			.filter(({route}) => isRemarkable(route.nextHop, firewall))
			.map(
				({route}): Hop => ({
					place: {kind: 'return', subnet, route, toward: {kind: 'clients', firewall}, missing},
					leg: 'answer',
					packets: back,
					station: `answer/beyond/${armKey(firewall.id)}`,
				}),
			),
	);
}

type HopsOf = (
	subnet: ArmId,
	shares: readonly RouteShare[],
	missing: Extract<ReturnType<typeof nextHops>, {state: 'known'}>['unknown'][number] | undefined,
) => readonly Hop[];

function readingsAt(firewall: Firewall, packets: Packets, topology: Topology, hopsOf: HopsOf): Readings {
	const {subnet} = firewall;
	// A hub's firewall stands in no subnet of ours; what the hub does with its packets is in the hub's own routes.
	if (subnet === undefined) {
		return [[]];
	}

	const found = nextHops(subnet, packets.destination, packets.destinationView, topology);
	const mayTunnel = firewall.hasManagementInterface || !overlaps(packets.destination, publicAddresses);
	if (found.state === 'unread' || !isNetworkRead(subnet, topology)) {
		return mayTunnel && found.state === 'unread' ? [[unreadHop(firewall, subnet, packets, found.unread)]] : [[]];
	}

	// Without an interface for its management a firewall works only with a direct way to the internet (forced-tunneling).
	const likely = mayTunnel ? found.readings : found.readings.filter(shares => !shares.some(isUnsureDefault));
	const [missing] = found.unknown;
	const readings = (likely.length > 0 ? likely : found.readings).map(shares => hopsOf(subnet, shares, missing));
	return readings.every(hops => hops.length === 0) ? [[]] : readings;
}

function isUnsureDefault({route, destinations}: RouteShare): boolean {
	return route.unsure !== undefined && overlaps(destinations, publicAddresses);
}

function isNetworkRead(subnet: ArmId, {subnets, virtualNetworks}: Topology): boolean {
	const network = knownValue(subnets.get(armKey(subnet)))?.virtualNetwork;
	return network !== undefined && virtualNetworks.get(armKey(network))?.state === 'known';
}

function unreadHop(
	{id}: Firewall,
	subnet: ArmId,
	packets: Packets,
	unread: Extract<ReturnType<typeof nextHops>, {state: 'unread'}>['unread'],
): Hop {
	return {
		place: {kind: 'unread-routes', subnet, unread},
		leg: 'request',
		packets,
		station: `request/beyond/${armKey(id)}`,
	};
}

/** A route that leads to the firewall itself leads nowhere else. */
function isRemarkable(nextHop: NextHop, firewall: Firewall): boolean {
	switch (nextHop.kind) {
		case 'internet':
		case 'local':
		case 'service-endpoint': {
			return false;
		}

		case 'firewall': {
			return armKey(nextHop.firewall.id) !== armKey(firewall.id);
		}

		case 'none':
		case 'gateway':
		case 'node':
		case 'appliance':
		case 'unreachable': {
			return true;
		}
	}
}
