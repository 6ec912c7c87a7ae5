import {type Address, parseAddress} from '../../../network/address.js';
import {type AddressSet, parseCidr} from '../../../network/address-set.js';
import {type Interval, intervalSet} from '../../../network/interval-set.js';

/** The addresses among some texts. For lists where a text that is none means nothing. */
export function parseAddresses(texts: readonly string[]): AddressSet {
	return intervalSet(
		texts.flatMap((text): readonly Interval<Address>[] => {
			const address = parseAddress(text);
			return address.ok ? [[address.value, address.value]] : [];
		}),
	);
}

/** The same for networks in CIDR form. */
export function parsePrefixes(texts: readonly string[]): AddressSet {
	return intervalSet(
		texts.flatMap(text => {
			const prefix = parseCidr(text);
			return prefix.ok ? prefix.value : [];
		}),
	);
}
