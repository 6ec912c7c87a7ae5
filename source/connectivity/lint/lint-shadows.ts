import {difference, intersection} from '../../network/interval-set.js';
import type {AppliedRule} from '../applied-rule.js';
import {forEachClass, hasClass} from '../class-set.js';
import {
	type ConnectionSet,
	intersectConnections,
	isNoConnection,
	noConnection,
	subtractConnections,
} from '../connection-set.js';
import type {Connectivity} from '../connectivity.js';
import {decisions} from '../decisions.js';
import type {RuleGroup} from '../rule-groups.js';
import {rulePorts} from '../rule-ports.js';
import type {LintContext, PolicyComplaint} from './lint-context.js';

/**
 * Rules that others outdo: an allow of which nothing is open, a deny of which nothing is closed, a pass to which nothing
 * comes.
 */
export function lintShadows({rules, connectivity}: LintContext): readonly PolicyComplaint[] {
	return rules.flatMap(({policy, name, applied, groups}): readonly PolicyComplaint[] => {
		const [first] = applied;
		// Alone among allow rules of one tier nothing can outdo one.
		const mayBe = groups.some(
			group => group.tiers.length > 1 || group.rules.some(rule => rule.term.action !== 'allow'),
		);
		const isIdle = (group: RuleGroup) =>
			group.rules
				.filter(rule => rule.policy.id === first?.policy.id && rule.term.rule === name)
				.every(rule => !hasEffect(rule, group, connectivity));
		if (first === undefined || !mayBe || applied.every(selectsNobody) || !groups.every(isIdle)) {
			return [];
		}

		return [
			{
				kind: 'shadowed',
				policy,
				rule: name,
				message: messages[first.term.action],
				fix: 'Put it before them (order, priority, tier), narrow them, or take it out.',
			},
		];
	});
}

const messages = {
	allow: 'Nothing of what it allows is open: what is asked before it denies it.',
	deny: 'Nothing of what it denies is closed: what is asked before it allows it.',
	pass: 'Nothing comes to it: what is asked before it decides.',
} as const;

function selectsNobody({classes, outside}: AppliedRule): boolean {
	return outside.length === 0 && classes.every(word => word === 0);
}

function hasEffect(rule: AppliedRule, group: RuleGroup, {classes, side, table, addressShares}: Connectivity): boolean {
	const [own = 0] = group.members;
	const {direction} = group;
	const {action} = rule.term;
	const reading = action === 'deny' ? 'certain' : 'possible';
	const isDone = (ports: ConnectionSet, open: number, meets: (other: AppliedRule) => boolean) => {
		switch (action) {
			case 'allow': {
				return !isNoConnection(intersectConnections(ports, table.get(open)));
			}

			case 'deny': {
				return !isNoConnection(subtractConnections(ports, table.get(open)));
			}

			case 'pass': {
				return comesTo(rule, group, meets, ports);
			}
		}
	};
	let found = false;
	forEachClass(rule.classes, peer => {
		const destination = direction === 'ingress' ? group.sample : classes.samples[peer];
		const meets = (other: AppliedRule) => hasClass(other.classes, peer);
		found ||= isDone(rulePorts(rule.term, destination), side(direction, own, peer, reading), meets);
	});
	const ports = rulePorts(rule.term, direction === 'ingress' ? group.sample : undefined);
	return (
		found ||
		addressShares(direction, own, reading, 'outside').some(share => {
			const asked = intersection(share.addresses, rule.outside);
			const meets = (other: AppliedRule) => difference(asked, other.outside).length === 0;
			return asked.length > 0 && isDone(ports, share.connections, meets);
		})
	);
}

/** Whether something is left when a rule is asked: not all of it was decided in tiers and by rules before. */
function comesTo(
	rule: AppliedRule,
	{tiers, sample, direction}: RuleGroup,
	meets: (other: AppliedRule) => boolean,
	ports: ConnectionSet,
): boolean {
	const index = tiers.findIndex(({rules}) => rules.includes(rule));
	const before = tiers.slice(0, index + 1).map((tier, place) =>
		// The end of its own tier comes after it.
		place === index ? {...tier, rules: tier.rules.slice(0, tier.rules.indexOf(rule)), appliedBy: []} : tier,
	);
	const portsOf = (other: AppliedRule) => rulePorts(other.term, direction === 'ingress' ? sample : undefined);
	const decided = decisions({tiers: before}, other => (meets(other) ? portsOf(other) : noConnection), ports);
	return !isNoConnection(decided.reduce((left, {connections}) => subtractConnections(left, connections), ports));
}
