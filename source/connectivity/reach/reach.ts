import type {PolicyEngine} from '../../topology/cluster.js';
import type {Topology} from '../../topology/topology.js';
import {clusterConnectivity, type UnreadPolicies} from '../cluster-connectivity.js';
import {
	type ConnectionSet,
	everyConnection,
	everyPort,
	intersectConnections,
	isNoConnection,
	subtractConnections,
	transportProtocols,
} from '../connection-set.js';
import {engineRules} from '../engine-rules.js';
import {doubtsOf, explainPair, explainRefusal, type PairReasons, type Refusal} from '../explain-pair.js';
import type {Reading} from '../tier-end.js';
import {exposure} from './reach-exposure.js';
import {reachNotes} from './reach-notes.js';
import type {ReachOptions} from './reach-options.js';
import {closedOutside, type OutsideContext, outsideConnections} from './reach-outside.js';
import {podConnections, podEnds, type RawConnection} from './reach-pods.js';
import {serviceAddresses} from './reach-services.js';

export type AllowedPorts = {readonly protocol: 'TCP' | 'UDP' | 'SCTP'; readonly ports: string};

/** `from` may open these connections to `to`; ends are `namespace/pod`, `namespace/workload` or a CIDR block. */
export type ReachConnection = {
	readonly from: string;
	readonly to: string;
	readonly allowed: readonly AllowedPorts[];
	/** Only when asked for. */
	readonly because?: PairReasons;
	/** What an end is, where its name does not tell. */
	readonly about?: string;
	/** Of an undecided connection: what is not modelled or was not read, by name. */
	readonly doubts?: readonly string[];
};

/** `from` may not open these connections to `to`. */
export type ReachRefusal = {
	readonly from: string;
	readonly to: string;
	readonly refused: readonly AllowedPorts[];
	/** Other connections of the pair are open, or may be. */
	readonly partly: boolean;
	readonly because: readonly Refusal[];
};

/** Pairs are made while they are read: a large cluster has more of them than fit into memory. */
export type ReachAnswer =
	| {
			readonly ok: true;
			readonly engine: PolicyEngine;
			/** For sentences. */
			readonly engineTitle: string;
			/** What a reader must know: no engine, for one. */
			readonly notes: readonly string[];
			readonly connections: Iterable<ReachConnection>;
			/** Connections that may be open or not, because of what is not modelled. */
			readonly undecided: Iterable<ReachConnection>;
			/** What is asked for and surely not open, whole pairs and parts, with the reasons. */
			readonly refused: Iterable<ReachRefusal>;
	  }
	| {readonly ok: false; readonly missing: UnreadPolicies};

type Prepared =
	| {readonly ok: true; readonly context: Context; readonly policyNotes: readonly string[]}
	| {readonly ok: false; readonly missing: UnreadPolicies};

function prepare(topology: Topology, options: ReachOptions): Prepared {
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
	const ends = podEnds(pods.value, options.by ?? 'pod');
	const services = serviceAddresses(topology, connectivity);
	const policyNotes = [...read.notEnforced, ...read.notes];
	return {ok: true, context: {ends, connectivity, options, services, topology}, policyNotes};
}

/** Pairs as sets of ports, for those who compute with them. */
export function reachPairs(
	topology: Topology,
	options: ReachOptions,
): {readonly ok: true; readonly pairs: (reading: Reading) => Iterable<RawConnection>} | Extract<Prepared, {ok: false}> {
	const prepared = prepare(topology, options);
	return prepared.ok ? {ok: true, pairs: reading => openPairs(prepared.context, reading)} : prepared;
}

/** Who may talk to whom under a cluster's policies. Self pairs are left out. */
export function reach(topology: Topology, options: ReachOptions = {}): ReachAnswer {
	const prepared = prepare(topology, options);
	if (!prepared.ok) {
		return prepared;
	}

	const {context, policyNotes} = prepared;
	const {connectivity} = context;
	return {
		ok: true,
		engine: connectivity.engine,
		engineTitle: engineRules[connectivity.engine].title,
		notes: [
			...(engineRules[connectivity.engine].enforces
				? policyNotes
				: ['The cluster has no network policy engine: policies have no effect, and everything is open.']),
			...reachNotes(topology, connectivity),
		],
		connections: lazily(() => put(openPairs(context, 'certain'), context)),
		undecided: lazily(() => putUnsure(unsure(context), context)),
		refused: lazily(() => putRefused(refusedPairs(context), context)),
	};
}

/** The JSON of `aksess reach`: `connections` as documented, `undecided` only where there is something. */
export function reachDocument(found: Extract<ReachAnswer, {ok: true}>) {
	const undecided = [...found.undecided];
	return {
		schemaVersion: 1 as const,
		connections: [...found.connections],
		...(undecided.length > 0 ? {undecided} : {}),
	};
}

type Context = OutsideContext & {readonly topology: Topology};

function* openPairs(context: Context, reading: Reading): Generator<RawConnection> {
	const {ports} = context.options;
	for (const pair of everyPair(context, reading)) {
		const connections = ports === undefined ? pair.connections : intersectConnections(pair.connections, ports);
		if (!isNoConnection(connections)) {
			yield {...pair, connections};
		}
	}
}

function* everyPair(context: Context, reading: Reading): Generator<RawConnection> {
	const {ends, connectivity, options, topology} = context;
	const isRouted = (topology.kubernetes.routes ?? []).length > 0;
	const from = isRouted || options.exposure === true ? exposure(topology, connectivity) : undefined;
	if (options.exposure === true) {
		for (const pair of outsideConnections(context, reading)) {
			// What comes in is what is exposed.
			if (pair.ends.to !== undefined) {
				yield pair;
			}
		}

		yield* from?.added(ends, options, reading) ?? [];
	} else {
		yield* podConnections(ends, connectivity, options, reading, 'open');
		yield* outsideConnections(context, reading);
	}

	yield* from?.routed(ends, options, reading) ?? [];
}

/** What only the lenient reading opens. */
function* unsure(context: Context): Generator<RawConnection> {
	// Without doubts about rules, only what is not among the pods may be unsure.
	const mayDiffer = (pair: RawConnection) => !context.connectivity.exact || pair.doubt !== undefined;
	const certain = new Map<string, ConnectionSet>();
	for (const pair of openPairs(context, 'certain')) {
		if (mayDiffer(pair)) {
			certain.set(`${pair.from} ${pair.to}`, pair.connections);
		}
	}

	for (const pair of openPairs(context, 'possible')) {
		if (!mayDiffer(pair)) {
			continue;
		}

		const sure = certain.get(`${pair.from} ${pair.to}`);
		const connections = sure === undefined ? pair.connections : subtractConnections(pair.connections, sure);
		if (!isNoConnection(connections)) {
			yield {...pair, connections};
		}
	}
}

function* refusedPairs(context: Context): Generator<RawConnection> {
	const {ends, connectivity, options} = context;
	const wanted = options.ports ?? everyConnection;
	const missing = function* (): Generator<RawConnection> {
		if (options.exposure !== true) {
			for (const pair of podConnections(ends, connectivity, options, 'possible', 'any')) {
				yield {...pair, connections: subtractConnections(wanted, pair.connections)};
			}
		}

		yield* closedOutside(context, wanted);
	};
	for (const pair of missing()) {
		if (!isNoConnection(pair.connections)) {
			yield pair;
		}
	}
}

function* put(pairs: Iterable<RawConnection>, {connectivity, options}: Context): Generator<ReachConnection> {
	const words = worded();
	for (const pair of pairs) {
		const {from, to, connections, about} = pair;
		yield {
			from,
			to,
			allowed: words(connections),
			...(options.explain === true ? {because: explainPair(pair, connectivity)} : {}),
			...(about === undefined ? {} : {about}),
		};
	}
}

function* putUnsure(pairs: Iterable<RawConnection>, context: Context): Generator<ReachConnection> {
	for (const pair of pairs) {
		const doubts = pair.doubt === undefined ? doubtsOf(pair, context.connectivity) : [pair.doubt];
		for (const connection of put([pair], context)) {
			yield {...connection, doubts};
		}
	}
}

function* putRefused(pairs: Iterable<RawConnection>, {connectivity, options}: Context): Generator<ReachRefusal> {
	const words = worded();
	const wanted = options.ports ?? everyConnection;
	for (const pair of pairs) {
		const {from, to, connections} = pair;
		const partly = !isNoConnection(subtractConnections(wanted, connections));
		yield {from, to, refused: words(connections), partly, because: explainRefusal(pair, connectivity)};
	}
}

/** Many pairs have the same connections. */
function worded(): (connections: ConnectionSet) => readonly AllowedPorts[] {
	const words = new Map<ConnectionSet, readonly AllowedPorts[]>();
	return connections => {
		let allowed = words.get(connections);
		if (allowed === undefined) {
			allowed = allowedPorts(connections);
			words.set(connections, allowed);
		}

		return allowed;
	};
}

/** Every port is written out as `1-65535`, so that a reader of ranges needs no special case. */
export function allowedPorts(connections: ConnectionSet): readonly AllowedPorts[] {
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
