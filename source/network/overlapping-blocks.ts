import {type AddressSet, toBlocks} from './address-set.js';
import {intervalSet, isSubset, overlaps} from './interval-set.js';

/** The blocks of a set that have some address of another one, each of them whole. */
export function overlapping(blocks: AddressSet, others: AddressSet): AddressSet {
	if (isSubset(blocks, others)) {
		return blocks;
	}

	return intervalSet(
		toBlocks(blocks)
			.map(({addresses}) => addresses)
			.filter(block => overlaps([block], others)),
	);
}
