import type {AddressSet} from '../network/address-set.js';
import {union} from '../network/interval-set.js';
import {formatPorts} from '../network/port-set.js';
import type {ArmId} from '../topology/arm-id.js';
import {armKey, parseArmId} from '../topology/arm-id.js';
import {commandLine} from '../topology/command-line.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import type {SecurityGroup} from '../topology/virtual-network.js';
import type {ArmResource, JsonObject} from '../topology/world.js';
import type {ChangeOf} from './change.js';
import type {Wanted} from './collect-needs.js';
import {type Draft, type Drafts, type Problem, problemOf} from './draft.js';
import {spellAddresses} from './firewall-rules.js';
import {freePriority} from './free-priority.js';
import {ownName} from './names.js';

type SecurityRuleNeed = Extract<Wanted['need'], {kind: 'security-rule'}>;

type ChildDraft = Draft<ChangeOf<'arm-child'>>;

/**
 * One rule per requirement, direction and shape, with every field set: az and ARM fill omitted ones with surprising
 * defaults (port 80, protocol any). Rules that differ only in ports are one rule.
 */
export function securityRuleChanges(wanted: readonly Wanted[], topology: Topology): Drafts<ChildDraft> {
	const drafts: ChildDraft[] = [];
	const problems: Problem[] = [];
	const taken = new Map<string, Set<number>>();
	for (const {need, requirement, sources} of mergeShapes(wanted)) {
		const group = knownValue(topology.securityGroups.get(armKey(need.securityGroup)));
		if (group === undefined || group.managed) {
			problems.push(problemOf(`${need.securityGroup} is not ours to write to.`, sources));
			continue;
		}

		const slot = `${armKey(group.id)} ${need.direction}`;
		const used = taken.get(slot) ?? usedPriorities(group, need.direction);
		taken.set(slot, used);
		const priority = freePriority(used, need.before, 100);
		if (priority === undefined) {
			problems.push(noPriority(group, need, used, sources));
			continue;
		}

		used.add(priority);
		const name = freeName(group, ownName(requirement, need.direction === 'inbound' ? 'in' : 'out'), drafts);
		const id = `${group.id}/securityRules/${name}`;
		drafts.push({
			change: {kind: 'arm-child', type: 'security-rule', id, before: null, after: rule(id, name, priority, need)},
			wanted: sources,
		});
	}

	return {drafts, problems};
}

/** Every number before the rule in the way is taken, or it has the lowest there is: it must be moved first. */
function noPriority(
	group: SecurityGroup,
	{direction, before}: SecurityRuleNeed,
	used: ReadonlySet<number>,
	wanted: readonly Wanted[],
): Problem {
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

type Merged = {readonly need: SecurityRuleNeed; readonly requirement: string; readonly sources: readonly Wanted[]};

function mergeShapes(wanted: readonly Wanted[]): readonly Merged[] {
	const merged = new Map<string, Merged>();
	for (const item of wanted) {
		const {need, flow} = item;
		if (need.kind !== 'security-rule') {
			continue;
		}

		const key = JSON.stringify([
			armKey(need.securityGroup),
			flow.requirement,
			need.direction,
			need.protocol,
			need.sources,
			need.destinations,
		]);
		const old = merged.get(key);
		merged.set(key, {
			need:
				old === undefined
					? need
					: {
							...need,
							ports: union(old.need.ports, need.ports),
							before: Math.min(old.need.before, need.before),
						},
			requirement: flow.requirement,
			sources: [...(old?.sources ?? []), item],
		});
	}

	return [...merged.values()];
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

function rule(id: ArmId, name: string, priority: number, need: SecurityRuleNeed): ArmResource {
	return {
		id,
		name,
		type: 'Microsoft.Network/networkSecurityGroups/securityRules',
		properties: {
			description: `Opened by aksess for ${name.replace(/^aksess-/, '')}`.slice(0, 140),
			direction: need.direction === 'inbound' ? 'Inbound' : 'Outbound',
			access: 'Allow',
			priority,
			protocol: need.protocol === 'tcp' ? 'Tcp' : 'Udp',
			...side('source', need.sources),
			sourcePortRange: '*',
			...side('destination', need.destinations),
			...portFields(formatPorts(need.ports).split(',')),
		},
	};
}

/** The API has a singular field for one prefix or tag and a plural one for several; never both. */
function side(which: 'source' | 'destination', value: AddressSet | {readonly tag: string}): JsonObject {
	const spelled = 'tag' in value ? [value.tag] : spellAddresses(value);
	const [only] = spelled;
	return spelled.length === 1 && only !== undefined
		? {[`${which}AddressPrefix`]: only}
		: {[`${which}AddressPrefixes`]: spelled};
}

function portFields(ranges: readonly string[]): JsonObject {
	const [only] = ranges;
	return ranges.length === 1 && only !== undefined ? {destinationPortRange: only} : {destinationPortRanges: ranges};
}
