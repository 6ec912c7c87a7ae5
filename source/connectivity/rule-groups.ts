import type {Pod} from '../topology/kubernetes.js';
import {type AppliedRule, windowsGap} from './applied-rule.js';
import {forEachClass} from './class-set.js';
import type {EngineRules} from './engine-rules.js';
import {type PodClasses, portSignature} from './pod-classes.js';
import {type Direction, formatPolicyId, type PolicyTerm} from './policy-terms.js';

/** Pod classes that the same policies select in one direction, so that one evaluation does for all of them. */
export type RuleGroup = {
	readonly direction: Direction;
	/** Class numbers. */
	readonly members: readonly number[];
	/** Any pod of the group; it stands for the others where named ports are looked up. */
	readonly sample: Pod;
	/** Policies that select the pods for this direction. */
	readonly policies: readonly PolicyTerm[];
	readonly isolatedBy: readonly PolicyTerm[];
	readonly rules: readonly AppliedRule[];
	/** Why a verdict about these pods may be unsure, per policy or rule; empty when everything is modelled. */
	readonly doubts: readonly string[];
};

export type AppliedPolicy = {
	readonly policy: PolicyTerm;
	readonly subject: Uint32Array;
	readonly rules: Readonly<Record<Direction, readonly AppliedRule[]>>;
};

export function ruleGroups(
	direction: Direction,
	policies: readonly AppliedPolicy[],
	classes: PodClasses,
	context: {
		readonly engine: EngineRules;
		readonly portNames: ReadonlySet<string>;
		readonly isWindows: (pod: Pod) => boolean;
	},
): readonly RuleGroup[] {
	const selecting: number[][] = Array.from({length: classes.size}, () => []);
	for (const [index, {policy, subject, rules}] of policies.entries()) {
		if (policy.isolates[direction] || rules[direction].length > 0) {
			forEachClass(subject, id => {
				selecting[id]?.push(index);
			});
		}
	}

	const membersByKey = Map.groupBy(selecting.keys(), id => {
		const sample = classes.samples[id];
		const indices = selecting[id] ?? [];
		const needsPorts = direction === 'ingress' && indices.length > 0 && sample !== undefined;
		const ports = needsPorts ? portSignature(sample, context.portNames) : '';
		const windows = sample !== undefined && context.isWindows(sample) ? 'windows' : '';
		return `${indices.join()}|${ports}|${windows}`;
	});

	return [...membersByKey.values()].flatMap(members => {
		const [first = 0] = members;
		const sample = classes.samples[first];
		return sample === undefined
			? []
			: [
					group(
						direction,
						members,
						sample,
						(selecting[first] ?? []).flatMap(index => policies[index] ?? []),
						context,
					),
				];
	});
}

function group(
	direction: Direction,
	members: readonly number[],
	sample: Pod,
	applied: readonly AppliedPolicy[],
	{engine, isWindows}: {readonly engine: EngineRules; readonly isWindows: (pod: Pod) => boolean},
): RuleGroup {
	const gap = isWindows(sample) ? engine.windows : 'full';
	const policies = applied.map(({policy}) => withGap(policy, gap));
	const rules = applied.flatMap(({rules: own}, index) =>
		own[direction].map(rule => ({
			...rule,
			doubt: rule.doubt ?? policies[index]?.doubt ?? (gap === 'limited' ? windowsGap(rule) : undefined),
		})),
	);
	return {
		direction,
		members,
		sample,
		policies,
		isolatedBy: policies.filter(policy => policy.isolates[direction]),
		rules,
		doubts: [
			...new Set([
				...policies.flatMap(policy =>
					policy.doubt === undefined ? [] : [`${formatPolicyId(policy.id)}: ${policy.doubt}`],
				),
				...rules.flatMap(rule =>
					rule.doubt === undefined ? [] : [`${formatPolicyId(rule.policy.id)} ${rule.term.rule}: ${rule.doubt}`],
				),
			]),
		],
	};
}

/** Azure has closed its Windows feature and Cilium never had one: what then holds is not known. */
function withGap(policy: PolicyTerm, gap: EngineRules['windows']): PolicyTerm {
	const negative = policy.subject.pods.some(({operator}) => operator === 'NotIn' || operator === 'DoesNotExist');
	if (gap === 'unsupported') {
		return {...policy, doubt: policy.doubt ?? 'Windows pods, which this engine does not support'};
	}

	return gap === 'limited' && negative ? {...policy, doubt: policy.doubt ?? 'a negative selector on Windows'} : policy;
}
