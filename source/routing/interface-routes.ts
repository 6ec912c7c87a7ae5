import {toCidrs} from '../network/address-set.js';
import {isSubset, unionOf} from '../network/interval-set.js';
import {valueKey} from '../network/value-key.js';
import {armKey} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import {rememberByObject} from '../topology/remember-by-object.js';
import type {InterfaceRoute, InterfaceRoutes} from '../topology/told-routes.js';
import type {Topology} from '../topology/topology.js';
import type {Subnet} from '../topology/virtual-network.js';
import {applianceHop, firewallAt} from './appliance-hop.js';
import type {NextHop, RouteCandidate} from './effective-route.js';
import {type AddressView, exactly} from './extent.js';
import {hiddenCandidates} from './system-routes.js';

/** The answers about a subnet's interfaces that can be used; several only where they differ, so that one of them is older. */
export function toldRoutes({id}: Subnet, {interfaceRoutes}: Topology): readonly InterfaceRoutes[] {
	const told = (interfaceRoutes.get(armKey(id)) ?? []).flatMap(routes => knownValue(routes) ?? []);
	return [...new Map(told.map(found => [inForce(found), found])).values()];
}

/** The same for answers that list the same routes in another order. */
const inForce = rememberByObject(({routes}: InterfaceRoutes): string => {
	const active = routes.filter(route => route.active);
	return active
		.flatMap(({prefixes, nextHop, nextHopAddresses}) =>
			prefixes.map(prefix => valueKey([prefix, nextHop, nextHopAddresses])),
		)
		.toSorted()
		.join();
});

const ranks = {user: 0, gateway: 8, default: 9} as const;

/**
 * What Azure says is in force, instead of what tables and networks would make one think. Azure's own routes to the
 * network, its peers and service endpoints come before learned ones, however narrow those are
 * (virtual-networks-udr-overview); the answer may list both as active.
 */
export function interfaceCandidates(
	{routes, interface: id}: InterfaceRoutes,
	subnet: Subnet,
	view: AddressView,
	topology: Topology,
): readonly RouteCandidate[] {
	const active = routes.filter(route => route.active);
	const preferred = unionOf(active.filter(isPreferred).flatMap(({prefixes}) => prefixes));
	const told = active.flatMap(route =>
		route.prefixes
			.filter(prefix => route.source !== 'gateway' || !isSubset(prefix, preferred))
			.map(
				(prefix): RouteCandidate => ({
					extent: exactly(view.literal(prefix)),
					rank: ranks[route.source],
					route: {
						name: `${nameOf(route)} (${toCidrs(prefix).join(', ')})`,
						nextHop: hopOf(route, subnet, topology),
						table: route.source === 'user' ? subnet.routeTable : undefined,
						told: {kind: 'interface', interface: id, source: route.source},
					},
				}),
			),
	);
	return [...told, ...hiddenCandidates(topology)];
}

const preferredHops: ReadonlySet<string> = new Set(['local', 'peering', 'service-endpoint', 'private-endpoint']);

function isPreferred({source, nextHop}: InterfaceRoute): boolean {
	return source === 'default' && preferredHops.has(nextHop);
}

function nameOf({name, source}: InterfaceRoute): string {
	switch (source) {
		case 'user': {
			return name ?? 'user route';
		}

		case 'gateway': {
			return 'learned route';
		}

		case 'default': {
			return 'system route';
		}
	}
}

function hopOf({nextHop, nextHopAddresses}: InterfaceRoute, subnet: Subnet, topology: Topology): NextHop {
	const [address] = nextHopAddresses;
	switch (nextHop) {
		case 'local':
		case 'peering':
		case 'private-endpoint': {
			return {kind: 'local'};
		}

		case 'appliance': {
			return applianceHop(nextHopAddresses.length === 1 ? address : undefined, subnet, topology);
		}

		// A hub gives its firewall's address as that of a gateway [K].
		case 'gateway': {
			return (address === undefined ? undefined : firewallAt(address, subnet, topology)) ?? {kind: 'gateway'};
		}

		case 'internet':
		case 'none': {
			return {kind: nextHop};
		}

		case 'service-endpoint': {
			return {kind: nextHop, service: undefined};
		}
	}
}
