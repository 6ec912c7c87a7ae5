import {type AddressSet, parseAddress, parseCidr} from '../../../network/address-set.js';
import {type Interval, intervalSet} from '../../../network/interval-set.js';

/** The IPv4 addresses among some texts. For lists where a text that is none, an IPv6 address for one, means nothing. */
export function parseAddresses(texts: readonly string[]): AddressSet {
	return intervalSet(
		texts.flatMap((text): readonly Interval[] => {
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
