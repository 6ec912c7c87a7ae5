import {describe, expect, test} from 'vitest';
import {type AddressSet, anyAddress} from '../../source/network/address-set.js';
import {allowedDifference} from '../../source/network/allowed-difference.js';
import {decidingRule, judge, type MatchRule, partition} from '../../source/network/first-match.js';
import {
	type Interval,
	type IntervalSet,
	intersection,
	intervalSet,
	type Whole,
} from '../../source/network/interval-set.js';
import {box, hasPacket} from '../../source/network/packet-set.js';
import {anyPort} from '../../source/network/port-set.js';
import {dice} from './random-policy.js';

/**
 * Harmless to look at, and 37 million boxes when taken apart: a third denies sources, a third destinations, a third
 * ports, and the last rule allows the rest (facts/engine.md, section 2).
 */
function grid(size: number): readonly MatchRule<string>[] {
	const third = Array.from({length: size / 3}, (_, index) => index);
	const network = (index: number): AddressSet => [[index * 65_536 * 2, index * 65_536 * 2 + 255]];
	const deny = (origin: string, fields: Parameters<typeof box>[0]): MatchRule<string> => ({
		match: [box(fields)],
		action: 'deny',
		origin,
	});
	return [
		...third.map(index => deny(`source ${index}`, {source: network(index)})),
		...third.map(index => deny(`destination ${index}`, {destination: network(index)})),
		...third.map(index => deny(`port ${index}`, {protocol: [[6, 6]], destinationPort: [[index * 10, index * 10 + 2]]})),
		{match: [box({})], action: 'allow', origin: 'rest'},
	];
}

describe('the grid of 999 denies', () => {
	const rules = grid(999);

	test('is split exactly, with the shares too large to list marked as parts', () => {
		const {shares, rest, undecided} = partition(rules, [box({})]);
		expect({undecided, rest, shares: shares.length}).toEqual({undecided: false, rest: [], shares: 1000});
		for (const {origin, packets, partial} of shares) {
			expect(packets.length).toBeGreaterThan(0);
			expect(partial || packets.length < 1000).toBe(true);
			for (const {source, destination, protocol, sourcePort, destinationPort} of packets.slice(0, 3)) {
				const at = <N extends Whole>(set: IntervalSet<N>) => set[0]?.[0] as N;
				const packet = {
					source: at(source),
					destination: at(destination),
					protocol: at(protocol),
					sourcePort: at(sourcePort),
					destinationPort: at(destinationPort),
				};
				expect(decidingRule(rules, packet)?.origin).toBe(origin);
			}
		}
	});

	test('is refused with a packet that some rule denies', () => {
		const judged = judge(rules, [box({})], {boxCap: 0});
		expect(judged).toMatchObject({state: 'refused', by: {action: 'deny'}});
	});

	test('opens exactly what the one rule that is taken out held back', () => {
		const {opened, closed, ...rest} = decided(allowedDifference(rules, rules.toSpliced(100, 1)));
		expect(closed.example).toBeUndefined();
		expect(opened.example).toMatchObject({before: {origin: 'source 100'}, after: {origin: 'rest'}});
		expect(opened.complete).toBe(true);
		for (const {source, destination, destinationPort, protocol} of opened.packets) {
			expect(source).toEqual(rules[100]?.match[0]?.source);
			expect(
				rules.slice(333, 666).some(rule => intersection(rule.match[0]?.destination ?? [], destination).length > 0),
			).toBe(false);
			const tcp = protocol.some(([first, last]) => first <= 6 && 6 <= last);
			expect(
				tcp &&
					rules
						.slice(666, 999)
						.some(rule => intersection(rule.match[0]?.destinationPort ?? [], destinationPort).length > 0),
			).toBe(false);
		}

		expect(rest.beyond.packets).toEqual(opened.packets);
	});

	test('is the same list in another order of its denies', () => {
		const turned = [...rules.slice(0, 999).toReversed(), ...rules.slice(999)];
		const {opened, closed} = decided(allowedDifference(rules, turned));
		expect([opened.example, closed.example]).toEqual([undefined, undefined]);
	});
});

describe('200 rules over 10 service tags of 5,000 prefixes', () => {
	const die = dice(11);
	const tags = Array.from({length: 10}, () =>
		intervalSet(
			Array.from({length: 5000}, (): Interval => {
				const span = 2 ** (4 + die.upTo(7));
				const first = Math.floor(die.upTo(2 ** 32) / span) * span;
				return [first, first + span - 1];
			}),
		),
	);
	const rules: readonly MatchRule<number>[] = Array.from({length: 200}, (_, origin) => {
		const first = 0x0a_00_00_00 + die.upTo(2 ** 12) * 4096;
		const port = die.upTo(60_000);
		return {
			match: [
				box({
					source: die.chance(0.2) ? anyAddress : [[first, first + 4095]],
					destination: tags[origin % tags.length] ?? [],
					protocol: [[6, 6]],
					destinationPort: die.chance(0.2) ? anyPort : [[port, port + 2000]],
				}),
			],
			action: die.chance(0.65) ? 'allow' : 'deny',
			origin,
		};
	});

	test('decide packets as a plain walk through the rules does', () => {
		for (let round = 0; round < 300; round++) {
			const tag = die.oneOf([tags[0] ?? [], ...tags]);
			const [destination] = tag[die.upTo(tag.length)] ?? [0];
			const packet = {
				source: 0x0a_00_00_00 + die.upTo(2 ** 24),
				destination,
				protocol: 6,
				sourcePort: 50_000,
				destinationPort: die.upTo(65_536),
			};
			expect(decidingRule(rules, packet)).toBe(rules.find(({match}) => hasPacket(match, packet)));
			const single = box({
				source: [[packet.source, packet.source]],
				destination: [[destination, destination]],
				protocol: [[6, 6]],
				sourcePort: [[50_000, 50_000]],
				destinationPort: [[packet.destinationPort, packet.destinationPort]],
			});
			const allowed = decidingRule(rules, packet)?.action === 'allow';
			expect(judge(rules, [single]).state).toBe(allowed ? 'allowed' : 'refused');
		}
	});

	test('show what one more rule on a tag opens', () => {
		const source: AddressSet = [[0x0a_01_00_00, 0x0a_01_00_3f]];
		const onTag = tags.map(destination => [
			box({source, destination, protocol: [[6, 6]], destinationPort: [[443, 443]]}),
		]);
		const required = onTag.find(question => judge(rules, question).state === 'refused') ?? [];
		const {opened, beyond, closed} = decided(
			allowedDifference(rules, [{match: required, action: 'allow', origin: -1}, ...rules], {required}),
		);
		expect(opened.example?.after?.origin).toBe(-1);
		expect([beyond.example, closed.example]).toEqual([undefined, undefined]);
	});

	test('are compared as a whole', () => {
		const {opened, closed} = decided(allowedDifference(rules, rules.toReversed()));
		for (const {example} of [opened, closed]) {
			expect(example).toBeDefined();
			expect(example?.before?.action).not.toBe(example?.after?.action);
		}
	});
});

function decided<Origin>(result: ReturnType<typeof allowedDifference<Origin>>) {
	if (result.state !== 'decided') {
		throw new Error('undecided');
	}

	return result;
}
