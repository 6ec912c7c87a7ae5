import type {Topology} from '../../topology/topology.js';
import {
	type ConnectionSet,
	everyConnection,
	intersectConnections,
	isNoConnection,
	subtractConnections,
} from '../connection-set.js';
import type {Connectivity} from '../connectivity.js';
import type {Reading} from '../tier-end.js';
import {type PreparedReach, prepareReach, type ReachContext} from './prepare-reach.js';
import {exposure} from './reach-exposure.js';
import {joinByEnds, joinFamilies, joinInStep} from './reach-families.js';
import type {ReachOptions} from './reach-options.js';
import {closedOutside, outsideConnections} from './reach-outside.js';
import {podConnections, type RawConnection} from './reach-pods.js';

/** Pairs as sets of ports, for those who compute with them. */
export function reachPairs(
	topology: Topology,
	options: ReachOptions,
):
	| {readonly ok: true; readonly pairs: (reading: Reading) => Iterable<RawConnection>}
	| Extract<PreparedReach, {ok: false}> {
	const prepared = prepareReach(topology, options);
	return prepared.ok ? {ok: true, pairs: reading => openPairs(prepared.contexts, reading)} : prepared;
}

/** What is open in a reading. */
export function* openPairs(contexts: readonly ReachContext[], reading: Reading): Generator<RawConnection> {
	const {options} = contexts[0] as ReachContext;
	for (const pair of everyPair(contexts, reading)) {
		const connections =
			options.ports === undefined ? pair.connections : intersectConnections(pair.connections, options.ports);
		if (!isNoConnection(connections)) {
			yield {...pair, connections};
		}
	}
}

function* everyPair(contexts: readonly ReachContext[], reading: Reading): Generator<RawConnection> {
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
function podPairs(contexts: readonly ReachContext[], reading: Reading): Iterable<readonly RawConnection[]> {
	return joinInStep(
		contexts.map(({ends, connectivity, options}) => ({
			connectivity,
			pairs: podConnections(ends, connectivity, options, reading, 'any'),
		})),
	);
}

function* exposedPairs(
	{ends, connectivity, options, topology}: ReachContext,
	reading: Reading,
): Generator<RawConnection> {
	const isRouted = (topology.kubernetes.routes ?? []).length > 0;
	const from = isRouted || options.exposure === true ? exposure(topology, connectivity) : undefined;
	if (options.exposure === true) {
		yield* from?.added(ends, options, reading) ?? [];
	}

	yield* from?.routed(ends, options, reading) ?? [];
}

/** What only the lenient reading opens. */
export function unsurePairs(contexts: readonly ReachContext[]): Iterable<RawConnection> {
	const [only, ...others] = contexts;
	return only === undefined || others.length === 0
		? contexts.flatMap(context => [...unsureIn(context)])
		: joinByEnds(contexts.map(context => ({connectivity: context.connectivity, pairs: unsureIn(context)})));
}

function* unsureIn(context: ReachContext): Generator<RawConnection> {
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

/** What is asked for and surely not open. */
export function* refusedPairs(contexts: readonly ReachContext[]): Generator<RawConnection> {
	const {options} = contexts[0] as ReachContext;
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

/** Who decided about a pair. */
export function connectivityOf({family}: RawConnection, contexts: readonly ReachContext[]): Connectivity {
	return (contexts.find(({connectivity}) => connectivity.family === family) ?? (contexts[0] as ReachContext))
		.connectivity;
}
