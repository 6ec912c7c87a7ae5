import {type AddressSet, anyAddress} from '../network/address-set.js';
import {difference, emptySet, unionOf} from '../network/interval-set.js';
import type {Missing} from '../topology/missing.js';

/**
 * What is known of a set of addresses: what is surely in it, what may be in it, and what would tell the difference.
 * A literal prefix is known exactly; a service tag we have no list for may hold anything.
 */
export type Extent = {readonly least: AddressSet; readonly most: AddressSet; readonly unknown: readonly Missing[]};

export function exactly(addresses: AddressSet): Extent {
	return {least: addresses, most: addresses, unknown: []};
}

export const nowhere: Extent = exactly(emptySet);

export function unsure(missing: Missing, least: AddressSet = emptySet, most: AddressSet = anyAddress): Extent {
	return {least, most, unknown: [missing]};
}

export function uniteExtents(extents: readonly Extent[]): Extent {
	const [first] = extents;
	if (first !== undefined && extents.length === 1) {
		return first;
	}

	return {
		least: unionOf(extents.map(({least}) => least)),
		most: unionOf(extents.map(({most}) => most)),
		unknown: extents.flatMap(({unknown}) => unknown),
	};
}

export function complement({least, most, unknown}: Extent): Extent {
	return {least: difference(anyAddress, most), most: difference(anyAddress, least), unknown};
}

/** How the addresses and tags of a rule are to be read for one question. */
export type AddressView = {
	readonly literal: (addresses: AddressSet) => AddressSet;
	readonly tag: (name: string) => Extent;
};
