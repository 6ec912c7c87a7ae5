import type {Family} from '../network/address.js';
import type {PolicyEngine} from '../topology/cluster.js';
import {type Known, knownValue} from '../topology/known.js';
import type {Pod} from '../topology/kubernetes.js';
import {minorVersion} from '../topology/kubernetes-version.js';
import type {Missing} from '../topology/missing.js';
import type {Topology} from '../topology/topology.js';
import {clusterFamilies} from './cluster-families.js';
import {type Connectivity, connectivity} from './connectivity.js';
import {engineRules} from './engine-rules.js';
import {notEnforced, redirections} from './not-enforced.js';
import {formatPolicyId, type PolicyTerm} from './policy-terms.js';
import {accountLabels, readPolicies} from './read-policies.js';

/** What would have to be read first, and why it was not. */
export type UnreadPolicies = Missing & {readonly reason: string};

export type ReadConnectivity =
	| {
			readonly ok: true;
			readonly connectivity: Connectivity;
			/** The families that pods speak; one at least. */
			readonly families: readonly Family[];
			readonly classOf: (pod: Pod) => number | undefined;
			/** Policies that were read and have no effect, and why: never passed over in silence. */
			readonly notEnforced: readonly string[];
			/** What else a reader must know: policies that cannot be judged, and what redirects traffic. */
			readonly notes: readonly string[];
	  }
	| {readonly ok: false; readonly missing: UnreadPolicies};

const remembered = new WeakMap<Topology, Map<string, ReadConnectivity>>();

/**
 * The connectivity of a cluster under its own policy engine, or under another to compare; computed once per topology and
 * family. Without a family it is the first that pods speak.
 */
export function clusterConnectivity(topology: Topology, engine?: PolicyEngine, family?: Family): ReadConnectivity {
	const known = remembered.get(topology) ?? new Map<string, ReadConnectivity>();
	remembered.set(topology, known);
	const key = `${engine} ${family}`;
	let result = known.get(key);
	if (result === undefined) {
		result = readConnectivity(topology, engine, family);
		known.set(key, result);
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

function readConnectivity(
	topology: Topology,
	asked: PolicyEngine | undefined,
	family: Family | undefined,
): ReadConnectivity {
	const {kubernetes} = topology;
	const found = asked === undefined ? clusterEngine(topology) : ({state: 'known', value: asked} as const);
	const engine = knownValue(found) ?? 'kubernetes';
	const policies = readPolicies(topology, engine);
	if (!policies.ok) {
		return missing(policies.datum, policies.command, policies.fact);
	}

	if (policies.terms.length > 0) {
		if (found.state === 'denied') {
			return missing('the policy engine of the cluster', 'az aks show --query networkProfile', found.reason);
		}

		if (kubernetes.namespaces.state !== 'known') {
			return missing('the namespaces with their labels', 'kubectl get namespaces --show-labels', kubernetes.namespaces);
		}
	}

	const pods = knownValue(kubernetes.pods) ?? [];
	const spoken = clusterFamilies(topology, policies.terms);
	const reach = connectivity({
		engine,
		family: family ?? spoken[0],
		pods,
		namespaces: knownValue(kubernetes.namespaces) ?? [],
		nodes: knownValue(kubernetes.nodes) ?? [],
		policies: policies.terms,
		podCidrs: knownValue(topology.cluster)?.podCidrs ?? [],
		accounts: accountLabels(kubernetes),
	});
	const byName = new Map(pods.map(pod => [`${pod.namespace}/${pod.name}`, pod]));
	return {
		ok: true,
		connectivity: reach,
		families: spoken,
		notEnforced: notEnforced(
			kubernetes,
			engineRules[engine],
			minorVersion(knownValue(topology.cluster)?.kubernetesVersion),
		),
		notes: [...unjudged(policies.terms, kubernetes), ...redirections(kubernetes, engineRules[engine])],
		classOf: pod => {
			const same = byName.get(`${pod.namespace}/${pod.name}`);
			return same === undefined ? undefined : reach.classes.of.get(same);
		},
	};
}

/** More sentences than this nobody reads. */
const mostNotes = 10;

function unjudged(policies: readonly PolicyTerm[], kubernetes: Topology['kubernetes']): readonly string[] {
	const places = new Set([
		...(knownValue(kubernetes.namespaces) ?? []).map(({name}) => name),
		...(knownValue(kubernetes.pods) ?? []).map(({namespace}) => namespace),
	]);
	const found = new Set(
		policies.flatMap(({id, doubt}) => [
			...(doubt === undefined ? [] : [`${formatPolicyId(id)} cannot be judged: ${doubt}.`]),
			...(id.namespace === undefined || places.has(id.namespace)
				? []
				: [`${formatPolicyId(id)} selects nothing: the namespace ${id.namespace} is not there.`]),
		]),
	);
	const more = found.size - mostNotes;
	return [...[...found].slice(0, mostNotes), ...(more > 0 ? [`So it is with ${more} more policies.`] : [])];
}

function missing(datum: string, command: string, fact: Known<unknown> | string): ReadConnectivity {
	return {ok: false, missing: {datum, command, reason: typeof fact === 'string' ? fact : why(fact)}};
}

function why(fact: Known<unknown>): string {
	return fact.state === 'denied' ? fact.reason : 'They were not read.';
}
