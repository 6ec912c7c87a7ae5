import {invariant} from '../errors.js';
import {
	type ConnectionSet,
	everyConnection,
	intersectConnections,
	noConnection,
	subtractConnections,
	transportProtocols,
	unionConnections,
} from './connection-set.js';

/** A connection set by number: equal sets have equal numbers, so millions of pairs are compared by `===`. */
export type ConnectionId = number;

export const noneId: ConnectionId = 0;
export const everyId: ConnectionId = 1;

/** The results for the first sets are kept in rows, which are read faster than a map; clusters seldom have more. */
const mostInRows = 2048;

function grown(row: Int32Array | undefined, index: number): Int32Array {
	const larger = new Int32Array(Math.max(32, 2 ** Math.ceil(Math.log2(index + 1))));
	larger.set(row ?? []);
	return larger;
}

/** Few different sets occur in a cluster, so each is kept once and each operation is done once. */
export type ConnectionTable = {
	readonly idOf: (set: ConnectionSet) => ConnectionId;
	readonly get: (id: ConnectionId) => ConnectionSet;
	readonly union: (a: ConnectionId, b: ConnectionId) => ConnectionId;
	readonly intersect: (a: ConnectionId, b: ConnectionId) => ConnectionId;
	readonly subtract: (a: ConnectionId, b: ConnectionId) => ConnectionId;
};

export function connectionTable(): ConnectionTable {
	const sets: ConnectionSet[] = [];
	const ids = new Map<string, ConnectionId>();

	function idOf(set: ConnectionSet): ConnectionId {
		const key = transportProtocols.map(protocol => set[protocol].join(';')).join('|');
		const known = ids.get(key);
		if (known !== undefined) {
			return known;
		}

		ids.set(key, sets.length);
		return sets.push(set) - 1;
	}

	function get(id: ConnectionId): ConnectionSet {
		const set = sets[id];
		invariant(set, `no connection set has the number ${id}`);
		return set;
	}

	function remembered(operation: (a: ConnectionSet, b: ConnectionSet) => ConnectionSet) {
		const rows: Int32Array[] = [];
		const others = new Map<number, ConnectionId>();
		return (a: ConnectionId, b: ConnectionId): ConnectionId => {
			if (a >= mostInRows || b >= mostInRows) {
				// Numbers stay far below 2^26, so that the pair is exact in a double.
				const key = a * 2 ** 26 + b;
				const known = others.get(key) ?? idOf(operation(get(a), get(b)));
				others.set(key, known);
				return known;
			}

			let row = rows[a];
			if (row === undefined || row.length <= b) {
				row = grown(row, b);
				rows[a] = row;
			}

			const known = row[b] ?? 0;
			if (known > 0) {
				return known - 1;
			}

			const result = idOf(operation(get(a), get(b)));
			row[b] = result + 1;
			return result;
		};
	}

	const union = remembered(unionConnections);
	const intersect = remembered(intersectConnections);
	const subtract = remembered(subtractConnections);
	idOf(noConnection);
	idOf(everyConnection);
	return {
		idOf,
		get,
		union: (a, b) => (a === b || b === noneId ? a : a === noneId ? b : union(a, b)),
		intersect: (a, b) =>
			a === b || b === everyId || a === noneId ? a : a === everyId || b === noneId ? b : intersect(a, b),
		subtract: (a, b) => (b === noneId ? a : a === b ? noneId : subtract(a, b)),
	};
}
