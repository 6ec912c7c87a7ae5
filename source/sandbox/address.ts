/** An IPv4 network as two numbers; the practice Azure has its own arithmetic so as not to test ours with itself. */
export type Network = {readonly base: number; readonly length: number};

const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

export function parseAddress(text: string): number | undefined {
	const parts = v4.exec(text)?.slice(1).map(Number) ?? [];
	return parts.length === 4 && parts.every(part => part <= 255)
		? parts.reduce((sum, part) => sum * 256 + part, 0)
		: undefined;
}

/** An address or a CIDR; host bits are kept in `base` for the caller to judge. */
export function parseNetwork(text: string): Network | undefined {
	const [address = '', length, ...more] = text.split('/');
	const base = parseAddress(address);
	if (base === undefined || more.length > 0 || (length !== undefined && !/^\d{1,2}$/.test(length))) {
		return undefined;
	}

	const bits = length === undefined ? 32 : Number(length);
	return bits <= 32 ? {base, length: bits} : undefined;
}

export function sizeOf({length}: Network): number {
	return 2 ** (32 - length);
}

export function hasHostBits(network: Network): boolean {
	return network.base % sizeOf(network) !== 0;
}

export function canonicalNetwork(network: Network): string {
	return `${formatAddress(network.base - (network.base % sizeOf(network)))}/${network.length}`;
}

function formatAddress(address: number): string {
	return [24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256).join('.');
}

export function contains(outer: Network, inner: Network): boolean {
	return outer.length <= inner.length && overlaps(outer, inner);
}

export function overlaps(left: Network, right: Network): boolean {
	const size = Math.max(sizeOf(left), sizeOf(right));
	return Math.floor(left.base / size) === Math.floor(right.base / size);
}

/** IANA's ranges that are not global, as az tests them too (facts D2). */
const notGlobal = [
	'0.0.0.0/8',
	'10.0.0.0/8',
	'100.64.0.0/10',
	'127.0.0.0/8',
	'169.254.0.0/16',
	'172.16.0.0/12',
	'192.0.0.0/24',
	'192.0.2.0/24',
	'192.168.0.0/16',
	'198.18.0.0/15',
	'198.51.100.0/24',
	'203.0.113.0/24',
	'240.0.0.0/4',
].flatMap(text => parseNetwork(text) ?? []);

export function isGlobal(network: Network): boolean {
	return !notGlobal.some(range => contains(range, network));
}

export function looksLikeIpv6(text: string): boolean {
	return text.includes(':');
}
