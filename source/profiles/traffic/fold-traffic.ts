import type {SeenTraffic, TrafficPods, TrafficTarget} from './seen-traffic.js';

/** Everything that was seen of one way: from whom, to where, by which protocol; its ports together. */
export type FoldedTraffic = {
	readonly to: TrafficTarget;
	readonly from: TrafficPods | undefined;
	readonly protocol: 'tcp' | 'udp';
	/** Empty where no line named any. */
	readonly ports: ReadonlySet<number>;
	readonly times: number;
	readonly stopped: number;
	/** Milliseconds since 1970. */
	readonly first: number | undefined;
	readonly last: number | undefined;
	/** A few of the addresses that wanted it. */
	readonly sources: ReadonlySet<string>;
};

export type TrafficFold = {
	readonly add: (seen: SeenTraffic) => void;
	readonly rows: () => readonly FoldedTraffic[];
	/** How much was seen of ways for which there was no more room. */
	readonly beyond: () => number;
};

/** More ways than this nobody looks through; and memory stays flat however long the log is. */
const mostWays = 5000;
const mostPorts = 64;
const mostSources = 3;

/**
 * Adds up traffic. Nothing is made wider than it was seen: hosts are not joined to a domain, nor addresses to a network;
 * only ports of the same way come together.
 */
export function foldTraffic(): TrafficFold {
	const ways = new Map<string, Mutable>();
	let beyond = 0;
	return {
		add(seen) {
			const key = `${seen.protocol} ${keyOf(seen.to)} ${seen.from?.namespace ?? ''} ${seen.from?.workload ?? ''}`;
			const known = ways.get(key);
			if (known === undefined && ways.size >= mostWays) {
				beyond += seen.times;
				return;
			}

			const way = known ?? start(seen);
			if (known === undefined) {
				ways.set(copyOf(key), way);
			}

			count(way, seen);
		},
		rows: () => [...ways].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, way]) => way),
		beyond: () => beyond,
	};
}

type Mutable = Omit<FoldedTraffic, 'ports' | 'times' | 'stopped' | 'first' | 'last' | 'sources'> & {
	readonly ports: Set<number>;
	times: number;
	stopped: number;
	first: number | undefined;
	last: number | undefined;
	readonly sources: Set<string>;
};

function start({to, from, protocol}: SeenTraffic): Mutable {
	return {
		to: copyOf(to),
		from: from && copyOf(from),
		protocol,
		ports: new Set(),
		times: 0,
		stopped: 0,
		first: undefined,
		last: undefined,
		sources: new Set(),
	};
}

/** A piece of a text keeps the whole text in memory; a copy does not. */
function copyOf<Value>(value: Value): Value {
	return JSON.parse(JSON.stringify(value)) as Value;
}

function count(way: Mutable, {port, time, source, stopped, times}: SeenTraffic): void {
	way.times += times;
	way.stopped += stopped ? times : 0;
	if (port !== undefined && way.ports.size < mostPorts) {
		way.ports.add(port);
	}

	if (source !== undefined && way.sources.size < mostSources && !way.sources.has(source)) {
		way.sources.add(copyOf(source));
	}

	if (time !== undefined) {
		way.first = way.first === undefined || time < way.first ? time : way.first;
		way.last = way.last === undefined || time > way.last ? time : way.last;
	}
}

function keyOf(to: TrafficTarget): string {
	switch (to.kind) {
		case 'name': {
			return to.name;
		}

		case 'address': {
			return to.address;
		}

		case 'pods': {
			return `${to.namespace}/${to.workload ?? ''}`;
		}

		case 'api-server': {
			return 'api-server';
		}
	}
}
