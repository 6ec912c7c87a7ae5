import {difference, emptySet, union, unionOf} from '../network/interval-set.js';
import {type ArmId, armKey, armName, sameArmId} from '../topology/arm-id.js';
import {commandLine} from '../topology/command-line.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import {type Extent, unsure} from './extent.js';

/**
 * Who is in an application security group, as far as the cluster tells: a pool names the groups of its nodes, so that the
 * subnet of pools that all name it is in it, and one of pools that do not is not. All members of a group are in one
 * virtual network (application-security-groups); who else is in it, only the interfaces tell.
 */
export function applicationGroupExtent(id: ArmId, topology: Topology): Extent {
	const pools = knownValue(topology.cluster)?.pools ?? [];
	const bySubnet = Map.groupBy(
		pools.filter(({subnet}) => subnet !== undefined),
		({subnet}) => armKey(subnet ?? ''),
	);
	const prefixesOf = (subnets: readonly string[]) =>
		unionOf(subnets.map(key => knownValue(topology.subnets.get(armKey(key)))?.prefixes ?? []));
	const names = (groups: readonly ArmId[]) => groups.some(group => sameArmId(group, id));
	const inside = [...bySubnet].filter(([, all]) => all.every(pool => names(pool.applicationSecurityGroups)));
	const outside = [...bySubnet].filter(([, all]) => all.every(pool => !names(pool.applicationSecurityGroups)));
	const networks = [...topology.virtualNetworks.values()].map(network => knownValue(network)?.addressSpace ?? emptySet);
	const least = prefixesOf(inside.map(([key]) => key));
	const most = union(least, difference(unionOf(networks), prefixesOf(outside.map(([key]) => key))));
	return unsure(
		{
			datum: `the network interfaces in application security group ${armName(id)}`,
			command: commandLine('az', 'network', 'asg', 'show', '--ids', id),
		},
		least,
		most,
	);
}
