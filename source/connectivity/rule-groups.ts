import type {Pod} from '../topology/kubernetes.js';
import type {AppliedRule} from './applied-rule.js';
import {type ClassSet, forEachClass, hasClass} from './class-set.js';
import type {EngineRules} from './engine-rules.js';
import {type PodClasses, portSignature} from './pod-classes.js';
import {formatPolicyId, type PolicyDirection, type PolicyTerm} from './policy-terms.js';
import {compareTiers, type PolicyTier} from './policy-tier.js';
import {hasNamedPort} from './rule-ports.js';
import {onWindows} from './windows-gap.js';

/** What one tier says about the pods of a group. */
export type GroupTier = {
	readonly tier: PolicyTier;
	/** Policies whose pods the end of the tier decides about. */
	readonly appliedBy: readonly PolicyTerm[];
	/** In the order in which they are asked. */
	readonly rules: readonly AppliedRule[];
	/** Groups for which a tier says the same have the same text here. */
	readonly key: string;
};

/** Pod classes that the same policies select in one direction, so that one evaluation does for all of them. */
export type RuleGroup = {
	readonly direction: PolicyDirection;
	/** Class numbers. */
	readonly members: readonly number[];
	/** Any pod of the group; it stands for the others where named ports are looked up. */
	readonly sample: Pod;
	/** Policies that select the pods for this direction. */
	readonly policies: readonly PolicyTerm[];
	/** Those of them that refuse what no rule lets through. */
	readonly isolatedBy: readonly PolicyTerm[];
	readonly tiers: readonly GroupTier[];
	/** The rules of all tiers, in the order in which they are asked. */
	readonly rules: readonly AppliedRule[];
	/** Why a verdict about these pods may be unsure, per policy or rule; empty when everything is modelled. */
	readonly doubts: readonly string[];
};

export type AppliedPolicy = {
	readonly policy: PolicyTerm;
	readonly subject: ClassSet;
	readonly rules: Readonly<Record<PolicyDirection, readonly AppliedRule[]>>;
};

type GroupContext = {
	readonly engine: EngineRules;
	readonly portNames: ReadonlySet<string>;
	readonly isWindows: (pod: Pod) => boolean;
};

/** `policies` are in the order of their names, which decides between rules of the same order. */
export function ruleGroups(
	direction: PolicyDirection,
	policies: readonly AppliedPolicy[],
	classes: PodClasses,
	context: GroupContext,
): readonly RuleGroup[] {
	const selecting: number[][] = Array.from({length: classes.size}, () => []);
	for (const [index, {policy, subject, rules}] of policies.entries()) {
		if (policy.isolates[direction] || rules[direction].length > 0) {
			forEachClass(subject, id => {
				selecting[id]?.push(index);
			});
		}
	}

	const partial = new Set(
		[...policies.keys()].filter(index => policies[index]?.rules[direction].some(({own}) => own !== undefined)),
	);
	const textOf = (index: number, id: number) =>
		partial.has(index)
			? `${index}:${policies[index]?.rules[direction].map(rule => (isAbout(rule, id) ? 1 : 0)).join('')}`
			: `${index}`;
	const looksOf = (id: number): Looks => {
		const sample = classes.samples[id];
		const needsPorts = direction === 'ingress' && selecting[id]?.length !== 0 && sample !== undefined;
		return {
			ports: needsPorts ? portSignature(sample, context.portNames) : '',
			os: sample !== undefined && context.isWindows(sample) ? 'windows' : '',
		};
	};
	const membersByKey = Map.groupBy(selecting.keys(), id =>
		[(selecting[id] ?? []).map(index => textOf(index, id)).join(), ...Object.values(looksOf(id))].join('|'),
	);

	return [...membersByKey.values()].flatMap(members => {
		const [first = 0] = members;
		const sample = classes.samples[first];
		const keyed = (selecting[first] ?? []).flatMap(index => {
			const applied = policies[index];
			return applied === undefined ? [] : [{...applied, key: textOf(index, first)}];
		});
		return sample === undefined ? [] : [group({direction, members, sample, looks: looksOf(first)}, keyed, context)];
	});
}

/** What else tells pods of a group from others that the same policies select. */
type Looks = {readonly ports: string; readonly os: string};

type KeyedPolicy = AppliedPolicy & {readonly key: string};

function group(
	{
		looks,
		...base
	}: Pick<RuleGroup, 'direction' | 'members' | 'sample'> & {
		readonly looks: Looks;
	},
	applied: readonly KeyedPolicy[],
	{engine, isWindows}: GroupContext,
): RuleGroup {
	const {direction, members, sample} = base;
	const [first = 0] = members;
	const own = isWindows(sample)
		? applied.map(item => ({...item, policy: onWindows(item.policy, engine.windows)}))
		: applied;
	const tiers = [...Map.groupBy(own, ({policy}) => policy.tier)]
		.sort(([a], [b]) => compareTiers(a, b))
		.map(([tier, items]) => groupTier(tier, items, direction, first, looks));
	const policies = own.map(({policy}) => policy);
	const rules = tiers.flatMap(tier => tier.rules);
	return {
		...base,
		policies,
		isolatedBy: tiers.flatMap(({tier, appliedBy}) => (tier.atEnd === 'deny' ? appliedBy : [])),
		tiers,
		rules,
		doubts: doubtsOf(policies, rules),
	};
}

function groupTier(
	tier: PolicyTier,
	items: readonly KeyedPolicy[],
	direction: PolicyDirection,
	member: number,
	looks: Looks,
): GroupTier {
	const rules = items.flatMap(({policy, rules: all}) =>
		all[direction].filter(rule => isAbout(rule, member)).map(rule => withPolicy(rule, policy)),
	);
	return {
		tier,
		appliedBy: items.map(({policy}) => policy).filter(policy => policy.isolates[direction]),
		// Sorting is stable, so rules of one policy stay in their order.
		rules: rules.some(({term}) => term.order !== rules[0]?.term.order)
			? rules.toSorted(({term: a}, {term: b}) => (a.order === b.order ? 0 : a.order - b.order))
			: rules,
		// What stands behind the names of ports matters only to rules that name some.
		key: [
			direction,
			tier.name,
			items.map(({key}) => key).join(),
			rules.some(({term}) => hasNamedPort(term)) ? looks.ports : '',
			looks.os,
		].join('|'),
	};
}

function isAbout({own}: AppliedRule, id: number): boolean {
	return own === undefined || hasClass(own, id);
}

function withPolicy(rule: AppliedRule, policy: PolicyTerm): AppliedRule {
	return rule.policy === policy ? rule : {...rule, policy, doubt: rule.doubt ?? policy.doubt};
}

function doubtsOf(policies: readonly PolicyTerm[], rules: readonly AppliedRule[]): readonly string[] {
	return [
		...new Set([
			...policies.flatMap(policy =>
				policy.doubt === undefined ? [] : [`${formatPolicyId(policy.id)}: ${policy.doubt}`],
			),
			...rules.flatMap(rule =>
				rule.doubt === undefined || rule.doubt === rule.policy.doubt
					? []
					: [`${formatPolicyId(rule.policy.id)} ${rule.term.rule}: ${rule.doubt}`],
			),
		]),
	];
}
