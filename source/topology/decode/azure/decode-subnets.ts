import {type ArmId, type ArmKey, armKey, armName, parseArmId} from '../../arm-id.js';
import {absent, denied, flatMapKnown, type Known, knownValue} from '../../known.js';
import type {Subnet} from '../../virtual-network.js';
import {resourceOf, type World} from '../../world.js';
import type {BareCluster} from './decode-cluster.js';
import {decodeSubnet, subnetsOf} from './decode-virtual-network.js';

/** Every subnet of the networks in question, and every subnet of the cluster whether its network could be read or not. */
export function decodeSubnets(
	networks: readonly ArmId[],
	cluster: BareCluster | undefined,
	world: World,
): ReadonlyMap<ArmKey, Known<Subnet>> {
	const referred = clusterSubnets(cluster).map(id => [armKey(id), decodeAlone(id, world)] as const);
	const inside = networks
		.flatMap(id => knownValue(resourceOf(world, id)) ?? [])
		.flatMap(subnetsOf)
		.map(subnet => [armKey(subnet.id), decodeSubnet(subnet, world)] as const);
	return new Map([...referred, ...inside]);
}

/** Those that nodes and pods take their addresses from. */
export function clusterSubnets(cluster: BareCluster | undefined): readonly ArmId[] {
	const ids = (cluster?.pools ?? []).flatMap(pool => [pool.subnet, pool.podSubnet]);
	return [...ids, cluster?.apiServer.vnetIntegrationSubnet].flatMap(id => id ?? []);
}

/** A person may be allowed to read a subnet and not its network. */
function decodeAlone(id: ArmId, world: World): Known<Subnet> {
	const alone = resourceOf(world, id);
	if (alone.state !== 'absent') {
		return flatMapKnown(alone, subnet => decodeSubnet(subnet, world));
	}

	const {parent} = parseArmId(id) ?? {};
	if (parent === undefined) {
		return denied(`${armName(id)} is not the id of a subnet.`);
	}

	const network = resourceOf(world, parent);
	return network.state === 'denied' ? network : absent;
}
