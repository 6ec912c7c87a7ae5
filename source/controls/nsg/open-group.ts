import type {PacketSet} from '../../network/packet-set.js';
import type {Hop} from '../../routing/way.js';
import {armName} from '../../topology/arm-id.js';
import {commandLine} from '../../topology/command-line.js';
import type {SecurityGroup, SecurityRule} from '../../topology/virtual-network.js';
import type {Need} from '../need.js';
import {isCatchAll, ruleLabel} from './match-rules.js';

export type SecurityNeed = Extract<Need, {kind: 'security-rule'}>;

/** A group that blocks, with the rules that do it and the packets they stop. */
export type Blocker = {
	readonly group: SecurityGroup;
	readonly denials: readonly SecurityRule[];
	/** What they stop in some reading; undefined where it is too much to list. */
	readonly denied: PacketSet | undefined;
	readonly hop: Hop;
};

/** What a rule must let pass, as far as it does not depend on the group. */
type RuleShape = Pick<SecurityNeed, 'direction' | 'sources' | 'destinations' | 'protocol' | 'ports'>;

/** Rules in a group of the customer's; what AKS keeps for itself is never written to (support-policies). */
export function openGroup({group, denials, denied}: Blocker, shapes: readonly RuleShape[]): readonly Need[] {
	if (group.managed) {
		return [
			{
				kind: 'advice',
				text: `${group.name} belongs to AKS, which writes it from the services and the cluster's settings; ${denials.map(ruleLabel).join(', ')} denies this. Change what AKS makes it from, never the group: the service's allowed ranges and annotations, or the outbound type.`,
				commands: [commandLine('az', 'network', 'nsg', 'show', '--ids', group.id)],
			},
		];
	}

	const explicit = denials.filter(rule => !isCatchAll(rule));
	return shapes.map(shape => ({
		kind: 'security-rule',
		securityGroup: group.id,
		...shape,
		// Rules of the customer's end at 4096; Azure's own come after all of them.
		denied,
		before: denials.reduce((first, {priority}) => Math.min(first, priority), 4097),
		...(explicit.length === 0 ? {} : {bypasses: describeDenials(group, explicit)}),
	}));
}

function describeDenials(group: SecurityGroup, denials: readonly SecurityRule[]): string {
	return `${denials.map(ruleLabel).join(', ')} in ${group.name}`;
}

/** `nsg-aks-subnet`, and what is bypassed where that was somebody's decision. */
export function describeGroups(blockers: readonly Blocker[]): string {
	const explicit = blockers.flatMap(({group, denials}) => {
		const rules = denials.filter(rule => !isCatchAll(rule));
		return rules.length === 0 ? [] : [describeDenials(group, rules)];
	});
	const names = [...new Set(blockers.map(({group}) => armName(group.id)))].join(', ');
	return explicit.length === 0 ? names : `${names}, before the explicit deny ${[...new Set(explicit)].join(', ')}`;
}
