// scripts/bench/algebra.ts
import {performance} from 'node:perf_hooks';

// source/network/common-subsequence.ts
var mostComparisons = 4e6;
function commonSubsequence(old, young, same, key) {
	const shorter = Math.min(old.length, young.length);
	let start = 0;
	while (start < shorter && same(old[start], young[start])) {
		start++;
	}
	let tail = 0;
	while (tail < shorter - start && same(old.at(-1 - tail), young.at(-1 - tail))) {
		tail++;
	}
	const kept = {old: /* @__PURE__ */ new Set(), young: /* @__PURE__ */ new Set()};
	const keep = (i, j) => {
		kept.old.add(i);
		kept.young.add(j);
	};
	for (let index = 0; index < start; index++) {
		keep(index, index);
	}
	for (let index = 1; index <= tail; index++) {
		keep(old.length - index, young.length - index);
	}
	const rows = old.length - tail - start;
	const columns = young.length - tail - start;
	if (rows * columns > 0 && rows * columns <= mostComparisons) {
		keepLongest(old.slice(start, start + rows).map(key), young.slice(start, start + columns).map(key), (i, j) =>
			keep(start + i, start + j),
		);
	}
	return kept;
}
function keepLongest(old, young, keep) {
	const width2 = young.length + 1;
	const length = new Uint16Array((old.length + 1) * width2);
	for (let i = old.length - 1; i >= 0; i--) {
		for (let j = young.length - 1; j >= 0; j--) {
			length[i * width2 + j] =
				old[i] === young[j]
					? length[(i + 1) * width2 + j + 1] + 1
					: Math.max(length[(i + 1) * width2 + j], length[i * width2 + j + 1]);
		}
	}
	for (let i = 0, j = 0; i < old.length && j < young.length; ) {
		if (old[i] === young[j]) {
			keep(i++, j++);
		} else if (length[(i + 1) * width2 + j] >= length[i * width2 + j + 1]) {
			i++;
		} else {
			j++;
		}
	}
}

// source/network/decision-diagram.ts
var nothing = 0;
var everything = 1;
var leafVariable = 255;
var defaultNodeCap = 5e6;
var largestCache = 1 << 20;
var smallest = 1 << 12;
var stepsPerNode = 20;
function forest(nodeCap = defaultNodeCap) {
	const made = {
		nodeCap,
		count: 2,
		exhausted: false,
		steps: 0,
		variable: new Uint8Array(smallest),
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
function node(trees, variable, low, high) {
	if (low === high) {
		return low;
	}
	const {slots} = trees;
	const mask = slots.length - 1;
	let slot = hash(low, high, variable) & mask;
	for (let found = slots[slot]; found !== 0; found = slots[slot]) {
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
function insert(trees, added, variable, low, high) {
	trees.variable[added] = variable;
	trees.low[added] = low;
	trees.high[added] = high;
	occupy(trees, added);
	return added;
}
function occupy(trees, id) {
	const mask = trees.slots.length - 1;
	let slot = hash(trees.low[id], trees.high[id], trees.variable[id]) & mask;
	while (trees.slots[slot] !== 0) {
		slot = (slot + 1) & mask;
	}
	trees.slots[slot] = id;
}
function grow(trees) {
	const held = trees.low.length;
	const room = Math.min(2 * held, Math.max(trees.nodeCap, held + 1));
	trees.variable = extended(trees.variable, new Uint8Array(room));
	trees.low = extended(trees.low, new Int32Array(room));
	trees.high = extended(trees.high, new Int32Array(room));
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
function extended(from, to) {
	to.set(from);
	return to;
}
function hash(a, b, c) {
	const mixed = Math.imul(a, 2654435761) ^ Math.imul(b, 2246822507) ^ Math.imul(c + 1, 3266489909);
	return (mixed ^ (mixed >>> 15)) >>> 0;
}
var andOperation = 0;
var orOperation = 1;
var withoutOperation = 2;
function both(trees, a, b) {
	return apply(trees, andOperation, a, b);
}
function either(trees, a, b) {
	return apply(trees, orOperation, a, b);
}
function without(trees, a, b) {
	return apply(trees, withoutOperation, a, b);
}
function shortcut(operation, a, b) {
	if (operation === andOperation) {
		return shortAnd(a, b);
	}
	return operation === orOperation ? shortOr(a, b) : shortWithout(a, b);
}
function shortAnd(a, b) {
	if (a === nothing || b === nothing) {
		return nothing;
	}
	if (a === everything || a === b) {
		return b;
	}
	return b === everything ? a : -1;
}
function shortOr(a, b) {
	if (a === everything || b === everything) {
		return everything;
	}
	if (a === nothing || a === b) {
		return b;
	}
	return b === nothing ? a : -1;
}
function shortWithout(a, b) {
	if (a === nothing || b === everything || a === b) {
		return nothing;
	}
	return b === nothing ? a : -1;
}
function apply(trees, operation, left, right) {
	const known = shortcut(operation, left, right);
	if (known >= 0 || trees.exhausted) {
		return known < 0 ? nothing : known;
	}
	const swapped = operation !== withoutOperation && left > right;
	const a = swapped ? right : left;
	const b = swapped ? left : right;
	const key = b * 4 + operation;
	const line = (hash(a, key, 0) & ((trees.cache.length >>> 2) - 1)) << 2;
	if (trees.cache[line] === a && trees.cache[line + 1] === key) {
		return trees.cache[line + 2];
	}
	if (++trees.steps > stepsPerNode * trees.nodeCap) {
		trees.exhausted = true;
		return nothing;
	}
	const variableA = trees.variable[a];
	const variableB = trees.variable[b];
	const variable = Math.min(variableA, variableB);
	const low = apply(
		trees,
		operation,
		variableA === variable ? trees.low[a] : a,
		variableB === variable ? trees.low[b] : b,
	);
	const high = apply(
		trees,
		operation,
		variableA === variable ? trees.high[a] : a,
		variableB === variable ? trees.high[b] : b,
	);
	const result = node(trees, variable, low, high);
	remember(trees, a, key, result);
	return result;
}
function remember(trees, a, key, result) {
	const {cache} = trees;
	const line = (hash(a, key, 0) & ((cache.length >>> 2) - 1)) << 2;
	cache[line] = a;
	cache[line + 1] = key;
	cache[line + 2] = result;
}

// source/network/interval-set.ts
function intervalSet(intervals) {
	const sorted = [...intervals].filter(([first, last]) => first <= last).sort((a, b) => a[0] - b[0]);
	const joined = [];
	for (const [first, last] of sorted) {
		const previous = joined.at(-1);
		if (previous !== void 0 && first <= previous[1] + 1) {
			previous[1] = Math.max(previous[1], last);
		} else {
			joined.push([first, last]);
		}
	}
	return joined;
}
function firstEndingAtOrAfter(set, value) {
	let low = 0;
	let high = set.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (set[middle][1] < value) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}
function intersection(a, b) {
	const common = [];
	let i = b[0] === void 0 ? a.length : firstEndingAtOrAfter(a, b[0][0]);
	let j = a[i] === void 0 ? b.length : firstEndingAtOrAfter(b, a[i][0]);
	for (let x = a[i], y = b[j]; x !== void 0 && y !== void 0; x = a[i], y = b[j]) {
		const first = Math.max(x[0], y[0]);
		const last = Math.min(x[1], y[1]);
		if (first <= last) {
			common.push([first, last]);
		}
		if (x[1] < y[1]) {
			i++;
		} else {
			j++;
		}
	}
	return common;
}
function difference(a, b) {
	const rest = [];
	let j = a[0] === void 0 ? b.length : firstEndingAtOrAfter(b, a[0][0]);
	for (const [first, last] of a) {
		let from = first;
		while ((b[j]?.[1] ?? Number.POSITIVE_INFINITY) < from) {
			j++;
		}
		for (let k = j, cut = b[k]; cut !== void 0 && cut[0] <= last; cut = b[++k]) {
			if (cut[0] > from) {
				rest.push([from, cut[0] - 1]);
			}
			from = cut[1] + 1;
		}
		if (from <= last) {
			rest.push([from, last]);
		}
	}
	return rest;
}
function has(set, value) {
	const candidate = set[firstEndingAtOrAfter(set, value)];
	return candidate !== void 0 && candidate[0] <= value;
}
function overlaps(a, b) {
	const [few, many] = a.length < b.length ? [a, b] : [b, a];
	for (const [first, last] of few) {
		const candidate = many[many.length === 1 ? 0 : firstEndingAtOrAfter(many, first)];
		if (candidate !== void 0 && candidate[0] <= last && first <= candidate[1]) {
			return true;
		}
	}
	return false;
}
function isSubset(part, whole) {
	return part.every(([first, last]) => {
		const candidate = whole[firstEndingAtOrAfter(whole, first)];
		return candidate !== void 0 && candidate[0] <= first && last <= candidate[1];
	});
}
function equals(a, b) {
	if (a === b) {
		return true;
	}
	if (a.length !== b.length) {
		return false;
	}
	for (let index = 0; index < a.length; index++) {
		const [x, y] = [a[index], b[index]];
		if (x[0] !== y[0] || x[1] !== y[1]) {
			return false;
		}
	}
	return true;
}

// source/network/address-set.ts
var highest = 4294967295;
var anyAddress = [[0, highest]];

// source/network/port-set.ts
var anyPort = [[0, 65535]];

// source/network/protocol-set.ts
var protocolNumbers = {icmp: 1, tcp: 6, udp: 17, esp: 50, ah: 51, sctp: 132};
var anyProtocol = [[0, 255]];
function protocols(...names2) {
	return intervalSet(names2.map(name => [protocolNumbers[name], protocolNumbers[name]]));
}
var portProtocols = protocols('tcp', 'udp', 'sctp');
var names = new Map(Object.entries(protocolNumbers).map(([name, number]) => [number, name]));

// source/network/packet-set.ts
var noPackets = [];
var dimensions = ['protocol', 'destinationPort', 'source', 'destination', 'sourcePort'];
function box(fields3) {
	return withoutMeaninglessPorts({
		source: anyAddress,
		destination: anyAddress,
		protocol: anyProtocol,
		sourcePort: anyPort,
		destinationPort: anyPort,
		...fields3,
	});
}
function withoutMeaninglessPorts(given) {
	const anyPorts = equals(given.sourcePort, anyPort) && equals(given.destinationPort, anyPort);
	if (anyPorts || isSubset(given.protocol, portProtocols)) {
		return given;
	}
	return overlaps(given.protocol, portProtocols)
		? {...given, protocol: intersection(given.protocol, portProtocols)}
		: {...given, sourcePort: anyPort, destinationPort: anyPort};
}
function isEmptyBox(candidate) {
	return dimensions.some(dimension => candidate[dimension].length === 0);
}
function boxesOverlap(a, b) {
	return (
		overlaps(a.destination, b.destination) &&
		overlaps(a.source, b.source) &&
		overlaps(a.destinationPort, b.destinationPort) &&
		overlaps(a.protocol, b.protocol) &&
		overlaps(a.sourcePort, b.sourcePort)
	);
}
function sameBox(a, b) {
	return (
		a === b ||
		(equals(a.destination, b.destination) &&
			equals(a.source, b.source) &&
			equals(a.destinationPort, b.destinationPort) &&
			equals(a.protocol, b.protocol) &&
			equals(a.sourcePort, b.sourcePort))
	);
}
function intersectBoxes(a, b) {
	return boxesOverlap(a, b)
		? {
				source: intersection(a.source, b.source),
				destination: intersection(a.destination, b.destination),
				protocol: intersection(a.protocol, b.protocol),
				sourcePort: intersection(a.sourcePort, b.sourcePort),
				destinationPort: intersection(a.destinationPort, b.destinationPort),
			}
		: void 0;
}
function subtractBox(a, b) {
	if (!boxesOverlap(a, b)) {
		return [a];
	}
	const rest = [];
	let inside = a;
	for (const dimension of dimensions) {
		const outside = difference(inside[dimension], b[dimension]);
		if (outside.length > 0) {
			rest.push({...inside, [dimension]: outside});
			inside = {...inside, [dimension]: intersection(inside[dimension], b[dimension])};
		}
	}
	return rest;
}
function boxHasPacket(candidate, packet) {
	return dimensions.every(dimension => has(candidate[dimension], packet[dimension]));
}
function witness(set) {
	const found = set.find(candidate => !isEmptyBox(candidate));
	return (
		found && {
			source: pick(found.source, []),
			destination: pick(found.destination, []),
			protocol: pick(found.protocol, [protocolNumbers.tcp, protocolNumbers.udp]),
			sourcePort: pick(found.sourcePort, [firstEphemeralPort]),
			destinationPort: pick(found.destinationPort, [443, 80]),
		}
	);
}
var firstEphemeralPort = 49152;
function pick(set, preferred) {
	return preferred.find(value => has(set, value)) ?? set[0]?.[0] ?? 0;
}

// source/network/packet-diagram.ts
function packetForest(nodeCap) {
	return {
		trees: forest(nodeCap),
		numberOf: /* @__PURE__ */ new WeakMap(),
		setsByHash: /* @__PURE__ */ new Map(),
		fieldDiagrams: /* @__PURE__ */ new Map(),
		boxDiagrams: /* @__PURE__ */ new WeakMap(),
		sets: 0,
	};
}
var fields = [
	{name: 'protocol', bits: 8, first: 0},
	{name: 'destinationPort', bits: 16, first: 8},
	{name: 'source', bits: 32, first: 24},
	{name: 'destination', bits: 32, first: 56},
	{name: 'sourcePort', bits: 16, first: 88},
];
function setNumber(packets, set) {
	const known = packets.numberOf.get(set);
	if (known !== void 0) {
		return known;
	}
	let hash2 = set.length;
	for (const [first, last] of set) {
		hash2 = (Math.imul(hash2, 31) + Math.imul(first, 2654435761) + last) | 0;
	}
	const alike = packets.setsByHash.get(hash2) ?? [];
	const number = alike.find(other => equals(other.set, set))?.number ?? packets.sets++;
	alike.push({set, number});
	packets.setsByHash.set(hash2, alike);
	packets.numberOf.set(set, number);
	return number;
}
function fieldDiagram(packets, set, field) {
	const key = setNumber(packets, set) * fields.length + fields.indexOf(field);
	const known = packets.fieldDiagrams.get(key);
	if (known !== void 0) {
		return known;
	}
	const made = intervalsDiagram(packets.trees, set, field.first, field.bits, 0, 0, set.length);
	packets.fieldDiagrams.set(key, made);
	return made;
}
function intervalsDiagram(trees, set, variable, bits, base, from, to) {
	if (from === to) {
		return nothing;
	}
	const [first, last] = set[from];
	if (first <= base && last >= base + 2 ** bits - 1) {
		return everything;
	}
	const middle = base + 2 ** (bits - 1);
	let low = from;
	let high = to;
	while (low < high) {
		const probe = (low + high) >>> 1;
		if (set[probe][1] < middle) {
			low = probe + 1;
		} else {
			high = probe;
		}
	}
	const upper = low;
	const lower = upper < to && set[upper][0] < middle ? upper + 1 : upper;
	return node(
		trees,
		variable,
		intervalsDiagram(trees, set, variable + 1, bits - 1, base, from, lower),
		intervalsDiagram(trees, set, variable + 1, bits - 1, middle, upper, to),
	);
}
function boxDiagram(packets, given) {
	const known = packets.boxDiagrams.get(given);
	if (known !== void 0) {
		return known;
	}
	const normal2 = withoutMeaninglessPorts(given);
	const made = fields.reduceRight(
		(below, field) => both(packets.trees, fieldDiagram(packets, normal2[field.name], field), below),
		everything,
	);
	packets.boxDiagrams.set(given, made);
	return made;
}
function packetsDiagram(packets, set) {
	return set.reduce((sum, each) => either(packets.trees, sum, boxDiagram(packets, each)), nothing);
}
function diagramWitness({trees}, diagram) {
	if (diagram === nothing) {
		return void 0;
	}
	const found = {...ordinary};
	let at = diagram;
	for (const {name, bits, first} of fields) {
		let value = 0;
		for (let bit = bits - 1; bit >= 0; bit--) {
			let step = Math.floor(ordinary[name] / 2 ** bit) % 2;
			if (trees.variable[at] === first + bits - 1 - bit) {
				const [low, high] = [trees.low[at], trees.high[at]];
				if ((step === 1 ? high : low) === nothing) {
					step = 1 - step;
				}
				at = step === 1 ? high : low;
			}
			value = value * 2 + step;
		}
		found[name] = value;
	}
	return found;
}
var ordinary = {source: 0, destination: 0, protocol: 6, sourcePort: 49152, destinationPort: 443};
var mostIntervals = 2e5;
function listPackets({trees}, diagram, mostBoxes = 1e3) {
	if (diagram === nothing) {
		return {packets: noPackets, complete: true};
	}
	const boxes = [];
	const budget = {intervals: mostIntervals, complete: true};
	const list = (below, index, chosen) => {
		const field = fields[index];
		if (field === void 0) {
			boxes.push(chosen);
			return;
		}
		const exits = /* @__PURE__ */ new Map();
		collectExits(trees, below, field, field.first, 0, exits, budget);
		for (const [exit, set] of exits) {
			if (boxes.length >= mostBoxes) {
				budget.complete = false;
				return;
			}
			list(exit, index + 1, {...chosen, [field.name]: set});
		}
	};
	list(diagram, 0, {});
	return {packets: boxes, complete: budget.complete};
}
function collectExits(trees, at, field, variable, base, exits, budget) {
	if (at === nothing || !budget.complete) {
		return;
	}
	const end = field.first + field.bits;
	const own = trees.variable[at];
	if (own >= end || own === leafVariable) {
		const last = base + 2 ** (end - variable) - 1;
		const set = exits.get(at) ?? [];
		const previous = set.at(-1);
		if (previous !== void 0 && previous[1] + 1 === base) {
			previous[1] = last;
		} else {
			set.push([base, last]);
		}
		budget.intervals--;
		budget.complete = budget.intervals >= 0;
		exits.set(at, set);
		return;
	}
	const [low, high] = own === variable ? [trees.low[at], trees.high[at]] : [at, at];
	collectExits(trees, low, field, variable + 1, base, exits, budget);
	collectExits(trees, high, field, variable + 1, base + 2 ** (end - variable - 1), exits, budget);
}

// source/network/policy-diagram.ts
function allowedWithin(packets, rules, where) {
	const region = where.map(withoutMeaninglessPorts);
	const {trees} = packets;
	const asked = packetsDiagram(packets, region);
	let allowed = nothing;
	for (let index = rules.length - 1; index >= 0; index--) {
		const {match, action} = rules[index];
		for (const row of match) {
			if (region.some(part => boxesOverlap(part, row))) {
				const matched = both(trees, asked, boxDiagram(packets, row));
				allowed = action === 'allow' ? either(trees, allowed, matched) : without(trees, allowed, matched);
			}
		}
	}
	return allowed;
}

// source/network/allowed-difference.ts
function allowedDifference(before, after, {required = noPackets, nodeCap} = {}) {
	const forest2 = packetForest(nodeCap);
	const {trees} = forest2;
	const region = changedRegion(forest2, before, after);
	const allowedBefore = allowedWithin(forest2, before, region);
	const allowedAfter = allowedWithin(forest2, after, region);
	const opened = without(trees, allowedAfter, allowedBefore);
	const beyond = without(trees, opened, packetsDiagram(forest2, required));
	const closed = without(trees, allowedBefore, allowedAfter);
	if (trees.exhausted) {
		return {state: 'undecided'};
	}
	const describe = diagram => {
		const packet = diagramWitness(forest2, diagram);
		return {
			...listPackets(forest2, diagram),
			example: packet && {packet, before: firstMatch(before, packet), after: firstMatch(after, packet)},
		};
	};
	return {state: 'decided', opened: describe(opened), beyond: describe(beyond), closed: describe(closed)};
}
function firstMatch(rules, packet) {
	return rules.find(({match}) => match.some(row => boxHasPacket(withoutMeaninglessPorts(row), packet)));
}
function changedRegion(forest2, before, after) {
	const kept = commonSubsequence(before, after, sameRule, rule => fingerprint(forest2, rule));
	const changed = [
		...before.filter((_, index) => !kept.old.has(index)),
		...after.filter((_, index) => !kept.young.has(index)),
	];
	const boxes = changed.flatMap(({match}) => match.map(withoutMeaninglessPorts));
	return boxes.length > mostRegionBoxes ? [box({})] : boxes;
}
var mostRegionBoxes = 32;
function sameRule(a, b) {
	return (
		a === b ||
		(a.action === b.action &&
			(a.match === b.match ||
				(a.match.length === b.match.length && a.match.every((each, index) => sameBox(each, b.match[index] ?? each)))))
	);
}
function fingerprint(forest2, {match, action}) {
	const rows = match
		.map(withoutMeaninglessPorts)
		.map(({protocol, source, destination, sourcePort, destinationPort}) =>
			[protocol, source, destination, sourcePort, destinationPort].map(set => setNumber(forest2, set)).join(','),
		);
	return `${action} ${rows.join(' ')}`;
}

// source/network/prepared-policy.ts
var fields2 = ['destination', 'source', 'destinationPort', 'protocol', 'sourcePort'];
var width = 2 * fields2.length;
var preparedBefore = /* @__PURE__ */ new WeakMap();
function prepare(rules) {
	const known = preparedBefore.get(rules);
	if (known !== void 0) {
		return known;
	}
	const boxes = [];
	const ruleOf = [];
	for (const [rule, {match}] of rules.entries()) {
		for (const each of match) {
			const row = withoutMeaninglessPorts(each);
			if (!isEmptyBox(row)) {
				boxes.push(row);
				ruleOf.push(rule);
			}
		}
	}
	const made = {rules, boxes, ruleOf: Int32Array.from(ruleOf), ...layOut(boxes)};
	preparedBefore.set(rules, made);
	return made;
}
function layOut(boxes) {
	const bounds = new Uint32Array(boxes.length * width);
	const gaps = new Uint8Array(boxes.length);
	let at = 0;
	for (const [index, row] of boxes.entries()) {
		for (const field of fields2) {
			const set = row[field];
			bounds[at++] = lowest(set);
			bounds[at++] = highest2(set);
			if (set.length > 1) {
				gaps[index] = 1;
			}
		}
	}
	return {bounds, gaps};
}
function lowest(set) {
	return set[0]?.[0] ?? 0;
}
function highest2(set) {
	return set.at(-1)?.[1] ?? 0;
}
function firstRow({bounds, gaps, boxes}, packet) {
	const destination = packet.destination >>> 0;
	const source = packet.source >>> 0;
	const destinationPort = packet.destinationPort >>> 0;
	const protocol = packet.protocol >>> 0;
	const sourcePort = packet.sourcePort >>> 0;
	for (let row = 0, at = 0; at < bounds.length; row++, at += width) {
		if (
			destination >= bounds[at] &&
			destination <= bounds[at + 1] &&
			source >= bounds[at + 2] &&
			source <= bounds[at + 3] &&
			destinationPort >= bounds[at + 4] &&
			destinationPort <= bounds[at + 5] &&
			protocol >= bounds[at + 6] &&
			protocol <= bounds[at + 7] &&
			sourcePort >= bounds[at + 8] &&
			sourcePort <= bounds[at + 9] &&
			(gaps[row] === 0 || takes(boxes[row], packet))
		) {
			return row;
		}
	}
	return -1;
}
function takes(row, packet) {
	return row !== void 0 && fields2.every(field => has(row[field], packet[field]));
}
function candidateRows({bounds}, question) {
	const asked = hull(question);
	const rows = [];
	for (let row = 0, at = 0; at < bounds.length; row++, at += width) {
		let meets = true;
		for (let field = 0; meets && field < width; field += 2) {
			meets = bounds[at + field] <= asked[field + 1] && asked[field] <= bounds[at + field + 1];
		}
		if (meets) {
			rows.push(row);
		}
	}
	return rows;
}
function hull(question) {
	const asked = new Uint32Array(width);
	for (const [index, field] of fields2.entries()) {
		asked[2 * index] = Math.min(...question.map(box2 => lowest(box2[field])), 4294967295);
		asked[2 * index + 1] = Math.max(...question.map(box2 => highest2(box2[field])), 0);
	}
	return asked;
}

// source/network/first-match.ts
var defaultBoxCap = 4096;
var listedBoxes = 256;
function decidingRule(rules, packet) {
	const prepared = prepare(rules);
	return prepared.rules[prepared.ruleOf[firstRow(prepared, packet)] ?? -1];
}
function partition(rules, question, {boxCap = defaultBoxCap, nodeCap} = {}) {
	const prepared = prepare(rules);
	const asked = normal(question);
	const parts = /* @__PURE__ */ new Map();
	const rest = takeApart(prepared, asked, boxCap, (rule, packets) => {
		const part = parts.get(rule) ?? [];
		part.push(...packets);
		parts.set(rule, part);
		return true;
	});
	if (rest === 'too-many') {
		return partitionByDiagram(prepared, asked, nodeCap);
	}
	const shares = [...parts].map(([index, packets]) => share(prepared, index, packets, false));
	return {shares, rest, undecided: false};
}
function judge(rules, question, {boxCap = defaultBoxCap, nodeCap} = {}) {
	const prepared = prepare(rules);
	const asked = normal(question);
	let refused2;
	const rest = takeApart(prepared, asked, boxCap, (rule, packets) => {
		refused2 = prepared.rules[rule]?.action === 'deny' ? witness(packets) : void 0;
		return refused2 === void 0;
	});
	if (rest === 'too-many') {
		return judgeByDiagram(rules, asked, nodeCap);
	}
	const found = refused2 ?? witness(rest);
	return found === void 0 ? {state: 'allowed'} : {state: 'refused', witness: found, by: decidingRule(rules, found)};
}
function normal(question) {
	return question.map(withoutMeaninglessPorts).filter(piece => !isEmptyBox(piece));
}
function takeApart(prepared, question, boxCap, receive) {
	let rest = question;
	for (const index of candidateRows(prepared, question)) {
		const row = prepared.boxes[index];
		if (!rest.some(piece => boxesOverlap(piece, row))) {
			continue;
		}
		const taken = rest.flatMap(piece => intersectBoxes(piece, row) ?? []);
		if (!receive(prepared.ruleOf[index], taken)) {
			return rest;
		}
		rest = rest.flatMap(piece => subtractBox(piece, row));
		if (rest.length > boxCap) {
			return 'too-many';
		}
		if (rest.length === 0) {
			break;
		}
	}
	return rest;
}
function share({rules}, index, packets, partial) {
	const {origin, action} = rules[index];
	return {origin, action, packets, partial};
}
function partitionByDiagram(prepared, question, nodeCap) {
	const forest2 = packetForest(nodeCap);
	const {trees} = forest2;
	const parts = /* @__PURE__ */ new Map();
	let rest = packetsDiagram(forest2, question);
	for (const row of candidateRows(prepared, question)) {
		const match = boxDiagram(forest2, prepared.boxes[row]);
		const taken = both(trees, rest, match);
		if (taken !== nothing) {
			const rule = prepared.ruleOf[row];
			const before = parts.get(rule) ?? {packets: [], partial: false};
			const listing = listPackets(forest2, taken, listedBoxes);
			parts.set(rule, {
				packets: [...before.packets, ...listing.packets],
				partial: before.partial || !listing.complete,
			});
			rest = without(trees, rest, match);
		}
	}
	if (trees.exhausted) {
		return {shares: [], rest: question, undecided: true};
	}
	const shares = [...parts].map(([rule, {packets, partial}]) => share(prepared, rule, packets, partial));
	return {shares, rest: listPackets(forest2, rest).packets, undecided: false};
}
function judgeByDiagram(rules, question, nodeCap) {
	const forest2 = packetForest(nodeCap);
	const allowed = allowedWithin(forest2, rules, question);
	const refused2 = diagramWitness(forest2, without(forest2.trees, packetsDiagram(forest2, question), allowed));
	if (forest2.trees.exhausted) {
		return {state: 'undecided'};
	}
	return refused2 === void 0
		? {state: 'allowed'}
		: {state: 'refused', witness: refused2, by: decidingRule(rules, refused2)};
}

// test/network/random-policy.ts
function seeded(seed) {
	let state = seed;
	return () => {
		state = (state + 1831565813) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
function dice(seed) {
	const next = seeded(seed);
	const upTo = limit => Math.floor(next() * limit);
	return {upTo, chance: share2 => next() < share2, oneOf: values => values[upTo(values.length)] ?? values[0]};
}
var networks = [167772160, 167772160, 335544320, 872415232];
function prefix({upTo, oneOf}) {
	const span = 2 ** (32 - (14 + upTo(19)));
	const address = oneOf(networks) + upTo(2 ** 24);
	const first = Math.floor(address / span) * span;
	return [first, first + span - 1];
}
function addressField(die) {
	if (die.chance(0.12)) {
		return {};
	}
	const count = die.chance(0.12) ? 2 + die.upTo(4) : 1;
	return {source: intervalSet(Array.from({length: count}, () => prefix(die)))};
}
var usualPorts = [22, 53, 80, 123, 443, 1194, 3306, 5432, 6443, 8080, 9e3];
function portField({upTo, chance, oneOf}) {
	if (chance(0.15)) {
		return {};
	}
	if (chance(0.2)) {
		const first = upTo(6e4);
		return {destinationPort: [[first, first + upTo(4e3)]]};
	}
	const count = chance(0.3) ? 2 + upTo(3) : 1;
	return {destinationPort: intervalSet(Array.from({length: count}, () => oneOf(usualPorts)).map(port => [port, port]))};
}
function randomBox(die) {
	const protocol = die.oneOf([6, 6, 6, 17, 1, void 0]);
	const {source: destination} = addressField(die);
	return box({
		...addressField(die),
		...(destination && {destination}),
		...portField(die),
		...(protocol !== void 0 && {protocol: [[protocol, protocol]]}),
		...(die.chance(0.03) && {sourcePort: [[1024, 65535]]}),
	});
}
function randomPolicy(size2, seed) {
	const die = dice(seed);
	return Array.from({length: size2}, (_, origin) => ({
		match: [origin === size2 - 1 ? box({}) : randomBox(die)],
		action: origin < size2 - 1 && die.chance(0.65) ? 'allow' : 'deny',
		origin,
	}));
}
function narrowQuestion(seed) {
	const die = dice(seed);
	const source = 167772160 + die.upTo(2 ** 18) * 64;
	const destination = die.oneOf(networks) + die.upTo(2 ** 24);
	return box({
		source: [[source, source + 63]],
		destination: [[destination, destination]],
		protocol: [[6, 6]],
		destinationPort: [[443, 443]],
	});
}

// test/network/z3-policy.ts
var widths = {source: 32, destination: 32, protocol: 8, sourcePort: 16, destinationPort: 16};
var fieldNames = ['source', 'destination', 'protocol', 'sourcePort', 'destinationPort'];
async function loadZ3() {
	const original = globalThis.FinalizationRegistry;
	globalThis.FinalizationRegistry = class {
		[Symbol.toStringTag] = 'FinalizationRegistry';
		register() {}
		unregister() {
			return false;
		}
	};
	try {
		const z3 = await import('z3-solver');
		return {...(await z3.init()), killThreads: z3.killThreads};
	} finally {
		globalThis.FinalizationRegistry = original;
	}
}
async function z3Policies() {
	const {Context: newContext, em, killThreads} = await loadZ3();
	const context = newContext('main');
	const {And, Or, Not, If, ULE, UGE, Extract, BitVec, Bool: Logic, Solver} = context;
	const variables = {
		source: BitVec.const('source', 32),
		destination: BitVec.const('destination', 32),
		protocol: BitVec.const('protocol', 8),
		sourcePort: BitVec.const('sourcePort', 16),
		destinationPort: BitVec.const('destinationPort', 16),
	};
	function inSet(field, set) {
		const width2 = widths[field];
		const variable = variables[field];
		return Or(
			...set.map(([first, last]) => {
				const freeBits = Math.log2(last - first + 1);
				if (freeBits === width2) {
					return Logic.val(true);
				}
				return Number.isInteger(freeBits) && first % 2 ** freeBits === 0
					? Extract(width2 - 1, freeBits, variable).eq(BitVec.val(Math.floor(first / 2 ** freeBits), width2 - freeBits))
					: And(UGE(variable, first), ULE(variable, last));
			}),
		);
	}
	const inBox = box2 => And(...fieldNames.map(field => inSet(field, box2[field])));
	const within = packets => Or(...packets.map(inBox));
	return {
		within,
		allowed: rules =>
			rules.reduceRight(
				(otherwise, {match, action}) => If(within(match), Logic.val(action === 'allow'), otherwise),
				Logic.val(false),
			),
		but: (formula, not) => And(formula, Not(not)),
		isNothing: async formula => {
			const solver = new Solver();
			solver.add(formula);
			const answer = await solver.check();
			if (answer === 'unknown') {
				throw new Error('z3 does not know');
			}
			return answer === 'unsat';
		},
		close: () => killThreads(em),
	};
}

// scripts/bench/algebra.ts
var size = 1e3;
var seeds = [7, 8, 9];
async function benchAlgebra() {
	const start = heldMegabytes();
	const policies = seeds.map(seed => randomPolicy(size, seed));
	warmUp();
	const rows = [
		...benchPoints(policies),
		...benchNarrow(policies),
		...benchDifference(policies),
		...benchWide(policies),
		...benchMemory(policies, start),
	];
	return [...rows, ...(await benchAgainstZ3(policies))];
}
function warmUp() {
	const policy = randomPolicy(size, 1);
	for (let seed = 0; seed < 500; seed++) {
		judge(policy, [narrowQuestion(seed)]);
	}
	for (let seed = 0; seed < 5; seed++) {
		allowedDifference(policy, withRule(policy, narrowQuestion(seed), seed));
	}
}
function randomPacket(seed) {
	const {source, destination, destinationPort} = narrowQuestion(seed);
	const [[from = 0] = [], [to = 0] = [], [port = 0] = []] = [source[0], destination[0], destinationPort[0]];
	return {source: from, destination: to, protocol: 6, sourcePort: 5e4, destinationPort: port};
}
function benchPoints(policies) {
	const packets = Array.from({length: 2e3}, (_, seed) => randomPacket(seed));
	const missing = packets.map(packet => ({...packet, source: 3741319168, destination: 3741319169, protocol: 99}));
	const perPacket = (list, policy) =>
		(time(() => {
			for (const packet of list) {
				decidingRule(policy, packet);
			}
		}) *
			1e3) /
		list.length;
	const usual = policies.flatMap(policy => repeat(10, () => perPacket(packets, policy)));
	const full = policies.flatMap(policy => repeat(10, () => perPacket(missing, policy)));
	const rowCount = average(policies.map(policy => prepare(policy).boxes.length));
	const ours = (median(full) * 1e3) / rowCount;
	const floor = bareScan(policies[0] ?? [], missing);
	return [
		{name: 'point verdict', value: median(usual), unit: '\xB5s', aim: 5, spread: `worst ${worst(usual).toFixed(2)}`},
		{
			name: 'point verdict, no early match',
			value: median(full),
			unit: '\xB5s',
			aim: 5,
			spread: `worst ${worst(full).toFixed(2)}`,
		},
		{name: 'scan, each row', value: ours, unit: 'ns', spread: `bare loop over one array ${floor.toFixed(2)}`},
	];
}
function bareScan(policy, packets) {
	const {boxes} = prepare(policy);
	const low = Uint32Array.from(boxes, ({destination}) => destination[0]?.[0] ?? 0);
	const high = Uint32Array.from(boxes, ({destination}) => destination.at(-1)?.[1] ?? 0);
	let met = 0;
	const once = () => {
		for (const {destination} of packets) {
			for (let row = 0; row < low.length; row++) {
				met += destination >= (low[row] ?? 0) && destination <= (high[row] ?? 0) ? 1 : 0;
			}
		}
	};
	const measured = repeat(10, () => time(once));
	return met < 0 ? 0 : (median(measured) * 1e6) / (packets.length * low.length);
}
function benchNarrow(policies) {
	const times = policies.flatMap(policy =>
		Array.from({length: 2e3}, (_, seed) => {
			const question = [narrowQuestion(seed + 1e4)];
			return time(() => judge(policy, question)) * 1e3;
		}),
	);
	return [
		{
			name: 'narrow proof, median',
			value: median(times),
			unit: '\xB5s',
			aim: 50,
			spread: `of ${times.length}, p95 ${quantile(times, 0.95).toFixed(1)}`,
		},
		{
			name: 'narrow proof, p99',
			value: quantile(times, 0.99) / 1e3,
			unit: 'ms',
			aim: 1,
			spread: `worst ${(worst(times) / 1e3).toFixed(2)}`,
		},
	];
}
function withRule(policy, match, place) {
	return policy.toSpliced(place, 0, {match: [match], action: 'allow', origin: -1});
}
function decodedAgain(policy) {
	return structuredClone(policy);
}
function broadRule(seed) {
	return randomPolicy(2, seed)[0]?.match[0] ?? box({});
}
function benchDifference(policies) {
	const measure = rule =>
		policies.flatMap(policy =>
			Array.from({length: 30}, (_, seed) => {
				const {upTo} = dice(seed);
				const added = rule(seed + 2e4);
				const after = decodedAgain(withRule(policy, added, upTo(size - 1)));
				return time(() => allowedDifference(policy, after, {required: [added]}));
			}),
		);
	const narrow = measure(narrowQuestion);
	const broad = measure(broadRule);
	return [
		{
			name: 'opened-set difference, one narrow rule',
			value: median(narrow),
			unit: 'ms',
			aim: 50,
			spread: `worst of ${narrow.length}: ${worst(narrow).toFixed(1)}`,
		},
		{
			name: 'opened-set difference, one broad rule',
			value: median(broad),
			unit: 'ms',
			aim: 50,
			spread: `worst of ${broad.length}: ${worst(broad).toFixed(1)}`,
		},
	];
}
function benchWide(policies) {
	const ten = [[167772160, 184549375]];
	const wide = [box({source: ten, destination: ten})];
	const judged = policies.flatMap(policy => repeat(5, () => time(() => judge(policy, wide))));
	const exact = policies.flatMap(policy => repeat(5, () => time(() => allowedWithin(packetForest(), policy, wide))));
	const split = policies.flatMap(policy => repeat(3, () => time(() => partition(policy, wide))));
	const whole = policies.flatMap(policy =>
		repeat(3, () => time(() => allowedWithin(packetForest(), policy, [box({})]))),
	);
	const row = (name, times, aim) => ({
		name,
		value: median(times),
		unit: 'ms',
		spread: `worst ${worst(times).toFixed(2)}`,
		...(aim !== void 0 && {aim}),
	});
	return [
		row('wide question 10/8 to 10/8, yes or no with a witness', judged, 50),
		row('wide question 10/8 to 10/8, exact set as a diagram', exact, 50),
		row('wide question 10/8 to 10/8, split by rule', split),
		row('whole list as a diagram', whole),
	];
}
function heldMegabytes() {
	const {heapUsed, arrayBuffers} = process.memoryUsage();
	return (heapUsed + arrayBuffers) / 2 ** 20;
}
function benchMemory(policies, start) {
	const held = policies.map(policy => {
		const forest2 = packetForest();
		const diagram = allowedWithin(forest2, policy, [box({})]);
		return {forest: forest2, diagram};
	});
	const nodes = average(held.map(({forest: forest2, diagram}) => (diagram === everything ? 0 : forest2.trees.count)));
	return [
		{
			name: 'memory: three lists as diagrams held at once, garbage of the run included',
			value: heldMegabytes() - start,
			unit: 'MB',
			aim: 100,
			spread: `${Math.round(nodes)} nodes each`,
		},
	];
}
async function benchAgainstZ3(policies) {
	const z3 = await z3Policies();
	try {
		return [await narrowAgainstZ3(z3, policies), await differenceAgainstZ3(z3, policies)];
	} finally {
		await z3.close();
	}
}
async function narrowAgainstZ3(z3, policies) {
	const [theirs, ours] = [[], []];
	let agreed = 0;
	for (const policy of policies) {
		const allowed = z3.allowed(policy);
		for (let seed = 0; seed < 30; seed++) {
			const question = [narrowQuestion(seed + 3e4)];
			const begin = performance.now();
			const expected = await z3.isNothing(z3.but(z3.within(question), allowed));
			theirs.push(performance.now() - begin);
			ours.push(time(() => judge(policy, question)));
			agreed += (judge(policy, question).state === 'allowed') === expected ? 1 : 0;
		}
	}
	return ratioRow('narrow proof against z3', theirs, ours, agreed);
}
async function differenceAgainstZ3(z3, policies) {
	const [theirs, ours] = [[], []];
	let agreed = 0;
	for (const policy of policies) {
		const before = z3.allowed(policy);
		for (let seed = 0; seed < 10; seed++) {
			const required = [narrowQuestion(seed + 4e4)];
			const after = withRule(policy, required[0] ?? box({}), dice(seed).upTo(size - 1));
			const begin = performance.now();
			const expected = await z3.isNothing(z3.but(z3.allowed(after), before));
			theirs.push(performance.now() - begin);
			const list = decodedAgain(after);
			ours.push(time(() => allowedDifference(policy, list, {required})));
			const difference2 = allowedDifference(policy, after, {required});
			agreed += difference2.state === 'decided' && (difference2.opened.example === void 0) === expected ? 1 : 0;
		}
	}
	return ratioRow('what one rule opens, against z3', theirs, ours, agreed);
}
function ratioRow(name, theirs, ours, agreed) {
	return {
		name,
		value: median(theirs) / median(ours),
		unit: 'x',
		aim: 500,
		spread: `z3 ${median(theirs).toFixed(1)} ms, ours ${median(ours).toFixed(4)} ms; agreed ${agreed} of ${theirs.length}`,
	};
}
function time(work) {
	const begin = performance.now();
	work();
	return performance.now() - begin;
}
function repeat(times, measure) {
	return Array.from({length: times}, measure);
}
function quantile(values, share2) {
	return (
		values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share2))] ?? Number.NaN
	);
}
function median(values) {
	return quantile(values, 0.5);
}
function worst(values) {
	return Math.max(...values);
}
function average(values) {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

// ../../tmp/net/run.ts
for (const r of await benchAlgebra())
	console.log(
		r.name.padEnd(75),
		r.value.toFixed(3).padStart(10),
		r.unit.padEnd(3),
		r.aim === void 0 ? '' : 'aim ' + r.aim,
		' ',
		r.spread ?? '',
	);
