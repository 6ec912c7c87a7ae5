/** 128 bits from text in any form of RFC 4291, section 2.2; undefined where it is none. Zones (`%eth0`) mean one machine. */
export function readIpv6(text: string): bigint | undefined {
	const halves = text.split('::');
	if (halves.length > 2 || !/^[\da-f:.]+$/i.test(text)) {
		return undefined;
	}

	const [head, tail] = [groupsOf(halves[0] ?? '', halves.length === 1), groupsOf(halves[1] ?? '', true)];
	if (head === undefined || tail === undefined) {
		return undefined;
	}

	// Two colons stand for one group of zeros at least.
	const left = 8 - head.length - tail.length;
	if (halves.length === 1 ? left !== 0 : left < 1) {
		return undefined;
	}

	return [...head, ...Array.from({length: left}, () => 0), ...tail].reduce(
		(value, group) => value * 0x1_00_00n + BigInt(group),
		0n,
	);
}

/** Groups of 16 bits; the last two may be written as an IPv4 address, where nothing follows. */
function groupsOf(text: string, mayEndInIpv4: boolean): readonly number[] | undefined {
	if (text === '') {
		return [];
	}

	const parts = text.split(':');
	const groups = parts.flatMap((part, index): readonly (number | undefined)[] => {
		if (/^[\da-f]{1,4}$/i.test(part)) {
			return [Number.parseInt(part, 16)];
		}

		const octets = mayEndInIpv4 && index === parts.length - 1 ? readOctets(part) : undefined;
		return octets === undefined
			? [undefined]
			: [(octets[0] ?? 0) * 256 + (octets[1] ?? 0), (octets[2] ?? 0) * 256 + (octets[3] ?? 0)];
	});
	return groups.every(group => group !== undefined) ? groups : undefined;
}

const octet = /^(?:0|[1-9]\d{0,2})$/;

/** Strict dotted quad: four decimal parts, no leading zero, no blanks. Short, octal and hexadecimal forms are refused. */
export function readOctets(text: string): readonly number[] | undefined {
	const parts = text.split('.');
	return parts.length === 4 && parts.every(part => octet.test(part) && Number(part) <= 255)
		? parts.map(Number)
		: undefined;
}

/** The one spelling of RFC 5952: lower case, the first longest run of zeros left out, IPv4 where the prefix says so. */
export function writeIpv6(value: bigint): string {
	const groups = Array.from({length: 8}, (_, index) => Number((value >> BigInt(112 - 16 * index)) & 0xff_ffn));
	if (value >> 32n === 0xff_ffn) {
		const quad = groups.slice(6).flatMap(group => [group >> 8, group & 255]);
		return `::ffff:${quad.join('.')}`;
	}

	const [from, length] = longestZeros(groups);
	const spell = (part: readonly number[]) => part.map(group => group.toString(16)).join(':');
	return length < 2 ? spell(groups) : `${spell(groups.slice(0, from))}::${spell(groups.slice(from + length))}`;
}

function longestZeros(groups: readonly number[]): readonly [from: number, length: number] {
	let longest: readonly [number, number] = [0, 0];
	for (let from = 0, length = 0; from < groups.length; from += length + 1) {
		const end = groups.findIndex((group, index) => index >= from && group !== 0);
		length = (end < 0 ? groups.length : end) - from;
		longest = length > longest[1] ? [from, length] : longest;
	}

	return longest;
}
