import type {AddressSet} from '../../../network/address-set.js';
import {union} from '../../../network/interval-set.js';
import {type ArmId, armName, parseArmId} from '../../arm-id.js';
import {text} from '../../json.js';
import {denied, type Known, known} from '../../known.js';
import {resourceOf, type World} from '../../world.js';
import {parseAddresses, parsePrefixes} from './parse-addresses.js';

/** The addresses of public IP addresses and public IP prefixes, all of them or none: half a list locks somebody out. */
export function decodePublicAddresses(ids: readonly ArmId[], world: World): Known<AddressSet> {
	let addresses: AddressSet = [];
	for (const id of ids) {
		const found = decodePublicAddress(id, world);
		if (found.state !== 'known') {
			return found;
		}

		addresses = union(addresses, found.value);
	}

	return known(addresses);
}

function decodePublicAddress(id: ArmId, world: World): Known<AddressSet> {
	const resource = resourceOf(world, id);
	if (resource.state === 'denied') {
		return resource;
	}

	if (resource.state === 'absent') {
		return denied(`The public address ${armName(id)} was not among what could be read.`);
	}

	const {properties} = resource.value;
	if (/^ipv6$/i.test(text(properties, 'publicIPAddressVersion') ?? '')) {
		return known([]);
	}

	const isPrefix = parseArmId(id)?.type.toLowerCase() === 'microsoft.network/publicipprefixes';
	const value = text(properties, isPrefix ? 'ipPrefix' : 'ipAddress') ?? '';
	const addresses = isPrefix ? parsePrefixes([value]) : parseAddresses([value]);
	return addresses.length > 0 ? known(addresses) : denied(`The public address ${armName(id)} has no address yet.`);
}
