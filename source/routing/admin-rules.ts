import {box, isEmptyBox, type PacketSet} from '../network/packet-set.js';
import type {AdminRule, AdminRules} from '../topology/admin-rule.js';
import {type ArmId, armKey, parseArmId} from '../topology/arm-id.js';
import {commandLine} from '../topology/command-line.js';
import type {Missing} from '../topology/missing.js';
import type {Topology} from '../topology/topology.js';
import type {RuleAddresses} from '../topology/virtual-network.js';
import {type BoundedRule, decide} from './bounded-rules.js';
import {type AddressView, type Extent, exactly, uniteExtents} from './extent.js';
import {question} from './question.js';
import type {FlowDirection, Hop, Leg, Packets} from './way.js';

/** The rules of the network that a subnet is in; undefined where there are none and none may be hidden. */
export function adminRulesAt(subnet: ArmId, topology: Topology): AdminRules | undefined {
	const found = topology.adminRules.get(armKey(parseArmId(subnet)?.parent ?? ''));
	return found === undefined || (found.rules.length === 0 && found.unread === undefined) ? undefined : found;
}

export function adminHop(
	direction: FlowDirection,
	subnet: ArmId,
	packets: Packets,
	leg: Leg,
	topology: Topology,
): readonly Hop[] {
	const rules = adminRulesAt(subnet, topology);
	return rules === undefined
		? []
		: [
				{
					place: {kind: 'admin-rules', direction, rules},
					leg,
					packets,
					station: `${leg}/admin-rules/${direction}/${armKey(rules.network)}`,
				},
			];
}

/** Surely let through without any security group being asked. */
export function isAlwaysAllowed(
	direction: FlowDirection,
	subnet: ArmId,
	packets: Packets,
	topology: Topology,
): boolean {
	const found = adminRulesAt(subnet, topology);
	if (found === undefined || found.unread !== undefined) {
		return false;
	}

	const rules = boundedAdminRules(found, direction, packets).map(rule => ({
		...rule,
		action: rule.origin?.access === 'always-allow' ? ('allow' as const) : ('deny' as const),
	}));
	return decide(rules, question(packets), packets.quantifier).verdict === 'allowed';
}

/** One direction as an ordered list; what no rule matches is left to the groups (concept-security-admins). */
export function boundedAdminRules(
	{network, rules}: AdminRules,
	direction: FlowDirection,
	{sourceView, destinationView}: Packets,
): readonly BoundedRule<AdminRule | undefined>[] {
	const everything = [box({})];
	return [
		...rules
			.filter(rule => rule.direction === direction)
			.map((rule): BoundedRule<AdminRule | undefined> => {
				const source = extentOf(rule.source, sourceView);
				const destination = extentOf(rule.destination, destinationView);
				const rows = (bound: 'least' | 'most'): PacketSet =>
					[
						box({
							source: source[bound],
							destination: destination[bound],
							protocol: rule.protocol,
							sourcePort: rule.sourcePorts,
							destinationPort: rule.destinationPorts,
						}),
					].filter(row => !isEmptyBox(row));
				return {
					least: rule.surely ? rows('least') : [],
					most: rows('most'),
					unknown: [...source.unknown, ...destination.unknown, ...(rule.surely ? [] : [membership(network)])],
					action: rule.access === 'deny' ? 'deny' : 'allow',
					origin: rule,
				};
			}),
		{least: everything, most: everything, unknown: [], action: 'allow', origin: undefined},
	];
}

function membership(network: ArmId): Missing {
	const {resourceGroup = 'GROUP', name = 'NETWORK'} = parseArmId(network) ?? {};
	return {
		datum: `which security admin rules are in force on ${name}`,
		command: commandLine(
			...['az', 'network', 'manager', 'list-effective-security-admin-rule'],
			...['--resource-group', resourceGroup, '--vnet-name', name],
		),
	};
}

export function missingAdminRules({network}: AdminRules): Missing {
	return membership(network);
}

function extentOf({addresses, tags}: RuleAddresses, view: AddressView): Extent {
	return uniteExtents([exactly(view.literal(addresses)), ...tags.map(view.tag)]);
}
