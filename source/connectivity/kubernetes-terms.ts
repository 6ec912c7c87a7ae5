import {anyPort} from '../network/port-set.js';
import type {NetworkPolicy, PolicyPort, PolicyRule} from '../topology/kubernetes.js';
import type {EngineRules} from './engine-rules.js';
import type {PolicyDirection, PolicyTerm, RuleTerm} from './policy-terms.js';
import {defaultTier, networkPolicyOrder} from './policy-tier.js';

/** A NetworkPolicy as policy terms. `minor` is the cluster's Kubernetes 1.x, undefined when nobody knows. */
export function kubernetesTerm(policy: NetworkPolicy, engine: EngineRules, minor: number | undefined): PolicyTerm {
	const doubt =
		policy.doubt === undefined ? undefined : `what an API server refuses, or is not known here: ${policy.doubt}`;
	const terms = (direction: PolicyDirection, rules: readonly PolicyRule[]): readonly RuleTerm[] =>
		rules.map((rule, index) => ({
			rule: `${direction}[${index}]`,
			action: 'allow',
			order: networkPolicyOrder,
			peers: rule.peers,
			ports: rule.ports,
			dnsPatterns: undefined,
			doubt: endPortDoubt(rule.ports ?? [], engine, minor),
		}));
	return {
		id: {kind: 'NetworkPolicy', namespace: policy.namespace, name: policy.name},
		tier: defaultTier,
		subject: {namespaces: undefined, pods: policy.pods},
		onNodes: false,
		isolates: {ingress: policy.isolatesIngress, egress: policy.isolatesEgress},
		// Rules of a direction that policyTypes does not name are not looked at (kubernetes.io, NetworkPolicySpec).
		rules: {
			ingress: policy.isolatesIngress ? terms('ingress', policy.ingress) : [],
			egress: policy.isolatesEgress ? terms('egress', policy.egress) : [],
		},
		doubt,
	};
}

export function endPortDoubt(
	ports: readonly PolicyPort[],
	{endPortSince, title}: EngineRules,
	minor: number | undefined,
): string | undefined {
	const hasRange = ports.some(
		({port}) =>
			!('name' in port) && port.some(([first, last]) => last > first && !(first <= 1 && last === anyPort[0]?.[1])),
	);
	if (!hasRange || endPortSince === 0 || (minor !== undefined && minor >= endPortSince)) {
		return undefined;
	}

	return `endPort, which ${title} knows from Kubernetes 1.${endPortSince} on`;
}
