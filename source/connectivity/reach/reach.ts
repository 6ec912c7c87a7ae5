import {type Family, families} from '../../network/address.js';
import {familiesOf, ofFamily} from '../../network/address-set.js';
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
import type {Connectivity} from '../connectivity.js';
import {engineRules} from '../engine-rules.js';
import {doubtsOf, explainPair, explainRefusal, type PairReasons, type Refusal} from '../explain-pair.js';
import type {Reading} from '../tier-end.js';
import {exposure} from './reach-exposure.js';
import {joinByEnds, joinFamilies, joinInStep} from './reach-families.js';
import {reachNotes} from './reach-notes.js';
import type {ReachEnd, ReachOptions} from './reach-options.js';
import {closedOutside, type OutsideContext, outsideConnections} from './reach-outside.js';
import {podConnections, podEnds, type RawConnection} from './reach-pods.js';
import {serviceAddresses} from './reach-services.js';

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

type Prepared =
	| {readonly ok: true; readonly contexts: readonly Context[]; readonly policyNotes: readonly string[]}
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

	const ends = podEnds(pods.value, options.by ?? 'pod');
	const asked = new Set(
		[options.from, options.to].flatMap(end => (end?.kind === 'addresses' ? familiesOf(end.addresses) : [])),
	);
	const contexts = families
		.filter(family => read.families.includes(family) || asked.has(family))
		.flatMap((family): readonly Context[] => {
			const own = clusterConnectivity(topology, options.engine, family);
			return own.ok
				? [
						{
							ends,
							connectivity: own.connectivity,
							options: optionsOf(options, family),
							services: serviceAddresses(topology, own.connectivity),
							topology,
							isSpoken: read.families.includes(family),
						},
					]
				: [];
		});
	return {ok: true, contexts, policyNotes: [...read.notEnforced, ...read.notes]};
}

function optionsOf({from, to, ...others}: ReachOptions, family: Family): ReachOptions {
	const part = (end: ReachEnd | undefined) =>
		end?.kind === 'addresses' ? {...end, addresses: ofFamily(end.addresses, family)} : end;
	return {...others, from: part(from), to: part(to)};
}

/** Pairs as sets of ports, for those who compute with them. */
export function reachPairs(
	topology: Topology,
	options: ReachOptions,
): {readonly ok: true; readonly pairs: (reading: Reading) => Iterable<RawConnection>} | Extract<Prepared, {ok: false}> {
	const prepared = prepare(topology, options);
	return prepared.ok ? {ok: true, pairs: reading => openPairs(prepared.contexts, reading)} : prepared;
}

/** Who may talk to whom under a cluster's policies. Self pairs are left out. */
export function reach(topology: Topology, options: ReachOptions = {}): ReachAnswer {
	const prepared = prepare(topology, options);
	if (!prepared.ok) {
		return prepared;
	}

	const {contexts, policyNotes} = prepared;
	const {connectivity} = contexts[0] as Context;
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
		undecided: lazily(() => putUnsure(unsure(contexts), contexts)),
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

/** One for each family. */
type Context = OutsideContext & {
	readonly topology: Topology;
	/** Pods have addresses of the family; else somebody asks for one. */
	readonly isSpoken: boolean;
};

function* openPairs(contexts: readonly Context[], reading: Reading): Generator<RawConnection> {
	const {options} = contexts[0] as Context;
	for (const pair of everyPair(contexts, reading)) {
		const connections =
			options.ports === undefined ? pair.connections : intersectConnections(pair.connections, options.ports);
		if (!isNoConnection(connections)) {
			yield {...pair, connections};
		}
	}
}

function* everyPair(contexts: readonly Context[], reading: Reading): Generator<RawConnection> {
	const [first] = contexts;
	const spoken = contexts.filter(({isSpoken}) => isSpoken);
	if (first?.options.exposure !== true) {
		const [only, ...others] = spoken;
		if (only !== undefined && others.length === 0) {
			yield* podConnections(only.ends, only.connectivity, only.options, reading, 'open');
		} else {
			for (const pairs of podPairs(spoken, reading)) {
				yield* joinFamilies(pairs);
			}
		}
	}

	for (const context of contexts) {
		for (const pair of outsideConnections(context, reading)) {
			// What comes in is what is exposed.
			if (context.options.exposure !== true || pair.to === pair.ends.to?.label) {
				yield pair;
			}
		}
	}

	yield* joinByEnds(
		spoken.map(context => ({connectivity: context.connectivity, pairs: exposedPairs(context, reading)})),
	);
}

/** Pair by pair, as each family has it that both ends speak. */
function podPairs(contexts: readonly Context[], reading: Reading): Iterable<readonly RawConnection[]> {
	return joinInStep(
		contexts.map(({ends, connectivity, options}) => ({
			connectivity,
			pairs: podConnections(ends, connectivity, options, reading, 'any'),
		})),
	);
}

function* exposedPairs({ends, connectivity, options, topology}: Context, reading: Reading): Generator<RawConnection> {
	const isRouted = (topology.kubernetes.routes ?? []).length > 0;
	const from = isRouted || options.exposure === true ? exposure(topology, connectivity) : undefined;
	if (options.exposure === true) {
		yield* from?.added(ends, options, reading) ?? [];
	}

	yield* from?.routed(ends, options, reading) ?? [];
}

/** What only the lenient reading opens. */
function unsure(contexts: readonly Context[]): Iterable<RawConnection> {
	const [only, ...others] = contexts;
	return only === undefined || others.length === 0
		? contexts.flatMap(context => [...unsureIn(context)])
		: joinByEnds(contexts.map(context => ({connectivity: context.connectivity, pairs: unsureIn(context)})));
}

function* unsureIn(context: Context): Generator<RawConnection> {
	// Without doubts about rules, only what is not among the pods may be unsure.
	const mayDiffer = (pair: RawConnection) => !context.connectivity.exact || pair.doubt !== undefined;
	const certain = new Map<string, ConnectionSet>();
	for (const pair of openPairs([context], 'certain')) {
		if (mayDiffer(pair)) {
			certain.set(`${pair.from} ${pair.to}`, pair.connections);
		}
	}

	for (const pair of openPairs([context], 'possible')) {
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

function* refusedPairs(contexts: readonly Context[]): Generator<RawConnection> {
	const {options} = contexts[0] as Context;
	const wanted = options.ports ?? everyConnection;
	const missing = function* (): Generator<RawConnection> {
		if (options.exposure !== true) {
			const spoken = contexts.filter(({isSpoken}) => isSpoken);
			for (const pairs of podPairs(spoken, 'possible')) {
				yield* joinFamilies(pairs.map(pair => ({...pair, connections: subtractConnections(wanted, pair.connections)})));
			}
		}

		for (const context of contexts) {
			yield* closedOutside(context, wanted);
		}
	};
	for (const pair of missing()) {
		if (!isNoConnection(pair.connections)) {
			yield pair;
		}
	}
}

function connectivityOf({family}: RawConnection, contexts: readonly Context[]): Connectivity {
	return (contexts.find(({connectivity}) => connectivity.family === family) ?? (contexts[0] as Context)).connectivity;
}

function* put(pairs: Iterable<RawConnection>, contexts: readonly Context[]): Generator<ReachConnection> {
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

function* putUnsure(pairs: Iterable<RawConnection>, contexts: readonly Context[]): Generator<ReachConnection> {
	for (const pair of pairs) {
		const doubts = pair.doubt === undefined ? doubtsOf(pair, connectivityOf(pair, contexts)) : [pair.doubt];
		for (const connection of put([pair], contexts)) {
			yield {...connection, doubts};
		}
	}
}

function* putRefused(pairs: Iterable<RawConnection>, contexts: readonly Context[]): Generator<ReachRefusal> {
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
