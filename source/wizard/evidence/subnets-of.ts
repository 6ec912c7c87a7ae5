import {type ArmId, armKey, armName} from '../../topology/arm-id.js';
import type {Cluster} from '../../topology/cluster.js';
import type {Known} from '../../topology/known.js';
import {absent} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {Subnet} from '../../topology/virtual-network.js';

export type UsedSubnet = {readonly id: ArmId; readonly name: string; readonly subnet: Known<Subnet>};

/** The subnets that the cluster's nodes and pods stand in, each once. */
export function subnetsOf(topology: Topology, cluster: Cluster): readonly UsedSubnet[] {
	const ids = cluster.pools.flatMap(({subnet, podSubnet}) => [subnet, podSubnet]).filter(id => id !== undefined);
	const unique = new Map(ids.map(id => [armKey(id), id]));
	return [...unique].map(([key, id]) => ({id, name: armName(id), subnet: topology.subnets.get(key) ?? absent}));
}
