import type {Family} from '../../network/address.js';
import type {PolicyEngine} from '../../topology/cluster.js';
import type {Topology} from '../../topology/topology.js';
import type {UnreadPolicies} from '../cluster-connectivity.js';
import {
	type ConnectionSet,
	everyConnection,
	everyPort,
	isNoConnection,
	subtractConnections,
	transportProtocols,
} from '../connection-set.js';
import {engineRules} from '../engine-rules.js';
import {doubtsOf, explainPair, explainRefusal, type PairReasons, type Refusal} from '../explain-pair.js';
import {prepareReach, type ReachContext} from './prepare-reach.js';
import {reachNotes} from './reach-notes.js';
import type {ReachOptions} from './reach-options.js';
import {connectivityOf, openPairs, refusedPairs, unsurePairs} from './reach-pairs.js';
import type {RawConnection} from './reach-pods.js';

export type AllowedPorts = {readonly protocol: 'TCP' | 'UDP' | 'SCTP'; readonly ports: string};

/** `from` may open these connections to `to`; ends are `namespace/pod`, `namespace/workload` or a CIDR block. */
export type ReachConnection = {
	readonly from: string;
	readonly to: string;
	/** Where the ends speak both families and it is so over one alone. */
	readonly family?: Family;
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
	/** As of an open connection. */
	readonly family?: Family;
	readonly refused: readonly AllowedPorts[];
	/** Other connections of the pair are open, or may be. */
	readonly partly: boolean;
	readonly because: readonly Refusal[];
	readonly about?: string;
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

/** Who may talk to whom under a cluster's policies. Self pairs are left out. */
export function reach(topology: Topology, options: ReachOptions = {}): ReachAnswer {
	const prepared = prepareReach(topology, options);
	if (!prepared.ok) {
		return prepared;
	}

	const {contexts, policyNotes} = prepared;
	const {connectivity} = contexts[0] as ReachContext;
	return {
		ok: true,
		engine: connectivity.engine,
		engineTitle: engineRules[connectivity.engine].title,
		notes: [
			...(engineRules[connectivity.engine].enforces
				? policyNotes
				: ['The cluster has no network policy engine: policies have no effect, and everything is open.']),
			...reachNotes(topology),
		],
		connections: lazily(() => put(openPairs(contexts, 'certain'), contexts)),
		undecided: lazily(() => putUnsure(unsurePairs(contexts), contexts)),
		refused: lazily(() => putRefused(refusedPairs(contexts), contexts)),
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

function* put(pairs: Iterable<RawConnection>, contexts: readonly ReachContext[]): Generator<ReachConnection> {
	const words = worded();
	const explain = contexts[0]?.options.explain === true;
	for (const pair of pairs) {
		const {from, to, connections, about} = pair;
		yield {
			from,
			to,
			...limitOf(pair),
			allowed: words(connections),
			...(explain ? {because: explainPair(pair, connectivityOf(pair, contexts))} : {}),
			...(about === undefined ? {} : {about}),
		};
	}
}

function limitOf({limited, family}: RawConnection): {readonly family?: Family} {
	return limited === true ? {family} : {};
}

function* putUnsure(pairs: Iterable<RawConnection>, contexts: readonly ReachContext[]): Generator<ReachConnection> {
	for (const pair of pairs) {
		const doubts = pair.doubt === undefined ? doubtsOf(pair, connectivityOf(pair, contexts)) : [pair.doubt];
		for (const connection of put([pair], contexts)) {
			yield {...connection, doubts};
		}
	}
}

function* putRefused(pairs: Iterable<RawConnection>, contexts: readonly ReachContext[]): Generator<ReachRefusal> {
	const words = worded();
	const wanted = contexts[0]?.options.ports ?? everyConnection;
	for (const pair of pairs) {
		const {from, to, connections, about} = pair;
		const partly = !isNoConnection(subtractConnections(wanted, connections));
		const because = explainRefusal(pair, connectivityOf(pair, contexts));
		yield {
			from,
			to,
			...limitOf(pair),
			refused: words(connections),
			partly,
			because,
			...(about === undefined ? {} : {about}),
		};
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
