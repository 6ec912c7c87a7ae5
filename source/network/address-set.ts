import {
	type Address,
	addressBits,
	type Family,
	families,
	familyOf,
	formatAddress,
	highestIpv4,
	highestIpv6,
	looksLikeIpv6,
	lowestIpv6,
	parseAddress,
	parseIpv4,
} from './address.js';
import {andList} from './and-list.js';
import {difference, equals, type Interval, type IntervalSet, intervalSet, isSubset} from './interval-set.js';
import {type Parsed, parsed, refused} from './parsed.js';

/** Addresses of one family or both: those of IPv4 come first. */
export type AddressSet = IntervalSet<Address>;

export const anyIpv4: AddressSet = [[0, highestIpv4]];

export const anyIpv6: AddressSet = [[lowestIpv6, highestIpv6]];

/** Every address of both families: what a rule with `*` means. */
export const anyAddress: AddressSet = [...anyIpv4, ...anyIpv6];

export const anyOf = {IPv4: anyIpv4, IPv6: anyIpv6} as const satisfies Record<Family, AddressSet>;

/** The part of a set in one family; the very set where it is all of it. */
export function ofFamily(set: AddressSet, family: Family): AddressSet {
	// Most sets are of one family, and hot paths ask.
	const [first, last] = [set[0], set.at(-1)];
	if (first === undefined || last === undefined || familyOf(first[0]) === familyOf(last[0])) {
		return first !== undefined && familyOf(first[0]) === family ? set : [];
	}

	const parts = splitBefore.get(set) ?? split(set);
	return parts[family];
}

type Split = Readonly<Record<Family, AddressSet>>;

/** Sets are values, and a service tag is asked for its parts by every rule that names it. */
const splitBefore = new WeakMap<AddressSet, Split>();

function split(set: AddressSet): Split {
	const at = set.findIndex(([first]) => familyOf(first) === 'IPv6');
	const parts = {IPv4: set.slice(0, at), IPv6: set.slice(at)};
	splitBefore.set(set, parts);
	return parts;
}

/** The families that the set has addresses of. */
export function familiesOf(set: AddressSet): readonly Family[] {
	return families.filter(family => ofFamily(set, family).length > 0);
}

/** Whether all addresses of some family are in the set: a default route, for one. */
export function holdsFamily(set: AddressSet): boolean {
	return families.some(family => isSubset(anyOf[family], set));
}

/** A network in CIDR form; a bare address is a network of one. Host bits are refused, because Azure and az refuse them. */
export function parseCidr(text: string): Parsed<AddressSet> {
	return parseNetwork(text, parseAddress);
}

/** For what Azure takes in IPv4 alone. */
export function parseIpv4Cidr(text: string): Parsed<AddressSet> {
	return parseNetwork(text, parseIpv4);
}

function parseNetwork(text: string, parse: (text: string) => Parsed<Address>): Parsed<AddressSet> {
	const [addressText = '', lengthText, ...more] = text.split('/');
	const address = parse(addressText);
	if (!address.ok) {
		return lengthText === undefined || looksLikeIpv6(addressText) ? address : refused(notACidr(text));
	}

	if (lengthText === undefined) {
		return parsed([[address.value, address.value]]);
	}

	const length = Number(lengthText);
	const bits = addressBits[familyOf(address.value)];
	if (more.length > 0 || !/^(?:0|[1-9]\d{0,2})$/.test(lengthText) || length > bits) {
		return refused(`${JSON.stringify(text)} has no valid prefix length (a number from 0 to ${bits} after the slash).`);
	}

	const block = blockAround(address.value, length);
	return block[0] === address.value
		? parsed([block])
		: refused(`${text} has host bits set; the network is ${formatAddress(block[0])}/${length}.`);
}

function notACidr(text: string): string {
	return `${JSON.stringify(text)} is not a network like 10.0.0.0/16 (four numbers from 0 to 255, without leading zeros).`;
}

/** The network with the prefix length that the address is in; host bits are masked away. */
export function blockAround(address: Address, length: number): Interval<Address> {
	if (typeof address === 'bigint') {
		const span = 1n << BigInt(128 - length);
		const first = address - (address % span);
		return [first, first + span - 1n];
	}

	const span = 2 ** (32 - length);
	const first = address - (address % span);
	return [first, first + span - 1];
}

/** What rules take: an address, a CIDR, a range `a-b` of one family, or `*` for both families. */
export function parseAddressExpression(text: string): Parsed<AddressSet> {
	return parseExpression(text, anyAddress, parseAddress);
}

/** The same where Azure takes IPv4 alone; `*` is every IPv4 address. */
export function parseIpv4Expression(text: string): Parsed<AddressSet> {
	return parseExpression(text, anyIpv4, parseIpv4);
}

function parseExpression(text: string, any: AddressSet, parse: (text: string) => Parsed<Address>): Parsed<AddressSet> {
	if (text === '*') {
		return parsed(any);
	}

	const dash = text.indexOf('-');
	if (dash < 0) {
		return parseNetwork(text, parse);
	}

	const first = parse(text.slice(0, dash));
	const last = parse(text.slice(dash + 1));
	if (!first.ok) {
		return first;
	}

	if (!last.ok) {
		return last;
	}

	if (familyOf(first.value) !== familyOf(last.value)) {
		return refused(`The range ${text} begins in one family of addresses and ends in the other.`);
	}

	return first.value <= last.value
		? parsed([[first.value, last.value]])
		: refused(`The range ${text} ends before it begins.`);
}

/** A network: its addresses, and the length of their prefix. */
type Block = {readonly addresses: Interval<Address>; readonly length: number};

/** The fewest CIDR blocks that make up the set, in address order, as they are spelled. */
export function toCidrs(set: AddressSet): readonly string[] {
	return toBlocks(set).map(({addresses, length}) => `${formatAddress(addresses[0])}/${length}`);
}

/** The fewest CIDR blocks that make up the set, in address order. */
export function toBlocks(set: AddressSet): readonly Block[] {
	const blocks: Block[] = [];
	for (const [first, last] of set) {
		const bits = addressBits[familyOf(first)];
		let from = first;
		while (from <= last) {
			let length = bits;
			let block = blockAround(from, length);
			while (length > 0) {
				const wider = blockAround(from, length - 1);
				if (wider[0] !== from || wider[1] > last) {
					break;
				}

				block = wider;
				length--;
			}

			blocks.push({addresses: block, length});
			from = typeof block[1] === 'bigint' ? block[1] + 1n : block[1] + 1;
		}
	}

	return blocks;
}

/**
 * For sentences: CIDR blocks, single addresses without length, `any address` for everything; where much fewer are missing
 * than are there, those: `any IPv4 address but 10.0.0.0/8`.
 */
export function formatAddresses(set: AddressSet): string {
	if (equals(set, anyAddress)) {
		return 'any address';
	}

	return set.length === 0 ? 'no address' : families.flatMap(family => formatFamily(set, family)).join(', ');
}

function formatFamily(set: AddressSet, family: Family): readonly string[] {
	const part = ofFamily(set, family);
	const any = `any ${family} address`;
	if (equals(part, anyOf[family])) {
		return [any];
	}

	const blocks = toCidrs(part).map(withoutFullLength);
	const missing = blocks.length > fewBlocks ? toCidrs(difference(anyOf[family], part)).map(withoutFullLength) : [];
	return missing.length > 0 && missing.length * 2 < blocks.length ? [`${any} but ${andList(missing)}`] : blocks;
}

/** So many are read as they are. */
const fewBlocks = 6;

/** A block of one address as that address. */
export function withoutFullLength(cidr: string): string {
	return cidr.replace(cidr.includes(':') ? /\/128$/ : /\/32$/, '');
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
