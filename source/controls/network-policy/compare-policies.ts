import {clusterConnectivity} from '../../connectivity/cluster-connectivity.js';
import {
	type ConnectionSet,
	connectionSet,
	formatConnections,
	isNoConnection,
	noConnection,
	subtractConnections,
	unionConnections,
} from '../../connectivity/connection-set.js';
import {type ConnectionId, type ConnectionTable, noneId} from '../../connectivity/connection-table.js';
import {valueKey} from '../../network/value-key.js';
import type {Flow} from '../../profiles/flow.js';
import type {Pod} from '../../topology/kubernetes.js';
import type {Topology} from '../../topology/topology.js';
import {widerForNames} from '../compare-required.js';
import {type Comparison, nothingChanged} from '../comparison.js';
import {compareOutside} from './compare-policies-outside.js';
import {type PodGroup, podGroups, type Sides} from './pod-groups.js';
import type {Difference} from './policy-difference.js';

/**
 * Who may talk to whom before and after, for every pair of pods and for all addresses outside. Pods are compared in
 * groups that policies treat alike in both worlds and that the same flows speak of.
 */
export function comparePolicies(
	before: Topology,
	after: Topology,
	required: readonly Flow[],
): Comparison<'network-policy'> {
	const [old, now] = [clusterConnectivity(before), clusterConnectivity(after)];
	if (samePolicies(before, after)) {
		return nothingChanged;
	}

	if (!old.ok || !now.ok) {
		return {
			...nothingChanged,
			undecided: ['What network policies open or close cannot be compared: they were not all read.'],
		};
	}

	const sides: Sides = {old, now};
	const groups = podGroups(before, after, sides, required);
	return summarise([...comparePairs(groups, sides), ...compareOutside(groups, sides)]);
}

function comparePairs(groups: readonly PodGroup[], {old, now}: Sides): readonly Difference[] {
	const differences: Difference[] = [];
	const sameNow = renumbered(old.connectivity.table, now.connectivity.table);
	for (const from of groups) {
		// A row is valid until the next call, so the pairs of one group are done before the next begins.
		const oldRow = old.connectivity.row(from.oldClass, 'certain');
		const nowRow = now.connectivity.row(from.nowClass, 'certain');
		for (const to of groups) {
			const wasId = oldRow[to.oldClass] ?? noneId;
			const isId = nowRow[to.nowClass] ?? noneId;
			// Millions of pairs are as they were, and told so by their numbers.
			if (sameNow(wasId) === isId || (from === to && from.pods.length < 2)) {
				continue;
			}

			const was = old.connectivity.table.get(wasId);
			const is = now.connectivity.table.get(isId);
			const ends = {from: from.label, to: to.label, example: `${nameOf(from.pods[0])} to ${nameOf(to.pods.at(-1))}`};
			const opened = subtractConnections(is, was);
			const closed = subtractConnections(was, is);
			if (!isNoConnection(opened)) {
				differences.push({
					...ends,
					kind: 'opened',
					connections: opened,
					beyond: subtractConnections(opened, requiredBetween(from, to)),
				});
			}

			if (!isNoConnection(closed)) {
				differences.push({...ends, kind: 'closed', connections: closed, beyond: noConnection});
			}
		}
	}

	return differences;
}

/** The number that another table gives to the same connections. */
function renumbered(from: ConnectionTable, to: ConnectionTable): (id: ConnectionId) => ConnectionId {
	const found: ConnectionId[] = [];
	return id => {
		const known = found[id] ?? to.idOf(from.get(id));
		found[id] = known;
		return known;
	};
}

/** What flows ask for between two groups, and DNS: a pod that is isolated for egress needs it to use any name. */
function requiredBetween(from: PodGroup, to: PodGroup): ConnectionSet {
	const dns = to.isDns ? connectionSet({tcp: [[53, 53]], udp: [[53, 53]]}) : noConnection;
	return [...from.speaks]
		.filter(flow => to.listens.has(flow))
		.map(({protocol, ports}) => connectionSet(protocol === 'any' ? {tcp: ports, udp: ports} : {[protocol]: ports}))
		.reduce(unionConnections, dns);
}

function nameOf(pod: Pod | undefined): string {
	return pod === undefined ? '' : `${pod.namespace}/${pod.name}`;
}

function samePolicies(before: Topology, after: Topology): boolean {
	const looked = ({kubernetes: {networkPolicies, ciliumPolicies, policyObjects, endpoints, namespaces}}: Topology) =>
		valueKey([networkPolicies, ciliumPolicies, policyObjects, endpoints, namespaces]);
	return looked(before) === looked(after);
}

/** Differences between the same ends and ports are one sentence. */
function summarise(differences: readonly Difference[]): Comparison<'network-policy'> {
	const sentences = new Map<string, Difference>();
	for (const difference of differences) {
		const {kind, from, to, connections, beyond} = difference;
		const key = [kind, from, to, formatConnections(connections), formatConnections(beyond)].join(' ');
		sentences.set(key, sentences.get(key) ?? difference);
	}

	const all = [...sentences.values()];
	const what = ({from, to, connections}: Difference) => `${from} to ${to}, ${formatConnections(connections)}`;
	return {
		opened: all
			.filter(({kind}) => kind === 'opened')
			.map(difference => ({
				control: 'network-policy',
				resource: difference.to,
				what: what(difference),
				wider: isNoConnection(difference.beyond)
					? undefined
					: {
							reason: `No required flow needs ${formatConnections(difference.beyond)} there.`,
							alternative: undefined,
							witness: difference.example,
							...(difference.forNames === undefined
								? {}
								: widerForNames({
										names: difference.forNames.names,
										by: 'network policies',
										open: `${formatConnections(difference.beyond)} to ${difference.forNames.extent} for ${difference.from}`,
									})),
						},
			})),
		closed: all
			.filter(({kind}) => kind === 'closed')
			.map(difference => ({
				control: 'network-policy',
				resource: difference.to,
				what: what(difference),
				witness: difference.example,
			})),
		undecided: [],
	};
}
