import {type AddressSet, addressesOf, toCidrs} from './address-set.js';
import {overlaps} from './interval-set.js';

/** The blocks of a set that have some address of another one, each of them whole. */
export function overlapping(blocks: AddressSet, others: AddressSet): AddressSet {
	return addressesOf(toCidrs(blocks).filter(cidr => overlaps(addressesOf([cidr]), others)));
}
