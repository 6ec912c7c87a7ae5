import {freeAddresses} from '../../profiles/address-plan.js';
import type {Hop, PlaceOf} from '../../routing/way.js';
import {type ArmId, armKey, armName, parseArmId, sameArmId} from '../../topology/arm-id.js';
import type {Cluster} from '../../topology/cluster.js';
import {commandLine} from '../../topology/command-line.js';
import {knownValue} from '../../topology/known.js';
import type {Missing} from '../../topology/missing.js';
import type {Topology} from '../../topology/topology.js';
import type {Control} from '../control.js';
import type {DecisionOf} from '../decision.js';
import {remedySubnetCapacity} from './remedy-subnet-capacity.js';

/** Whether a subnet has addresses left for more pods. */
export const subnetCapacity = {
	id: 'subnet-capacity',
	title: 'Free addresses in the subnet',
	judge: {'address-pool': (place, hop, topology) => [judgeCapacity(place, hop, topology)]},
	remedy: remedySubnetCapacity,
} as const satisfies Control;

function judgeCapacity(
	{subnet: id, count}: PlaceOf<'address-pool'>,
	hop: Hop,
	topology: Topology,
): DecisionOf<'subnet-capacity'> {
	const common = {control: 'subnet-capacity', hop, resource: id} as const;
	const unread = {...common, verdict: 'undecided', missing: usageOf(id)} as const;
	const subnet = topology.subnets.get(armKey(id));
	if (subnet?.state !== 'known') {
		const reason = subnet?.state === 'denied' ? subnet.reason : undefined;
		return {...unread, grounds: {kind: 'unread', what: 'subnet', reason}};
	}

	const {usage} = subnet.value;
	if (usage.state !== 'known') {
		const reason = usage.state === 'denied' ? usage.reason : undefined;
		return {...unread, grounds: {kind: 'unread', what: 'use', reason}};
	}

	const free = usage.value === 'dynamic' ? undefined : freeAddresses(usage.value.used, usage.value.limit);
	if (usage.value === 'dynamic' || free === undefined) {
		return {...unread, grounds: {kind: 'dynamic'}};
	}

	const cluster = knownValue(topology.cluster);
	const batched = takesBatches(cluster, id);
	const needed = batched ? Math.ceil(count / batch) * batch : count;
	return {
		...common,
		// Nodes hold addresses that no pod has yet; how many of the new pods fit there, the subnet does not tell.
		verdict: free >= needed ? 'allowed' : free >= count ? 'undecided' : 'blocked',
		missing: usageInNodes,
		grounds: {
			kind: 'counted',
			...usage.value,
			free,
			asked: count,
			needed,
			heldBeforehand: cluster?.cni === 'node-subnet',
		},
	};
}

const usageInNodes: Missing = {
	datum: 'how many addresses the nodes hold that no pod has yet',
	command: 'kubectl get nodenetworkconfigs --namespace kube-system -o yaml',
};

/** With pod subnets a node takes addresses in batches, and none where no whole one is left (facts F3). */
const batch = 16;

function takesBatches(cluster: Cluster | undefined, subnet: ArmId): boolean {
	const pools = cluster?.cni === 'pod-subnet' ? cluster.pools : [];
	return pools
		.filter(({podSubnet}) => sameArmId(podSubnet, subnet))
		.some(({podAllocation}) => podAllocation === 'dynamic');
}

function usageOf(id: ArmId): Missing {
	const network = parseArmId(id)?.parent ?? id;
	return {
		datum: `how many addresses of ${armName(id)} are in use`,
		command: commandLine('az', 'rest', '--method', 'get', '--url', `${network}/usages?api-version=2025-05-01`),
	};
}
