import {addressBits, familyOf, parseAddress} from '../../../network/address.js';
import {type AddressSet, blockAround} from '../../../network/address-set.js';
import {difference, equals, isSubset} from '../../../network/interval-set.js';
import {type Parsed, parsed, refused} from '../../../network/parsed.js';
import {isObject} from '../../json.js';
import type {PolicyPeer} from '../../kubernetes.js';
import {onlyFields} from '../../only-fields.js';
import type {Json, JsonObject} from '../../world.js';
import {decodeLabelSelector} from './decode-label-selector.js';

/** One entry of `from` or `to`. */
export function decodePolicyPeer(peer: JsonObject): Parsed<PolicyPeer> {
	const known = onlyFields(peer, ['podSelector', 'namespaceSelector', 'ipBlock']);
	if (!known.ok) {
		return known;
	}

	const {podSelector = null, namespaceSelector = null, ipBlock = null} = peer;
	if (ipBlock !== null) {
		return podSelector === null && namespaceSelector === null
			? decodeIpBlock(ipBlock)
			: refused('a peer has an ipBlock beside a selector');
	}

	if (podSelector === null && namespaceSelector === null) {
		return refused('a peer is empty');
	}

	const pods = decodeLabelSelector(podSelector);
	const namespaces = decodeLabelSelector(namespaceSelector);
	if (!pods.ok) {
		return pods;
	}

	if (!namespaces.ok) {
		return namespaces;
	}

	return parsed({
		kind: 'pods',
		namespaces: namespaceSelector === null ? undefined : namespaces.value,
		pods: pods.value,
	});
}

function decodeIpBlock(block: Json): Parsed<PolicyPeer> {
	if (!isObject(block)) {
		return refused('an ipBlock is not an object');
	}

	const known = onlyFields(block, ['cidr', 'except']);
	if (!known.ok) {
		return known;
	}

	const cidr = decodeCidr(block['cidr']);
	if (!cidr.ok) {
		return cidr;
	}

	let addresses = cidr.value;
	const except = block['except'] ?? [];
	if (!Array.isArray(except)) {
		return refused('the except of an ipBlock is not a list');
	}

	for (const item of except as readonly Json[]) {
		const hole = decodeCidr(item);
		if (!hole.ok) {
			return hole;
		}

		// A strict subset, says the API server (`ValidateIPBlock`).
		if (equals(hole.value, cidr.value) || !isSubset(hole.value, cidr.value)) {
			return refused(`the except ${JSON.stringify(item)} is no part of ${JSON.stringify(block['cidr'])}`);
		}

		addresses = difference(addresses, hole.value);
	}

	return parsed({kind: 'addresses', addresses});
}

/**
 * More lenient than what we take elsewhere, because the API server is: it takes leading zeros (as decimal) and host bits,
 * which it masks away (`netutils.ParseCIDRSloppy`).
 */
export function decodeCidr(cidr: Json | undefined): Parsed<AddressSet> {
	if (typeof cidr !== 'string') {
		return refused('an ipBlock has a cidr that is not a text');
	}

	const [, text = '', lengthText] = /^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? [];
	const address = parseAddress(text.includes(':') ? text : withoutLeadingZeros(text));
	const length = Number(lengthText ?? Number.NaN);
	return address.ok && length <= addressBits[familyOf(address.value)]
		? parsed([blockAround(address.value, length)])
		: refused(`${JSON.stringify(cidr)} is not a network in CIDR form`);
}

function withoutLeadingZeros(text: string): string {
	return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) ? text.split('.').map(Number).join('.') : text;
}
