import {type AddressSet, formatAddresses, parseIpv4Cidr} from '../../network/address-set.js';
import {isSubset} from '../../network/interval-set.js';
import {type Parsed, refused} from '../../network/parsed.js';
import {notGlobal} from './reserved-addresses.js';

/**
 * One entry for the list of authorized ranges, judged as `az aks update` judges it (azure-cli acs/_validators.py,
 * `validate_ip_ranges`; the table of the facts, D2): an IPv4 address or network without host bits, outside the blocks
 * that are not global. Azure itself may be stricter.
 */
export function parseAuthorizedRange(text: string): Parsed<AddressSet> {
	const range = parseIpv4Cidr(text);
	if (!range.ok) {
		return range;
	}

	// Python calls a network private when both its ends are in one private block; `0.0.0.0/0` is thus global.
	const block = notGlobal.find(({addresses}) => addresses.some(interval => isSubset(range.value, [interval])));
	return block === undefined
		? range
		: refused(`${text} is ${block.what}; the API server's list takes public addresses only.`);
}

/** What an entry of a present list stands for: the cluster's own answers are never refused, only understood or not. */
export type RangeEntry =
	| {readonly kind: 'addresses'; readonly text: string; readonly addresses: AddressSet}
	/** `0.0.0.0/32` lets in the cluster's own outbound address and nothing else (api-server-authorized-ip-ranges.md). */
	| {readonly kind: 'own-egress'; readonly text: string}
	/** One service tag may stand in the list (preview, api-server-service-tags.md). */
	| {readonly kind: 'tag'; readonly text: string}
	| {readonly kind: 'unreadable'; readonly text: string; readonly problem: string};

export function readRangeEntry(entry: string): RangeEntry {
	const text = entry.trim();
	if (text === '0.0.0.0/32' || text === '0.0.0.0') {
		return {kind: 'own-egress', text};
	}

	if (/^[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)?$/.test(text)) {
		return {kind: 'tag', text};
	}

	const range = parseIpv4Cidr(text);
	return range.ok
		? {kind: 'addresses', text, addresses: range.value}
		: {kind: 'unreadable', text, problem: range.problem};
}

/** For sentences: `20.237.166.42`, `20.42.6.32/27, 20.42.6.128/28`; long lists are cut. */
export function formatSome(set: AddressSet): string {
	return someOf(formatAddresses(set).split(', '));
}

export function someOf(parts: readonly string[]): string {
	return parts.length <= 4 ? parts.join(', ') : `${parts.slice(0, 4).join(', ')} and ${parts.length - 4} more`;
}
