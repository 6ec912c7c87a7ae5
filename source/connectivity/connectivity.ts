import type {AddressSet} from '../network/address-set.js';
import {union, unionOf} from '../network/interval-set.js';
import type {PolicyEngine} from '../topology/cluster.js';
import type {Namespace, Node, Pod} from '../topology/kubernetes.js';
import {applyRules, type ClusterAddresses, withoutExempt} from './applied-rule.js';
import {forEachClass, intersectClasses} from './class-set.js';
import {type ConnectionId, type ConnectionTable, connectionTable} from './connection-table.js';
import {engineRules} from './engine-rules.js';
import {
	type AddressShare,
	type Cell,
	connectionsWith,
	groupAddressShares,
	groupCells,
	type Reading,
} from './evaluate-groups.js';
import {withNamedPortDoubt} from './named-port-doubt.js';
import {type LookedAt, type PodClasses, podClasses} from './pod-classes.js';
import type {Direction, PolicyTerm} from './policy-terms.js';
import {type AppliedPolicy, type RuleGroup, ruleGroups} from './rule-groups.js';

/** Who may talk to whom, by classes of pods that policies treat alike. */
export type Connectivity = {
	readonly engine: PolicyEngine;
	readonly classes: PodClasses;
	readonly table: ConnectionTable;
	/** Addresses of pods and nodes where the engine does not treat them like any other; else empty. */
	readonly clusterAddresses: AddressSet;
	/** No rule is read in two ways. */
	readonly exact: boolean;
	readonly group: (direction: Direction, classId: number) => RuleGroup | undefined;
	/** What one end's own policies let pass to or from a class of pods. */
	readonly side: (direction: Direction, classId: number, peer: number, reading: Reading) => ConnectionId;
	/** What may be opened from a class to every class: by class number. Valid until the next call. */
	readonly row: (classId: number, reading: Reading) => Int32Array;
	/** All addresses, by what is open to or from them; `inside` is about addresses of pods and nodes. */
	readonly addressShares: (
		direction: Direction,
		classId: number,
		reading: Reading,
		where: 'outside' | 'inside',
	) => readonly AddressShare[];
};

export type ConnectivityInput = {
	readonly engine: PolicyEngine;
	readonly pods: readonly Pod[];
	readonly namespaces: readonly Namespace[];
	readonly nodes: readonly Node[];
	/** Policies of all kinds; none when the engine has no effect. */
	readonly policies: readonly PolicyTerm[];
	/** Addresses that pods may have beside those they have now. */
	readonly podCidrs: AddressSet;
};

export function connectivity(input: ConnectivityInput): Connectivity {
	const engine = engineRules[input.engine];
	const policies = engine.enforces ? input.policies : [];
	const windowsNodes = new Set(
		input.nodes.filter(node => node.labels['kubernetes.io/os'] === 'windows').map(node => node.name),
	);
	const isWindows = (pod: Pod) => pod.node !== undefined && windowsNodes.has(pod.node);
	const lookedAt = whatPoliciesLookAt(policies, engine.blocksSelectClusterAddresses);
	const classes = podClasses(input.pods, input.namespaces, lookedAt, isWindows);
	const addresses = clusterAddresses(input);
	const applied = policies.map(policy => applyPolicy(policy, classes, input.engine, addresses));
	const context = {engine, portNames: lookedAt.portNames, isWindows};
	const groups = {
		ingress: ruleGroups('ingress', applied, classes, context),
		egress: ruleGroups('egress', applied, classes, context),
	};
	return {
		...evaluation(classes, groups),
		engine: input.engine,
		clusterAddresses: engine.blocksSelectClusterAddresses ? [] : union(addresses.pods, addresses.nodes),
	};
}

function whatPoliciesLookAt(policies: readonly PolicyTerm[], blocksSelectPods: boolean): LookedAt {
	const rules = policies.flatMap(policy => [...policy.rules.ingress, ...policy.rules.egress]);
	const peers = rules.flatMap(rule => rule.peers ?? []);
	const podPeers = peers.filter(peer => peer.kind === 'pods');
	return {
		podSelectors: [...policies.map(policy => policy.subject.pods), ...podPeers.map(peer => peer.pods)],
		namespaceSelectors: [
			...policies.flatMap(policy => policy.subject.namespaces ?? []),
			...podPeers.flatMap(peer => peer.namespaces ?? []),
		].map(requirement => ('key' in requirement ? [requirement] : requirement)),
		ownNamespaces: new Set(policies.flatMap(policy => policy.id.namespace ?? [])),
		portNames: new Set(
			rules.flatMap(rule =>
				(rule.ports ?? []).flatMap(({port, protocol}) => ('name' in port ? [`${port.name}/${protocol}`] : [])),
			),
		),
		blocks: blocksSelectPods ? peers.flatMap(peer => (peer.kind === 'addresses' ? [peer.addresses] : [])) : [],
	};
}

function clusterAddresses({pods, nodes, podCidrs}: ConnectivityInput): ClusterAddresses {
	return {
		pods: unionOf([podCidrs, ...pods.filter(pod => !pod.hostNetwork).map(pod => pod.addresses)]),
		nodes: unionOf([
			...nodes.map(node => node.addresses),
			...pods.filter(pod => pod.hostNetwork).map(pod => pod.addresses),
		]),
	};
}

function applyPolicy(
	policy: PolicyTerm,
	classes: PodClasses,
	engineName: PolicyEngine,
	addresses: ClusterAddresses,
): AppliedPolicy {
	const engine = engineRules[engineName];
	const {namespaces, pods} = policy.subject;
	const places =
		namespaces === undefined && policy.id.namespace !== undefined
			? classes.inNamespace(policy.id.namespace)
			: classes.byNamespaceLabels(namespaces ?? []);
	const selected = intersectClasses(places, classes.byPodLabels(pods));
	const subject = policy.onNodes ? classes.hostNetwork : withoutExempt(selected, classes, engine);
	const applied = (direction: Direction) => {
		const rules = applyRules(policy, policy.rules[direction], {classes, engine, addresses});
		return engine.exactNamedPorts
			? rules
			: rules.map(rule => withNamedPortDoubt(rule, direction === 'ingress' ? subject : rule.classes, classes));
	};
	return {policy, subject, rules: {ingress: applied('ingress'), egress: applied('egress')}};
}

type Groups = Readonly<Record<Direction, readonly RuleGroup[]>>;

function evaluation(classes: PodClasses, groups: Groups): Omit<Connectivity, 'engine' | 'clusterAddresses'> {
	const table = connectionTable();
	const groupOf = {ingress: byMember(groups.ingress), egress: byMember(groups.egress)};
	const known = {certain: new Map<RuleGroup, readonly Cell[]>(), possible: new Map<RuleGroup, readonly Cell[]>()};
	const exact = ![...groups.ingress, ...groups.egress].some(group => group.doubts.length > 0);

	function cells(group: RuleGroup, reading: Reading): readonly Cell[] {
		// Both readings are one where there is nothing to read in two ways.
		const remembered = known[exact ? 'certain' : reading];
		let result = remembered.get(group);
		if (result === undefined) {
			result = groupCells(group, reading, classes, table);
			remembered.set(group, result);
		}

		return result;
	}

	function side(direction: Direction, classId: number, peer: number, reading: Reading): ConnectionId {
		const group = groupOf[direction].get(classId);
		return group === undefined ? 0 : connectionsWith(cells(group, reading), peer);
	}

	const row = new Int32Array(classes.size);
	function fillRow(classId: number, reading: Reading): Int32Array {
		row.fill(0);
		const own = groupOf.egress.get(classId);
		for (const {connections, peers} of own === undefined ? [] : cells(own, reading)) {
			forEachClass(peers, peer => {
				row[peer] = connections;
			});
		}

		for (const group of groups.ingress) {
			const open = connectionsWith(cells(group, reading), classId);
			for (const member of group.members) {
				row[member] = table.intersect(row[member] ?? 0, open);
			}
		}

		return row;
	}

	return {
		classes,
		table,
		exact,
		group: (direction, classId) => groupOf[direction].get(classId),
		side,
		row: fillRow,
		addressShares: (direction, classId, reading, where) => {
			const group = groupOf[direction].get(classId);
			return group === undefined ? [] : groupAddressShares(group, reading, where, table);
		},
	};
}

function byMember(groups: readonly RuleGroup[]): ReadonlyMap<number, RuleGroup> {
	return new Map(groups.flatMap(group => group.members.map(member => [member, group] as const)));
}
