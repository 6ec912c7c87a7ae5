import {compareSecurityGroups} from '../../controls/nsg/compare-security-groups.js';
import {nsgMatchRules, ruleLabel} from '../../controls/nsg/match-rules.js';
import type {AddressSet} from '../../network/address-set.js';
import {partition} from '../../network/first-match.js';
import {isEmpty, overlaps} from '../../network/interval-set.js';
import {clusterSubnets} from '../../profiles/cluster-subnets.js';
import type {AddressView} from '../../routing/extent.js';
import {question} from '../../routing/question.js';
import {tagReadings} from '../../routing/virtual-network-tag.js';
import type {Hop} from '../../routing/way.js';
import {type ArmId, armKey, armName, sameArmId} from '../../topology/arm-id.js';
import {known, knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {RuleAddresses, SecurityGroup, SecurityRule} from '../../topology/virtual-network.js';
import {securityRuleRemoval} from '../remove/arm-removals.js';
import type {AllowRule} from './allow-rule.js';

/** The allow rules of the groups on the cluster's subnets; neither Azure's default ones nor those that AKS writes. */
export function securityGroupAllowRules(topology: Topology): readonly AllowRule[] {
	const cluster = knownValue(topology.cluster);
	const own = cluster === undefined ? [] : clusterSubnets(cluster, topology).subnets.map(({id}) => id);
	const groups = new Map<string, {readonly group: SecurityGroup; readonly subnets: ArmId[]}>();
	for (const id of own) {
		const guarding = knownValue(topology.subnets.get(armKey(id)))?.securityGroup;
		const group = guarding === undefined ? undefined : knownValue(topology.securityGroups.get(armKey(guarding)));
		if (group !== undefined && !group.managed) {
			const entry = groups.get(armKey(group.id)) ?? {group, subnets: []};
			entry.subnets.push(id);
			groups.set(armKey(group.id), entry);
		}
	}

	return [...groups.values()].flatMap(({group, subnets}) => {
		const beside = [...topology.subnets.values()]
			.flatMap(subnet => knownValue(subnet) ?? [])
			.filter(({id, securityGroup}) => sameArmId(securityGroup, group.id) && !subnets.some(own => sameArmId(own, id)));
		const others =
			beside.length === 0
				? {}
				: {
						others: `The group also guards ${beside.map(({name}) => name).join(', ')}, which was not asked what it needs.`,
					};
		return group.rules
			.filter(({access, isDefault}) => access === 'allow' && !isDefault)
			.map(rule => ({...allowRule(rule, group, subnets, topology), ...others}));
	});
}

function allowRule(rule: SecurityRule, group: SecurityGroup, subnets: readonly ArmId[], topology: Topology): AllowRule {
	const less = {...group, rules: group.rules.filter(other => other !== rule)};
	return {
		id: `nsg/${armName(group.id)}/${rule.name}`,
		control: 'nsg',
		resource: group.id,
		rule: ruleLabel(rule),
		without: world => ({
			...world,
			securityGroups: new Map(world.securityGroups).set(armKey(group.id), known(less)),
		}),
		compare: (before, after) => compareSecurityGroups(before, after, []),
		mayMatch: hop => isHere(hop, group, rule) && mayMatch(rule, hop),
		besides: [],
		removal: world => securityRuleRemoval(world, group.id, rule.name),
		shadows: () => [...new Set(subnets.flatMap(subnet => shadowsAt(subnet, rule, group, less, topology)))],
	};
}

function shadowsAt(
	subnet: ArmId,
	rule: SecurityRule,
	group: SecurityGroup,
	less: SecurityGroup,
	topology: Topology,
): readonly string[] {
	return tagReadings(subnet, topology).flatMap(reading => {
		const options = {subnet, reading, bound: 'best'} as const;
		const own = nsgMatchRules(group, rule.direction, topology, options).find(({origin}) => origin === rule);
		const rest = nsgMatchRules(less, rule.direction, topology, options);
		return partition(rest, own?.match ?? []).shares.map(({origin}) => ruleLabel(origin));
	});
}

function isHere({place}: Hop, {id}: SecurityGroup, {direction}: SecurityRule): boolean {
	return (
		(place.kind === 'subnet' || place.kind === 'interface') &&
		place.direction === direction &&
		place.group.state === 'known' &&
		sameArmId(place.group.group.id, id)
	);
}

function mayMatch(rule: SecurityRule, {packets}: Hop): boolean {
	const [{protocol, destinationPort}] = question(packets);
	const {source, destination, sourceView, destinationView} = packets;
	return (
		overlaps(rule.protocol, protocol) &&
		overlaps(rule.destinationPorts, destinationPort) &&
		mayHold(rule.source, source, sourceView) &&
		mayHold(rule.destination, destination, destinationView)
	);
}

/** A tag or an application security group may hold anything. */
function mayHold(
	{addresses, tags, applicationSecurityGroups}: RuleAddresses,
	asked: AddressSet,
	view: AddressView,
): boolean {
	return (
		tags.length + applicationSecurityGroups.length > 0 || isEmpty(asked) || overlaps(view.literal(addresses), asked)
	);
}
