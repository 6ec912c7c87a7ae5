import {type AddressSet, formatAddresses} from '../network/address-set.js';
import {intersection, size, unionOf} from '../network/interval-set.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import {type ReadResult, readCluster} from './bind-context.js';
import type {AddressSource, Profile} from './profile.js';

export type ResolvedAddresses = {
	readonly addresses: AddressSet;
	/** The service tag they stand for, spelled as Azure spells it. */
	readonly tag: string | undefined;
	readonly remarks: readonly string[];
};

/** `East US` and `eastus` are the same region. */
export function regionOf(location: string): string {
	return location.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** `AzureDevSpaces.{region}` for eastus becomes `AzureDevSpaces.EastUS`, in the spelling of the tag list. */
export function spellTag(tag: string, location: string, sets: Profile['addressSets']): string {
	const region = regionOf(location);
	const spellings = Object.values(sets)
		.filter(set => set.tag === tag)
		.flatMap(set => Object.keys(set.tagCopy?.regions ?? {}));
	return tag.replace('{region}', spellings.find(spelling => regionOf(spelling) === region) ?? region);
}

/** Where and by which list a set is resolved. */
export type AddressContext = {
	readonly location: string;
	readonly serviceTags: Topology['serviceTags'];
	readonly sets: Profile['addressSets'];
};

/** The addresses of a set for the cluster's region. */
export function addressesFor(set: AddressSource, profile: Profile, topology: Topology): ReadResult<ResolvedAddresses> {
	const {serviceTags} = topology;
	const regional = set.tag !== undefined || set.published !== undefined;
	const cluster = regional ? readCluster(topology) : undefined;
	return cluster?.ok === false
		? cluster
		: resolveAddresses(set, {location: cluster?.value.location ?? '', serviceTags, sets: profile.addressSets});
}

/**
 * By the world's own tag list, else by the profile's copy of it, else by the list somebody published. Where list and
 * tag differ the tag wins, because Azure keeps only the tag up to date.
 */
export function resolveAddresses(set: AddressSource, context: AddressContext): ReadResult<ResolvedAddresses> {
	const {location, sets} = context;
	const tag = set.tag === undefined ? undefined : spellTag(set.tag, location, sets);
	const published = inRegion(set.published?.regions ?? {}, location);
	const tagged = tag === undefined ? undefined : taggedAddresses(set, tag, context);
	if (tagged !== undefined) {
		const comparison = published && compare(set, published, tagged.addresses, tag ?? '');
		const remarks = [tagged.remark, comparison].filter(remark => remark !== undefined);
		return {ok: true, value: {addresses: tagged.addresses, tag, remarks}};
	}

	if (published !== undefined) {
		const remark = `The addresses come from ${set.published?.title} as of ${published.entry.date}; no service tag was found.`;
		return {ok: true, value: {addresses: unionOf(published.entry.addresses), tag: undefined, remarks: [remark]}};
	}

	return set.addresses === undefined
		? {ok: false, gap: unknownRegion(set, tag, location)}
		: {ok: true, value: {addresses: unionOf(set.addresses), tag: undefined, remarks: []}};
}

function taggedAddresses(
	set: AddressSource,
	tag: string,
	{location, serviceTags}: AddressContext,
): {readonly addresses: AddressSet; readonly remark: string | undefined} | undefined {
	const current = knownValue(serviceTags)?.get(tag.toLowerCase());
	if (current !== undefined) {
		return {addresses: current, remark: undefined};
	}

	const copy = inRegion(set.tagCopy?.regions ?? {}, location);
	if (copy === undefined) {
		return undefined;
	}

	const reason = {known: 'lacks it', absent: 'was not read', denied: 'may not be read'}[serviceTags.state];
	return {
		addresses: unionOf(copy.entry),
		remark: `The addresses of ${tag} are the profile's copy of ${set.tagCopy?.date}, because Azure's list of service tags ${reason}.`,
	};
}

function compare(
	{published}: AddressSource,
	{region, entry}: InRegion<NonNullable<AddressSource['published']>['regions'][string]>,
	tagged: AddressSet,
	tag: string,
): string | undefined {
	const listed = unionOf(entry.addresses);
	const [all, inside] = [size(listed), size(intersection(listed, tagged))];
	if (inside === all && all === size(tagged)) {
		return undefined;
	}

	const withdrawn = published?.withdrawn === undefined ? '' : `, withdrawn on ${published.withdrawn}`;
	const list = `The list ${published?.title} for ${region} (of ${entry.date}${withdrawn})`;
	return inside === all
		? `${list} names only ${all} of the ${size(tagged)} addresses of ${tag}; the tag holds.`
		: `${list} disagrees with ${tag}: ${all - inside} of its ${all} addresses (${formatAddresses(listed)}) are outside the tag; the tag holds.`;
}

type InRegion<T> = {readonly region: string; readonly entry: T};

function inRegion<T>(regions: Readonly<Record<string, T>>, location: string): InRegion<T> | undefined {
	const found = Object.entries(regions).find(([region]) => regionOf(region) === regionOf(location));
	return found === undefined ? undefined : {region: found[0], entry: found[1]};
}

function unknownRegion(set: AddressSource, tag: string | undefined, location: string) {
	const region = regionOf(location);
	const what = tag ?? set.published?.title ?? set.title;
	return {
		why: `No addresses of ${set.title} are known for ${region}: neither Azure's list of service tags nor the profile has ${what}.`,
		missing: {
			datum: `the addresses of ${what}`,
			command: `az network list-service-tags --location ${region} --query "values[?name=='${tag ?? ''}'].properties.addressPrefixes"`,
		},
	};
}
