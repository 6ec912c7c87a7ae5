import {knownValue} from '../topology/known.js';
import type {Kubernetes, PolicyResource} from '../topology/kubernetes.js';
import type {KubeObject} from '../topology/world.js';
import type {EngineRules} from './engine-rules.js';
import {clusterKinds, policyList} from './read-policies.js';

/** More names than this tell nobody more. */
const mostNames = 5;

/** A sentence for each language whose policies were read, but mean nothing to the engine. */
export function notEnforced(kubernetes: Kubernetes, engine: EngineRules, minor: number | undefined): readonly string[] {
	const listed = (resources: readonly PolicyResource[]) =>
		resources.flatMap(resource => knownValue(policyList(kubernetes, resource)) ?? []);
	const foreign: readonly (readonly [boolean, string, readonly KubeObject[]])[] = [
		[engine.ciliumPolicies, 'Cilium', knownValue(kubernetes.ciliumPolicies) ?? []],
		[engine.calicoPolicies, 'Calico', listed(['globalnetworkpolicies', 'networkpolicies.crd.projectcalico.org'])],
		[engine.clusterPolicies(minor) !== false, 'the cluster tiers', listed(clusterKinds)],
	];
	return foreign.flatMap(([isEnforced, whose, policies]) =>
		isEnforced || policies.length === 0 ? [] : [sentence(engine.title, whose, policies)],
	);
}

function sentence(engine: string, whose: string, policies: readonly KubeObject[]): string {
	const names = policies.slice(0, mostNames).map(describe);
	const more = policies.length > mostNames ? ` and ${policies.length - mostNames} more` : '';
	return `${engine} does not enforce policies of ${whose}, so ${names.join(', ')}${more} ${policies.length === 1 ? 'has' : 'have'} no effect here.`;
}

function describe({kind, metadata: {name, namespace}}: KubeObject): string {
	return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** Objects of Cilium that are no policies, but change what policies or firewalls see. */
export function redirections(kubernetes: Kubernetes, engine: EngineRules): readonly string[] {
	const named = (resource: PolicyResource) =>
		engine.ciliumPolicies ? (knownValue(policyList(kubernetes, resource)) ?? []).map(describe) : [];
	return [
		...named('ciliumlocalredirectpolicies').map(
			name => `${name} sends traffic to pods on the same node, so policies are asked about those pods.`,
		),
		...named('ciliumegressgatewaypolicies').map(
			name =>
				`${name} gives pods that leave the cluster another address: firewalls and authorized ranges see that one.`,
		),
	];
}
