import {type ArmId, armKey, armName, sameArmId} from '../topology/arm-id.js';
import {commandLine} from '../topology/command-line.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import {adminHop, isAlwaysAllowed} from './admin-rules.js';
import {isTold, toldOfNodes, toldOfSubnet, withTold} from './told-group-at.js';
import type {FlowDirection, GroupAt, Hop, Leg, Packets} from './way.js';

/**
 * What packets pass on their way out of a subnet: first the interface's group, then the subnet's; on the way in the other
 * way round (network-security-group-how-it-works). A group that stands at both places is asked once.
 */
export function groupHops(
	direction: FlowDirection,
	subnets: readonly ArmId[],
	packets: Packets,
	leg: Leg,
	topology: Topology,
): readonly Hop[] {
	const interfaces = interfaceGroups(subnets, packets, topology).map(
		(group): Hop => ({
			place: {kind: 'interface', direction, subnets, group},
			leg,
			packets,
			station: `${leg}/interface/${direction}/${nameOf(group)}`,
		}),
	);
	const own = subnets.flatMap((subnet): readonly Hop[] => {
		const group = subnetGroup(subnet, packets, topology);
		const twice = interfaces.some(({place}) => place.kind === 'interface' && isSame(place.group, group));
		return twice
			? []
			: [
					{
						place: {kind: 'subnet', direction, subnet, group},
						leg,
						packets,
						station: `${leg}/subnet/${direction}/${armKey(subnet)}`,
					},
				];
	});
	// Rules of a network manager come before the groups, and may spare a packet from them.
	const before = unique(subnets.flatMap(subnet => adminHop(direction, subnet, packets, leg, topology)));
	const spared = subnets.length > 0 && subnets.every(subnet => isAlwaysAllowed(direction, subnet, packets, topology));
	const groups = direction === 'outbound' ? [...interfaces, ...own] : [...own, ...interfaces];
	return [...before, ...(spared ? [] : groups)];
}

function unique(hops: readonly Hop[]): readonly Hop[] {
	return [...new Map(hops.map(hop => [hop.station, hop])).values()];
}

/** The same for a subnet in which no nodes are: what stands on the interfaces there is not ours to know. */
export function subnetHops(
	direction: FlowDirection,
	subnet: ArmId,
	packets: Packets,
	leg: Leg,
	topology: Topology,
): readonly Hop[] {
	const hop: Hop = {
		place: {kind: 'subnet', direction, subnet, group: subnetGroup(subnet, packets, topology)},
		leg,
		packets,
		station: `${leg}/subnet/${direction}/${armKey(subnet)}`,
	};
	const before = adminHop(direction, subnet, packets, leg, topology);
	return isAlwaysAllowed(direction, subnet, packets, topology) ? before : [...before, hop];
}

function nameOf(group: GroupAt): string {
	return group.state === 'known' ? armKey(group.group.id) : group.resource;
}

function isSame(a: GroupAt, b: GroupAt): boolean {
	return a.state === 'known' && b.state === 'known' && sameArmId(a.group.id, b.group.id);
}

function subnetGroup(subnet: ArmId, packets: Packets, topology: Topology): GroupAt {
	return withTold(readSubnetGroup(subnet, topology), isTold(packets) ? toldOfSubnet(subnet, topology) : []);
}

function readSubnetGroup(subnetId: ArmId, topology: Topology): GroupAt {
	const subnet = topology.subnets.get(armKey(subnetId));
	if (subnet?.state !== 'known') {
		return {
			state: 'unread',
			resource: subnetId,
			reason: `Subnet ${armName(subnetId)} could not be read, so its security group is not known.`,
			missing: {
				datum: 'the security group of the subnet',
				command: commandLine('az', 'network', 'vnet', 'subnet', 'show', '--ids', subnetId),
			},
		};
	}

	const id = subnet.value.securityGroup;
	if (id === undefined) {
		return {state: 'none', resource: subnetId};
	}

	const group = topology.securityGroups.get(armKey(id));
	return group?.state === 'known' ? {state: 'known', group: group.value} : unreadGroup(id);
}

function unreadGroup(id: ArmId): GroupAt {
	return {
		state: 'unread',
		resource: id,
		reason: `Security group ${armName(id)} could not be read.`,
		missing: {
			datum: `the rules of ${armName(id)}`,
			command: commandLine('az', 'network', 'nsg', 'show', '--ids', id),
		},
	};
}

/** The groups on the nodes' network interfaces; what a node's interface says it has besides, too. */
function interfaceGroups(subnets: readonly ArmId[], packets: Packets, topology: Topology): readonly GroupAt[] {
	const told = isTold(packets) ? toldOfNodes(subnets, topology) : [];
	const read = readInterfaceGroups(topology);
	if (told.length === 0) {
		return read;
	}

	const named = new Map(
		told.flatMap(({group}) => (group === undefined ? [] : [[armKey(group.group), group] as const])),
	);
	const ofGroup = (id: ArmId) =>
		told.map(({interface: nic, group}) => ({interface: nic, group: sameArmId(group?.group, id) ? group : undefined}));
	const known = read.flatMap(group => (group.state === 'known' ? [group] : []));
	const others = [...named.values()].filter(({group}) => !known.some(one => sameArmId(one.group.id, group)));
	const isUnread = known.length < read.length;
	return [
		...known.map(group => withTold(group, ofGroup(group.group.id))),
		...others.map(({group}) =>
			withTold(isUnread ? unreadGroup(group) : {state: 'none', resource: group}, ofGroup(group)),
		),
	].filter(({state}) => state !== 'none');
}

/** The groups that AKS keeps on the nodes' network interfaces. */
function readInterfaceGroups(topology: Topology): readonly GroupAt[] {
	const groups = topology.nodeSecurityGroups;
	switch (groups.state) {
		case 'known': {
			return groups.value.map(group => ({state: 'known', group}));
		}

		case 'absent': {
			return [];
		}

		case 'denied': {
			const cluster = knownValue(topology.cluster);
			const resourceGroup = cluster?.nodeResourceGroup ?? 'the node resource group';
			return [
				{
					state: 'unread',
					resource: cluster?.id ?? resourceGroup,
					reason: `The security groups on the nodes' interfaces could not be read: ${groups.reason}`,
					missing: {
						datum: `the security groups in ${resourceGroup}`,
						command: commandLine('az', 'network', 'nsg', 'list', '--resource-group', resourceGroup),
					},
				},
			];
		}
	}
}
