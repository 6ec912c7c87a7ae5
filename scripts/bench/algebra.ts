import {performance} from 'node:perf_hooks';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {allowedDifference} from '../../source/network/allowed-difference.js';
import {everything} from '../../source/network/decision-diagram.js';
import {decidingRule, judge, partition} from '../../source/network/first-match.js';
import type {MatchRule} from '../../source/network/match-rule.js';
import type {Packet} from '../../source/network/packet.js';
import {packetForest} from '../../source/network/packet-diagram.js';
import {type Box, box} from '../../source/network/packet-set.js';
import {allowedWithin} from '../../source/network/policy-diagram.js';
import {prepare} from '../../source/network/prepared-policy.js';
import {dice, narrowQuestion, randomPolicy} from '../../test/network/random-policy.js';
import {type Z3Policies, z3Policies} from '../../test/network/z3-policy.js';
import type {Row} from './row.js';

type Policy = readonly MatchRule<number>[];

const size = 1000;
const seeds = [7, 8, 9] as const;

/** Everything at 1,000 rules that resemble a grown network security group, over three seeds. */
export async function benchAlgebra(): Promise<Row[]> {
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

/** Another policy, so that the engine is compiled and nothing of what is measured has been seen. */
function warmUp(): void {
	const policy = randomPolicy(size, 1);
	for (let seed = 0; seed < 500; seed++) {
		judge(policy, [narrowQuestion(seed)]);
	}

	for (let seed = 0; seed < 5; seed++) {
		allowedDifference(policy, withRule(policy, narrowQuestion(seed), seed));
	}
}

function randomPacket(seed: number): Packet {
	const {source, destination, destinationPort} = narrowQuestion(seed);
	const [[from = 0] = [], [to = 0] = [], [port = 0] = []] = [source[0], destination[0], destinationPort[0]];
	return {source: from, destination: to, protocol: 6, sourcePort: 50_000, destinationPort: port};
}

function benchPoints(policies: readonly Policy[]): readonly Row[] {
	const packets = Array.from({length: 2000}, (_, seed) => randomPacket(seed));
	// No rule but the last names this protocol alone, so every row is looked at.
	const missing = packets.map(packet => ({...packet, source: 0xdf_00_00_00, destination: 0xdf_00_00_01, protocol: 99}));
	const perPacket = (list: readonly Packet[], policy: Policy) =>
		(time(() => {
			for (const packet of list) {
				decidingRule(policy, packet);
			}
		}) *
			1000) /
		list.length;
	const usual = policies.flatMap(policy => repeat(10, () => perPacket(packets, policy)));
	const full = policies.flatMap(policy => repeat(10, () => perPacket(missing, policy)));
	const rowCount = average(policies.map(policy => prepare(policy).IPv4.boxes.length));
	const ours = (median(full) * 1000) / rowCount;
	const floor = bareScan(policies[0] ?? [], missing);
	return [
		{name: 'point verdict', value: median(usual), unit: 'µs', aim: 5, spread: `worst ${worst(usual).toFixed(2)}`},
		{
			name: 'point verdict, no early match',
			value: median(full),
			unit: 'µs',
			aim: 5,
			spread: `worst ${worst(full).toFixed(2)}`,
		},
		{name: 'scan, each row', value: ours, unit: 'ns', spread: `bare loop over one array ${floor.toFixed(2)}`},
	];
}

/** What the machine needs to compare two bounds of every row and nothing else, in ns a row. */
function bareScan(policy: Policy, packets: readonly Packet[]): number {
	const {boxes} = prepare(policy).IPv4;
	const low = Uint32Array.from(boxes, ({destination}) => Number(destination[0]?.[0] ?? 0));
	const high = Uint32Array.from(boxes, ({destination}) => Number(destination.at(-1)?.[1] ?? 0));
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

function benchNarrow(policies: readonly Policy[]): readonly Row[] {
	const times = policies.flatMap(policy =>
		Array.from({length: 2000}, (_, seed) => {
			const question = [narrowQuestion(seed + 10_000)];
			return time(() => judge(policy, question)) * 1000;
		}),
	);
	return [
		{
			name: 'narrow proof, median',
			value: median(times),
			unit: 'µs',
			aim: 50,
			spread: `of ${times.length}, p95 ${quantile(times, 0.95).toFixed(1)}`,
		},
		{
			name: 'narrow proof, p99',
			value: quantile(times, 0.99) / 1000,
			unit: 'ms',
			aim: 1,
			spread: `worst ${(worst(times) / 1000).toFixed(2)}`,
		},
	];
}

function withRule(policy: Policy, match: Box, place: number): Policy {
	return policy.toSpliced(place, 0, {match: [match], action: 'allow', origin: -1});
}

/** Before and after are read apart in earnest, so no rule of one is an object of the other. */
function decodedAgain(policy: Policy): Policy {
	return structuredClone(policy);
}

/** A rule like those already there, as broad as they are: more than a plan would add. */
function broadRule(seed: number): Box {
	return randomPolicy(2, seed)[0]?.match[0] ?? box({});
}

function benchDifference(policies: readonly Policy[]): readonly Row[] {
	const measure = (rule: (seed: number) => Box) =>
		policies.flatMap(policy =>
			Array.from({length: 30}, (_, seed) => {
				const {upTo} = dice(seed);
				const added = rule(seed + 20_000);
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

function benchWide(policies: readonly Policy[]): readonly Row[] {
	const ten = [[0x0a_00_00_00, 0x0a_ff_ff_ff]] as const;
	const wide = [box({source: ten, destination: ten})];
	const judged = policies.flatMap(policy => repeat(5, () => time(() => judge(policy, wide))));
	const exact = policies.flatMap(policy => repeat(5, () => time(() => allowedWithin(packetForest(), policy, wide))));
	const split = policies.flatMap(policy => repeat(3, () => time(() => partition(policy, wide))));
	const whole = policies.flatMap(policy =>
		repeat(3, () => time(() => allowedWithin(packetForest(), policy, [box({})]))),
	);
	const row = (name: string, times: readonly number[], aim?: number): Row => ({
		name,
		value: median(times),
		unit: 'ms',
		spread: `worst ${worst(times).toFixed(2)}`,
		...(aim !== undefined && {aim}),
	});
	return [
		row('wide question 10/8 to 10/8, yes or no with a witness', judged, 50),
		row('wide question 10/8 to 10/8, exact set as a diagram', exact, 50),
		row('wide question 10/8 to 10/8, split by rule', split),
		row('whole list as a diagram', whole, 300),
	];
}

/** What is really held: garbage is collected first. */
function heldMegabytes(): number {
	setFlagsFromString('--expose-gc');
	runInNewContext('gc')();
	return usedMegabytes();
}

function usedMegabytes(): number {
	const {heapUsed, arrayBuffers} = process.memoryUsage();
	return (heapUsed + arrayBuffers) / 2 ** 20;
}

function benchMemory(policies: readonly Policy[], start: number): readonly Row[] {
	const held = policies.map(policy => {
		const forest = packetForest();
		const diagram = allowedWithin(forest, policy, [box({})]);
		return {forest, diagram};
	});
	const withGarbage = usedMegabytes() - start;
	const value = heldMegabytes() - start;
	const nodes = average(held.map(({forest, diagram}) => (diagram === everything ? 0 : forest.trees.count)));
	return [
		{
			name: 'memory: three lists as diagrams held at once',
			value,
			unit: 'MB',
			aim: 100,
			spread: `${Math.round(nodes)} nodes each; ${withGarbage.toFixed(0)} with the garbage of the run`,
		},
	];
}

async function benchAgainstZ3(policies: readonly Policy[]): Promise<readonly Row[]> {
	const z3 = await z3Policies();
	try {
		return [await narrowAgainstZ3(z3, policies), await differenceAgainstZ3(z3, policies)];
	} finally {
		await z3.close();
	}
}

/** Times of both on the same questions: ours right after z3 on each, and again in one go. */
type Duel = {readonly theirs: number[]; readonly turns: number[]; readonly oneGo: number[]; agreed: number};

async function narrowAgainstZ3(z3: Z3Policies, policies: readonly Policy[]): Promise<Row> {
	const duel: Duel = {theirs: [], turns: [], oneGo: [], agreed: 0};
	const questions = Array.from({length: 30}, (_, seed) => [narrowQuestion(seed + 30_000)]);
	for (const policy of policies) {
		const allowed = z3.allowed(policy);
		for (const question of questions) {
			const begin = performance.now();
			const expected = await z3.isNothing(z3.but(z3.within(question), allowed));
			duel.theirs.push(performance.now() - begin);
			duel.turns.push(time(() => judge(policy, question)));
			duel.agreed += (judge(policy, question).state === 'allowed') === expected ? 1 : 0;
		}

		duel.oneGo.push(...questions.map(question => time(() => judge(policy, question))));
	}

	return duelRow('narrow proof, against z3', duel);
}

async function differenceAgainstZ3(z3: Z3Policies, policies: readonly Policy[]): Promise<Row> {
	const duel: Duel = {theirs: [], turns: [], oneGo: [], agreed: 0};
	for (const policy of policies) {
		const before = z3.allowed(policy);
		const changes = Array.from({length: 10}, (_, seed) => {
			const added = narrowQuestion(seed + 40_000);
			return {required: [added], after: withRule(policy, added, dice(seed).upTo(size - 1))};
		});
		for (const {after, required} of changes) {
			const begin = performance.now();
			const expected = await z3.isNothing(z3.but(z3.allowed(after), before));
			duel.theirs.push(performance.now() - begin);
			const list = decodedAgain(after);
			duel.turns.push(time(() => allowedDifference(policy, list, {required})));
			const difference = allowedDifference(policy, after, {required});
			duel.agreed += difference.state === 'decided' && (difference.opened.example === undefined) === expected ? 1 : 0;
		}

		for (const {after, required} of changes) {
			const list = decodedAgain(after);
			duel.oneGo.push(time(() => allowedDifference(policy, list, {required})));
		}
	}

	return duelRow('what one rule opens, against z3', duel);
}

function duelRow(name: string, {theirs, turns, oneGo, agreed}: Duel): Row {
	const inTurns = Math.round(median(theirs) / median(turns));
	return {
		name,
		value: median(theirs) / median(oneGo),
		unit: 'x',
		aim: 500,
		spread:
			`z3 ${median(theirs).toFixed(1)} ms, ours ${median(oneGo).toFixed(4)} ms; ` +
			`${inTurns}x when taking turns, caches cold; agreed ${agreed} of ${theirs.length}`,
	};
}

function time(work: () => unknown): number {
	const begin = performance.now();
	work();
	return performance.now() - begin;
}

function repeat(times: number, measure: () => number): readonly number[] {
	return Array.from({length: times}, measure);
}

function quantile(values: readonly number[], share: number): number {
	return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}

function median(values: readonly number[]): number {
	return quantile(values, 0.5);
}

function worst(values: readonly number[]): number {
	return Math.max(...values);
}

function average(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
