import type {PolicyEngine} from '../topology/cluster.js';
import type {Topology} from '../topology/topology.js';
import {clusterConnectivity, type Unread} from './cluster-connectivity.js';
import {
	type ConnectionSet,
	everyPort,
	intersectConnections,
	isNoConnection,
	subtractConnections,
	transportProtocols,
} from './connection-set.js';
import type {Connectivity} from './connectivity.js';
import {engineRules} from './engine-rules.js';
import {explainPair, type PairReasons} from './explain-pair.js';
import type {ReachOptions} from './reach-options.js';
import {outsideConnections} from './reach-outside.js';
import {type PodEnd, podConnections, podEnds, type RawConnection} from './reach-pods.js';
import type {Reading} from './tier-end.js';

type AllowedPorts = {readonly protocol: 'TCP' | 'UDP' | 'SCTP'; readonly ports: string};

/** `from` may open these connections to `to`; ends are `namespace/pod`, `namespace/workload` or a CIDR block. */
export type ReachConnection = {
	readonly from: string;
	readonly to: string;
	readonly allowed: readonly AllowedPorts[];
	/** Only when asked for. */
	readonly because?: PairReasons;
};

/** Pairs are made while they are read: a large cluster has more of them than fit into memory. */
export type Reach =
	| {
			readonly ok: true;
			readonly engine: PolicyEngine;
			/** What a reader must know: no engine, for one. */
			readonly notes: readonly string[];
			readonly connections: Iterable<ReachConnection>;
			/** Connections that may be open or not, because of what is not modelled. */
			readonly undecided: Iterable<ReachConnection>;
			/** Pairs of pods without any connection; with `explain` they say why. */
			readonly refused: Iterable<ReachConnection>;
	  }
	| {readonly ok: false; readonly missing: Unread};

/** Who may talk to whom under a cluster's policies. Self pairs are left out. */
export function reach(topology: Topology, options: ReachOptions = {}): Reach {
	const {pods} = topology.kubernetes;
	if (pods.state !== 'known') {
		const reason = pods.state === 'denied' ? pods.reason : 'They were not read.';
		const command = 'kubectl get pods --all-namespaces -o yaml';
		return {ok: false, missing: {datum: 'the pods of the cluster', command, reason}};
	}

	const read = clusterConnectivity(topology, options.engine);
	if (!read.ok) {
		return read;
	}

	const {connectivity} = read;
	const {engine, exact} = connectivity;
	const ends = podEnds(pods.value, options.by ?? 'pod');
	const pairs = (reading: Reading) => allPairs(ends, connectivity, options, reading);
	return {
		ok: true,
		engine,
		notes: engineRules[engine].enforces
			? [...read.notEnforced, ...read.notes]
			: ['The cluster has no network policy engine: policies have no effect, and everything is open.'],
		connections: lazily(() => put(pairs('certain'), connectivity, options)),
		undecided: lazily(() => (exact ? [] : put(unsure(ends, connectivity, options), connectivity, options))),
		refused: lazily(() => put(refusedPairs(ends, connectivity, options), connectivity, options)),
	};
}

/** The JSON of `aksess reach`: `connections` as documented, `undecided` only where there is something. */
export function reachDocument(found: Extract<Reach, {ok: true}>) {
	const undecided = [...found.undecided];
	return {
		schemaVersion: 1 as const,
		connections: [...found.connections],
		...(undecided.length > 0 ? {undecided} : {}),
	};
}

function* allPairs(
	ends: readonly PodEnd[],
	connectivity: Connectivity,
	options: ReachOptions,
	reading: Reading,
): Generator<RawConnection> {
	for (const pair of both(ends, connectivity, options, reading)) {
		const connections =
			options.ports === undefined ? pair.connections : intersectConnections(pair.connections, options.ports);
		if (!isNoConnection(connections)) {
			yield {...pair, connections};
		}
	}
}

function* both(
	ends: readonly PodEnd[],
	connectivity: Connectivity,
	options: ReachOptions,
	reading: Reading,
): Generator<RawConnection> {
	yield* podConnections(ends, connectivity, options, reading, 'open');
	yield* outsideConnections(ends, connectivity, options, reading);
}

/** What only the lenient reading opens. */
function* unsure(ends: readonly PodEnd[], connectivity: Connectivity, options: ReachOptions): Generator<RawConnection> {
	const certain = new Map<string, ConnectionSet>();
	for (const {from, to, connections} of allPairs(ends, connectivity, options, 'certain')) {
		certain.set(`${from} ${to}`, connections);
	}

	for (const pair of allPairs(ends, connectivity, options, 'possible')) {
		const sure = certain.get(`${pair.from} ${pair.to}`);
		const connections = sure === undefined ? pair.connections : subtractConnections(pair.connections, sure);
		if (!isNoConnection(connections)) {
			yield {...pair, connections};
		}
	}
}

function refusedPairs(
	ends: readonly PodEnd[],
	connectivity: Connectivity,
	options: ReachOptions,
): Iterable<RawConnection> {
	return podConnections(ends, connectivity, options, 'possible', 'closed');
}

function* put(
	pairs: Iterable<RawConnection>,
	connectivity: Connectivity,
	{explain = false}: ReachOptions,
): Generator<ReachConnection> {
	const words = new Map<ConnectionSet, readonly AllowedPorts[]>();
	for (const {from, to, connections, ends} of pairs) {
		let allowed = words.get(connections);
		if (allowed === undefined) {
			allowed = allowedPorts(connections);
			words.set(connections, allowed);
		}

		yield explain ? {from, to, allowed, because: explainPair(ends, to, from, connectivity)} : {from, to, allowed};
	}
}

/** Every port is written out as `1-65535`, so that a reader of ranges needs no special case. */
function allowedPorts(connections: ConnectionSet): readonly AllowedPorts[] {
	return transportProtocols
		.filter(protocol => connections[protocol].length > 0)
		.map(protocol => ({
			protocol: protocol.toUpperCase() as AllowedPorts['protocol'],
			ports: (connections[protocol] === everyPort ? everyPort : connections[protocol])
				.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`))
				.join(','),
		}));
}

function lazily<T>(make: () => Iterable<T>): Iterable<T> {
	return {[Symbol.iterator]: () => make()[Symbol.iterator]()};
}
