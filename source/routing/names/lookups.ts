import {type AddressSet, formatAddresses} from '../../network/address-set.js';
import {isEmpty} from '../../network/interval-set.js';
import {overlap} from '../../network/name-pattern.js';
import type {ArmId} from '../../topology/arm-id.js';
import {knownValue} from '../../topology/known.js';
import type {Pod} from '../../topology/kubernetes.js';
import type {Topology} from '../../topology/topology.js';
import {networkServers} from '../resolve-name.js';
import {askClusterDns, azureDns, isClusterDns} from './ask-cluster-dns.js';
import {concernOfPattern} from './ask-for-pattern.js';
import {type ClusterAnswer, untold} from './cluster-answer.js';
import {locallyAsked} from './locally-asked.js';
import type {NameSource, PodResolution} from './pod-resolution.js';

/** One way to look a name up, and the pods that do; the first answer is what they get, or one of several is. */
export type Lookup = {readonly id: string; readonly pods: readonly Pod[]; readonly answers: readonly ClusterAnswer[]};

/** Pods by name, and whoever speaks beside them. */
type Speakers = {readonly pods: readonly Pod[]; readonly nodes: boolean; readonly anyPods: boolean};

/** How the speakers look a name up: pods each by what they say of it, and nodes by their network. */
export function lookupsOf(
	name: string,
	{pods, nodes, anyPods}: Speakers,
	network: ArmId | undefined,
	topology: Topology,
): readonly Lookup[] {
	const lookups = new Map<string, {readonly id: string; readonly pods: Pod[]; readonly answers: Lookup['answers']}>();
	if (nodes) {
		lookups.set('network', {id: 'network', pods: [], answers: [{name, next: 'network', steps: []}]});
	}

	const clusters = clusterAnswers(name, network, topology);
	const ids = new Map<readonly ClusterAnswer[], string>();
	const add = (answers: readonly ClusterAnswer[], pod: Pod | undefined) => {
		const id = ids.get(answers) ?? keyOf(answers);
		ids.set(answers, id);
		const known = lookups.get(id) ?? {id, pods: [], answers};
		if (pod !== undefined) {
			known.pods.push(pod);
		}

		lookups.set(id, known);
	};
	if (anyPods) {
		add(byNodes(name, 'cluster', undefined, topology, clusters), undefined);
	}

	const answersOf = rememberPlain(pod =>
		aliasAnswers(name, pod, () => answersFor(name, pod, network, topology, clusters)),
	);
	for (const pod of pods) {
		add(answersOf(pod), pod);
	}

	return [...lookups.values()].map(lookup => ({
		...lookup,
		answers: lookup.answers.map(answer => told(answer, lookup.pods)),
	}));
}

/** Thousands of pods say nothing of names; those on one node are told the same. */
function rememberPlain(ask: (pod: Pod) => readonly ClusterAnswer[]): (pod: Pod) => readonly ClusterAnswer[] {
	const known = new Map<string, readonly ClusterAnswer[]>();
	return pod => {
		if (pod.names !== undefined) {
			return ask(pod);
		}

		const key = `${pod.hostNetwork} ${pod.node ?? ''}`;
		const answers = known.get(key) ?? ask(pod);
		known.set(key, answers);
		return answers;
	};
}

/** What a pod is told that asks somebody. */
function answersFor(
	name: string,
	pod: Pod,
	network: ArmId | undefined,
	topology: Topology,
	clusters: readonly ClusterAnswer[],
): readonly ClusterAnswer[] {
	const whom = whomAsked(pod, network, topology);
	switch (whom) {
		case 'cluster':
		case 'network': {
			return byNodes(name, whom, pod, topology, clusters);
		}

		case 'azure': {
			return [{name, next: 'azure', steps: []}];
		}

		case 'others': {
			const by = {kind: 'dns-config', pods: [pod]} as const;
			return [{name, next: undefined, steps: [{kind: 'forwarded', by, servers: pod.names?.servers ?? []}]}];
		}
	}
}

/** By the cluster's DNS or the network's; both where it depends on the node that a pod runs on, and that is not known. */
function byNodes(
	name: string,
	whom: 'cluster' | 'network',
	pod: Pod | undefined,
	topology: Topology,
	clusters: readonly ClusterAnswer[],
): readonly ClusterAnswer[] {
	const asked = locallyAsked(name, whom, pod, topology);
	const plain: ClusterAnswer = {name, next: 'network', steps: []};
	const all = [...(asked.has('cluster') ? clusters : []), ...(asked.has('network') ? [plain] : [])];
	return [...new Map(all.map(answer => [keyOf([answer]), answer])).values()];
}

/** Two that are told the same are one party, wherever they were told it. */
function keyOf(answers: readonly ClusterAnswer[]): string {
	return answers
		.map(({name, next, steps}) =>
			[next ?? '', name, ...steps.map(step => [step.kind, step.by.kind, spell(step)].join(' '))].join(' '),
		)
		.join(' or ')
		.replace(/^network \S+$/, 'network');
}

function spell(step: PodResolution): string {
	switch (step.kind) {
		case 'listed': {
			return formatAddresses(step.addresses);
		}

		case 'forwarded': {
			return step.servers.join(' ');
		}

		default: {
			return '';
		}
	}
}

/** Names all pods of the party where a step is about pods. */
function told(answer: ClusterAnswer, pods: readonly Pod[]): ClusterAnswer {
	return {
		...answer,
		steps: answer.steps.map(step =>
			step.by.kind === 'cluster-dns' || step.by.kind === 'network-dns'
				? step
				: {...step, by: {kind: step.by.kind, pods} satisfies NameSource},
		),
	};
}

/** What stands in a pod's own list of hosts is looked up nowhere else. */
function aliasAnswers(name: string, pod: Pod, ask: () => readonly ClusterAnswer[]): readonly ClusterAnswer[] {
	const aliases = pod.names?.aliases ?? new Map<string, AddressSet>();
	const by = {kind: 'host-aliases', pods: [pod]} as const;
	if (name.includes('*')) {
		const concerned = [...aliases.keys()].some(alias => overlap(alias, name));
		return concerned ? [...ask(), untold(name, by, {kind: 'some-names'})] : ask();
	}

	const addresses = aliases.get(name);
	return addresses === undefined
		? ask()
		: isEmpty(addresses)
			? [untold(name, by, {kind: 'other-family'})]
			: [{name, next: undefined, steps: [{kind: 'listed', by, addresses}]}];
}

/** With the node's network `ClusterFirst` means as the node (kubernetes.io, dns-pod-service). */
function whomAsked(
	pod: Pod,
	network: ArmId | undefined,
	topology: Topology,
): 'cluster' | 'network' | 'azure' | 'others' {
	const {policy, servers} = pod.names ?? {policy: 'ClusterFirst', servers: []};
	switch (policy) {
		case 'Default': {
			return 'network';
		}

		case 'None': {
			const own = networkServers(network, topology);
			return servers.length === 0
				? 'others'
				: servers.every(server => isClusterDns(server, topology))
					? 'cluster'
					: servers.every(server => server === azureDns)
						? 'azure'
						: servers.every(server => own.includes(server))
							? 'network'
							: 'others';
		}

		default: {
			return pod.hostNetwork && policy !== 'ClusterFirstWithHostNet' ? 'network' : 'cluster';
		}
	}
}

function clusterAnswers(name: string, network: ArmId | undefined, topology: Topology): readonly ClusterAnswer[] {
	const plain: ClusterAnswer = {name, next: 'network', steps: []};
	const {clusterDns} = topology.kubernetes;
	if (clusterDns?.state === 'denied') {
		const by = {kind: 'cluster-dns', key: undefined, plugin: undefined} as const;
		// Hardly any name is changed there, so that what the network answers is still worth being told.
		return [{...plain, steps: [{kind: 'untold', by, because: {kind: 'unread', reason: clusterDns.reason}}]}];
	}

	const dns = knownValue(clusterDns);
	if (dns === undefined) {
		return [plain];
	}

	if (name.includes('*')) {
		const concern = concernOfPattern(name, dns);
		return concern === undefined ? [plain] : [plain, untold(name, concern, {kind: 'some-names'})];
	}

	return [askClusterDns(name, {dns, topology, networkServers: networkServers(network, topology)})];
}
