import {field, isObject, object, objects, text} from '../../topology/json.js';
import type {JsonObject, KubeObject} from '../../topology/world.js';
import type {PolicyId, PolicyTerm} from '../policy-terms.js';
import {defaultTier} from '../policy-tier.js';
import {ciliumRefusal} from './cilium-refusal.js';
import {type CiliumContext, ciliumRules} from './cilium-rules.js';
import {ciliumSelector} from './cilium-selector.js';

const specFields = new Set([
	'endpointSelector',
	'nodeSelector',
	'ingress',
	'ingressDeny',
	'egress',
	'egressDeny',
	'enableDefaultDeny',
	'labels',
	'description',
]);

/**
 * A CiliumNetworkPolicy or CiliumClusterwideNetworkPolicy (`cilium.io/v2`) as policy terms, one per spec. A field that
 * is not modelled becomes a doubt about the rule or the policy it stands in.
 */
export function ciliumTerms(
	policy: KubeObject,
	context: Omit<CiliumContext, 'clusterwide' | 'namespace'>,
): readonly PolicyTerm[] {
	const clusterwide = policy.kind === 'CiliumClusterwideNetworkPolicy';
	const id: PolicyId = {
		kind: clusterwide ? 'CiliumClusterwideNetworkPolicy' : 'CiliumNetworkPolicy',
		namespace: clusterwide ? undefined : (text(policy, 'metadata', 'namespace') ?? 'default'),
		name: text(policy, 'metadata', 'name') ?? '',
	};
	const single = object(policy, 'spec');
	const specs = [...(single === undefined ? [] : [single]), ...objects(policy, 'specs')];
	return specs.map(spec => specTerm(id, spec, {...context, clusterwide, namespace: id.namespace}));
}

function specTerm(id: PolicyId, spec: JsonObject, context: CiliumContext): PolicyTerm {
	const {selector, doubt} = ciliumSelector(field(spec, 'endpointSelector') ?? {}, context.clusterwide);
	const section = (name: string) => objects(spec, name);
	const rules = {
		ingress: [
			...ciliumRules(section('ingress'), 'ingress', 'allow', context),
			...ciliumRules(section('ingressDeny'), 'ingress', 'deny', context),
		],
		egress: [
			...ciliumRules(section('egress'), 'egress', 'allow', context),
			...ciliumRules(section('egressDeny'), 'egress', 'deny', context),
		],
	};
	const unknown = Object.keys(spec).find(key => !specFields.has(key));
	// With both selectors it is refused, and nobody knows about whom it would be.
	const onNodes = isObject(field(spec, 'nodeSelector')) && !isObject(field(spec, 'endpointSelector'));
	return {
		id,
		tier: defaultTier,
		// A namespaced policy selects in its own namespace, whatever its selector says about namespaces.
		subject: context.clusterwide ? selector : {...selector, namespaces: undefined},
		onNodes,
		isolates: {
			ingress: isolates(spec, 'ingress', rules.ingress.length > 0),
			egress: isolates(spec, 'egress', rules.egress.length > 0),
		},
		rules,
		doubt:
			ciliumRefusal(spec, context.clusterwide) ??
			(onNodes ? 'the field nodeSelector' : unknown === undefined ? doubt : `the field ${unknown}`),
	};
}

/** Having rules isolates, deny rules too, unless enableDefaultDeny says otherwise (docs.cilium.io, default deny). */
function isolates(spec: JsonObject, direction: 'ingress' | 'egress', hasRules: boolean): boolean {
	const asked = field(spec, 'enableDefaultDeny', direction);
	return typeof asked === 'boolean' ? asked : hasRules;
}
