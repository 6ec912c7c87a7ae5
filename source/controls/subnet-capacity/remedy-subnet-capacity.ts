import {
	dynamicPodAddresses,
	nodeSubnetAddresses,
	prefixFor,
	staticBlockAddresses,
	usableAddresses,
} from '../../profiles/address-plan.js';
import {sameArmId} from '../../topology/arm-id.js';
import type {AgentPool, Cluster} from '../../topology/cluster.js';
import {commandLine} from '../../topology/command-line.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {Stopped} from '../control.js';
import type {Need} from '../need.js';
import type {Remedy} from '../remedy.js';

/** A subnet in use is not resized by a tool: the choices and their arithmetic, for a person. */
export function remedySubnetCapacity({entries}: Stopped, topology: Topology): readonly Remedy[] {
	const cluster = knownValue(topology.cluster);
	const counted = entries.flatMap(({decision: {control, grounds, resource}}) =>
		control === 'subnet-capacity' && grounds.kind === 'counted' ? [{...grounds, subnet: resource}] : [],
	)[0];
	if (cluster === undefined || counted === undefined) {
		return [];
	}

	const {subnet, asked, needed, free} = counted;
	const pools = cluster.pools.filter(pool => [pool.subnet, pool.podSubnet].some(id => sameArmId(id, subnet)));
	const choices = [newPool(cluster, asked), ...fewerPods(cluster, pools, needed - free), overlay(cluster)];
	return choices.map(({id, title, text, commands = []}) => ({
		id,
		title,
		opens: 'Nothing; it is a change to the cluster that a person has to plan.',
		needs: [{kind: 'advice', text, commands}],
	}));
}

type Advice = {
	readonly id: string;
	readonly title: string;
	readonly text: string;
	readonly commands?: Extract<Need, {kind: 'advice'}>['commands'];
};

/** Azure's default for Node Subnet (concepts-network-ip-address-planning). */
const defaultMaxPods = 30;

function newPool(cluster: Cluster, count: number): Advice {
	const {cni, name, resourceGroup} = cluster;
	const nodes = Math.ceil(count / defaultMaxPods);
	const kind = cni === 'node-subnet' ? cni : (cluster.pools[0]?.podAllocation ?? 'dynamic');
	const {formula, needed} = {
		'node-subnet': {
			formula: `(${nodes} + 1 while upgrading) × (1 + ${defaultMaxPods})`,
			needed: nodeSubnetAddresses(nodes, defaultMaxPods),
		},
		'static-block': {
			formula: `(${nodes} + 1 while upgrading) × ⌈(${defaultMaxPods} + 1) / 16⌉ × 16`,
			needed: staticBlockAddresses(nodes, defaultMaxPods),
		},
		dynamic: {
			formula: `(${nodes} + 1 while upgrading) × 16 × ⌈(${defaultMaxPods} + 8) / 16⌉`,
			needed: dynamicPodAddresses(nodes + 1, defaultMaxPods),
		},
	}[kind];
	const length = prefixFor(needed) ?? 8;
	const flag = cni === 'node-subnet' ? '--vnet-subnet-id' : '--pod-subnet-id';
	const add = commandLine('az', 'aks', 'nodepool', 'add', '--resource-group', resourceGroup, '--cluster-name', name);
	return {
		id: 'new-pool',
		title: 'Add a node pool in another subnet',
		text: `With ${defaultMaxPods} pods per node, ${count} more pods take ${formula} = ${needed} addresses: a subnet of /${length} (${usableAddresses(length)} usable) or larger, with the route table and the security rules of the old one.`,
		commands: [`${add} --name POOL --node-count ${nodes} ${flag} SUBNET_ID`],
	};
}

/** Node Subnet only: there maxPods is what a node holds. It is fixed for a pool, so the pool is replaced. */
function fewerPods({cni}: Cluster, pools: readonly AgentPool[], short: number): readonly Advice[] {
	const [pool] = pools;
	if (cni !== 'node-subnet' || pool === undefined || pool.count === 0) {
		return [];
	}

	const fewer = Math.ceil(short / pool.count);
	// AKS takes at least 10 pods per node (concepts-network-ip-address-planning).
	const enough = pool.maxPods - fewer >= 10;
	const sum = `${pool.count} nodes × ${fewer} fewer pods each frees ${pool.count * fewer} addresses`;
	const text = enough
		? `Pool ${pool.name} holds ${pool.count} × (1 + ${pool.maxPods}) addresses; ${sum}. maxPods is fixed for a pool, so replace it by one with --max-pods ${pool.maxPods - fewer}.`
		: `Pool ${pool.name} has maxPods ${pool.maxPods}, and AKS takes no fewer than 10, so this alone does not free ${short} addresses.`;
	return [{id: 'fewer-pods', title: 'Let each node hold fewer addresses', text}];
}

function overlay({name, resourceGroup}: Cluster): Advice {
	return {
		id: 'overlay',
		title: 'Move to Azure CNI Overlay',
		text: 'Pods then take addresses from a range of their own and only nodes need the subnet. The upgrade replaces all nodes, and firewalls see the nodes instead of the pods.',
		commands: [
			`${commandLine('az', 'aks', 'update', '--resource-group', resourceGroup, '--name', name)} --network-plugin-mode overlay --pod-cidr POD_CIDR`,
		],
	};
}
