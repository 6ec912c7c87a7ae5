import {applicationGroupExtent} from '../../routing/application-group.js';
import {agree, decide, deniedInSome, type BoundedDecision as RuleDecision} from '../../routing/bounded-rules.js';
import {question} from '../../routing/question.js';
import {tagReadings, virtualNetworkExtent, withNetworkTags} from '../../routing/virtual-network-tag.js';
import type {FlowDirection, GroupAt, Hop, Packets} from '../../routing/way.js';
import type {ArmId} from '../../topology/arm-id.js';
import type {Missing} from '../../topology/missing.js';
import type {Topology} from '../../topology/topology.js';
import type {SecurityGroup, SecurityRule} from '../../topology/virtual-network.js';
import type {DecisionOf} from '../decision.js';
import {rulesAbout, securityRules} from './match-rules.js';

/** What the group at a place says of the packets there. */
export function judgeGroup(
	{group, direction}: {readonly group: GroupAt; readonly direction: FlowDirection},
	subnets: readonly ArmId[],
	hop: Hop,
	topology: Topology,
): DecisionOf<'nsg'> {
	switch (group.state) {
		case 'none': {
			return {control: 'nsg', hop, verdict: 'allowed', resource: group.resource, grounds: {kind: 'no-group'}};
		}

		case 'unread': {
			const {resource, reason, missing} = group;
			return {control: 'nsg', hop, verdict: 'undecided', resource, missing, grounds: {kind: 'unread', reason}};
		}

		case 'known': {
			return judgeRules(group.group, direction, subnets, hop, topology);
		}
	}
}

function judgeRules(
	group: SecurityGroup,
	direction: FlowDirection,
	subnets: readonly ArmId[],
	hop: Hop,
	topology: Topology,
): DecisionOf<'nsg'> {
	const decisions = decisionsOf(group, direction, subnets, hop.packets, topology);
	const verdict = agree(decisions.map(decision => decision.verdict));
	const telling =
		decisions.find(decision => decision.verdict === verdict) ??
		decisions.find(decision => decision.verdict === 'blocked');
	const shares = telling?.shares ?? [];
	return {
		control: 'nsg',
		hop,
		verdict,
		resource: group.id,
		missing: verdict === 'undecided' ? missingOf(decisions) : undefined,
		grounds: {
			kind: 'rules',
			group,
			rules: shares.map(({origin}) => origin),
			packets: shares.flatMap(({packets}) => packets),
			denials: [...new Set(decisions.flatMap(denialsOf))],
			denied: deniedInSome(decisions),
		},
	};
}

/** One decision for every reading of the VirtualNetwork tag in every subnet that the group guards here. */
function decisionsOf(
	group: SecurityGroup,
	direction: FlowDirection,
	subnets: readonly ArmId[],
	packets: Packets,
	topology: Topology,
): readonly RuleDecision<SecurityRule>[] {
	const asked = question(packets);
	const about = rulesAbout(group, direction, asked[0]);
	return subnets.flatMap(subnet =>
		tagReadings(subnet, topology).map(reading => {
			const virtualNetwork = virtualNetworkExtent(subnet, topology, reading);
			const views = {
				source: withNetworkTags(packets.sourceView, virtualNetwork),
				destination: withNetworkTags(packets.destinationView, virtualNetwork),
				group: (id: ArmId) => applicationGroupExtent(id, topology),
			};
			return decide(securityRules(group, direction, views, about), asked, packets.quantifier);
		}),
	);
}

function denialsOf({shares}: RuleDecision<SecurityRule>): readonly SecurityRule[] {
	return shares.filter(({action}) => action === 'deny').map(({origin}) => origin);
}

/** What a rule depends on; else why decisions that are certain contradict each other. */
function missingOf(decisions: readonly RuleDecision<SecurityRule>[]): Missing | undefined {
	const [unknown] = decisions.flatMap(decision => decision.unknown);
	return unknown !== undefined || decisions.some(({verdict}) => verdict === 'undecided')
		? unknown
		: {
				datum: 'what the VirtualNetwork tag holds under the 0.0.0.0/0 route',
				command: 'az network nic list-effective-nsg --resource-group GROUP --name NIC',
			};
}
