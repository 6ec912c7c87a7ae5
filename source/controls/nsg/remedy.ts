import {armKey, armName} from '../../topology/arm-id.js';
import type {SecurityGroup, SecurityRule} from '../../topology/virtual-network.js';
import {commandLine} from '../command-line.js';
import type {Need, Remedy} from '../control.js';
import {isCatchAll, ruleLabel} from './match-rules.js';

export type SecurityNeed = Extract<Need, {kind: 'security-rule'}>;

/** A group that blocks, with the rules that do it. */
export type Blocker = {readonly group: SecurityGroup; readonly denials: readonly SecurityRule[]};

/** One side of a rule to be made, as far as it does not depend on the group. */
export type RuleShape = Pick<SecurityNeed, 'direction' | 'sources' | 'destinations' | 'protocol' | 'ports'>;

/** A rule in each customer's group that blocks; what AKS keeps for itself is never written to (support-policies). */
export function openGroups(blockers: readonly Blocker[], shapes: readonly RuleShape[]): readonly Need[] {
	const own = new Map(blockers.filter(({group}) => !group.managed).map(blocker => [armKey(blocker.group.id), blocker]));
	const managed = blockers.filter(({group}) => group.managed);
	return [
		...[...own.values()].flatMap(blocker => shapes.map(shape => securityRule(blocker, shape))),
		...managed.map(
			({group, denials}): Need => ({
				kind: 'advice',
				text: `${group.name} belongs to AKS, which writes it from the services and the cluster's settings; ${denials.map(ruleLabel).join(', ')} denies this. Change what AKS makes it from, never the group: the service's allowed ranges and annotations, or the outbound type.`,
				commands: [commandLine('az', 'network', 'nsg', 'show', '--ids', group.id)],
			}),
		),
	];
}

function securityRule({group, denials}: Blocker, shape: RuleShape): SecurityNeed {
	const explicit = denials.filter(rule => !isCatchAll(rule));
	return {
		kind: 'security-rule',
		securityGroup: group.id,
		...shape,
		// Rules of the customer's end at 4096; Azure's own come after all of them.
		before: Math.min(4097, ...denials.map(({priority}) => priority)),
		...(explicit.length === 0 ? {} : {bypasses: describeDenials(group, explicit)}),
	};
}

function describeDenials(group: SecurityGroup, denials: readonly SecurityRule[]): string {
	return `${denials.map(ruleLabel).join(', ')} in ${group.name}`;
}

/** `nsg-aks-subnet`, and what is bypassed where that was somebody's decision. */
export function describeGroups(blockers: readonly Blocker[]): string {
	const own = blockers.filter(({group}) => !group.managed);
	const explicit = own.flatMap(({group, denials}) => {
		const rules = denials.filter(rule => !isCatchAll(rule));
		return rules.length === 0 ? [] : [describeDenials(group, rules)];
	});
	const names = [...new Set(own.map(({group}) => armName(group.id)))].join(', ');
	return explicit.length === 0 ? names : `${names}, before the explicit deny ${[...new Set(explicit)].join(', ')}`;
}

/** Nothing of the customer's blocks: then only advice is left. */
export function adviceOnly(needs: readonly Need[]): readonly Remedy[] {
	return needs.length === 0 ? [] : [{id: 'advice', title: 'What a person can do', opens: 'Nothing is changed.', needs}];
}
