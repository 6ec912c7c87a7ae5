import type {PolicyEngine} from '../topology/cluster.js';
import {type Known, knownValue} from '../topology/known.js';
import type {Pod} from '../topology/kubernetes.js';
import {minorVersion} from '../topology/kubernetes-version.js';
import type {Missing} from '../topology/missing.js';
import type {Topology} from '../topology/topology.js';
import type {KubeObject} from '../topology/world.js';
import {ciliumTerms} from './cilium-terms.js';
import {type Connectivity, connectivity} from './connectivity.js';
import {engineRules} from './engine-rules.js';
import {kubernetesTerm} from './kubernetes-terms.js';
import type {PolicyTerm} from './policy-terms.js';

/** What would have to be read first, and why it was not. */
export type Unread = Missing & {readonly reason: string};

export type ReadConnectivity =
	| {readonly ok: true; readonly connectivity: Connectivity; readonly classOf: (pod: Pod) => number | undefined}
	| {readonly ok: false; readonly missing: Unread};

const remembered = new WeakMap<Topology, Map<PolicyEngine | undefined, ReadConnectivity>>();

/** The connectivity of a cluster under its own policy engine, or under another to compare; computed once per topology. */
export function clusterConnectivity(topology: Topology, engine?: PolicyEngine): ReadConnectivity {
	const known = remembered.get(topology) ?? new Map<PolicyEngine | undefined, ReadConnectivity>();
	remembered.set(topology, known);
	let result = known.get(engine);
	if (result === undefined) {
		result = readConnectivity(topology, engine);
		known.set(engine, result);
	}

	return result;
}

/** Without a cluster there are only manifests, and they mean what the specification says. */
function clusterEngine({cluster}: Topology): Known<PolicyEngine> {
	switch (cluster.state) {
		case 'known': {
			return {state: 'known', value: cluster.value.policyEngine};
		}

		case 'absent': {
			return {state: 'known', value: 'kubernetes'};
		}

		case 'denied': {
			return cluster;
		}
	}
}

function readConnectivity(topology: Topology, asked: PolicyEngine | undefined): ReadConnectivity {
	const {kubernetes} = topology;
	const found = asked === undefined ? clusterEngine(topology) : ({state: 'known', value: asked} as const);
	const engine = knownValue(found) ?? 'kubernetes';
	const policies = readPolicies(topology, engine);
	if (policies.state !== 'known') {
		return {ok: false, missing: policies.missing};
	}

	if (policies.value.length > 0) {
		if (found.state === 'denied') {
			return missing('the policy engine of the cluster', 'az aks show --query networkProfile', found.reason);
		}

		if (kubernetes.namespaces.state !== 'known') {
			return missing('the namespaces with their labels', 'kubectl get namespaces --show-labels', kubernetes.namespaces);
		}
	}

	const pods = knownValue(kubernetes.pods) ?? [];
	const reach = connectivity({
		engine,
		pods,
		namespaces: knownValue(kubernetes.namespaces) ?? [],
		nodes: knownValue(kubernetes.nodes) ?? [],
		policies: policies.value,
		podCidrs: knownValue(topology.cluster)?.podCidrs ?? [],
	});
	const byName = new Map(pods.map(pod => [`${pod.namespace}/${pod.name}`, pod]));
	return {
		ok: true,
		connectivity: reach,
		classOf: pod => {
			const same = byName.get(`${pod.namespace}/${pod.name}`);
			return same === undefined ? undefined : reach.classes.of.get(same);
		},
	};
}

type ReadPolicies =
	| {readonly state: 'known'; readonly value: readonly PolicyTerm[]}
	| {readonly state: 'missing'; readonly missing: Unread};

function readPolicies({cluster, kubernetes}: Topology, engineName: PolicyEngine): ReadPolicies {
	const engine = engineRules[engineName];
	if (!engine.enforces) {
		return {state: 'known', value: []};
	}

	const minor = minorVersion(knownValue(cluster)?.kubernetesVersion);
	const {networkPolicies, ciliumPolicies} = kubernetes;
	if (networkPolicies.state !== 'known') {
		const command = 'kubectl get networkpolicies --all-namespaces -o yaml';
		return {
			state: 'missing',
			missing: {datum: 'the NetworkPolicies of the cluster', command, reason: why(networkPolicies)},
		};
	}

	// Absent means that the cluster does not know the kind, so there are none.
	if (engine.ciliumPolicies && ciliumPolicies.state === 'denied') {
		const command = 'kubectl get ciliumnetworkpolicies,ciliumclusterwidenetworkpolicies --all-namespaces -o yaml';
		return {
			state: 'missing',
			missing: {datum: 'the Cilium policies of the cluster', command, reason: ciliumPolicies.reason},
		};
	}

	const fqdnPolicies = knownValue(cluster)?.fqdnPolicies ?? true;
	const cilium: readonly KubeObject[] = engine.ciliumPolicies ? (knownValue(ciliumPolicies) ?? []) : [];
	return {
		state: 'known',
		value: [
			...networkPolicies.value.map(policy => kubernetesTerm(policy, engine, minor)),
			...cilium.flatMap(policy => ciliumTerms(policy, {engine, minor, fqdnPolicies})),
		],
	};
}

function missing(datum: string, command: string, fact: Known<unknown> | string): ReadConnectivity {
	return {ok: false, missing: {datum, command, reason: typeof fact === 'string' ? fact : why(fact)}};
}

function why(fact: Known<unknown>): string {
	return fact.state === 'denied' ? fact.reason : 'They were not read.';
}
