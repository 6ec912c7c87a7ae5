import {type AddressSet, anyAddress, holdsFamily} from '../network/address-set.js';
import {union, unionOf} from '../network/interval-set.js';
import {type ArmId, armKey, armName, parseArmId} from '../topology/arm-id.js';
import {commandLine} from '../topology/command-line.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import type {Route} from '../topology/virtual-network.js';
import {type AddressView, complement, type Extent, exactly, unsure} from './extent.js';
import {hostAddress} from './resolve-tags.js';

/**
 * What `VirtualNetwork` means under a user route for 0.0.0.0/0 is not settled: the tag holds the prefixes of user routes
 * and "might also contain default routes" (service-tags-overview). `narrow` leaves the default route out; with `wide`
 * the tag is everything and `Internet`, its complement, is nothing.
 */
export type TagReading = 'narrow' | 'wide';

/** Only where the subnet has, or may have, a user route for everything that leads elsewhere are there two readings. */
export function tagReadings(subnet: ArmId, topology: Topology): readonly TagReading[] {
	const table = knownValue(topology.subnets.get(armKey(subnet)))?.routeTable;
	if (table !== undefined && topology.routeTables.get(armKey(table))?.state !== 'known') {
		return ['narrow', 'wide'];
	}

	return userRoutes(subnet, topology).some(isDiverted) ? ['narrow', 'wide'] : ['narrow'];
}

function isDiverted({prefix, nextHopType}: Route): boolean {
	return !('tag' in prefix) && holdsFamily(prefix) && nextHopType !== 'Internet';
}

export function virtualNetworkExtent(subnet: ArmId, topology: Topology, reading: TagReading): Extent {
	const narrow = narrowExtent(subnet, topology);
	return reading === 'narrow' ? narrow : exactly(union(narrow.most, defaultsOf(subnet, topology)));
}

/** The families whose default route is a user route, or may be one. */
function defaultsOf(subnet: ArmId, topology: Topology): AddressSet {
	const diverted = userRoutes(subnet, topology).filter(isDiverted);
	return diverted.length === 0
		? anyAddress
		: unionOf(diverted.flatMap(({prefix}) => ('tag' in prefix ? [] : [prefix])));
}

function narrowExtent(subnet: ArmId, topology: Topology): Extent {
	const found = knownValue(topology.subnets.get(armKey(subnet)));
	const network = found && knownValue(topology.virtualNetworks.get(armKey(found.virtualNetwork)));
	const least = union(found?.prefixes ?? [], hostAddress, routedPrefixes(subnet, topology), overlayOf(topology));
	if (network === undefined) {
		return unsure(
			{
				datum: `the address space of the virtual network of subnet ${armName(subnet)}`,
				command: commandLine(
					'az',
					'network',
					'vnet',
					'show',
					'--ids',
					found?.virtualNetwork ?? parseArmId(subnet)?.parent ?? subnet,
				),
			},
			least,
		);
	}

	const peered = network.peerings.filter(({connected}) => connected).map(({remotePrefixes}) => remotePrefixes);
	return exactly(unionOf([least, network.addressSpace, ...peered]));
}

/**
 * Pods of an overlay pass the groups of the nodes' subnet with their own addresses, and the default rules let them
 * (concepts-network-azure-cni-overlay.md: only deny rules must be mended). So the tag holds them [I].
 */
export function overlayOf({cluster}: Topology): AddressSet {
	const found = knownValue(cluster);
	return found?.cni === 'overlay' ? found.podCidrs : [];
}

/** Prefixes of user routes count as part of the network; that those to the internet do not is inferred [I]. */
function routedPrefixes(subnet: ArmId, topology: Topology): AddressSet {
	return unionOf(
		userRoutes(subnet, topology).flatMap(({prefix, nextHopType}) =>
			'tag' in prefix || holdsFamily(prefix) || nextHopType === 'Internet' ? [] : [prefix],
		),
	);
}

function userRoutes(subnet: ArmId, topology: Topology): readonly Route[] {
	const table = knownValue(topology.subnets.get(armKey(subnet)))?.routeTable;
	return table === undefined ? [] : (knownValue(topology.routeTables.get(armKey(table)))?.routes ?? []);
}

/** Adds the two tags that depend on the subnet to a view of the others. */
export function withNetworkTags(view: AddressView, virtualNetwork: Extent): AddressView {
	return {
		literal: view.literal,
		tag: name => {
			switch (name.toLowerCase()) {
				case 'virtualnetwork': {
					return virtualNetwork;
				}

				case 'internet': {
					return complement(virtualNetwork);
				}

				default: {
					return view.tag(name);
				}
			}
		},
	};
}
