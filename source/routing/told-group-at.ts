import {familiesOf} from '../network/address-set.js';
import {valueKey} from '../network/value-key.js';
import {type ArmId, armName, parseArmId, sameArmId} from '../topology/arm-id.js';
import {commandLine} from '../topology/command-line.js';
import {knownValue} from '../topology/known.js';
import type {Missing} from '../topology/missing.js';
import type {GroupInForce, InterfaceGroups} from '../topology/told-groups.js';
import type {Topology} from '../topology/topology.js';
import type {SecurityGroup} from '../topology/virtual-network.js';
import {contradicts} from './stale-group.js';
import type {GroupAt, GroupReading, Packets} from './way.js';

/** What one interface says of a place; no group where nothing stands there. */
export type ToldOfPlace = {readonly interface: ArmId; readonly group: GroupInForce | undefined};

/** What interfaces in a subnet say of the group that stands at it. */
export function toldOfSubnet(subnet: ArmId, {interfaceGroups}: Topology): readonly ToldOfPlace[] {
	return interfaceGroups.flatMap(answer => {
		const told = knownValue(answer);
		return told !== undefined && sameArmId(told.subnet, subnet)
			? [{interface: told.interface, group: told.atSubnet}]
			: [];
	});
}

/** What nodes' interfaces in some subnets say of the groups that stand at themselves. */
export function toldOfNodes(subnets: readonly ArmId[], {interfaceGroups}: Topology): readonly ToldOfPlace[] {
	return interfaceGroups.flatMap(answer => {
		const told = knownValue(answer);
		return told !== undefined && isNodeIn(told, subnets) ? [{interface: told.interface, group: told.atInterface}] : [];
	});
}

function isNodeIn({isNode, subnet}: InterfaceGroups, subnets: readonly ArmId[]): boolean {
	return isNode && subnets.some(id => sameArmId(id, subnet));
}

/** Interfaces tell the IPv4 half of each rule. */
export function isTold({source, destination}: Pick<Packets, 'source' | 'destination'>): boolean {
	return [...familiesOf(source), ...familiesOf(destination)].every(family => family === 'IPv4');
}

/**
 * The group at a place as it was read and as interfaces say. What they say is in force, so it decides where the group could
 * not be read, and says what tags stand for where it was. Where the two go not together one of them is older, and nobody
 * can tell which.
 */
export function withTold(read: GroupAt, told: readonly ToldOfPlace[]): GroupAt {
	const [first] = told;
	if (first === undefined) {
		return read;
	}

	const asRead = readingOf(read);
	const answers = told.map(({group}): GroupReading => {
		if (group === undefined) {
			return 'none';
		}

		const own = asRead !== undefined && asRead !== 'none' ? asRead.group : undefined;
		return {
			group: own !== undefined && !contradicts(group, own) ? own : asGroup(group),
			tags: group.tags,
		};
	});
	const isStale = asRead !== undefined && told.some(({group}) => isOlder(asRead, group));
	const readings = distinct([...answers, ...(isStale ? [asRead] : [])]);
	const group = [...(asRead === undefined ? [] : [asRead]), ...readings].flatMap(reading =>
		reading === 'none' ? [] : [reading.group],
	)[0];
	if (group === undefined) {
		return read.state === 'unread' ? {state: 'none', resource: read.resource} : read;
	}

	return {
		state: 'known',
		group,
		told: {
			interface: first.interface,
			readings,
			doubt: readings.length > 1 ? olderOf(told, isStale ? group.name : undefined) : undefined,
		},
	};
}

function readingOf(read: GroupAt): GroupReading | undefined {
	return read.state === 'known' ? {group: read.group} : read.state === 'none' ? 'none' : undefined;
}

function isOlder(asRead: GroupReading, told: GroupInForce | undefined): boolean {
	return asRead === 'none' || told === undefined
		? (asRead === 'none') !== (told === undefined)
		: contradicts(told, asRead.group);
}

function asGroup({group: id, managed, rules}: GroupInForce): SecurityGroup {
	return {id, name: armName(id), managed, rules};
}

function distinct(readings: readonly GroupReading[]): readonly GroupReading[] {
	return [
		...new Map(
			readings.map(reading => [
				reading === 'none' ? reading : valueKey([reading.group.rules, [...(reading.tags ?? [])].toSorted()]),
				reading,
			]),
		).values(),
	];
}

/** What would tell which is true: the group as it was read, or what an interface was told. */
function olderOf(told: readonly ToldOfPlace[], group: string | undefined): Missing {
	const names = [...new Set(told.map(({interface: id}) => armName(id)))];
	const rules = `the effective security rules of ${names.join(' or those of ')}`;
	return {
		datum: `which is newer: ${group === undefined ? rules : `security group ${group} as it was read, or ${rules}`}`,
		command: askAgain(told[0]?.interface ?? ''),
	};
}

function askAgain(id: ArmId): string {
	const {resourceGroup = 'GROUP', name = 'NIC'} = parseArmId(id) ?? {};
	return commandLine('az', 'network', 'nic', 'list-effective-nsg', '--resource-group', resourceGroup, '--name', name);
}
