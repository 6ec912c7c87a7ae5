import {type AddressSet, parseAddressExpression} from '../../../network/address-set.js';
import {unionOf} from '../../../network/interval-set.js';
import {type Parsed, parsed, refused} from '../../../network/parsed.js';

/**
 * What security rules and firewall rules name as source or destination: `*`, an address, a CIDR, a range, or a service
 * tag.
 */
export function parseAddressOrTag(text: string): Parsed<{readonly addresses: AddressSet} | {readonly tag: string}> {
	if (/^[a-z][\w.-]*$/i.test(text)) {
		return parsed({tag: text});
	}

	const addresses = parseAddressExpression(text);
	return addresses.ok ? parsed({addresses: addresses.value}) : refused(addresses.problem.replace(/\.$/, ''));
}

/** The same for all that one side of a rule names; the first text that is neither refuses them all. */
export function parseAddressesAndTags(
	texts: readonly string[],
): Parsed<{readonly addresses: AddressSet; readonly tags: readonly string[]}> {
	const addresses: AddressSet[] = [];
	const tags: string[] = [];
	for (const text of texts) {
		const found = parseAddressOrTag(text);
		if (!found.ok) {
			return found;
		}

		if ('tag' in found.value) {
			tags.push(found.value.tag);
		} else {
			addresses.push(found.value.addresses);
		}
	}

	return parsed({addresses: unionOf(addresses), tags});
}
