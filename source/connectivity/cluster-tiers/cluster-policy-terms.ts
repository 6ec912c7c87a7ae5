import {type LabelSelector, type Labels, selects} from '../../network/label-selector.js';
import {field, isObject, list, object, text} from '../../topology/json.js';
import type {Namespace, Node} from '../../topology/kubernetes.js';
import type {Json, KubeObject} from '../../topology/world.js';
import type {PodsTerm, PolicyKind, PolicyTerm} from '../policy-terms.js';
import {adminTier, baselineTier, type PolicyTier} from '../policy-tier.js';
import {clusterRules, podsOf} from './cluster-policy-rules.js';

export type ClusterPolicyContext = {
	readonly namespaces: readonly Namespace[];
	readonly nodes: readonly Node[];
	/** Policies of one priority go by name; undefined: which is asked first is not defined (v1alpha2, `priority`). */
	readonly equalsByName: boolean;
	/** Why it is not sure that these policies are in force at all. */
	readonly doubt: string | undefined;
};

/**
 * AdminNetworkPolicy, BaselineAdminNetworkPolicy (`policy.networking.k8s.io/v1alpha1`) and ClusterNetworkPolicy
 * (v1alpha2) as policy terms. They never isolate: what none of their rules decides goes to the next tier.
 */
export function clusterPolicyTerms(
	policies: readonly KubeObject[],
	context: ClusterPolicyContext,
): readonly PolicyTerm[] {
	const placeOf = (policy: KubeObject) => `${tierOf(policy)?.name} ${priorityOf(policy)}`;
	const places = Map.groupBy(policies, placeOf);
	return policies.flatMap(policy => {
		const others = (places.get(placeOf(policy)) ?? []).filter(other => other !== policy);
		const doubt =
			context.equalsByName || others.length === 0
				? context.doubt
				: `the same priority as ${others.map(({metadata}) => metadata.name).join(', ')}, and which of them is asked first is not defined`;
		return termsOf(policy, {...context, doubt});
	});
}

/** The API takes one baseline policy of the first version, by the name `default`; its place is that of Calico. */
function priorityOf(policy: KubeObject): number {
	const priority = field(policy, 'spec', 'priority');
	return typeof priority === 'number' ? priority : 1000;
}

function tierOf(policy: KubeObject): PolicyTier | undefined {
	switch (policy.kind) {
		case 'AdminNetworkPolicy': {
			return adminTier;
		}

		case 'BaselineAdminNetworkPolicy': {
			return baselineTier;
		}

		default: {
			const tier = text(policy, 'spec', 'tier');
			return tier === 'Admin' ? adminTier : tier === 'Baseline' ? baselineTier : undefined;
		}
	}
}

const everyPod: PodsTerm = {namespaces: [], pods: []};

const kinds = [
	'AdminNetworkPolicy',
	'BaselineAdminNetworkPolicy',
	'ClusterNetworkPolicy',
] as const satisfies readonly PolicyKind[];

/**
 * Peers may be named by labels that their namespace shares with the subject's (`sameLabels`, first versions of
 * v1alpha1). Then there is a term for each combination of values that namespaces of the subject have.
 */
function termsOf(policy: KubeObject, context: ClusterPolicyContext): readonly PolicyTerm[] {
	const kind = kinds.find(known => known === policy.kind) ?? 'ClusterNetworkPolicy';
	const tier = tierOf(policy);
	const spec = object(policy, 'spec') ?? {};
	const subject = podsOf(spec['subject'], undefined);
	const problem =
		tier === undefined
			? `the tier ${JSON.stringify(field(spec, 'tier') ?? null)}, which is neither Admin nor Baseline`
			: typeof subject === 'string'
				? `the subject: ${subject}`
				: undefined;
	const term = (pods: PodsTerm, labels: Labels): PolicyTerm => ({
		id: {kind, namespace: undefined, name: policy.metadata.name},
		// A tier that is not known may be asked before all others.
		tier: tier ?? adminTier,
		subject: pods,
		onNodes: false,
		isolates: {ingress: false, egress: false},
		rules: {
			ingress: clusterRules(policy, 'ingress', priorityOf(policy), {nodes: context.nodes, labels}),
			egress: clusterRules(policy, 'egress', priorityOf(policy), {nodes: context.nodes, labels}),
		},
		doubt: problem ?? context.doubt,
	});
	const keys = [...new Set(sharedKeys(spec))];
	if (typeof subject === 'string' || keys.length === 0) {
		return [term(typeof subject === 'string' ? everyPod : subject, {})];
	}

	const places: LabelSelector = subject.namespaces ?? [];
	const combinations = new Map(
		context.namespaces
			.filter(({labels}) => selects(places, labels))
			.map(({labels}) => [JSON.stringify(keys.map(key => labels[key] ?? null)), labels] as const),
	);
	return [...combinations.values()].map(labels =>
		term({...subject, namespaces: [...places, ...keys.map(key => equalTo(key, labels[key]))]}, labels),
	);
}

function equalTo(key: string, value: string | undefined): LabelSelector[number] {
	return value === undefined ? {key, operator: 'DoesNotExist', values: []} : {key, operator: 'In', values: [value]};
}

function sharedKeys(value: Json | undefined): readonly string[] {
	if (Array.isArray(value)) {
		return value.flatMap(sharedKeys);
	}

	return isObject(value)
		? Object.entries(value).flatMap(([name, child]) =>
				name === 'sameLabels' || name === 'notSameLabels'
					? list(value, name).filter(key => typeof key === 'string')
					: sharedKeys(child),
			)
		: [];
}
