import {type ArmId, armKey, parseArmId} from './arm-id.js';
import type {BareCluster} from './decode/azure/decode-cluster.js';
import {clusterSubnets} from './decode/azure/decode-subnets.js';
import {remoteNetworks} from './decode/azure/decode-virtual-network.js';
import type {Firewall} from './firewall.js';
import {knownValue} from './known.js';
import {resourceOf, type World} from './world.js';

/** The cluster's own virtual networks, those peered with them, and those of the firewalls. Nothing else is asked about. */
export function reachableNetworks(
	cluster: BareCluster | undefined,
	firewalls: readonly Firewall[],
	world: World,
): readonly ArmId[] {
	const own = networksOf(clusterSubnets(cluster));
	const peered = own.flatMap(id => knownValue(resourceOf(world, id)) ?? []).flatMap(remoteNetworks);
	const beyond = networksOf(firewalls.flatMap(firewall => firewall.subnet ?? []));
	return [...new Map([...own, ...peered, ...beyond].map(id => [armKey(id), id])).values()];
}

function networksOf(subnets: readonly ArmId[]): readonly ArmId[] {
	return subnets.flatMap(id => parseArmId(id)?.parent ?? []);
}
