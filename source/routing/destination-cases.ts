import type {Address, Family} from '../network/address.js';
import {type AddressSet, addresses, anyAddress, anyIpv4, formatAddresses} from '../network/address-set.js';
import {
	difference,
	emptySet,
	type Interval,
	intervalSet,
	overlaps,
	size,
	union,
	unionOf,
} from '../network/interval-set.js';
import type {Destination, Hosting} from '../profiles/flow.js';
import type {ArmId} from '../topology/arm-id.js';
import {commandLine} from '../topology/command-line.js';
import type {Missing} from '../topology/missing.js';
import {rememberByObject} from '../topology/remember-by-object.js';
import type {Topology} from '../topology/topology.js';
import {type AddressView, exactly, nowhere, unsure} from './extent.js';
import type {Resolution} from './names/resolution.js';
import type {Party} from './party.js';
import {resolveName} from './resolve-name.js';
import {missingTag, plainView, relate, serviceTagExtent, taggedView, untaggedView} from './resolve-tags.js';
import {storageAccountOf} from './storage-account.js';

/** Every address that can be met on the internet (IANA special-purpose registry left out). */
export const publicAddresses: AddressSet = difference(
	anyIpv4,
	addresses(
		'0.0.0.0/8',
		'10.0.0.0/8',
		'100.64.0.0/10',
		'127.0.0.0/8',
		'168.63.129.16',
		'169.254.0.0/16',
		'172.16.0.0/12',
		'192.0.0.0/24',
		'192.0.2.0/24',
		'192.168.0.0/16',
		'198.18.0.0/15',
		'198.51.100.0/24',
		'203.0.113.0/24',
		'224.0.0.0/3',
	),
);

/** The internet, family by family; of IPv6 what is given out (IANA IPv6 global unicast), without documentation. */
export const publicOf: Readonly<Record<Family, AddressSet>> = {
	IPv4: publicAddresses,
	IPv6: difference(addresses('2000::/3'), addresses('2001:db8::/32')),
};

/** Of both families. */
export const everyPublicAddress: AddressSet = union(publicOf.IPv4, publicOf.IPv6);

/**
 * One way things may stand with a destination. A verdict holds when it is the same in every case: there is no DNS in a
 * world, so where a name's addresses lie is not known, only what a profile says of it.
 */
export type DestinationCase = {
	readonly addresses: AddressSet;
	/** Of listed addresses every one must be reachable; a name has some of them, we do not know which. */
	readonly quantifier: 'every' | 'some';
	readonly view: AddressView;
	/** What decides what the name is, in the order in which it is asked; left out where only public DNS does. */
	readonly resolutions?: readonly Resolution[];
	/** Whose servers are asked for it; left out where nobody outside the cluster is. */
	readonly asks?: 'network' | 'azure';
	/** Set where speakers look the name up in different ways. */
	readonly party?: Party;
};

/**
 * @param network the one that asks for the name
 * @param asked the servers that the network names, or Azure's own whatever it names
 */
export function destinationCases(
	destination: Destination,
	network: ArmId | undefined,
	topology: Topology,
	asked: 'network' | 'azure' = 'network',
): readonly DestinationCase[] {
	if (destination.kind === 'addresses') {
		const {addresses: members, tag} = destination;
		return [{addresses: members, quantifier: 'every', view: taggedView(members, tag, topology)}];
	}

	const {private: resolutions, public: isPublic} =
		network === undefined ? {private: [], public: true} : resolveName(destination.pattern, network, topology, asked);
	return [
		...resolutions.map(
			(resolution): DestinationCase => ({
				addresses: resolution.kind === 'record' ? resolution.addresses : emptySet,
				quantifier: 'every',
				view: plainView(topology),
				resolutions: [resolution],
			}),
		),
		...(isPublic ? publicCases(destination, topology) : []),
	];
}

type Named = Extract<Destination, {kind: 'name'}>;

/**
 * Endpoints of storage accounts are known by their name, and all of them are in Azure's tag for storage [K]
 * (service-tags-overview).
 */
function hostingOf({pattern, hosting}: Named): Hosting {
	return storageAccountOf(pattern).kind === 'no-account'
		? hosting
		: {kind: 'service-tag', tag: 'Storage', surely: true};
}

function publicCases(destination: Named, topology: Topology): readonly DestinationCase[] {
	const hosting = hostingOf(destination);
	switch (hosting.kind) {
		case 'outside-azure': {
			return [outsideAzure(topology)];
		}

		case 'service-tag': {
			const [inside, ...outside] = insideOrOutside(hosting.tag, topology);
			return hosting.surely === true ? [inside] : [inside, ...outside];
		}

		case 'unknown': {
			const {tag} = plainView(topology);
			return [{addresses: publicAddresses, quantifier: 'some', view: {literal: networks, tag}}];
		}
	}
}

/** A host of another company: in no service tag, nor in a block that Azure's own addresses lie in. */
function outsideAzure({serviceTags}: Topology): DestinationCase {
	const azure = serviceTags.state === 'known' ? everyPrefix(serviceTags.value) : [];
	const literal = (set: AddressSet) => networks(set).filter(block => !isAzures(block, azure));
	return {addresses: publicAddresses, quantifier: 'some', view: {...untaggedView, literal}};
}

const everyPrefix = rememberByObject((tags: ReadonlyMap<string, AddressSet>): AddressSet => unionOf(tags.values()));

/** Azure holds its addresses in blocks of /16 and larger, so a block up to that size has no second owner [I]. */
function isAzures(block: Interval<Address>, azure: AddressSet): boolean {
	return size([block]) <= 2 ** 16 && overlaps([block], azure);
}

/** A host that is in none of the tags we know may still be one of Azure's. */
function elsewhere(candidates: AddressSet): DestinationCase {
	return {addresses: candidates, quantifier: 'some', view: {...untaggedView, literal: networks}};
}

function insideOrOutside(tag: string, topology: Topology): readonly [DestinationCase, ...DestinationCase[]] {
	const {most: members, unknown} = serviceTagExtent(tag, topology);
	if (unknown.length === 0) {
		const inside = {addresses: members, quantifier: 'some', view: taggedView(members, tag, topology)} as const;
		return [inside, elsewhere(difference(publicAddresses, members))];
	}

	return [
		{
			addresses: publicAddresses,
			quantifier: 'some',
			view: {literal: networks, tag: name => memberOf(name, tag, topology)},
		},
		elsewhere(publicAddresses),
	];
}

/** Whether addresses that are in `inner`, whichever they are, are in `outer`. */
function memberOf(outer: string, inner: string, topology: Topology) {
	const relation = relate(outer, inner);
	return relation === 'contains'
		? exactly(anyAddress)
		: relation === 'apart'
			? nowhere
			: unsure(missingTag(outer, topology));
}

/**
 * A rule for a few literal addresses, or for somebody's site, was written for hosts we do not know; a name with changing
 * addresses is not taken to be one of them. Blocks of /22 and larger do count: those that serve names to the world
 * publish none narrower (cloudflare.com/ips).
 */
function networks(set: AddressSet): AddressSet {
	return intervalSet(set.filter(interval => size([interval]) >= 1024));
}

/** What resolving would tell; of listed addresses it is something else that is not known, and said before this. */
export function missingResolution(destination: Destination): Missing {
	const name = describeDestination(destination);
	return name.includes('*')
		? {datum: `the exact name behind ${name}, and its addresses`, command: 'nslookup NAME'}
		: {datum: `the addresses of ${name}`, command: commandLine('nslookup', name)};
}

export function describeDestination(destination: Destination): string {
	return destination.kind === 'name'
		? destination.pattern
		: (destination.tag ?? abbreviate(formatAddresses(destination.addresses)));
}

/** Long lists are for the JSON report, not for a sentence. */
export function abbreviate(list: string): string {
	const items = list.split(', ');
	return items.length <= 4 ? list : `${items.slice(0, 3).join(', ')} and ${items.length - 3} more`;
}
