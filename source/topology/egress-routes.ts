import {type AddressSet, anyIpv4} from '../network/address-set.js';
import {has, isSubset} from '../network/interval-set.js';
import {armKey, sameArmId} from './arm-id.js';
import {hubAnswerId} from './call-answers.js';
import {denied, type Known, knownValue} from './known.js';
import {teacherOf} from './teacher.js';
import type {InterfaceNextHop, InterfaceRoutes, LearnedRoute} from './told-routes.js';
import type {Topology} from './topology.js';
import type {NextHopType, Route, Subnet} from './virtual-network.js';

const types: Readonly<Record<InterfaceNextHop, NextHopType>> = {
	local: 'VnetLocal',
	peering: 'VnetLocal',
	'private-endpoint': 'VnetLocal',
	internet: 'Internet',
	'service-endpoint': 'Internet',
	none: 'None',
	gateway: 'VirtualNetworkGateway',
	appliance: 'VirtualAppliance',
};

/** What is in force at an interface, in the form of a route table. A hub gives its firewall's address as a gateway's [K]. */
export function asRoutes({routes}: InterfaceRoutes, {firewalls}: Pick<Topology, 'firewalls'>): readonly Route[] {
	return routes
		.filter(({active}) => active)
		.flatMap(({prefixes, name = 'effective route', nextHop, nextHopAddresses: [address]}) => {
			const isFirewall =
				address !== undefined && firewalls.some(({privateAddresses}) => has(privateAddresses, address));
			const nextHopType = nextHop === 'gateway' && isFirewall ? 'VirtualAppliance' : types[nextHop];
			return prefixes.map(
				(prefix): Route => ({
					name,
					prefix,
					nextHopType,
					nextHopAddress: nextHopType === 'VirtualAppliance' ? address : undefined,
				}),
			);
		});
}

/**
 * What packets to the internet are seen with where a gateway or hub is known to bring a default route; undefined where
 * none is known.
 */
export function learnedDefault(
	{virtualNetwork}: Subnet,
	surroundings: Pick<Topology, 'virtualHubs' | 'virtualNetworks' | 'learnedRoutes' | 'firewalls'>,
): Known<AddressSet> | undefined {
	const network = knownValue(surroundings.virtualNetworks.get(armKey(virtualNetwork)));
	const teacher = network && teacherOf(network, surroundings);
	if (
		teacher === undefined ||
		(teacher.kind === 'hub' && (!teacher.takesDefault || teacher.hub.intent !== undefined))
	) {
		return undefined;
	}

	const asked = teacher.kind === 'hub' ? [hubAnswerId(teacher.routeTable)] : teacher.gateways;
	const routes = asked.flatMap(id => knownValue(surroundings.learnedRoutes.get(armKey(id)))?.routes ?? []);
	const found = routes.find(({prefix, surely}) => surely && isSubset(anyIpv4, prefix));
	return found && seenBehind(found, teacher.label, surroundings);
}

function seenBehind(
	{device}: LearnedRoute,
	label: string,
	{firewalls}: Pick<Topology, 'firewalls'>,
): Known<AddressSet> {
	return (
		firewalls.find(({id}) => sameArmId(id, device))?.publicAddresses ??
		denied(
			`A default route that ${label} has learned takes traffic to the internet; the public address behind that cannot be read.`,
		)
	);
}
