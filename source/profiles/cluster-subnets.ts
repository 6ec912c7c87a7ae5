import type {AddressSet} from '../network/address-set.js';
import {type ArmId, type ArmKey, armKey, armName, parseArmId} from '../topology/arm-id.js';
import type {AgentPool, Cluster} from '../topology/cluster.js';
import type {Pod} from '../topology/kubernetes.js';
import {rememberByObject} from '../topology/remember-by-object.js';
import type {Topology} from '../topology/topology.js';
import type {Gap} from './bind-context.js';
import {poolOf} from './select-pods.js';

/** A subnet that packets of this cluster come from, as controls beyond the node see them. */
export type ClusterSubnet = {
	readonly id: ArmId;
	/** Its name, with its network's where two subnets share a name. */
	readonly label: string;
	readonly prefixes: AddressSet;
	/** The pools whose nodes have their addresses here. */
	readonly nodePools: readonly string[];
	/**
	 * The pools whose pods are seen with addresses from here: in a pod subnet the pods' own; otherwise the nodes' subnet,
	 * because an overlay and kubenet translate to the node's address, and node-subnet pods live in that subnet
	 * (concepts-network-azure-cni-overlay.md, concepts-network-legacy-cni.md).
	 */
	readonly podPools: readonly string[];
};

export type ClusterSubnets = {
	readonly subnets: readonly ClusterSubnet[];
	/** Those of which only the id is known. */
	readonly unread: readonly (ClusterSubnet & {readonly gap: Gap})[];
	/** Why there may be more subnets than those that were read. */
	readonly gaps: readonly Gap[];
};

export function clusterSubnets(cluster: Cluster, topology: Topology): ClusterSubnets {
	return subnetsIn(topology)(cluster);
}

/** Asked for by every flow. */
const subnetsIn = rememberByObject((topology: Topology) =>
	rememberByObject((cluster: Cluster) => findSubnets(cluster, topology)),
);

function findSubnets(cluster: Cluster, topology: Topology): ClusterSubnets {
	const uses = new Map<ArmKey, {id: ArmId; nodePools: string[]; podPools: string[]}>();
	const gaps: Gap[] = [];
	const use = (id: ArmId | undefined, pool: AgentPool, list: 'nodePools' | 'podPools') => {
		if (id === undefined) {
			gaps.push(unknownSubnet(cluster, pool));
			return;
		}

		const entry = uses.get(armKey(id)) ?? {id, nodePools: [], podPools: []};
		entry[list].push(pool.name);
		uses.set(armKey(id), entry);
	};

	for (const pool of cluster.pools) {
		use(pool.subnet, pool, 'nodePools');
		const podSubnet = cluster.cni === 'pod-subnet' ? (pool.podSubnet ?? pool.subnet) : pool.subnet;
		if (podSubnet !== undefined) {
			use(podSubnet, pool, 'podPools');
		}
	}

	const named = Map.groupBy(uses.values(), ({id}) => armName(id));
	const subnets: ClusterSubnet[] = [];
	const unread: (ClusterSubnet & {gap: Gap})[] = [];
	for (const {id, ...pools} of uses.values()) {
		const subnet = topology.subnets.get(armKey(id));
		const unique = named.get(armName(id))?.length === 1;
		const label = unique ? armName(id) : `${armName(parseArmId(id)?.parent ?? '')}/${armName(id)}`;
		if (subnet?.state === 'known') {
			subnets.push({id, label, prefixes: subnet.value.prefixes, ...pools});
		} else {
			const gap = unreadSubnet(id, subnet?.state === 'denied' ? subnet.reason : undefined);
			unread.push({id, label, prefixes: [], ...pools, gap});
			gaps.push(gap);
		}
	}

	return {subnets, unread, gaps};
}

/** The pods that are seen with addresses of this subnet. Where a pod runs matters only when pools differ. */
export function podsFrom(
	subnet: ClusterSubnet,
	pods: readonly Pod[],
	topology: Topology,
	all: readonly ClusterSubnet[],
) {
	const candidates = {nodePools: usedBy('nodePools', all), podPools: usedBy('podPools', all)};
	return pods.filter(pod => {
		const list = pod.hostNetwork ? 'nodePools' : 'podPools';
		const pool = candidates[list].length <= 1 ? undefined : poolOf(pod, topology);
		return pool === undefined ? candidates[list].includes(subnet) : subnet[list].includes(pool);
	});
}

function usedBy(list: 'nodePools' | 'podPools', all: readonly ClusterSubnet[]): readonly ClusterSubnet[] {
	return all.filter(candidate => candidate[list].length > 0);
}

function unknownSubnet(cluster: Cluster, pool: AgentPool): Gap {
	return {
		why: `The subnet of node pool ${pool.name} is not known; AKS manages that network.`,
		missing: {
			datum: `the subnet of node pool ${pool.name}`,
			command: `az network vnet list --resource-group ${cluster.nodeResourceGroup}`,
		},
	};
}

function unreadSubnet(id: ArmId, reason: string | undefined): Gap {
	return {
		why:
			reason === undefined
				? `The subnet ${armName(id)} was not read.`
				: `The subnet ${armName(id)} could not be read: ${reason}`,
		missing: {datum: `the subnet ${armName(id)}`, command: `az network vnet subnet show --ids ${id}`},
	};
}
