import {type AddressSet, formatAddresses} from '../../network/address-set.js';
import {formatPorts} from '../../network/port-set.js';
import type {AddressSource, Profile} from '../../profiles/profile.js';

/** A profile as data for others: addresses and ports in the words of profiles, not as the sets that we reckon with. */
export function jsonProfile(profile: Profile): object {
	return {
		...profile,
		addressSets: mapped(profile.addressSets, spellSource),
		requirements: profile.requirements.map(requirement => ({
			...requirement,
			...(requirement.ports === undefined || requirement.ports === 'declared'
				? {}
				: {ports: formatPorts(requirement.ports)}),
		})),
	};
}

function spellSource({addresses, tagCopy, published, ...rest}: AddressSource): object {
	return {
		...rest,
		...(addresses === undefined ? {} : {addresses: spell(addresses)}),
		...(tagCopy === undefined ? {} : {tagCopy: {...tagCopy, regions: mapped(tagCopy.regions, spell)}}),
		...(published === undefined
			? {}
			: {
					published: {
						...published,
						regions: mapped(published.regions, region => ({...region, addresses: spell(region.addresses)})),
					},
				}),
	};
}

function spell(sets: readonly AddressSet[]): readonly string[] {
	return sets.map(formatAddresses);
}

function mapped<Value>(record: Readonly<Record<string, Value>>, map: (value: Value) => unknown): object {
	return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
