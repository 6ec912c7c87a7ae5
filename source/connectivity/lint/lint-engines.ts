import {overlaps} from '../../network/interval-set.js';
import {knownValue} from '../../topology/known.js';
import {formatPolicyId} from '../policy-terms.js';
import {selectsLabels} from '../service-backends.js';
import type {LintContext, LintedRule, PolicyComplaint} from './lint-context.js';

/**
 * What Azure Network Policy Manager does and Cilium does not with the same policy, for clusters that are still to move
 * (AKS migrate-from-npm-to-cilium-network-policy). A port name that clashes is told by itself.
 */
export function lintEngines(context: LintContext): readonly PolicyComplaint[] {
	return context.connectivity.engine === 'azure'
		? [
				...aboutBlocks(context),
				...aboutRanges(context),
				...aboutOwnNode(context),
				...aboutBalancers(context),
				...aboutWindows(context),
			]
		: [];
}

function difference(policy: string, rule: string | undefined, message: string, fix: string): PolicyComplaint {
	return {kind: 'cilium-difference', policy, rule, message, fix};
}

function aboutBlocks({rules}: LintContext): readonly PolicyComplaint[] {
	const holdsCluster = ({applied}: LintedRule) =>
		applied.some(({term, inside}) =>
			(term.peers ?? []).some(peer => peer.kind === 'addresses' && overlaps(peer.addresses, inside)),
		);
	return rules.filter(holdsCluster).map(({policy, name, direction}) => {
		const side = direction === 'ingress' ? 'from' : 'to';
		return difference(
			policy,
			name,
			'Its ipBlock holds addresses of pods or nodes; under Cilium a block never selects them, not even 0.0.0.0/0.',
			`Add \`namespaceSelector: {}\` for pods, and a CiliumNetworkPolicy with ${side}Entities: [host, remote-node] for nodes.`,
		);
	});
}

function aboutRanges({rules, topology}: LintContext): readonly PolicyComplaint[] {
	const version = knownValue(topology.cluster)?.kubernetesVersion ?? '';
	const minor = Number(version.split('.')[1] ?? Number.NaN);
	const hasRange = ({applied}: LintedRule) =>
		(applied[0]?.term.ports ?? []).some(
			({port}) => !('name' in port) && port.some(([first, last]) => last > first && !(first <= 1 && last === 65_535)),
		);
	return minor >= 32
		? []
		: rules
				.filter(hasRange)
				.map(({policy, name}) =>
					difference(
						policy,
						name,
						'It uses endPort, which Cilium on AKS knows from Kubernetes 1.32 on; before, only the first port is open.',
						'Upgrade to Kubernetes 1.32 first, or write the ports one by one.',
					),
				);
}

function aboutOwnNode({groups}: LintContext): readonly PolicyComplaint[] {
	const isolating = groups
		.filter(({direction}) => direction === 'egress')
		.flatMap(({isolatedBy}) => isolatedBy.map(({id}) => formatPolicyId(id)));
	return [...new Set(isolating)].map(policy =>
		difference(
			policy,
			undefined,
			'It isolates for egress; Network Policy Manager lets such pods reach their own node all the same, Cilium does not.',
			'Where pods need their node, add a CiliumNetworkPolicy with toEntities: [host].',
		),
	);
}

function aboutBalancers({groups, services}: LintContext): readonly PolicyComplaint[] {
	const forwarded = services.filter(
		({type, externalTrafficPolicy}) =>
			(type === 'LoadBalancer' || type === 'NodePort') && externalTrafficPolicy === 'Cluster',
	);
	return forwarded.flatMap(service => {
		const caught = groups.find(
			({direction, isolatedBy, sample}) =>
				direction === 'ingress' && isolatedBy.length > 0 && selectsLabels(service, sample),
		);
		const [policy] = caught?.isolatedBy ?? [];
		return policy === undefined
			? []
			: [
					difference(
						formatPolicyId(policy.id),
						undefined,
						`It isolates the pods behind Service ${service.namespace}/${service.name} (${service.type}, externalTrafficPolicy: Cluster); Network Policy Manager lets what comes by the service in, Cilium asks the policy.`,
						'Open the pods to the clients and nodes, or set externalTrafficPolicy: Local and open them to the clients.',
					),
				];
	});
}

function aboutWindows({groups, topology}: LintContext): readonly PolicyComplaint[] {
	const windows = new Set(
		(knownValue(topology.kubernetes.nodes) ?? [])
			.filter(({labels}) => labels['kubernetes.io/os'] === 'windows')
			.map(({name}) => name),
	);
	const policies = groups
		.filter(({sample}) => sample.node !== undefined && windows.has(sample.node))
		.flatMap(group => group.policies.map(({id}) => formatPolicyId(id)));
	return [...new Set(policies)].map(policy =>
		difference(
			policy,
			undefined,
			'It selects pods on Windows nodes, which Cilium does not support.',
			'Move these workloads to Linux nodes, or keep a cluster with Calico for them.',
		),
	);
}
