/**
 * Reduced ordered binary decision diagrams: one node for one set of bit strings, so two sets are equal exactly when
 * their numbers are. Nodes live in growing typed arrays; results of operations in a cache that forgets (R. Bryant 1986;
 * hash table and lossy cache as in K. Brace, R. Rudell, R. Bryant 1990). Nothing is ever freed: a forest is made for a
 * question, or for a few that share rules, and dropped as a whole.
 */
export type Forest = {
	readonly nodeCap: number;
	/** Nodes in use, the two leaves included. */
	count: number;
	/** Set for good when a node or step was refused: from then on no answer of this forest means anything. */
	exhausted: boolean;
	steps: number;
	variable: Uint16Array;
	low: Int32Array;
	high: Int32Array;
	/** Open addressing; 0 is a free slot, because leaves are never looked up. */
	slots: Int32Array;
	/** Four numbers a line: operand, operand and operation, result, unused. */
	cache: Int32Array;
};

/** The number of a diagram in its forest. */
export type Diagram = number;

export const nothing: Diagram = 0;
export const everything: Diagram = 1;

/** Above every variable, so that leaves sort below all nodes. */
export const leafVariable = 0xff_ff;

/** 10 bytes a node and 7 to 13 for finding it: 5 million stay below 100 MB. */
const defaultNodeCap = 5_000_000;
const largestCache = 1 << 20;
const smallest = 1 << 12;
/** Keeps the time bounded too, should the cache forget at every turn; each node is worth this many steps. */
const stepsPerNode = 20;

export function forest(nodeCap: number = defaultNodeCap): Forest {
	const made: Forest = {
		nodeCap,
		count: 2,
		exhausted: false,
		steps: 0,
		variable: new Uint16Array(smallest),
		low: new Int32Array(smallest),
		high: new Int32Array(smallest),
		slots: new Int32Array(2 * smallest),
		cache: new Int32Array(4 * smallest),
	};
	made.variable.fill(leafVariable, 0, 2);
	made.high[everything] = everything;
	made.low[everything] = everything;
	return made;
}

/** The set that is `low` where the bit is 0 and `high` where it is 1. */
export function node(trees: Forest, variable: number, low: Diagram, high: Diagram): Diagram {
	if (low === high) {
		return low;
	}

	const {slots} = trees;
	const mask = slots.length - 1;
	let slot = hash(low, high, variable) & mask;
	for (let found = slots[slot] as number; found !== 0; found = slots[slot] as number) {
		if (trees.low[found] === low && trees.high[found] === high && trees.variable[found] === variable) {
			return found;
		}

		slot = (slot + 1) & mask;
	}

	if (trees.count >= trees.nodeCap) {
		trees.exhausted = true;
		return nothing;
	}

	const added = trees.count++;
	if (added === trees.low.length) {
		grow(trees);
		return insert(trees, added, variable, low, high);
	}

	slots[slot] = added;
	trees.variable[added] = variable;
	trees.low[added] = low;
	trees.high[added] = high;
	return added;
}

function insert(trees: Forest, added: number, variable: number, low: Diagram, high: Diagram): Diagram {
	trees.variable[added] = variable;
	trees.low[added] = low;
	trees.high[added] = high;
	occupy(trees, added);
	return added;
}

function occupy(trees: Forest, id: Diagram): void {
	const mask = trees.slots.length - 1;
	let slot = hash(trees.low[id] as number, trees.high[id] as number, trees.variable[id] as number) & mask;
	while (trees.slots[slot] !== 0) {
		slot = (slot + 1) & mask;
	}

	trees.slots[slot] = id;
}

function grow(trees: Forest): void {
	const held = trees.low.length;
	const room = Math.min(2 * held, Math.max(trees.nodeCap, held + 1));
	trees.variable = extended(trees.variable, new Uint16Array(room));
	trees.low = extended(trees.low, new Int32Array(room));
	trees.high = extended(trees.high, new Int32Array(room));
	// At most two thirds full at the cap, and half full before.
	if (trees.slots.length * 2 < room * 3) {
		trees.slots = new Int32Array(2 * trees.slots.length);
		for (let id = 2; id < held; id++) {
			occupy(trees, id);
		}
	}

	if (trees.cache.length < 4 * Math.min(room, largestCache)) {
		trees.cache = new Int32Array(2 * trees.cache.length);
	}
}

function extended<Numbers extends Uint16Array | Int32Array>(from: Numbers, to: Numbers): Numbers {
	to.set(from);
	return to;
}

function hash(a: number, b: number, c: number): number {
	const mixed = Math.imul(a, 0x9e_37_79_b1) ^ Math.imul(b, 0x85_eb_ca_6b) ^ Math.imul(c + 1, 0xc2_b2_ae_35);
	return (mixed ^ (mixed >>> 15)) >>> 0;
}

const andOperation = 0;
const orOperation = 1;
const withoutOperation = 2;

/** In both. */
export function both(trees: Forest, a: Diagram, b: Diagram): Diagram {
	return apply(trees, andOperation, a, b);
}

/** In one or the other. */
export function either(trees: Forest, a: Diagram, b: Diagram): Diagram {
	return apply(trees, orOperation, a, b);
}

/** In `a` but not in `b`. */
export function without(trees: Forest, a: Diagram, b: Diagram): Diagram {
	return apply(trees, withoutOperation, a, b);
}

/** The answer where no node has to be visited, or -1. */
function shortcut(operation: number, a: Diagram, b: Diagram): Diagram {
	if (operation === andOperation) {
		return shortAnd(a, b);
	}

	return operation === orOperation ? shortOr(a, b) : shortWithout(a, b);
}

function shortAnd(a: Diagram, b: Diagram): Diagram {
	if (a === nothing || b === nothing) {
		return nothing;
	}

	if (a === everything || a === b) {
		return b;
	}

	return b === everything ? a : -1;
}

function shortOr(a: Diagram, b: Diagram): Diagram {
	if (a === everything || b === everything) {
		return everything;
	}

	if (a === nothing || a === b) {
		return b;
	}

	return b === nothing ? a : -1;
}

function shortWithout(a: Diagram, b: Diagram): Diagram {
	if (a === nothing || b === everything || a === b) {
		return nothing;
	}

	return b === nothing ? a : -1;
}

function apply(trees: Forest, operation: number, left: Diagram, right: Diagram): Diagram {
	const known = shortcut(operation, left, right);
	if (known >= 0 || trees.exhausted) {
		return known < 0 ? nothing : known;
	}

	// `and` and `or` do not mind the order of their operands: one order in the cache serves both.
	const swapped = operation !== withoutOperation && left > right;
	const a = swapped ? right : left;
	const b = swapped ? left : right;
	const key = b * 4 + operation;
	// A forest that grows takes a new cache, so the array is looked up again for the answer.
	const line = (hash(a, key, 0) & ((trees.cache.length >>> 2) - 1)) << 2;
	if (trees.cache[line] === a && trees.cache[line + 1] === key) {
		return trees.cache[line + 2] as Diagram;
	}

	if (++trees.steps > stepsPerNode * trees.nodeCap) {
		trees.exhausted = true;
		return nothing;
	}

	const variableA = trees.variable[a] as number;
	const variableB = trees.variable[b] as number;
	const variable = Math.min(variableA, variableB);
	const low = apply(
		trees,
		operation,
		variableA === variable ? (trees.low[a] as Diagram) : a,
		variableB === variable ? (trees.low[b] as Diagram) : b,
	);
	const high = apply(
		trees,
		operation,
		variableA === variable ? (trees.high[a] as Diagram) : a,
		variableB === variable ? (trees.high[b] as Diagram) : b,
	);
	const result = node(trees, variable, low, high);
	remember(trees, a, key, result);
	return result;
}

function remember(trees: Forest, a: Diagram, key: number, result: Diagram): void {
	const {cache} = trees;
	const line = (hash(a, key, 0) & ((cache.length >>> 2) - 1)) << 2;
	cache[line] = a;
	cache[line + 1] = key;
	cache[line + 2] = result;
}
