import {type Address, formatAddress} from '../network/address.js';
import {anyIpv4, ofFamily} from '../network/address-set.js';
import {has, lowestOf} from '../network/interval-set.js';
import type {Flow} from '../profiles/flow.js';
import {isFree} from '../routing/dnat.js';
import {nodeSubnets, type Publication, returnRoute, targetOf} from '../routing/publication.js';
import {armKey} from '../topology/arm-id.js';
import type {Firewall} from '../topology/firewall.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import type {Need} from './need.js';

/** A firewall takes no more (includes/firewall-limits). */
const mostPublicAddresses = 250;

/** A listener that is known and free for every port of a service. */
export type Listener = {
	readonly firewall: Firewall;
	readonly publicAddress: Address;
	/** Ports that no DNAT rule leads to yet. */
	readonly ports: readonly number[];
};

/**
 * Undefined where no firewall is near, none of its public addresses is known and free, or the host route it needs would
 * have to go into a table that is not the customer's.
 */
export function listenerFor({target, internal, by, candidates}: Publication, topology: Topology): Listener | undefined {
	const firewall = internal ? (by?.firewall ?? candidates[0]) : firewallBefore(topology);
	if (firewall === undefined || (!internal && !hasOwnTables(topology))) {
		return undefined;
	}

	const translations = (by?.firewall === firewall ? by.translations : []).filter(({open}) => open);
	const ports = target.ports.filter(port => !translations.some(found => found.port === port));
	// One address for all ports, so that one name can lead to it.
	const publicAddress = lowestOf(
		ofFamily(knownValue(firewall.publicAddresses) ?? [], 'IPv4'),
		mostPublicAddresses,
	).find(
		address =>
			translations.every(translation => has(translation.publicAddresses, address)) &&
			ports.every(port => isFree(firewall, address, port, target.protocol)),
	);
	return publicAddress === undefined ? undefined : {firewall, publicAddress, ports};
}

function firewallBefore(topology: Topology): Firewall | undefined {
	const nextHops = nodeSubnets(topology).map(subnet => returnRoute(subnet, topology)?.route.nextHop);
	return nextHops.flatMap(nextHop => (nextHop?.kind === 'firewall' ? [nextHop.firewall] : []))[0];
}

function hasOwnTables(topology: Topology): boolean {
	return nodeSubnets(topology).every(subnet => {
		const table = returnRoute(subnet, topology)?.route.table;
		return table === undefined || knownValue(topology.routeTables.get(armKey(table)))?.managed === false;
	});
}

/** `publishes` is the warning where the service was made internal on purpose. */
export function dnatNeeds(
	{firewall, publicAddress, ports}: Listener,
	{target}: Publication,
	publishes: string | undefined,
): readonly Need[] {
	return ports.map(port => ({
		kind: 'dnat-rule',
		firewall: firewall.id,
		publicAddress,
		sources: anyIpv4,
		protocol: target.protocol,
		port,
		translatedAddress: target.address,
		...(publishes === undefined ? {} : {publishes}),
	}));
}

/** Host routes that send answers to the firewall's public address back the way the requests came. */
export function hostRouteNeeds({publicAddress}: Listener, topology: Topology): readonly Need[] {
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
export function describeListener({publicAddress}: Listener, flow: Flow): string {
	const {protocol, ports} = targetOf(flow, publicAddress);
	return `${formatAddress(publicAddress)} ${protocol} ${ports.join(',')}`;
}
