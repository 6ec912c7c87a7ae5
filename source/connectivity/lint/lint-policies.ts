import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {type AppliedRule, formatRule} from '../applied-rule.js';
import {forEachClass} from '../class-set.js';
import type {Connectivity} from '../connectivity.js';
import {formatPolicyId, type PolicyDirection} from '../policy-terms.js';
import type {RuleGroup} from '../rule-groups.js';
import type {LintContext, LintedRule, PolicyComplaint} from './lint-context.js';
import {lintDns} from './lint-dns.js';
import {lintEngines} from './lint-engines.js';
import {lintPorts} from './lint-ports.js';
import {lintShadows} from './lint-shadows.js';

/** What is valid in a policy and probably not meant, policy by policy. */
export function lintPolicies(topology: Topology, connectivity: Connectivity): readonly PolicyComplaint[] {
	const groups = allGroups(connectivity);
	const context: LintContext = {
		topology,
		connectivity,
		groups,
		rules: rulesOf(groups, connectivity),
		services: knownValue(topology.kubernetes.services) ?? [],
	};
	const found = [
		...selectsNothing(context),
		...lintPorts(context),
		...lintShadows(context),
		...lintDns(context),
		...lintEngines(context),
	];
	return found.toSorted((a, b) => (a.policy < b.policy ? -1 : a.policy > b.policy ? 1 : 0));
}

function allGroups({classes, group}: Connectivity): readonly RuleGroup[] {
	const ids = Array.from({length: classes.size}, (_, id) => id);
	const found = (['ingress', 'egress'] as const).flatMap(direction => ids.flatMap(id => group(direction, id) ?? []));
	return [...new Set(found)];
}

function rulesOf(groups: readonly RuleGroup[], {classes}: Connectivity): readonly LintedRule[] {
	const found = new Map<string, {direction: PolicyDirection; applied: AppliedRule[]; groups: Set<RuleGroup>}>();
	for (const group of groups) {
		for (const rule of group.rules) {
			const key = `${formatRule(rule)}`;
			const known = found.get(key) ?? {direction: group.direction, applied: [], groups: new Set()};
			found.set(key, known);
			known.applied.push(rule);
			known.groups.add(group);
		}
	}

	return [...found].map(([key, {direction, applied, groups: own}]) => {
		const ids = new Set<number>();
		for (const group of own) {
			for (const member of direction === 'ingress' ? group.members : []) {
				ids.add(member);
			}
		}

		for (const rule of direction === 'egress' ? applied : []) {
			forEachClass(rule.classes, id => ids.add(id));
		}

		return {
			name: applied[0]?.term.rule ?? key,
			policy: formatPolicyId(applied[0]?.policy.id ?? {kind: 'NetworkPolicy', namespace: undefined, name: key}),
			direction,
			applied,
			groups: [...own],
			destinations: [...ids].flatMap(id => classes.members[id] ?? []),
		};
	});
}

function selectsNothing({connectivity, groups, rules}: LintContext): readonly PolicyComplaint[] {
	const selecting = new Set(groups.flatMap(({policies}) => policies.map(({id}) => formatPolicyId(id))));
	const idle = connectivity.policies.filter(
		({id, isolates, rules: own, onNodes}) =>
			!onNodes &&
			!selecting.has(formatPolicyId(id)) &&
			(isolates.ingress || isolates.egress || own.ingress.length + own.egress.length > 0),
	);
	return [
		...idle.map(
			({id}): PolicyComplaint => ({
				kind: 'selects-nothing',
				policy: formatPolicyId(id),
				rule: undefined,
				message: 'It selects no pod and no workload that was read, so it does nothing.',
				fix: 'Compare its selector and its namespace with the labels of the pods that it is meant for.',
			}),
		),
		...rules
			.filter(({applied}) => applied.every(isEmptyRule))
			.map(
				({policy, name}): PolicyComplaint => ({
					kind: 'peer-selects-nothing',
					policy,
					rule: name,
					message: 'Its selectors find no pod and no workload that was read, so the rule opens nothing.',
					fix: 'Compare podSelector and namespaceSelector with the labels; together in one entry both must hold.',
				}),
			),
	];
}

function isEmptyRule({term, classes, outside, inside, names}: AppliedRule): boolean {
	return (
		(term.peers ?? []).some(peer => peer.kind === 'pods') &&
		classes.every(word => word === 0) &&
		outside.length + inside.length + names.length === 0
	);
}
