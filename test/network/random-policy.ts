import {anyIpv4} from '../../source/network/address-set.js';
import {type Interval, intervalSet} from '../../source/network/interval-set.js';
import type {MatchRule} from '../../source/network/match-rule.js';
import {type Box, box} from '../../source/network/packet-set.js';

/** Numbers from 0 to 1, the same for the same seed (mulberry32, public domain). */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d_2b_79_f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Draws from one stream of random numbers. */
export type Dice = {
	readonly upTo: (limit: number) => number;
	readonly chance: (share: number) => boolean;
	readonly oneOf: <T>(values: readonly [T, ...T[]]) => T;
};

export function dice(seed: number): Dice {
	const next = seeded(seed);
	const upTo = (limit: number) => Math.floor(next() * limit);
	return {upTo, chance: share => next() < share, oneOf: values => values[upTo(values.length)] ?? values[0]};
}

/** Most rules of a real list speak about few networks: a private one and some public ones. */
const networks = [0x0a_00_00_00, 0x0a_00_00_00, 0x14_00_00_00, 0x34_00_00_00] as const;

function prefix({upTo, oneOf}: Dice): Interval {
	const span = 2 ** (32 - (14 + upTo(19)));
	const address = oneOf(networks) + upTo(2 ** 24);
	const first = Math.floor(address / span) * span;
	return [first, first + span - 1];
}

function addressField(die: Dice): Partial<Pick<Box, 'source'>> {
	if (die.chance(0.12)) {
		return {source: anyIpv4};
	}

	const count = die.chance(0.12) ? 2 + die.upTo(4) : 1;
	return {source: intervalSet(Array.from({length: count}, () => prefix(die)))};
}

const usualPorts = [22, 53, 80, 123, 443, 1194, 3306, 5432, 6443, 8080, 9000] as const;

function portField({upTo, chance, oneOf}: Dice): Partial<Pick<Box, 'destinationPort'>> {
	if (chance(0.15)) {
		return {};
	}

	if (chance(0.2)) {
		const first = upTo(60_000);
		return {destinationPort: [[first, first + upTo(4000)]]};
	}

	const count = chance(0.3) ? 2 + upTo(3) : 1;
	return {destinationPort: intervalSet(Array.from({length: count}, () => oneOf(usualPorts)).map(port => [port, port]))};
}

function randomBox(die: Dice): Box {
	const protocol = die.oneOf([6, 6, 6, 17, 1, undefined]);
	const {source: destination} = addressField(die);
	return box({
		...addressField(die),
		...(destination && {destination}),
		...portField(die),
		...(protocol !== undefined && {protocol: [[protocol, protocol]]}),
		...(die.chance(0.03) && {sourcePort: [[1024, 65_535]]}),
	});
}

/** Like the rules of a grown network security group, over IPv4; two thirds allow, and the last one denies all. */
export function randomPolicy(size: number, seed: number): readonly MatchRule<number>[] {
	const die = dice(seed);
	return Array.from({length: size}, (_, origin) => ({
		match: [origin === size - 1 ? box({source: anyIpv4, destination: anyIpv4}) : randomBox(die)],
		action: origin < size - 1 && die.chance(0.65) ? 'allow' : 'deny',
		origin,
	}));
}

/** What a plan asks for: one subnet, one small destination, one port. */
export function narrowQuestion(seed: number): Box {
	const die = dice(seed);
	const source = 0x0a_00_00_00 + die.upTo(2 ** 18) * 64;
	const destination = die.oneOf(networks) + die.upTo(2 ** 24);
	return box({
		source: [[source, source + 63]],
		destination: [[destination, destination]],
		protocol: [[6, 6]],
		destinationPort: [[443, 443]],
	});
}
