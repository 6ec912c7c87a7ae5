import type {Address} from '../network/address.js';
import {has} from '../network/interval-set.js';
import {type ArmId, armKey, sameArmId} from '../topology/arm-id.js';
import type {Firewall} from '../topology/firewall.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import type {Peering} from '../topology/virtual-network.js';

/** Firewalls by how near they are: in the same network, in a peered one, in a virtual hub, elsewhere. */
export function reachableFirst(
	firewalls: readonly Firewall[],
	virtualNetwork: ArmId,
	topology: Topology,
): readonly Firewall[] {
	return firewalls.toSorted((a, b) => distance(a, virtualNetwork, topology) - distance(b, virtualNetwork, topology));
}

/** Those from which packets can get into the network without a further hop. */
export function inReach(firewall: Firewall, virtualNetwork: ArmId, topology: Topology): boolean {
	return distance(firewall, virtualNetwork, topology) < 3;
}

function distance(firewall: Firewall, virtualNetwork: ArmId, topology: Topology): number {
	const home = firewall.subnet?.split(/\/subnets\//i)[0];
	if (sameArmId(home, virtualNetwork)) {
		return 0;
	}

	if (peeringsOf(virtualNetwork, topology).some(({remote, connected}) => connected && sameArmId(remote, home))) {
		return 1;
	}

	return firewall.hub ? 2 : 3;
}

/**
 * The peering that an address lies behind and that passes nothing to it: because it is not connected, or because the
 * address was added to the network behind it and the peering not synchronised since. Packets to a next hop there are
 * dropped (virtual-network-manage-peering, update-virtual-network-peering-address-space).
 */
export function brokenPeering(
	address: Address,
	virtualNetwork: ArmId,
	topology: Topology,
): Pick<Peering, 'name' | 'state'> | undefined {
	const peerings = peeringsOf(virtualNetwork, topology);
	const toAddress = peerings.filter(({remotePrefixes}) => has(remotePrefixes, address));
	const [found] = toAddress;
	if (found !== undefined) {
		return toAddress.some(({connected}) => connected) ? undefined : {name: found.name, state: found.state};
	}

	const [stale] = peerings.filter(({remote, remotePrefixes}) => {
		const network = knownValue(topology.virtualNetworks.get(armKey(remote)));
		return remotePrefixes.length > 0 && has(network?.addressSpace ?? [], address);
	});
	return stale === undefined ? undefined : {name: stale.name, state: 'not synchronised with the network behind it'};
}

/**
 * Whether packets get from a network to a firewall's address. A next hop must be reached without a gateway or a virtual
 * hub between (virtual-networks-udr-overview), so there is no way where neither the network nor a peering of it holds
 * the address; where one does, the address is somebody else's. Of a network that was not read nobody knows its peerings.
 */
export function wayTo(
	firewall: Firewall,
	address: Address,
	virtualNetwork: ArmId,
	topology: Topology,
): 'direct' | 'none' | 'unknown' {
	const network = knownValue(topology.virtualNetworks.get(armKey(virtualNetwork)));
	if (inReach(firewall, virtualNetwork, topology)) {
		return 'direct';
	}

	const near = network && [network.addressSpace, ...network.peerings.map(({remotePrefixes}) => remotePrefixes)];
	return near === undefined || near.some(space => has(space, address)) ? 'unknown' : 'none';
}

function peeringsOf(virtualNetwork: ArmId, topology: Topology): readonly Peering[] {
	return knownValue(topology.virtualNetworks.get(armKey(virtualNetwork)))?.peerings ?? [];
}
