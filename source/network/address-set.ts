import {type IntervalSet, intervalSet} from './interval-set.js';
import {type Parsed, parsed, refused} from './parsed.js';

/** IPv4 addresses as unsigned 32-bit numbers. */
export type AddressSet = IntervalSet;

const highest = 0xff_ff_ff_ff;

export const anyAddress: AddressSet = [[0, highest]];

const octet = /^(?:0|[1-9]\d{0,2})$/;

/** Two colons at least: `10.0.0.1:443` is an address with a port, and just as wrong, but not IPv6. */
const looksLikeIpv6 = /^[\da-f:.%]*:[\da-f:.%]*:[\da-z:.%]*$/i;

/** Strict dotted quad: four decimal parts, no leading zero, no blanks. Short, octal and hexadecimal forms are refused. */
export function parseAddress(text: string): Parsed<number> {
	if (looksLikeIpv6.test(text)) {
		return refused(`${text} is an IPv6 address; only IPv4 is taken here.`);
	}

	const parts = text.split('.');
	if (parts.length !== 4 || !parts.every(part => octet.test(part) && Number(part) <= 255)) {
		return refused(
			`${JSON.stringify(text)} is not an IPv4 address (four numbers from 0 to 255, without leading zeros).`,
		);
	}

	return parsed(parts.reduce((value, part) => value * 256 + Number(part), 0));
}

export function formatAddress(address: number): string {
	return [24, 16, 8, 0].map(shift => (address >>> shift) & 255).join('.');
}

/** A network in CIDR form; a bare address is a network of one. Host bits are refused, because Azure and az refuse them. */
export function parseCidr(text: string): Parsed<AddressSet> {
	const [addressText = '', lengthText, ...more] = text.split('/');
	const address = parseAddress(addressText);
	if (!address.ok) {
		return lengthText === undefined || looksLikeIpv6.test(addressText) ? address : refused(notACidr(text));
	}

	if (lengthText === undefined) {
		return parsed([[address.value, address.value]]);
	}

	const length = Number(lengthText);
	if (more.length > 0 || !/^(?:0|[1-9]\d?)$/.test(lengthText) || length > 32) {
		return refused(`${JSON.stringify(text)} has no valid prefix length (a number from 0 to 32 after the slash).`);
	}

	const span = 2 ** (32 - length);
	const first = Math.floor(address.value / span) * span;
	if (first !== address.value) {
		return refused(`${text} has host bits set; the network is ${formatAddress(first)}/${length}.`);
	}

	return parsed([[first, first + span - 1]]);
}

function notACidr(text: string): string {
	return `${JSON.stringify(text)} is not a network like 10.0.0.0/16 (four numbers from 0 to 255, without leading zeros).`;
}

/** What firewall rules take: an address, a CIDR, a range `a-b`, or `*`. */
export function parseAddressExpression(text: string): Parsed<AddressSet> {
	if (text === '*') {
		return parsed(anyAddress);
	}

	const dash = text.indexOf('-');
	if (dash < 0) {
		return parseCidr(text);
	}

	const first = parseAddress(text.slice(0, dash));
	const last = parseAddress(text.slice(dash + 1));
	if (!first.ok) {
		return first;
	}

	if (!last.ok) {
		return last;
	}

	return first.value <= last.value
		? parsed([[first.value, last.value]])
		: refused(`The range ${text} ends before it begins.`);
}

/** The fewest CIDR blocks that make up the set, in address order. */
export function toCidrs(set: AddressSet): readonly string[] {
	const blocks: string[] = [];
	for (const [first, last] of set) {
		let from = first;
		while (from <= last) {
			let length = 32;
			while (length > 0) {
				const span = 2 ** (32 - (length - 1));
				if (from % span !== 0 || from + span - 1 > last) {
					break;
				}

				length--;
			}

			blocks.push(`${formatAddress(from)}/${length}`);
			from += 2 ** (32 - length);
		}
	}

	return blocks;
}

/** For sentences: CIDR blocks, single addresses without `/32`, `any address` for everything. */
export function formatAddresses(set: AddressSet): string {
	if (set.length === 1 && set[0]?.[0] === 0 && set[0][1] === highest) {
		return 'any address';
	}

	return set.length === 0
		? 'no address'
		: toCidrs(set)
				.map(cidr => cidr.replace(/\/32$/, ''))
				.join(', ');
}

/** For fixed lists in our own code, where a mistake is a bug. */
export function addresses(...texts: readonly string[]): AddressSet {
	return addressesOf(texts);
}

/** Of a list whose entries were examined before. */
export function addressesOf(texts: readonly string[]): AddressSet {
	return intervalSet(
		texts.flatMap(text => {
			const result = parseAddressExpression(text);
			if (!result.ok) {
				throw new Error(`Bug: ${result.problem}`);
			}

			return result.value;
		}),
	);
}
