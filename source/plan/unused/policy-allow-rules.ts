import {clusterConnectivity} from '../../connectivity/cluster-connectivity.js';
import {comparePolicies} from '../../controls/network-policy/compare-policies.js';
import {objects, text} from '../../topology/json.js';
import {knownValue, mapKnown} from '../../topology/known.js';
import type {NetworkPolicy, PolicyRule} from '../../topology/kubernetes.js';
import type {Topology} from '../../topology/topology.js';
import type {KubeObject} from '../../topology/world.js';
import type {KubeRef} from '../change.js';
import {kubeRefOf} from '../kube-ref.js';
import {policyEntryRemoval} from '../remove/policy-removals.js';
import type {AllowRule} from './allow-rule.js';

const directions = ['ingress', 'egress'] as const;

type Direction = (typeof directions)[number];

/** Every entry of `ingress` and `egress` of the network policies of Kubernetes and of Cilium. */
export function policyAllowRules(topology: Topology): readonly AllowRule[] {
	const {networkPolicies, ciliumPolicies} = topology.kubernetes;
	if (!clusterConnectivity(topology).ok) {
		return [];
	}

	return [
		...(knownValue(networkPolicies) ?? []).flatMap(policy =>
			directions.flatMap(direction =>
				policy[direction].map((rule, index) => kubernetesRule(policy, direction, rule, index)),
			),
		),
		...(knownValue(ciliumPolicies) ?? []).flatMap(policy =>
			directions.flatMap(direction =>
				// What lets nothing through cannot be unused; it stands there to isolate.
				objects(policy, 'spec', direction).flatMap((entry, index) =>
					Object.keys(entry).length === 0 ? [] : [ciliumRule(policy, direction, index)],
				),
			),
		),
	];
}

type Named = Pick<AllowRule, 'resource' | 'rule' | 'without' | 'removal'>;

function kubernetesRule(policy: NetworkPolicy, direction: Direction, rule: PolicyRule, index: number): AllowRule {
	const less = {...policy, [direction]: policy[direction].filter(other => other !== rule)};
	return policyRule({
		resource: `${policy.namespace}/${policy.name}`,
		rule: `${direction}[${index}]`,
		removal: world => policyEntryRemoval(world, kubernetesRef(policy), direction, index),
		without: topology => ({
			...topology,
			kubernetes: {
				...topology.kubernetes,
				networkPolicies: mapKnown(topology.kubernetes.networkPolicies, list =>
					list.map(other => (other === policy ? less : other)),
				),
			},
		}),
	});
}

function kubernetesRef({namespace, name}: NetworkPolicy): KubeRef {
	return {apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace, name};
}

/** An empty entry lets nothing through and keeps the direction denied by default (docs.cilium.io, Layer 3 policies). */
function ciliumRule(policy: KubeObject, direction: Direction, index: number): AllowRule {
	const spec = policy['spec'] as KubeObject;
	const kept = objects(policy, 'spec', direction).map((rule, other) => (other === index ? {} : rule));
	const less = {...policy, spec: {...spec, [direction]: kept}};
	const namespace = text(policy, 'metadata', 'namespace');
	return policyRule({
		resource: `${namespace === undefined ? '' : `${namespace}/`}${text(policy, 'metadata', 'name') ?? ''}`,
		rule: `${direction}[${index}]`,
		removal: world => policyEntryRemoval(world, kubeRefOf(policy), direction, index),
		without: topology => ({
			...topology,
			kubernetes: {
				...topology.kubernetes,
				ciliumPolicies: mapKnown(topology.kubernetes.ciliumPolicies, list =>
					list.map(other => (other === policy ? less : other)),
				),
			},
		}),
	});
}

function policyRule(named: Named): AllowRule {
	return {
		...named,
		id: `network-policy/${named.resource}/${named.rule}`,
		control: 'network-policy',
		compare: (before, after) => comparePolicies(before, after, []),
		mayMatch: ({place}) => place.kind === 'pods',
		besides: [],
		// Policies add up, so that what is left open is left open by any of the others.
		shadows: () => [],
	};
}
