import {anyAddress, formatAddress} from '../network/address-set.js';
import {has, lowestOf} from '../network/interval-set.js';
import type {Flow, IngressPath} from '../profiles/flow.js';
import {armKey} from '../topology/arm-id.js';
import type {Firewall} from '../topology/firewall.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import {isFree} from './azure-firewall/dnat.js';
import type {Need} from './control.js';
import {type IngressWay, ingressWay, nodeSubnets, returnRoute, targetOf} from './ingress-way.js';

/**
 * How a service is published by a firewall, and which control contributes which part of it. The parts carry the same
 * remedy id at every control, so that choosing a way by its id chooses all of it, and nothing is contributed twice.
 *
 * | service | id | route-table | azure-firewall | nsg |
 * |---|---|---|---|---|
 * | public, answers do not return to the internet | `public-address` | DNAT rules to the public address, and a host route for the firewall's address to the internet | – | rule from the firewall's public address |
 * | the same | `internal-load-balancer` | advice: the internal address is not known before the change | – | rule from the firewall's subnet |
 * | internal | `dnat` (on request) | – | DNAT rules to the internal address | rule from the firewall's subnet (on request) |
 * | public, answers return | `internet` | – | – | rule from the internet |
 *
 * Facts A5: an internal load balancer needs no host route, because translated packets carry the firewall's own address.
 */
export type PublicationPlan = {
	readonly firewall: Firewall;
	readonly publicAddress: number;
	readonly address: number;
	/** Ports that no DNAT rule leads to yet. */
	readonly ports: readonly number[];
	readonly protocol: 'tcp' | 'udp';
};

/** A firewall takes no more (includes/firewall-limits). */
const mostPublicAddresses = 250;

/**
 * Undefined where no firewall is near, none of its public addresses is known and free, or the host route it needs would
 * have to go into a table that is not the customer's.
 */
export function publicationPlan(flow: Flow, path: IngressPath, topology: Topology): PublicationPlan | undefined {
	const way = ingressWay(flow, path, topology);
	const firewall = publisher(way, topology);
	if (way.kind === 'no-address' || firewall === undefined || (way.kind === 'public' && !hasOwnTables(topology))) {
		return undefined;
	}

	const {protocol, ports} = targetOf(flow, way.address);
	const translations = (way.publication?.firewall === firewall ? way.publication.translations : []).filter(
		({open}) => open,
	);
	const missing = ports.filter(port => !translations.some(found => found.port === port));
	const addresses = lowestOf(knownValue(firewall.publicAddresses) ?? [], mostPublicAddresses);
	// One address for all ports, so that one name can lead to it.
	const publicAddress = addresses.find(
		address =>
			translations.every(translation => has(translation.publicAddresses, address)) &&
			missing.every(port => isFree(firewall, address, port, protocol)),
	);
	return publicAddress === undefined
		? undefined
		: {firewall, publicAddress, address: way.address, ports: missing, protocol};
}

function publisher(way: IngressWay, topology: Topology): Firewall | undefined {
	switch (way.kind) {
		case 'no-address': {
			return undefined;
		}

		case 'internal': {
			return way.firewall;
		}

		case 'public': {
			const hops = nodeSubnets(topology).map(subnet => returnRoute(subnet, topology)?.route.hop);
			return hops.flatMap(hop => (hop?.kind === 'firewall' ? [hop.firewall] : []))[0];
		}
	}
}

function hasOwnTables(topology: Topology): boolean {
	return nodeSubnets(topology).every(subnet => {
		const table = returnRoute(subnet, topology)?.route.table;
		return table === undefined || knownValue(topology.routeTables.get(armKey(table)))?.managed === false;
	});
}

/** `publishes` is the warning where the service was made internal on purpose. */
export function dnatNeeds(plan: PublicationPlan, publishes: string | undefined): readonly Need[] {
	const {firewall, publicAddress, address, ports, protocol} = plan;
	return ports.map(port => ({
		kind: 'dnat-rule',
		firewall: firewall.id,
		publicAddress,
		sources: anyAddress,
		protocol,
		port,
		translatedAddress: address,
		...(publishes === undefined ? {} : {publishes}),
	}));
}

/** Host routes that send answers to the firewall's public address back the way the requests came. */
export function hostRouteNeeds({publicAddress}: PublicationPlan, topology: Topology): readonly Need[] {
	const tables = new Map(
		nodeSubnets(topology).flatMap(subnet => {
			const table = returnRoute(subnet, topology)?.route.table;
			return table === undefined ? [] : [[armKey(table), table] as const];
		}),
	);
	return [...tables.values()].map(routeTable => ({
		kind: 'route',
		routeTable,
		prefix: [[publicAddress, publicAddress]],
		nextHop: 'Internet',
	}));
}

/** `20.62.150.14 tcp 80,443` */
export function describeListener({publicAddress, protocol}: PublicationPlan, flow: Flow): string {
	return `${formatAddress(publicAddress)} ${protocol} ${targetOf(flow, publicAddress).ports.join(',')}`;
}
