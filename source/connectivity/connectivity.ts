import type {Family} from '../network/address.js';
import type {AddressSet} from '../network/address-set.js';
import {union, unionOf} from '../network/interval-set.js';
import {testsOf} from '../network/label-expression.js';
import type {Labels} from '../network/label-selector.js';
import type {PolicyEngine} from '../topology/cluster.js';
import type {Namespace, Node, Pod} from '../topology/kubernetes.js';
import {applyRules} from './applied-rule.js';
import {type Applying, applySelection, type ClusterAddresses, withoutExempt} from './apply-end.js';
import {type ClassSet, forEachClass} from './class-set.js';
import {type ConnectionId, type ConnectionTable, connectionTable, everyId} from './connection-table.js';
import {type EngineRules, engineRules} from './engine-rules.js';
import {type AddressShare, evaluateAddresses, type MeantAddresses} from './evaluate-addresses.js';
import {type Cell, cellFinder, connectionsWith, groupEvaluator} from './evaluate-group.js';
import {withNamedPortDoubt} from './named-port-doubt.js';
import {calicoNameLabel, type LookedAt, type PodClasses, podClasses} from './pod-classes.js';
import type {EndTerm, PodsTerm, PolicyDirection, PolicyTerm} from './policy-terms.js';
import {type AppliedPolicy, type RuleGroup, ruleGroups} from './rule-groups.js';
import type {Reading} from './tier-end.js';

/** Who may talk to whom, by classes of pods that policies treat alike. */
export type Connectivity = {
	readonly engine: PolicyEngine;
	/** The family of the packets between pods; of addresses outside both are told. */
	readonly family: Family;
	/** What was evaluated; none when the engine has no effect. */
	readonly policies: readonly PolicyTerm[];
	readonly classes: PodClasses;
	readonly table: ConnectionTable;
	/** Addresses of pods and nodes where the engine does not treat them like any other; else empty. */
	readonly clusterAddresses: AddressSet;
	/** The addresses of nodes, by name. */
	readonly nodeAddresses: ReadonlyMap<string, AddressSet>;
	/** No rule is read in two ways. */
	readonly exact: boolean;
	readonly group: (direction: PolicyDirection, classId: number) => RuleGroup | undefined;
	/** What one end's own policies let pass to or from a class of pods. */
	readonly side: (direction: PolicyDirection, classId: number, peer: number, reading: Reading) => ConnectionId;
	/** What may be opened from a class to every class: by class number. Valid until the next call. */
	readonly row: (classId: number, reading: Reading) => Int32Array;
	/** All addresses, by what is open to or from them: outside the cluster, of pods and nodes, of the pod's own node. */
	readonly addressShares: (
		direction: PolicyDirection,
		classId: number,
		reading: Reading,
		where: AddressPlace,
	) => readonly AddressShare[];
	/** The same for addresses as rules mean them by another measure: a name that stands for them, for one. */
	readonly sharesBy: (group: RuleGroup, reading: Reading, meant: MeantAddresses) => readonly AddressShare[];
};

export type AddressPlace = 'outside' | 'inside' | 'ownNode';

export type ConnectivityInput = {
	readonly engine: PolicyEngine;
	/** Which addresses of pods blocks look at. IPv4 when left out. */
	readonly family?: Family | undefined;
	readonly pods: readonly Pod[];
	readonly namespaces: readonly Namespace[];
	readonly nodes: readonly Node[];
	/** Policies of all kinds; none when the engine has no effect. */
	readonly policies: readonly PolicyTerm[];
	/** Addresses that pods may have beside those they have now. */
	readonly podCidrs: AddressSet;
	/** The labels of service accounts, by `namespace/name`. */
	readonly accounts?: ReadonlyMap<string, Labels> | undefined;
};

export function connectivity(input: ConnectivityInput): Connectivity {
	const engine = engineRules[input.engine];
	const {family = 'IPv4'} = input;
	const policies = engine.enforces ? input.policies.map(policy => inFamily(policy, family, engine)) : [];
	const windowsNodes = new Set(
		input.nodes.filter(node => node.labels['kubernetes.io/os'] === 'windows').map(node => node.name),
	);
	const isWindows = (pod: Pod) => pod.node !== undefined && windowsNodes.has(pod.node);
	const lookedAt = whatPoliciesLookAt(policies, engine.blocksSelectClusterAddresses);
	const classes = podClasses(input.pods, input.namespaces, lookedAt, family, isWindows, accountLabels(input.accounts));
	const addresses = clusterAddresses(input);
	const applied = policies.flatMap(policy => applyPolicy(policy, {classes, engine, addresses, family}));
	const context = {engine, portNames: lookedAt.portNames, isWindows};
	const groups = {
		ingress: ruleGroups('ingress', applied, classes, context),
		egress: ruleGroups('egress', applied, classes, context),
	};
	return {
		...evaluation(classes, groups),
		engine: input.engine,
		family,
		policies,
		clusterAddresses: engine.blocksSelectClusterAddresses ? [] : union(addresses.pods, addresses.nodes),
		nodeAddresses: new Map(input.nodes.map(node => [node.name, node.addresses])),
	};
}

/** What an engine does with packets of a family that it does not support, nobody says. */
function inFamily(policy: PolicyTerm, family: Family, {title, unsupportedFamily}: EngineRules): PolicyTerm {
	return family === unsupportedFamily
		? {...policy, doubt: policy.doubt ?? `${title} does not support ${family}`}
		: policy;
}

function accountLabels(accounts: ConnectivityInput['accounts']): (pod: Pod) => Labels {
	return ({namespace, serviceAccount = 'default'}) => ({
		...accounts?.get(`${namespace}/${serviceAccount}`),
		[calicoNameLabel]: serviceAccount,
	});
}

function whatPoliciesLookAt(policies: readonly PolicyTerm[], blocksSelectPods: boolean): LookedAt {
	const rules = policies.flatMap(policy => [...policy.rules.ingress, ...policy.rules.egress]);
	const ends: readonly EndTerm[] = rules.flatMap(rule => (rule.own === undefined ? [rule] : [rule, rule.own]));
	const peers = ends.flatMap(end => [...(end.peers ?? []), ...(end.except ?? [])]);
	const selections: readonly PodsTerm[] = [
		...policies.map(policy => policy.subject),
		...peers.filter(peer => peer.kind === 'pods'),
	];
	const tests = selections.flatMap(({where}) => (where === undefined ? [] : testsOf(where)));
	const testsOn = (owner: 'pod' | 'namespace' | 'account') =>
		tests.filter(found => found.owner === owner).map(({test}) => test);
	return {
		tests: {
			pod: [...selections.flatMap(({pods}) => pods), ...testsOn('pod')],
			namespace: [...selections.flatMap(({namespaces}) => namespaces ?? []), ...testsOn('namespace')],
			account: testsOn('account'),
		},
		ownNamespaces: new Set(policies.flatMap(policy => policy.id.namespace ?? [])),
		portNames: new Set(
			rules.flatMap(rule =>
				[...(rule.ports ?? []), ...(rule.exceptPorts ?? [])].flatMap(({port, protocol}) =>
					'name' in port ? [`${port.name}/${protocol}`] : [],
				),
			),
		),
		blocks: blocksSelectPods
			? [
					...peers.flatMap(peer => (peer.kind === 'addresses' ? [peer.addresses] : [])),
					...ends.flatMap(({within}) => within ?? []).map(interval => [interval]),
				]
			: [],
	};
}

function clusterAddresses({pods, nodes, podCidrs}: ConnectivityInput): ClusterAddresses {
	return {
		podCidrs,
		pods: unionOf([podCidrs, ...pods.filter(pod => !pod.hostNetwork).map(pod => pod.addresses)]),
		nodes: unionOf([
			...nodes.map(node => node.addresses),
			...pods.filter(pod => pod.hostNetwork).map(pod => pod.addresses),
		]),
	};
}

/** A policy that may select pods or not, by something about them that was not read, is for them one in doubt. */
function applyPolicy(policy: PolicyTerm, context: Applying): readonly AppliedPolicy[] {
	const {classes, engine} = context;
	if (policy.onNodes) {
		return [applyTo(classes.hostNetwork, policy, context)];
	}

	const selected = applySelection(policy.subject, policy.id.namespace, classes);
	return [
		applyTo(withoutExempt(selected.classes, classes, engine), policy, context),
		...selected.unsure.map(part =>
			applyTo(withoutExempt(part.classes, classes, engine), {...policy, doubt: policy.doubt ?? part.doubt}, context),
		),
	];
}

function applyTo(subject: ClassSet, policy: PolicyTerm, context: Applying): AppliedPolicy {
	const applied = (direction: PolicyDirection) => {
		const rules = applyRules(policy, policy.rules[direction], context);
		return context.engine.exactNamedPorts
			? rules
			: rules.map(rule => withNamedPortDoubt(rule, direction === 'ingress' ? subject : rule.classes, context.classes));
	};
	return {policy, subject, rules: {ingress: applied('ingress'), egress: applied('egress')}};
}

/** As many bytes are spent at most on finding what is open faster. */
const mostCellNumbers = 2 ** 25;

type Groups = Readonly<Record<PolicyDirection, readonly RuleGroup[]>>;

function evaluation(
	classes: PodClasses,
	groups: Groups,
): Omit<Connectivity, 'engine' | 'family' | 'policies' | 'clusterAddresses' | 'nodeAddresses'> {
	const table = connectionTable();
	const groupOf = {ingress: byMember(groups.ingress), egress: byMember(groups.egress)};
	const exact = ![...groups.ingress, ...groups.egress].some(group => group.doubts.length > 0);
	const cells = remembered<Cell>(groupEvaluator(classes, table));
	const hasRoom = classes.size * groups.ingress.length <= mostCellNumbers;
	let finders: readonly ReturnType<typeof cellFinder>[] | undefined;
	const sharesAt = (place: AddressPlace) => remembered(group => [evaluateAddresses(group, rule => rule[place], table)]);
	const shares = {outside: sharesAt('outside'), inside: sharesAt('inside'), ownNode: sharesAt('ownNode')};

	function side(direction: PolicyDirection, classId: number, peer: number, reading: Reading): ConnectionId {
		const group = groupOf[direction].get(classId);
		return group === undefined ? 0 : connectionsWith(cells(group), peer, reading);
	}

	const row = new Int32Array(classes.size);
	function fillRow(classId: number, reading: Reading): Int32Array {
		row.fill(0);
		const own = groupOf.egress.get(classId);
		for (const cell of own === undefined ? [] : cells(own)) {
			forEachClass(cell.peers, peer => {
				row[peer] = cell[reading];
			});
		}

		finders ??= groups.ingress.map(group => cellFinder(cells(group), classes, hasRoom));
		for (const [index, find] of finders.entries()) {
			const open = find(classId, reading);
			if (open !== everyId) {
				for (const member of groups.ingress[index]?.members ?? []) {
					row[member] = table.intersect(row[member] ?? 0, open);
				}
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
			const [found] = group === undefined ? [] : shares[where](group);
			return found?.[reading] ?? [];
		},
		sharesBy: (group, reading, meant) => evaluateAddresses(group, meant, table)[reading],
	};
}

function byMember(groups: readonly RuleGroup[]): ReadonlyMap<number, RuleGroup> {
	return new Map(groups.flatMap(group => group.members.map(member => [member, group] as const)));
}

function remembered<T>(evaluate: (group: RuleGroup) => readonly T[]): (group: RuleGroup) => readonly T[] {
	const known = new Map<RuleGroup, readonly T[]>();
	return group => {
		const found = known.get(group) ?? evaluate(group);
		known.set(group, found);
		return found;
	};
}
