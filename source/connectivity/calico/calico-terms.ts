import {unionOf} from '../../network/interval-set.js';
import {allOf, holds, type LabelExpression} from '../../network/label-expression.js';
import {field, list, object, objects, text, textMap} from '../../topology/json.js';
import type {JsonObject, KubeObject} from '../../topology/world.js';
import type {PodsTerm, PolicyDirection, PolicyId, PolicyTerm, RuleTerm} from '../policy-terms.js';
import {adminTier, baselineTier, compareText, defaultTier, type PolicyTier} from '../policy-tier.js';
import {blocksOf, type CalicoContext, type LabelledAddresses, podsTerm, textOf} from './calico-entity.js';
import {calicoRules} from './calico-rules.js';

export type CalicoObjects = {
	readonly policies: readonly KubeObject[];
	readonly tiers: readonly KubeObject[];
	readonly networkSets: readonly KubeObject[];
	readonly hostEndpoints: readonly KubeObject[];
};

/** Calico's GlobalNetworkPolicy and NetworkPolicy as policy terms, in the order of their names. */
export function calicoTerms(
	{policies, tiers, networkSets, hostEndpoints}: CalicoObjects,
	context: Omit<CalicoContext, 'sets'>,
): readonly PolicyTerm[] {
	const hosts = hostEndpoints.map(labelled);
	const sets = [...networkSets.map(labelled), ...hosts];
	const declared = declaredTiers(tiers);
	return policies.flatMap(policy => policyTerms(policy, declared, hosts, {...context, sets}));
}

/** Rules of the same order go by the names of their policies (felix, `PolKVLess`); ours have a prefix there. */
export function compareByName({id: a}: PolicyTerm, {id: b}: PolicyTerm): number {
	const name = ({kind, name}: PolicyId) => (kind === 'NetworkPolicy' ? `knp.default.${name}` : name);
	return compareText(`${name(a)}/${a.namespace ?? ''}/${a.kind}`, `${name(b)}/${b.namespace ?? ''}/${b.kind}`);
}

/** A network set's nets, or the addresses that a host endpoint expects. */
function labelled(object: KubeObject): LabelledAddresses {
	const blocks = [blocksOf(object['spec'], 'nets'), blocksOf(object['spec'], 'expectedIPs')];
	return {
		namespace: object.kind === 'NetworkSet' ? (object.metadata.namespace ?? 'default') : undefined,
		labels: textMap(object, 'metadata', 'labels'),
		addresses: unionOf(blocks.flatMap(found => (Array.isArray(found) ? found : []))),
	};
}

type DeclaredTier = {readonly tier: PolicyTier; readonly doubt: string | undefined};

/** The names that Kubernetes' cluster policies have had as tiers; what is fixed about them nobody can change. */
const fixedTiers: ReadonlyMap<string, PolicyTier> = new Map([
	['default', defaultTier],
	['adminnetworkpolicy', adminTier],
	['kube-admin', adminTier],
	['baselineadminnetworkpolicy', baselineTier],
	['kube-baseline', baselineTier],
]);

function declaredTiers(tiers: readonly KubeObject[]): (name: string) => DeclaredTier {
	const declared = new Map<string, DeclaredTier>();
	for (const object of tiers) {
		const {name} = object.metadata;
		const order = field(object, 'spec', 'order') ?? Number.POSITIVE_INFINITY;
		const action = field(object, 'spec', 'defaultAction') ?? 'Deny';
		const isValid = typeof order === 'number' && (action === 'Deny' || action === 'Pass');
		declared.set(name, {
			tier: {
				name,
				order: typeof order === 'number' ? order : Number.NEGATIVE_INFINITY,
				atEnd: action === 'Pass' ? 'pass' : 'deny',
			},
			doubt: isValid ? undefined : `the tier ${name}, whose order or defaultAction Calico does not take`,
		});
	}

	return name => {
		const fixed = fixedTiers.get(name);
		const known = fixed === undefined ? declared.get(name) : {tier: fixed, doubt: undefined};
		const found = known ?? {
			// Wherever it may come to stand, being asked first and perhaps not at all covers it.
			tier: {name, order: Number.NEGATIVE_INFINITY, atEnd: 'deny'},
			doubt: `the tier ${name}, which does not exist`,
		};
		declared.set(name, found);
		return found;
	};
}

const fields = new Set([
	'tier',
	'order',
	'selector',
	'serviceAccountSelector',
	'namespaceSelector',
	'types',
	'ingress',
	'egress',
	'doNotTrack',
	'preDNAT',
	'applyOnForward',
	'performanceHints',
]);

function policyTerms(
	policy: KubeObject,
	tierOf: (name: string) => DeclaredTier,
	hosts: readonly LabelledAddresses[],
	context: CalicoContext,
): readonly PolicyTerm[] {
	const isGlobal = policy.kind === 'GlobalNetworkPolicy';
	const spec = object(policy, 'spec') ?? {};
	const namespace = isGlobal ? undefined : (policy.metadata.namespace ?? 'default');
	const {tier, doubt: tierDoubt} = tierOf(text(spec, 'tier') ?? 'default');
	const order = field(spec, 'order') ?? Number.POSITIVE_INFINITY;
	const subject = subjectOf(spec, isGlobal);
	const types = typesOf(spec);
	const doubt = problemOf(spec, isGlobal, order) ?? (typeof subject === 'string' ? subject : undefined) ?? tierDoubt;
	const rules = (direction: PolicyDirection): readonly RuleTerm[] =>
		types.has(direction)
			? calicoRules(objects(spec, direction), direction, {
					...context,
					namespace,
					order: typeof order === 'number' ? order : Number.NEGATIVE_INFINITY,
				})
			: [];
	const term: PolicyTerm = {
		id: {
			kind: isGlobal ? 'GlobalNetworkPolicy' : 'NetworkPolicy.crd.projectcalico.org',
			namespace,
			name: policy.metadata.name,
		},
		tier,
		subject: typeof subject === 'string' ? {namespaces: isGlobal ? [] : undefined, pods: []} : subject.pods,
		onNodes: false,
		isolates: {ingress: types.has('ingress'), egress: types.has('egress')},
		rules: {ingress: rules('ingress'), egress: rules('egress')},
		doubt,
	};
	const meansHosts = isGlobal && typeof subject !== 'string' && hosts.some(host => isMeant(host, subject.expression));
	return meansHosts ? [term, ...hostTerms(term, spec)] : [term];
}

function isMeant({labels}: LabelledAddresses, expression: LabelExpression): boolean {
	return holds(expression, {pod: labels, namespace: {}, account: {}});
}

/**
 * Of host endpoints we know what policies mean them, not what traffic they see. So pods in the nodes' network are in
 * doubt; and where the policy is about forwarded traffic, too, everything that a node passes on.
 */
function hostTerms(term: PolicyTerm, spec: JsonObject): readonly PolicyTerm[] {
	const everywhere: PodsTerm = {namespaces: [], pods: []};
	const onHosts: PolicyTerm = {
		...term,
		subject: everywhere,
		onNodes: true,
		doubt: term.doubt ?? 'it means a HostEndpoint',
	};
	const forwarded = ['applyOnForward', 'preDNAT', 'doNotTrack'].find(name => field(spec, name) === true);
	if (forwarded === undefined) {
		return [onHosts];
	}

	const drop = (direction: PolicyDirection): readonly RuleTerm[] =>
		term.isolates[direction]
			? [
					{
						rule: direction,
						action: 'deny',
						order: 0,
						peers: undefined,
						ports: undefined,
						dnsPatterns: undefined,
						doubt: `${forwarded} on a HostEndpoint`,
					},
				]
			: [];
	return [
		onHosts,
		{
			...term,
			subject: everywhere,
			isolates: {ingress: false, egress: false},
			rules: {ingress: drop('ingress'), egress: drop('egress')},
		},
	];
}

function problemOf(spec: JsonObject, isGlobal: boolean, order: unknown): string | undefined {
	const unknown = Object.keys(spec).find(
		key =>
			!fields.has(key) || (!isGlobal && ['namespaceSelector', 'doNotTrack', 'preDNAT', 'applyOnForward'].includes(key)),
	);
	if (unknown !== undefined) {
		return `the field ${unknown}`;
	}

	if (typeof order !== 'number') {
		return `the order ${JSON.stringify(order)}, which is not a number`;
	}

	const types = list(spec, 'types');
	return types.every(type => type === 'Ingress' || type === 'Egress')
		? undefined
		: 'types that hold something else than Ingress and Egress';
}

/** The pods that the policy is about, or what of it cannot be read. */
function subjectOf(
	spec: JsonObject,
	isGlobal: boolean,
): {readonly pods: PodsTerm; readonly expression: LabelExpression} | string {
	const parts = [
		textOf(spec, 'selector', 'endpoints'),
		textOf(spec, 'serviceAccountSelector', 'accounts'),
		isGlobal ? textOf(spec, 'namespaceSelector', 'namespaces') : undefined,
	];
	const bad = parts.find(part => typeof part === 'string');
	if (typeof bad === 'string') {
		return bad;
	}

	const expression = allOf(parts.filter(part => typeof part === 'object'));
	const pods = podsTerm(expression);
	if (isGlobal) {
		return {pods, expression};
	}

	// A policy of a namespace means its own, whatever its selector says about namespaces.
	const byNamespace: readonly LabelExpression[] = pods.namespaces.map(test => ({
		kind: 'test',
		owner: 'namespace',
		test,
	}));
	const where = [...byNamespace, ...(pods.where === undefined ? [] : [pods.where])];
	return {
		pods: {namespaces: undefined, pods: pods.pods, ...(where.length > 0 ? {where: allOf(where)} : {})},
		expression,
	};
}

/** Without `types`: egress where there are egress rules only, both where there are both, else ingress. */
function typesOf(spec: JsonObject): ReadonlySet<PolicyDirection> {
	const types = list(spec, 'types');
	if (types.length > 0) {
		return new Set([
			...(types.includes('Ingress') ? (['ingress'] as const) : []),
			...(types.includes('Egress') ? (['egress'] as const) : []),
		]);
	}

	const [ingress, egress] = [list(spec, 'ingress').length > 0, list(spec, 'egress').length > 0];
	return new Set([...(ingress || !egress ? (['ingress'] as const) : []), ...(egress ? (['egress'] as const) : [])]);
}
