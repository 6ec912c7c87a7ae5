import {valueKey} from '../../network/value-key.js';
import type {Flow} from '../../profiles/flow.js';
import {tagReadings} from '../../routing/virtual-network-tag.js';
import {type ArmKey, armKey} from '../../topology/arm-id.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {SecurityGroup, Subnet} from '../../topology/virtual-network.js';
import {compareRequired} from '../compare-required.js';
import {type Comparison, joinComparisons, nothingChanged} from '../comparison.js';
import {requiredAtSubnet} from '../required-packets.js';
import {nsgMatchRules} from './match-rules.js';

/** Every subnet's security group before and after, in both directions and under every reading of the network tags. */
export function compareSecurityGroups(before: Topology, after: Topology, required: readonly Flow[]): Comparison<'nsg'> {
	return joinComparisons(
		[...after.subnets].map(([key, subnet]) => compareSubnet(key, knownValue(subnet), before, after, required)),
	);
}

function compareSubnet(
	key: ArmKey,
	subnet: Subnet | undefined,
	before: Topology,
	after: Topology,
	required: readonly Flow[],
): Comparison<'nsg'> {
	const old = groupOf(knownValue(before.subnets.get(key)), before);
	const now = groupOf(subnet, after);
	if (subnet === undefined || old === undefined || now === undefined || sameRules(old, now)) {
		return nothingChanged;
	}

	return joinComparisons(
		(['inbound', 'outbound'] as const).flatMap(direction => {
			const needed = requiredAtSubnet(required, subnet.id, direction, after);
			return tagReadings(subnet.id, after).map(reading => {
				const options = {subnet: subnet.id, reading, bound: 'best'} as const;
				return (
					compareRequired(
						{control: 'nsg', resource: now.id, by: 'security groups'},
						nsgMatchRules(old, direction, before, options),
						nsgMatchRules(now, direction, after, options),
						needed,
					) ?? {
						...nothingChanged,
						undecided: [`What ${now.name} lets through ${direction} is too tangled to compare.`],
					}
				);
			});
		}),
	);
}

function groupOf(subnet: Subnet | undefined, topology: Topology): SecurityGroup | undefined {
	return subnet?.securityGroup === undefined
		? undefined
		: knownValue(topology.securityGroups.get(armKey(subnet.securityGroup)));
}

function sameRules(a: SecurityGroup, b: SecurityGroup): boolean {
	return a === b || valueKey(a.rules) === valueKey(b.rules);
}
