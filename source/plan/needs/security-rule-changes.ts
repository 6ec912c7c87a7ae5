import type {NeedOf} from '../../controls/need.js';
import {anyIpv4} from '../../network/address-set.js';
import {equals, unionOf} from '../../network/interval-set.js';
import {formatPorts} from '../../network/port-set.js';
import {valueKey} from '../../network/value-key.js';
import type {ArmId} from '../../topology/arm-id.js';
import {armKey, armName, parseArmId} from '../../topology/arm-id.js';
import {commandLine} from '../../topology/command-line.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {SecurityGroup} from '../../topology/virtual-network.js';
import type {ArmResource, JsonObject} from '../../topology/world.js';
import type {ChangeOf} from '../change.js';
import {type Wanted, type WantedOf, wantedOf} from '../wanted.js';
import {type Draft, type Drafts, type PlanProblem, problemOf} from './draft.js';
import {spellSide} from './firewall-rules.js';
import {freePriority} from './free-priority.js';
import {ownName} from './names.js';
import type {Drafter} from './need-record.js';
import {fewestRules, type PacketRule, type RuleSide} from './packet-rule.js';
import {type Served, type Sharers, sharedName} from './served.js';

type SecurityRuleNeed = NeedOf<'security-rule'>;

type ChildDraft = Draft<ChangeOf<'arm-child'>>;

export const securityRuleDrafter: Drafter = {
	control: 'nsg',
	draft: (wanted, {topology, sharers}) => securityRuleChanges(wanted, topology, sharers),
};

/**
 * As few rules as open what is wanted in each group and direction, with every field set: az and ARM fill omitted ones
 * with surprising defaults (port 80, protocol any). Each is named after the requirements that want it.
 */
function securityRuleChanges(
	wanted: readonly Wanted[],
	topology: Topology,
	sharers: Sharers,
): Drafts<ChangeOf<'arm-child'>> {
	const drafts: ChildDraft[] = [];
	const problems: PlanProblem[] = [];
	for (const {id: groupId, direction, items} of byGroup(wanted)) {
		const group = knownValue(topology.securityGroups.get(armKey(groupId)));
		if (group === undefined) {
			problems.push(
				problemOf(`${armName(groupId)} could not be read, so no rule can be written to it.`, items, [
					commandLine('az', 'network', 'nsg', 'show', '--ids', groupId),
				]),
			);
			continue;
		}

		if (group.managed) {
			problems.push(problemOf(`${groupId} is managed by AKS, so aksess does not write to it.`, items));
			continue;
		}

		const used = usedPriorities(group, direction);
		for (const {effect, wanted: by} of rulesFor(items, topology)) {
			const before = by.reduce((first, {need}) => Math.min(first, need.before), 4097);
			const priority = freePriority(used, before, 100);
			if (priority === undefined) {
				problems.push(noPriority(group, {direction, before}, used, by));
				continue;
			}

			used.add(priority);
			const requirements = sharers(by);
			const suffix = direction === 'inbound' ? 'in' : 'out';
			const name = freeName(group, ownName(sharedName(requirements), suffix), drafts);
			const id = `${group.id}/securityRules/${name}`;
			const purpose = requirements.length === 1 ? name.replace(/^aksess-/, '') : `${requirements.join(', ')} ${suffix}`;
			const after = rule(id, name, {...effect, direction, priority, purpose});
			drafts.push({change: {kind: 'arm-child', type: 'security-rule', id, before: null, after}, wanted: by});
		}
	}

	return {drafts, problems};
}

type WantedRule = WantedOf<'security-rule'>;

function byGroup(wanted: readonly Wanted[]) {
	const groups = Map.groupBy(
		wantedOf(wanted, 'security-rule'),
		({need}) => `${armKey(need.securityGroup)} ${need.direction}`,
	);
	return [...groups.values()].flatMap(items =>
		items.slice(0, 1).map(({need}) => ({id: need.securityGroup, direction: need.direction, items})),
	);
}

/** What one requirement wants between the same ends is one rule, whatever the ports; then as few as do the same. */
function rulesFor(items: readonly WantedRule[], topology: Topology): readonly Served<PacketRule, WantedRule>[] {
	const ends = Map.groupBy(items, ({need: {protocol, sources, destinations}, flow}) =>
		valueKey([flow.requirement, protocol, sources, destinations]),
	);
	const rules = [...ends.values()].flatMap(alike =>
		alike.slice(0, 1).map(({need: {protocol, sources, destinations}}) => ({
			effect: {protocol, sources, destinations, ports: unionOf(alike.map(({need}) => need.ports))},
			wanted: alike,
		})),
	);
	return fewestRules(rules, topology, ({need}) => need.denied);
}

/** Every number before the rule in the way is taken, or it has the lowest there is: it must be moved first. */
function noPriority(
	group: SecurityGroup,
	{direction, before}: Pick<SecurityRuleNeed, 'direction' | 'before'>,
	used: ReadonlySet<number>,
	wanted: readonly Wanted[],
): PlanProblem {
	const blocker = group.rules.find(rule => rule.direction === direction && rule.priority === before);
	const free = Array.from({length: 4096 - before}, (_, index) => before + index + 1).find(number => !used.has(number));
	const name = blocker?.name ?? `the rule with priority ${before}`;
	const {resourceGroup = 'GROUP'} = parseArmId(group.id) ?? {};
	return problemOf(
		`No ${direction} priority is free in ${group.name} before ${name} (${before}), so no rule can come before it (100 is the lowest). Give ${name} a higher number${free === undefined ? '' : `, ${free} for one`}, then plan again.`,
		wanted,
		blocker === undefined || free === undefined
			? []
			: [
					commandLine(
						...['az', 'network', 'nsg', 'rule', 'update', '--resource-group', resourceGroup, '--nsg-name', group.name],
						...['--name', blocker.name, '--priority', String(free)],
					),
				],
	);
}

function usedPriorities(group: SecurityGroup, direction: SecurityRuleNeed['direction']): Set<number> {
	return new Set(group.rules.filter(rule => rule.direction === direction).map(rule => rule.priority));
}

function freeName(group: SecurityGroup, wish: string, drafts: readonly ChildDraft[]): string {
	const taken = new Set([
		...group.rules.map(rule => rule.name.toLowerCase()),
		...drafts
			.filter(({change}) => armKey(change.id).startsWith(`${armKey(group.id)}/`))
			.map(({change}) => (change.after?.name ?? '').toLowerCase()),
	]);
	let name = wish;
	for (let number = 2; taken.has(name.toLowerCase()); number++) {
		name = `${wish}-${number}`;
	}

	return name;
}

type RuleBody = PacketRule &
	Pick<SecurityRuleNeed, 'direction'> & {readonly priority: number; readonly purpose: string};

function rule(id: ArmId, name: string, {direction, priority, purpose, ...packets}: RuleBody): ArmResource {
	return {
		id,
		name,
		type: 'Microsoft.Network/networkSecurityGroups/securityRules',
		properties: {
			// Azure takes 140 characters (networkSecurityGroup.json).
			description: `Opened by aksess for ${purpose}`.slice(0, 140),
			direction: direction === 'inbound' ? 'Inbound' : 'Outbound',
			access: 'Allow',
			priority,
			protocol: packets.protocol === 'tcp' ? 'Tcp' : 'Udp',
			...side('source', packets.sources),
			sourcePortRange: '*',
			...side('destination', packets.destinations),
			...portFields(formatPorts(packets.ports).split(',')),
		},
	};
}

/** The API has a singular field for one prefix or tag and a plural one for several; never both. */
function side(which: 'source' | 'destination', value: RuleSide): JsonObject {
	// Here `*` is both families.
	const spelled = !('tag' in value || 'fqdn' in value) && equals(value, anyIpv4) ? ['0.0.0.0/0'] : spellSide(value);
	const [only] = spelled;
	return spelled.length === 1 && only !== undefined
		? {[`${which}AddressPrefix`]: only}
		: {[`${which}AddressPrefixes`]: spelled};
}

function portFields(ranges: readonly string[]): JsonObject {
	const [only] = ranges;
	return ranges.length === 1 && only !== undefined ? {destinationPortRange: only} : {destinationPortRanges: ranges};
}
