import {readIpv6, readOctets, writeIpv6} from './ipv6-text.js';
import {type Parsed, parsed, refused} from './parsed.js';

/**
 * Addresses of both families on one line of numbers. IPv4 addresses are unsigned 32-bit numbers; IPv6 addresses are
 * bigints that begin at 2¹²⁸. So no interval holds both, sets of both are ordinary sets, and a question about the one
 * family never meets the other.
 */
export type Address = number | bigint;

export type Family = 'IPv4' | 'IPv6';

export const families = ['IPv4', 'IPv6'] as const satisfies readonly Family[];

export const highestIpv4 = 0xff_ff_ff_ff;
export const lowestIpv6 = 1n << 128n;
export const highestIpv6 = (1n << 129n) - 1n;

/** How many bits an address has. */
export const addressBits = {IPv4: 32, IPv6: 128} as const satisfies Record<Family, number>;

export function familyOf(address: Address): Family {
	return typeof address === 'bigint' ? 'IPv6' : 'IPv4';
}

/** Two colons at least: `10.0.0.1:443` is an address with a port, and just as wrong, but not IPv6. */
const ipv6Characters = /^[\da-f:.%]*:[\da-f:.%]*:[\da-z:.%]*$/i;

export function looksLikeIpv6(text: string): boolean {
	return ipv6Characters.test(text);
}

/** An address of either family; what says `%zone` is refused, because it means something on one machine only. */
export function parseAddress(text: string): Parsed<Address> {
	if (!looksLikeIpv6(text)) {
		return parseIpv4(text);
	}

	const value = readIpv6(text);
	if (value !== undefined) {
		return parsed(lowestIpv6 + value);
	}

	return refused(
		text.includes('%')
			? `${text} names a zone of one machine; give the address without %.`
			: `${JSON.stringify(text)} is not an IPv6 address (eight groups of up to four hexadecimal digits, or fewer with ::).`,
	);
}

/** For what Azure takes in IPv4 alone. */
export function parseIpv4(text: string): Parsed<number> {
	if (looksLikeIpv6(text)) {
		return refused(`${text} is an IPv6 address; only IPv4 is taken here.`);
	}

	const octets = readOctets(text);
	return octets === undefined
		? refused(`${JSON.stringify(text)} is not an IPv4 address (four numbers from 0 to 255, without leading zeros).`)
		: parsed(octets.reduce((value, part) => value * 256 + part, 0));
}

export function formatAddress(address: Address): string {
	return typeof address === 'bigint'
		? writeIpv6(address - lowestIpv6)
		: [24, 16, 8, 0].map(shift => (address >>> shift) & 255).join('.');
}
