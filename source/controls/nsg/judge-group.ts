import {union} from '../../network/interval-set.js';
import {applicationGroupExtent} from '../../routing/application-group.js';
import {agree, decide, deniedInSome, type BoundedDecision as RuleDecision} from '../../routing/bounded-rules.js';
import {type AddressView, type Extent, exactly} from '../../routing/extent.js';
import {question} from '../../routing/question.js';
import {overlayOf, tagReadings, virtualNetworkExtent, withNetworkTags} from '../../routing/virtual-network-tag.js';
import type {FlowDirection, GroupAt, GroupReading, Hop, Packets} from '../../routing/way.js';
import type {ArmId} from '../../topology/arm-id.js';
import type {Missing} from '../../topology/missing.js';
import type {ExpandedTags} from '../../topology/told-groups.js';
import type {Topology} from '../../topology/topology.js';
import type {SecurityRule} from '../../topology/virtual-network.js';
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
			return judgeRules(group, direction, subnets, hop, topology);
		}
	}
}

function judgeRules(
	{group, told}: Extract<GroupAt, {state: 'known'}>,
	direction: FlowDirection,
	subnets: readonly ArmId[],
	hop: Hop,
	topology: Topology,
): DecisionOf<'nsg'> {
	const readings = told?.readings ?? [{group}];
	const decisions = readings.flatMap(reading => decisionsOf(reading, direction, subnets, hop.packets, topology));
	const verdict = agree(decisions.map(decision => decision.verdict));
	const telling =
		// A reading in which no group is there has no rules to name.
		decisions.find(decision => decision.verdict === verdict && decision.shares.length > 0) ??
		decisions.find(decision => decision.verdict === 'blocked');
	const shares = telling?.shares ?? [];
	return {
		control: 'nsg',
		hop,
		verdict,
		resource: group.id,
		missing: verdict === 'undecided' ? missingOf(decisions, told?.doubt) : undefined,
		grounds: {
			kind: 'rules',
			group,
			rules: shares.map(({origin}) => origin),
			packets: shares.flatMap(({packets}) => packets),
			denials: [...new Set(decisions.flatMap(denialsOf))],
			denied: deniedInSome(decisions),
			told: told?.interface,
		},
	};
}

/** One decision for every reading of the VirtualNetwork tag in every subnet that the group guards here. */
function decisionsOf(
	read: GroupReading,
	direction: FlowDirection,
	subnets: readonly ArmId[],
	packets: Packets,
	topology: Topology,
): readonly RuleDecision<SecurityRule>[] {
	if (read === 'none') {
		return [{verdict: 'allowed', shares: [], denied: [], doubtful: [], unknown: []}];
	}

	const {group, tags} = read;
	const asked = question(packets);
	const about = rulesAbout(group, {...asked[0], direction});
	return subnets.flatMap(subnet =>
		networkExtents(subnet, tags, topology).map(virtualNetwork => {
			const views = {
				source: withNetworkTags(withExpanded(packets.sourceView, tags), virtualNetwork),
				destination: withNetworkTags(withExpanded(packets.destinationView, tags), virtualNetwork),
				group: (id: ArmId) => applicationGroupExtent(id, topology),
			};
			return decide(securityRules(group, direction, views, about), asked, packets.quantifier);
		}),
	);
}

/** What `VirtualNetwork` stands for: what an interface says, else what it may be. Of an overlay see there. */
function networkExtents(subnet: ArmId, tags: ExpandedTags | undefined, topology: Topology): readonly Extent[] {
	const told = tags?.get('virtualnetwork');
	return told === undefined
		? tagReadings(subnet, topology).map(reading => virtualNetworkExtent(subnet, topology, reading))
		: [exactly(union(told, overlayOf(topology)))];
}

/** Tags of which nothing else says what they stand for. */
function withExpanded(view: AddressView, tags: ExpandedTags | undefined): AddressView {
	return tags === undefined
		? view
		: {
				literal: view.literal,
				tag: name => {
					const extent = view.tag(name);
					const told = tags.get(name.toLowerCase());
					return extent.unknown.length > 0 && told !== undefined ? exactly(told) : extent;
				},
			};
}

function denialsOf({shares}: RuleDecision<SecurityRule>): readonly SecurityRule[] {
	return shares.filter(({action}) => action === 'deny').map(({origin}) => origin);
}

/** What a rule depends on; else why decisions that are certain contradict each other. */
function missingOf(decisions: readonly RuleDecision<SecurityRule>[], doubt: Missing | undefined): Missing | undefined {
	const [unknown] = decisions.flatMap(decision => decision.unknown);
	return unknown !== undefined || decisions.some(({verdict}) => verdict === 'undecided')
		? unknown
		: (doubt ?? {
				datum: 'what the VirtualNetwork tag holds under the 0.0.0.0/0 route',
				command: 'az network nic list-effective-nsg --resource-group GROUP --name NIC',
			});
}
