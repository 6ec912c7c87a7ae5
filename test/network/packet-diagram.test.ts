import fc from 'fast-check';
import {expect, test} from 'vitest';
import {both, either, everything, node, nothing, without} from '../../source/network/decision-diagram.js';
import {intervalSet} from '../../source/network/interval-set.js';
import {
	diagramWitness,
	listPackets,
	packetForest,
	packetsDiagram,
	setNumber,
} from '../../source/network/packet-diagram.js';
import {box, hasPacket, isWithin, subtract, unite} from '../../source/network/packet-set.js';
import {draws} from '../helpers/draws.js';
import {dice} from './random-policy.js';
import {anyPackets} from './small-world.js';

test('two sets are equal exactly when their diagrams are the same number', () => {
	fc.assert(
		fc.property(anyPackets, anyPackets, (a, b) => {
			const forest = packetForest();
			const equal = isWithin(a, b) && isWithin(b, a);
			expect(packetsDiagram(forest, a) === packetsDiagram(forest, b)).toBe(equal);
			// The same set in other boxes, so that equal ones occur.
			expect(packetsDiagram(forest, unite(subtract(a, b), b))).toBe(packetsDiagram(forest, [...b, ...a]));
		}),
		draws(300),
	);
});

test('operations on diagrams keep the laws of sets', () => {
	fc.assert(
		fc.property(anyPackets, anyPackets, anyPackets, (x, y, z) => {
			const forest = packetForest();
			const {trees} = forest;
			const [a, b, c] = [x, y, z].map(set => packetsDiagram(forest, set)) as [number, number, number];
			const not = (diagram: number) => without(trees, everything, diagram);
			expect(not(either(trees, a, b))).toBe(both(trees, not(a), not(b)));
			expect(not(both(trees, a, b))).toBe(either(trees, not(a), not(b)));
			expect(not(not(a))).toBe(a);
			expect(without(trees, a, b)).toBe(both(trees, a, not(b)));
			expect(both(trees, a, either(trees, b, c))).toBe(either(trees, both(trees, a, b), both(trees, a, c)));
			expect(either(trees, a, both(trees, a, b))).toBe(a);
			expect(both(trees, a, not(a))).toBe(nothing);
			expect(either(trees, a, not(a))).toBe(everything);
		}),
		draws(300),
	);
});

test('a diagram read back as boxes is the same diagram, and its witness is in it', () => {
	fc.assert(
		fc.property(anyPackets, anyPackets, (a, b) => {
			const forest = packetForest();
			const diagram = without(forest.trees, packetsDiagram(forest, a), packetsDiagram(forest, b));
			const {packets, complete} = listPackets(forest, diagram);
			expect(complete).toBe(true);
			expect(packetsDiagram(forest, packets)).toBe(diagram);
			const found = diagramWitness(forest, diagram);
			expect(found === undefined).toBe(diagram === nothing);
			expect(found === undefined || hasPacket(packets, found)).toBe(true);
		}),
		draws(300),
	);
});

test('a listing that is cut short says so, and every box of it is in the set', () => {
	const {upTo} = dice(1);
	const scattered = Array.from({length: 40}, () =>
		box({source: [[upTo(2 ** 32), 2 ** 32 - 1]], destination: [[0, upTo(2 ** 32)]]}),
	);
	const forest = packetForest();
	const diagram = packetsDiagram(forest, scattered);
	const {packets, complete} = listPackets(forest, diagram, 3);
	expect(complete).toBe(false);
	expect(packets).toHaveLength(3);
	expect(without(forest.trees, packetsDiagram(forest, packets), diagram)).toBe(nothing);
	expect(listPackets(forest, diagram).complete).toBe(true);
});

test('a set of addresses is turned into nodes once, under whatever identity it comes', () => {
	const {upTo} = dice(2);
	const tag = intervalSet(
		Array.from({length: 5000}, () => {
			const first = upTo(2 ** 24) * 256;
			return [first, first + 255] as const;
		}),
	);
	const forest = packetForest();
	packetsDiagram(forest, [box({destination: tag})]);
	const {count} = forest.trees;
	packetsDiagram(forest, [box({destination: structuredClone(tag)})]);
	expect(forest.trees.count).toBe(count);
});

test('sets that hash alike stay apart', () => {
	// The hash is 31 + first * 0x9e3779b1 + last for one interval, in 32 bits.
	const [wide, narrow] = [box({source: [[0, 0xff_ff_ff_ff]]}), box({source: [[1, 0x61_c8_86_4e]]})];
	const forest = packetForest();
	expect(setNumber(forest, wide.source)).not.toBe(setNumber(forest, narrow.source));
	expect(packetsDiagram(forest, [narrow])).not.toBe(packetsDiagram(forest, [wide]));
});

test('a box that names ports for icmp is the box without', () => {
	const icmp = box({protocol: [[1, 1]]});
	const forest = packetForest();
	expect(packetsDiagram(forest, [{...icmp, destinationPort: [[443, 443]]}])).toBe(packetsDiagram(forest, [icmp]));
});

test('a set with too many gaps to list still shows a packet', () => {
	const forest = packetForest();
	const lowestBitOfSource = 1 + 8 + 16 + 31;
	const odd = node(forest.trees, lowestBitOfSource, nothing, everything);
	expect(listPackets(forest, odd).complete).toBe(false);
	expect(diagramWitness(forest, odd)?.source).toBe(1);
});

test('a forest that ran out of room says so for good', () => {
	const forest = packetForest(100);
	packetsDiagram(forest, [box({source: [[1, 1]], destination: [[1, 1]]})]);
	expect(forest.trees.exhausted).toBe(false);
	packetsDiagram(forest, [box({source: [[2, 2]], destination: [[3, 3]]})]);
	expect(forest.trees.exhausted).toBe(true);
	expect(forest.trees.count).toBeLessThanOrEqual(100);
	packetsDiagram(forest, []);
	expect(forest.trees.exhausted).toBe(true);
});

test('diagrams stay right while their tables grow', () => {
	const {upTo} = dice(3);
	const forest = packetForest();
	const boxes = Array.from({length: 3000}, () => {
		const [source, destination] = [upTo(2 ** 32), upTo(2 ** 32)];
		return box({source: [[source, source]], destination: [[destination, destination]]});
	});
	const all = packetsDiagram(forest, boxes);
	expect(forest.trees.count).toBeGreaterThan(100_000);
	expect(packetsDiagram(forest, boxes.toReversed())).toBe(all);
	expect(boxes.every(each => without(forest.trees, packetsDiagram(forest, [each]), all) === nothing)).toBe(true);
	expect(listPackets(forest, all, 5000).packets).toHaveLength(3000);
});
