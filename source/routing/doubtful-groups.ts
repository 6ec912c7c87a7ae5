import {armKey, armName, sameArmId} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {GroupInForce, InterfaceGroups} from '../topology/told-groups.js';
import type {Topology} from '../topology/topology.js';
import type {SecurityGroup} from '../topology/virtual-network.js';
import {ruleDifference} from './stale-group.js';

/** What interfaces say of security groups and what contradicts the groups as they were read, each in a sentence for the report. */
export function doubtfulGroups(topology: Topology): readonly string[] {
	return topology.interfaceGroups.flatMap(answer => {
		if (answer.state === 'denied') {
			return [answer.reason];
		}

		const told = knownValue(answer);
		if (told === undefined) {
			return [];
		}

		const isUseless = told.subnet === undefined && !(told.isNode && told.atInterface !== undefined);
		return isUseless
			? [
					`The effective security rules of ${armName(told.interface)} are of no use: nothing says in which subnet it stands.`,
				]
			: [...atSubnet(told, topology), ...(told.isNode ? atNodes(told, topology) : [])];
	});
}

function atSubnet({interface: id, subnet, atSubnet: told}: InterfaceGroups, topology: Topology): readonly string[] {
	const read = knownValue(topology.subnets.get(armKey(subnet ?? '')));
	if (read === undefined) {
		return [];
	}

	const {securityGroup} = read;
	if (securityGroup === undefined || told === undefined) {
		return (securityGroup === undefined) === (told === undefined)
			? []
			: [
					contradiction(
						`${read.name} has ${securityGroup === undefined ? 'no security group' : `security group ${armName(securityGroup)}`}`,
						id,
						`it has ${told === undefined ? 'none' : armName(told.group)} there`,
					),
				];
	}

	if (!sameArmId(told.group, securityGroup)) {
		return [
			contradiction(
				`${read.name} has security group ${armName(securityGroup)}`,
				id,
				`it has ${armName(told.group)} there`,
			),
		];
	}

	const group = knownValue(topology.securityGroups.get(armKey(securityGroup)));
	return group === undefined ? [] : described(told, group, id);
}

function atNodes({interface: id, atInterface: told}: InterfaceGroups, topology: Topology): readonly string[] {
	const groups = knownValue(topology.nodeSecurityGroups);
	if (groups === undefined || (told === undefined && groups.length === 0)) {
		return [];
	}

	const read = groups.find(group => told !== undefined && sameArmId(group.id, told.group));
	if (read !== undefined && told !== undefined) {
		return described(told, read, id);
	}

	const names = groups.map(({name}) => name).join(', ');
	return [
		contradiction(
			`Interfaces of nodes have ${names === '' ? 'no security group' : `security group ${names}`}`,
			id,
			`it has ${told === undefined ? 'none' : armName(told.group)}`,
		),
	];
}

function described(told: GroupInForce, read: SecurityGroup, id: string): readonly string[] {
	const {onlyInGroup, onlyInAnswer} = ruleDifference(told, read);
	const parts = [
		...(onlyInGroup.length > 0 ? [`the group alone has ${onlyInGroup.join(', ')}`] : []),
		...(onlyInAnswer.length > 0 ? [`the interface alone has ${onlyInAnswer.join(', ')}`] : []),
	];
	return parts.length === 0 ? [] : [contradiction(`Security group ${read.name} was read`, id, parts.join('; '))];
}

/** @param read a clause: what the files say */
function contradiction(read: string, id: string, told: string): string {
	return `${read}, and the effective security rules of ${armName(id)} say otherwise: ${told}. One of them is older, so that verdicts hold in both readings.`;
}
