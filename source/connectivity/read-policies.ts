import type {AddressSet} from '../network/address-set.js';
import {unionOf} from '../network/interval-set.js';
import type {Labels} from '../network/label-selector.js';
import type {PolicyEngine} from '../topology/cluster.js';
import {decodeCidr} from '../topology/decode/kubernetes/decode-policy-peer.js';
import {text, textMap, texts} from '../topology/json.js';
import {absent, type Known, knownValue} from '../topology/known.js';
import type {Kubernetes, PolicyResource} from '../topology/kubernetes.js';
import {minorVersion} from '../topology/kubernetes-version.js';
import type {Topology} from '../topology/topology.js';
import type {KubeObject} from '../topology/world.js';
import {calicoTerms, compareByName} from './calico/calico-terms.js';
import type {CidrGroup} from './cilium/cilium-rules.js';
import {ciliumTerms} from './cilium/cilium-terms.js';
import {clusterPolicyTerms} from './cluster-tiers/cluster-policy-terms.js';
import {type EngineRules, engineRules} from './engine-rules.js';
import {kubernetesTerm} from './kubernetes-terms.js';
import type {PolicyTerm} from './policy-terms.js';

type ReadPolicies =
	| {readonly ok: true; readonly terms: readonly PolicyTerm[]}
	| {readonly ok: false; readonly datum: string; readonly command: string; readonly fact: Known<unknown>};

/** The policies of every language that the engine enforces; not ok where one of their lists could not be read. */
export function readPolicies(topology: Topology, engineName: PolicyEngine): ReadPolicies {
	const engine = engineRules[engineName];
	const {kubernetes} = topology;
	if (!engine.enforces) {
		return {ok: true, terms: []};
	}

	if (kubernetes.networkPolicies.state !== 'known') {
		const command = 'kubectl get networkpolicies --all-namespaces -o yaml';
		return {ok: false, datum: 'the NetworkPolicies of the cluster', command, fact: kubernetes.networkPolicies};
	}

	// Absent means that the cluster does not know the kind, so there are none.
	const unread = neededLists(kubernetes, engine).find(({fact}) => fact.state === 'denied');
	if (unread !== undefined) {
		return {ok: false, ...unread};
	}

	const minor = minorVersion(knownValue(topology.cluster)?.kubernetesVersion);
	const own = [
		...kubernetes.networkPolicies.value.map(policy => kubernetesTerm(policy, engine, minor)),
		...(engine.ciliumPolicies ? cilium(topology, engine, minor) : []),
		...clusterPolicies(kubernetes, engine, minor),
	];
	const calico = engine.calicoPolicies ? calicoPolicies(kubernetes) : [];
	return {ok: true, terms: calico.length === 0 ? own : [...own, ...calico].sort(compareByName)};
}

const calicoKinds: readonly PolicyResource[] = [
	'globalnetworkpolicies',
	'networkpolicies.crd.projectcalico.org',
	'tiers',
	'networksets',
	'globalnetworksets',
	'hostendpoints',
];

export const clusterKinds: readonly PolicyResource[] = [
	'adminnetworkpolicies',
	'baselineadminnetworkpolicies',
	'clusternetworkpolicies',
];

export function policyList({policyObjects}: Kubernetes, resource: PolicyResource): Known<readonly KubeObject[]> {
	return policyObjects?.[resource] ?? absent;
}

function neededLists(kubernetes: Kubernetes, engine: EngineRules) {
	const one = (resource: PolicyResource) => ({
		datum: `the ${resource} of the cluster`,
		command: `kubectl get ${resource} --all-namespaces -o yaml`,
		fact: policyList(kubernetes, resource),
	});
	return [
		...(engine.ciliumPolicies
			? [
					{
						datum: 'the Cilium policies of the cluster',
						command: 'kubectl get ciliumnetworkpolicies,ciliumclusterwidenetworkpolicies --all-namespaces -o yaml',
						fact: kubernetes.ciliumPolicies,
					},
				]
			: []),
		...(engine.calicoPolicies ? calicoKinds.map(one) : []),
		...(engine.clusterPolicies(undefined) === true ? clusterKinds.map(one) : []),
	];
}

function objectsOf(kubernetes: Kubernetes, resources: readonly PolicyResource[]): readonly KubeObject[] {
	return resources.flatMap(resource => knownValue(policyList(kubernetes, resource)) ?? []);
}

function cilium(
	{cluster, kubernetes}: Topology,
	engine: EngineRules,
	minor: number | undefined,
): readonly PolicyTerm[] {
	const context = {
		engine,
		minor,
		fqdnPolicies: knownValue(cluster)?.fqdnPolicies ?? true,
		apiServer: apiServerAddresses(kubernetes),
		cidrGroups: cidrGroups(kubernetes),
		services: {services: knownValue(kubernetes.services), endpoints: kubernetes.endpoints ?? []},
	};
	return (knownValue(kubernetes.ciliumPolicies) ?? []).flatMap(policy => ciliumTerms(policy, context));
}

/** Where the service `default/kubernetes` leads to; on AKS that is outside the cluster. */
function apiServerAddresses({endpoints = []}: Kubernetes): AddressSet | undefined {
	const own = endpoints.filter(({namespace, service}) => namespace === 'default' && service === 'kubernetes');
	return own.length === 0 ? undefined : unionOf(own.map(({addresses}) => addresses));
}

function cidrGroups(kubernetes: Kubernetes): readonly CidrGroup[] | undefined {
	const list = policyList(kubernetes, 'ciliumcidrgroups');
	return list.state === 'denied'
		? undefined
		: (knownValue(list) ?? []).map(group => ({
				name: group.metadata.name,
				labels: textMap(group, 'metadata', 'labels'),
				addresses: unionOf(
					texts(group, 'spec', 'externalCIDRs').map(cidr => {
						const block = decodeCidr(cidr);
						return block.ok ? block.value : [];
					}),
				),
			}));
}

function clusterPolicies(
	kubernetes: Kubernetes,
	engine: EngineRules,
	minor: number | undefined,
): readonly PolicyTerm[] {
	const enforced = engine.clusterPolicies(minor);
	return enforced === false
		? []
		: clusterPolicyTerms(objectsOf(kubernetes, clusterKinds), {
				namespaces: knownValue(kubernetes.namespaces) ?? [],
				nodes: knownValue(kubernetes.nodes) ?? [],
				equalsByName: engine.calicoPolicies,
				doubt: enforced === true ? undefined : enforced,
			});
}

function calicoPolicies(kubernetes: Kubernetes): readonly PolicyTerm[] {
	const labels = new Map((knownValue(kubernetes.namespaces) ?? []).map(({name, labels}) => [name, labels]));
	return calicoTerms(
		{
			policies: objectsOf(kubernetes, ['globalnetworkpolicies', 'networkpolicies.crd.projectcalico.org']),
			tiers: objectsOf(kubernetes, ['tiers']),
			networkSets: objectsOf(kubernetes, ['networksets', 'globalnetworksets']),
			hostEndpoints: objectsOf(kubernetes, ['hostendpoints']),
		},
		{
			namespaceLabels: name => labels.get(name) ?? {},
			services: {services: knownValue(kubernetes.services), endpoints: kubernetes.endpoints ?? []},
		},
	);
}

/** The labels of service accounts, by `namespace/name`. */
export function accountLabels(kubernetes: Kubernetes): ReadonlyMap<string, Labels> {
	return new Map(
		objectsOf(kubernetes, ['serviceaccounts']).map(account => [
			`${text(account, 'metadata', 'namespace') ?? 'default'}/${account.metadata.name}`,
			textMap(account, 'metadata', 'labels'),
		]),
	);
}
