import type {AddressSet} from '../../network/address-set.js';
import {overlaps, size} from '../../network/interval-set.js';
import {type Parsed, parsed, refused} from '../../network/parsed.js';
import {parseAuthorizedRange} from './parse-authorized-range.js';
import {notGlobal, notOneMachine} from './reserved-addresses.js';

/**
 * The public address, or network, that developers come from: everything az would refuse is refused, and what is legal
 * there but cannot be a developer's address as well.
 */
export function parseMachine(text: string): Parsed<AddressSet> {
	const trimmed = text.trim();
	const range = parseAuthorizedRange(trimmed);
	if (!range.ok) {
		return range;
	}

	const block = [...notGlobal, ...notOneMachine].find(({addresses}) => overlaps(range.value, addresses));
	if (size(range.value) > 2 ** 24) {
		return refused(`${trimmed} is ${size(range.value)} addresses; say which smaller network the developers come from.`);
	}

	return block === undefined
		? parsed(range.value)
		: refused(`${trimmed} holds addresses that are ${block.what}; give the public address the machine is seen with.`);
}
