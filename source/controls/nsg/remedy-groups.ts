import {type AddressSet, anyAddress, formatAddresses} from '../../network/address-set.js';
import {equals, union} from '../../network/interval-set.js';
import type {Destination, Flow} from '../../profiles/flow.js';
import {abbreviate} from '../../routing/destination-cases.js';
import {describeService} from '../../routing/question.js';
import {tagReadings} from '../../routing/virtual-network-tag.js';
import type {Hop} from '../../routing/way.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {Stopped} from '../control.js';
import type {Decision, DecisionOf} from '../decision.js';
import type {Need} from '../need.js';
import type {Remedy} from '../remedy.js';
import {stillDenied} from '../still-denied.js';
import {type Blocker, describeGroups, openGroup, type SecurityNeed} from './open-group.js';

/** Rules for exactly these packets in each group of the customer's that stops them; advice where only AKS's do. */
export function remedyGroups({finding: {flow}, entries}: Stopped, topology: Topology): readonly Remedy[] {
	const blockers = entries.flatMap(({verdict, parts}) =>
		verdict === 'blocked' || isDoubtOnTheWayIn(parts) ? blockerOf(parts) : [],
	);
	const own = blockers.filter(({group}) => !group.managed);
	const needs = (destinations: SecurityNeed['destinations'] | undefined): readonly Need[] => [
		...new Map(
			blockers
				.flatMap(blocker => openGroup(blocker, shapesOf(flow, blocker, destinations)))
				.map(need => [JSON.stringify(need), need]),
		).values(),
	];
	if (own.length === 0) {
		return blockers.length === 0
			? []
			: [{id: 'advice', title: 'What a person can do', opens: 'Nothing is changed.', needs: needs(undefined)}];
	}

	return waysTo(flow, own, topology).map(({id, label, opens, destinations}) => ({
		id,
		title: `Allow ${describeService(flow)} ${label} in ${describeGroups(own)}`,
		opens,
		needs: needs(destinations),
	}));
}

/** What is blocked, or at a group of the customer's may be, on the way in, where AKS writes its own rules. */
function isDoubtOnTheWayIn(parts: readonly Decision[]): boolean {
	return parts.some(({hop: {place, packets}, verdict}) => {
		const group = (place.kind === 'subnet' || place.kind === 'interface') && place.group;
		return (
			verdict === 'undecided' &&
			packets.orDestination !== undefined &&
			group !== false &&
			group.state === 'known' &&
			!group.group.managed
		);
	});
}

/** One blocker for all cases of an entry: a rule must come before every rule that denies in any of them. */
function blockerOf(parts: readonly Decision[]): readonly Blocker[] {
	const decided = parts.flatMap(part =>
		part.control === 'nsg' && part.grounds.kind === 'rules' ? [{hop: part.hop, grounds: part.grounds}] : [],
	);
	const telling = parts.find((part): part is DecisionOf<'nsg'> => part.control === 'nsg' && part.verdict === 'blocked');
	const [first] = decided;
	return first === undefined
		? []
		: [
				{
					group: first.grounds.group,
					denials: [...new Set(decided.flatMap(({grounds}) => grounds.denials))],
					denied: decided.some(({grounds}) => grounds.denied === undefined)
						? undefined
						: decided.flatMap(({grounds}) => grounds.denied ?? []),
					hop: telling?.hop ?? first.hop,
				},
			];
}

function shapesOf(flow: Flow, {hop, denied}: Blocker, destinations: SecurityNeed['destinations'] | undefined) {
	const {place, packets} = hop;
	const direction = place.kind === 'subnet' || place.kind === 'interface' ? place.direction : ('inbound' as const);
	const spoken = packets.protocol === 'any' ? (['tcp', 'udp'] as const) : ([packets.protocol] as const);
	const named = isNamed(flow, hop) && destinations !== undefined ? destinations : undefined;
	const asked = {
		sources: packets.source,
		destinations: named !== undefined && !('tag' in named) ? named : either(packets.destination, packets.orDestination),
		ports: packets.ports,
	};
	const wishes = spoken.map(protocol => ({...asked, protocol}));
	return stillDenied(wishes, denied).map(least => ({
		direction,
		sources: sourcesOf(hop, least.sources),
		destinations: named !== undefined && 'tag' in named ? named : least.destinations,
		protocol: least.protocol,
		ports: least.ports,
	}));
}

function sourcesOf({leg, packets}: Hop, sources: AddressSet): SecurityNeed['sources'] {
	if (leg === 'probe') {
		return {tag: 'AzureLoadBalancer'};
	}

	return packets.quantifier === 'most-sources' ? {tag: 'Internet'} : sources;
}

/** Whichever of the two the group takes for the destination (floating IP). */
function either(destination: AddressSet, orDestination: AddressSet | undefined): AddressSet {
	return orDestination === undefined ? destination : union(destination, orDestination);
}

/** The destination is what the profile names, and not a place on the way. */
function isNamed({path}: Flow, {place, leg}: Hop): boolean {
	return path.kind === 'egress' && leg === 'request' && 'direction' in place && place.direction === 'outbound';
}

type WayTo = {
	readonly id: string;
	readonly label: string;
	readonly opens: string;
	/** Undefined: what the packets at the group have. */
	readonly destinations: SecurityNeed['destinations'] | undefined;
};

function waysTo(flow: Flow, blockers: readonly Blocker[], topology: Topology): readonly WayTo[] {
	const {path} = flow;
	const outbound = blockers.some(({hop}) => isNamed(flow, hop));
	if (path.kind === 'egress' && outbound && (path.destination.kind === 'addresses' || !isInside(blockers))) {
		return path.destination.kind === 'addresses'
			? waysToAddresses(flow, path.destination, topology)
			: waysToName(flow, path.destination, path.origin.subnet, topology);
	}

	const fromInternet = blockers.some(({hop}) => hop.packets.quantifier === 'most-sources');
	const traffic = `from ${fromInternet ? 'the internet' : flow.from} to ${flow.to}`;
	return [
		{
			id: fromInternet ? 'internet' : 'addresses',
			label: traffic,
			opens:
				path.kind === 'ingress'
					? `${describeService(flow)} ${traffic}, at the load balancer's address and at the nodes behind it.`
					: `Exactly ${describeService(flow)} ${traffic}.`,
			destinations: undefined,
		},
	];
}

/** The name leads to addresses of the network itself, which a group can say. */
function isInside(blockers: readonly Blocker[]): boolean {
	return blockers.every(({hop}) => hop.packets.destination.every(([first, last]) => last - first < 2 ** 24));
}

function waysToAddresses(
	flow: Flow,
	{addresses, tag}: Extract<Destination, {kind: 'addresses'}>,
	topology: Topology,
): readonly WayTo[] {
	const service = describeService(flow);
	const exact: WayTo = {
		id: 'addresses',
		label: `to ${abbreviate(formatAddresses(addresses))}`,
		opens: `Exactly these addresses on ${service}; later changes of the list are not followed.`,
		destinations: addresses,
	};
	if (tag === undefined) {
		return [exact];
	}

	const members = knownValue(topology.serviceTags)?.get(tag.toLowerCase());
	const byTag = tagWay(tag, service);
	return members !== undefined && equals(members, addresses) ? [byTag, exact] : [exact, byTag];
}

function waysToName(
	flow: Flow,
	{pattern, hosting}: Extract<Destination, {kind: 'name'}>,
	subnet: string,
	topology: Topology,
): readonly WayTo[] {
	const service = describeService(flow);
	// Under a 0.0.0.0/0 route it is not settled what the tag Internet holds, so the rule names every address.
	const settled = tagReadings(subnet, topology).length === 1;
	const everywhere: WayTo = {
		id: 'internet',
		label: `to ${settled ? 'the internet' : 'every address'}`,
		opens: `Every ${settled ? 'address of the internet' : 'address'} on ${service}: security groups know no names, so ${pattern} alone cannot be said here.`,
		destinations: settled ? {tag: 'Internet'} : anyAddress,
	};
	return hosting.kind === 'service-tag' ? [everywhere, tagWay(hosting.tag, service)] : [everywhere];
}

function tagWay(tag: string, service: string): WayTo {
	return {
		id: 'service-tag',
		label: `to service tag ${tag}`,
		opens: `Every address that Microsoft puts into ${tag}, now and later, on ${service}.`,
		destinations: {tag},
	};
}
