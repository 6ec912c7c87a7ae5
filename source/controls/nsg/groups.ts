import type {Missing} from '../../profiles/flow.js';
import {type ArmId, armKey, armName, sameArmId} from '../../topology/arm-id.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {SecurityGroup} from '../../topology/virtual-network.js';
import {commandLine} from '../command-line.js';
import type {TrailEntry} from '../control.js';

/** A place where a security group may stand, and what stands there. */
export type Level =
	| {readonly state: 'group'; readonly place: 'subnet' | 'interface'; readonly group: SecurityGroup}
	/** No group lets everything through (network-security-group-how-it-works). */
	| {readonly state: 'none' | 'unreadable'; readonly entry: TrailEntry};

export function subnetLevel(subnetId: ArmId, topology: Topology): Level {
	const subnet = topology.subnets.get(armKey(subnetId));
	if (subnet?.state !== 'known') {
		return unreadable(subnetId, `Subnet ${armName(subnetId)} could not be read, so its security group is not known.`, {
			datum: 'the security group of the subnet',
			command: commandLine('az', 'network', 'vnet', 'subnet', 'show', '--ids', subnetId),
		});
	}

	const id = subnet.value.securityGroup;
	if (id === undefined) {
		return {
			state: 'none',
			entry: {
				control: 'nsg',
				verdict: 'allowed',
				resource: subnetId,
				rule: 'no security group',
				why: `Subnet ${subnet.value.name} has no security group.`,
			},
		};
	}

	const group = topology.securityGroups.get(armKey(id));
	return group?.state === 'known'
		? {state: 'group', place: 'subnet', group: group.value}
		: unreadable(id, `Security group ${armName(id)} could not be read.`, {
				datum: `the rules of ${armName(id)}`,
				command: commandLine('az', 'network', 'nsg', 'show', '--ids', id),
			});
}

/** The subnet has the group that its interfaces have, too: asking it once more tells nothing. */
export function isAmong(level: Level, others: readonly Level[]): boolean {
	return (
		level.state === 'group' &&
		others.some(other => other.state === 'group' && sameArmId(other.group.id, level.group.id))
	);
}

/** The groups that AKS keeps on the nodes' network interfaces. */
export function interfaceLevels(topology: Topology): readonly Level[] {
	const groups = topology.nodeSecurityGroups;
	switch (groups.state) {
		case 'known': {
			return groups.value.map(group => ({state: 'group', place: 'interface', group}));
		}

		case 'absent': {
			return [];
		}

		case 'denied': {
			const cluster = knownValue(topology.cluster);
			const resourceGroup = cluster?.nodeResourceGroup ?? 'the node resource group';
			return [
				unreadable(
					cluster?.id ?? resourceGroup,
					`The security groups on the nodes' interfaces could not be read: ${groups.reason}`,
					{
						datum: `the security groups in ${resourceGroup}`,
						command: commandLine('az', 'network', 'nsg', 'list', '--resource-group', resourceGroup),
					},
				),
			];
		}
	}
}

function unreadable(resource: string, why: string, missing: Missing): Level {
	return {
		state: 'unreadable',
		entry: {control: 'nsg', verdict: 'undecided', resource, rule: 'unknown', why, missing},
	};
}
