import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {addresses} from '../../source/network/address-set.js';
import {decidingRule, judge, type MatchRule, partition} from '../../source/network/first-match.js';
import {type Box, box, boxesOverlap, hasPacket, intersect} from '../../source/network/packet-set.js';
import {ports} from '../../source/network/port-set.js';
import {protocols} from '../../source/network/protocol-set.js';
import {draws} from '../helpers/draws.js';
import {anyPackets, anyRules, everyPacket, universe} from './small-world.js';

const rules: readonly MatchRule<string>[] = [
	{match: [box({protocol: protocols('tcp'), destinationPort: ports(443)})], action: 'allow', origin: 'https'},
	{match: [box({source: addresses('10.0.0.0/8')})], action: 'deny', origin: 'no-ten'},
	{match: [box({destination: addresses('20.0.0.0/8')})], action: 'allow', origin: 'twenty'},
];

test('a question is split by the rules that decide its parts', () => {
	const question = box({
		source: addresses('10.1.0.0/16'),
		destination: addresses('20.1.2.3'),
		protocol: protocols('tcp'),
	});
	const {shares, rest, undecided} = partition(rules, [question]);
	expect(shares.map(({origin, action, partial}) => ({origin, action, partial}))).toEqual([
		{origin: 'https', action: 'allow', partial: false},
		{origin: 'no-ten', action: 'deny', partial: false},
	]);
	expect(shares[0]?.packets).toEqual([{...question, destinationPort: ports(443)}]);
	expect({rest, undecided}).toEqual({rest: [], undecided: false});
});

test('a refusal shows a packet and the rule that refuses it', () => {
	const question = box({
		source: addresses('10.1.0.0/16'),
		destination: addresses('20.1.2.3'),
		protocol: protocols('tcp'),
	});
	const judged = judge(rules, [question]);
	expect(judged).toMatchObject({state: 'refused', by: {origin: 'no-ten'}});
	expect(judged.state === 'refused' && judged.witness.destinationPort).not.toBe(443);
	expect(judge(rules, [{...question, destinationPort: ports(443)}])).toEqual({state: 'allowed'});
	expect(
		judge(rules, [
			box({source: addresses('9.0.0.1'), destination: addresses('30.0.0.1'), protocol: protocols('icmp')}),
		]),
	).toEqual({
		state: 'refused',
		witness: expect.objectContaining({protocol: 1}),
		by: undefined,
	});
	expect(judge(rules, [])).toEqual({state: 'allowed'});
});

// The same questions by boxes alone, and by diagrams alone because not one box is allowed.
describe.each([
	['boxes', undefined],
	['diagrams', 0],
])('by %s', (_, boxCap) => {
	const bounds = boxCap === undefined ? {} : {boxCap};

	function decide(list: readonly MatchRule<number>[], packet: (typeof everyPacket)[number]) {
		return list.find(({match}) => hasPacket(match, packet));
	}

	test('each packet is in the share of the first rule that matches it, and in no other', () => {
		fc.assert(
			fc.property(anyRules, list => {
				const {shares, rest} = partition(list, universe, bounds);
				for (const packet of everyPacket) {
					const expected = decide(list, packet);
					const holders = shares.filter(({packets}) => hasPacket(packets, packet));
					expect(holders.map(({origin}) => origin)).toEqual(expected === undefined ? [] : [expected.origin]);
					expect(hasPacket(rest, packet)).toBe(expected === undefined);
				}

				expect(shares.map(({origin}) => origin)).toEqual(shares.map(({origin}) => origin).toSorted((a, b) => a - b));
				const pieces: readonly Box[] = [...shares.flatMap(({packets}) => packets), ...rest];
				expect(pieces.some((piece, index) => pieces.slice(index + 1).some(other => boxesOverlap(piece, other)))).toBe(
					false,
				);
			}),
			draws(150),
		);
	});

	test('a question is allowed exactly when each of its packets is', () => {
		fc.assert(
			fc.property(anyRules, anyPackets, (list, asked) => {
				const question = intersect(asked, universe);
				const refused = everyPacket.filter(
					packet => hasPacket(question, packet) && decide(list, packet)?.action !== 'allow',
				);
				const judged = judge(list, question, bounds);
				expect(judged.state).toBe(refused.length === 0 ? 'allowed' : 'refused');
				if (judged.state === 'refused') {
					expect(hasPacket(question, judged.witness)).toBe(true);
					expect(judged.by?.action).not.toBe('allow');
					expect(judged.by).toBe(decidingRule(list, judged.witness));
				}
			}),
			draws(300),
		);
	});

	test('one packet is decided by the first rule that matches it', () => {
		fc.assert(
			fc.property(anyRules, list => {
				for (const packet of everyPacket) {
					expect(decidingRule(list, packet)).toBe(decide(list, packet));
				}
			}),
		);
	});
});

test('rules written by hand mean the same as those that are built', () => {
	// Not from `box`: icmp with a port, and any protocol with a port.
	const icmp: Box = {...box({protocol: protocols('icmp')}), destinationPort: ports(443)};
	const anyOn443: Box = {...box({}), destinationPort: ports(443)};
	const byHand: readonly MatchRule<string>[] = [
		{match: [icmp], action: 'allow', origin: 'icmp'},
		{match: [anyOn443], action: 'deny', origin: '443'},
		{match: [box({})], action: 'allow', origin: 'rest'},
	];
	for (const bounds of [{}, {boxCap: 0}]) {
		expect(judge(byHand, [box({protocol: protocols('icmp', 'esp')})], bounds)).toEqual({state: 'allowed'});
		expect(judge(byHand, [icmp], bounds)).toEqual({state: 'allowed'});
		expect(judge(byHand, [anyOn443], bounds)).toMatchObject({state: 'refused', by: {origin: '443'}});
		expect(partition(byHand, [anyOn443], bounds).shares.map(({origin}) => origin)).toEqual(['443']);
	}
});

test('past the node cap a question is undecided, never allowed', () => {
	const question = [box({source: addresses('10.0.0.0/8'), destinationPort: ports(443), protocol: protocols('tcp')})];
	expect(judge(rules, question)).toEqual({state: 'allowed'});
	const tiny = {boxCap: 0, nodeCap: 8};
	expect(judge([...rules], question.concat(box({})), tiny)).toEqual({state: 'undecided'});
	expect(partition(rules, question.concat(box({})), tiny)).toMatchObject({shares: [], undecided: true});
});
