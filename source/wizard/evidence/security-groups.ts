import {pluralize} from '../../plan/pluralize.js';
import {armKey, armName} from '../../topology/arm-id.js';
import type {Cluster} from '../../topology/cluster.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {Evidence} from './evidence.js';
import {subnetsOf, type UsedSubnet} from './subnets-of.js';

/** The groups that a person may write to; the AKS-managed ones are told as evidence. */
export function securityGroups(topology: Topology, cluster: Cluster): Evidence {
	const subnets = subnetsOf(topology, cluster);
	const groups = subnets.map(used => groupOf(topology, used));
	const names = [...new Set(groups.flatMap(({name}) => name ?? []))];
	const isUnread = groups.some(({certainty}) => certainty === 'denied');
	return {
		answer: names.length > 0 ? names.join(', ') : isUnread ? 'not readable' : 'none on the subnets',
		certainty: isUnread ? 'denied' : names.length > 0 ? 'known' : 'absent',
		sentences: [...groups.map(({sentence}) => sentence), managedGroups(topology)],
	};
}

type Group = {
	readonly name: string | undefined;
	readonly certainty: 'known' | 'absent' | 'denied';
	readonly sentence: string;
};

function groupOf(topology: Topology, {name, subnet}: UsedSubnet): Group {
	if (subnet.state !== 'known') {
		const reason = subnet.state === 'denied' ? subnet.reason : 'it was not found.';
		return {name: undefined, certainty: 'denied', sentence: `The subnet ${name} could not be read: ${reason}`};
	}

	const id = subnet.value.securityGroup;
	if (id === undefined) {
		return {name: undefined, certainty: 'absent', sentence: `${name} has no network security group.`};
	}

	const group = topology.securityGroups.get(armKey(id));
	if (group?.state !== 'known') {
		const reason = group?.state === 'denied' ? group.reason : 'it was not found.';
		return {
			name: armName(id),
			certainty: 'denied',
			sentence: `${name} has ${armName(id)}, whose rules could not be read: ${reason}`,
		};
	}

	const own = group.value.rules.filter(({isDefault}) => !isDefault);
	const denies = own.filter(({access}) => access === 'deny').length;
	return {
		name: group.value.name,
		certainty: 'known',
		sentence: `${name} has ${group.value.name} with ${pluralize(own.length, 'rule')} of its own; ${denies} of them deny.`,
	};
}

function managedGroups({nodeSecurityGroups}: Topology): string {
	if (nodeSecurityGroups.state === 'denied') {
		return `The AKS-managed group on the nodes could not be read: ${nodeSecurityGroups.reason}`;
	}

	const names = knownValue(nodeSecurityGroups)?.map(({name}) => name) ?? [];
	return names.length === 0
		? 'No AKS-managed group on the nodes was read.'
		: `${names.join(', ')} on the nodes is managed by AKS and never written to.`;
}
