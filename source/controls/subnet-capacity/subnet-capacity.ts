import {freeAddresses} from '../../profiles/address-plan.js';
import type {Flow} from '../../profiles/flow.js';
import {type ArmId, armKey, armName, parseArmId} from '../../topology/arm-id.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {commandLine} from '../command-line.js';
import type {Control, TrailEntry} from '../control.js';
import {remedySubnetCapacity} from './remedy-subnet-capacity.js';

/** Whether a subnet has addresses left for more pods. */
export const subnetCapacity: Control = {
	id: 'subnet-capacity',
	title: 'Free addresses in the subnet',
	assess: assessSubnetCapacity,
	remedy: remedySubnetCapacity,
};

function assessSubnetCapacity({path}: Flow, topology: Topology): readonly TrailEntry[] {
	if (path.kind !== 'addresses-needed') {
		return [];
	}

	const {subnet: id, count} = path;
	const common = {control: 'subnet-capacity', resource: id} as const;
	const subnet = topology.subnets.get(armKey(id));
	if (subnet?.state !== 'known') {
		const why =
			subnet?.state === 'denied' ? `The subnet could not be read: ${subnet.reason}` : 'The subnet was not read.';
		return [{...common, verdict: 'undecided', rule: 'not read', why, missing: usageOf(id)}];
	}

	const {usage} = subnet.value;
	if (usage.state !== 'known') {
		const why =
			usage.state === 'denied' ? `Its use could not be read: ${usage.reason}` : 'Its use of addresses was not read.';
		return [{...common, verdict: 'undecided', rule: 'use not read', why, missing: usageOf(id)}];
	}

	const free = usage.value === 'dynamic' ? undefined : freeAddresses(usage.value.used, usage.value.limit);
	if (usage.value === 'dynamic' || free === undefined) {
		const why = 'Azure gives no number for this subnet (-1), because it depends on what is deployed into it.';
		return [{...common, verdict: 'undecided', rule: 'use depends on deployment', why, missing: usageOf(id)}];
	}

	const {used, limit} = usage.value;
	const sum = `${used} of ${limit} usable addresses are taken, ${free} are free`;
	return free >= count
		? [{...common, verdict: 'allowed', rule: sum, why: `${sum}; ${count} are needed.`}]
		: [{...common, verdict: 'blocked', rule: sum, why: `${sum}, and ${count} are needed.${heldBeforehand(topology)}`}];
}

/** Node Subnet: a node takes the addresses of all its possible pods when it is created (concepts-network-legacy-cni). */
function heldBeforehand({cluster}: Topology): string {
	return knownValue(cluster)?.cni === 'node-subnet'
		? ' Nodes hold the addresses of all their possible pods beforehand, so pods still fit where a node has slots left; no further node does.'
		: '';
}

function usageOf(id: ArmId): NonNullable<TrailEntry['missing']> {
	const network = parseArmId(id)?.parent ?? id;
	return {
		datum: `how many addresses of ${armName(id)} are in use`,
		command: commandLine('az', 'rest', '--method', 'get', '--url', `${network}/usages?api-version=2025-05-01`),
	};
}
