import type {AddressSet} from '../../network/address-set.js';
import {equals} from '../../network/interval-set.js';
import {valueKey} from '../../network/value-key.js';
import type {Flow} from '../../profiles/flow.js';
import {describeService} from '../../routing/question.js';
import {platformDns} from '../../routing/resolve-tags.js';
import type {Hop} from '../../routing/way.js';
import type {Topology} from '../../topology/topology.js';
import {byHand} from '../by-hand.js';
import type {Stopped} from '../control.js';
import type {Decision, DecisionOf} from '../decision.js';
import type {Need} from '../need.js';
import type {Remedy} from '../remedy.js';
import {stillDenied} from '../still-denied.js';
import {type Blocker, describeGroups, openGroup, type SecurityNeed} from './open-group.js';
import {byName, isLookup, isNamed, waysTo} from './ways-to.js';

/** Rules for exactly these packets in each group of the customer's that stops them; advice where only AKS's do. */
export function remedyGroups({finding, entries}: Stopped, topology: Topology): readonly Remedy[] {
	const {flow} = finding;
	const blockers = entries.flatMap(({verdict, parts}) =>
		verdict === 'blocked' || (flow.path.kind === 'ingress' && isDoubtOnTheWayIn(parts)) ? blockerOf(parts) : [],
	);
	const own = blockers.filter(({group}) => !group.managed);
	const needs = (destinations: SecurityNeed['destinations'] | undefined): readonly Need[] => [
		...new Map(
			blockers
				.flatMap(blocker => openGroup(blocker, shapesOf(flow, blocker, destinations)))
				.map(need => [valueKey(need), need]),
		).values(),
	];
	if (own.length === 0) {
		return blockers.length === 0 ? [] : [byHand(needs(undefined))];
	}

	const asked = own.every(isLookup) ? 'DNS questions' : describeService(flow);
	const ways = waysTo(finding, own, topology).map(({id, label, opens, reach, destinations, onRequest}) => ({
		id,
		title: `Allow ${asked} ${label} in ${describeGroups(own)}`,
		opens,
		reach,
		needs: needs(destinations),
		...(onRequest === true ? {onRequest} : {}),
	}));
	return [...ways, ...byName(finding, own)];
}

/** What a group of the customer's may block on the way in, by a tag that can be read in two ways. */
function isDoubtOnTheWayIn(parts: readonly Decision[]): boolean {
	return parts.some(({hop: {place, leg}, verdict}) => {
		const group = (place.kind === 'subnet' || place.kind === 'interface') && place.group;
		return (
			verdict === 'undecided' && leg === 'request' && group !== false && group.state === 'known' && !group.group.managed
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
		destinations: named !== undefined && !('tag' in named) ? named : packets.destination,
		ports: packets.ports,
	};
	const wishes = spoken.map(protocol => ({...asked, protocol}));
	return stillDenied(wishes, denied).map(least => ({
		direction,
		sources: sourcesOf(hop, least.sources),
		destinations: named !== undefined && 'tag' in named ? named : destinationsOf(hop, least.destinations),
		protocol: least.protocol,
		ports: least.ports,
	}));
}

/** Azure's own DNS is in no rule but those for its tag (service-tags-overview). */
function destinationsOf({leg, packets}: Hop, destinations: AddressSet): SecurityNeed['destinations'] {
	return leg === 'lookup' && equals(packets.destination, platformDns) ? {tag: 'AzurePlatformDNS'} : destinations;
}

function sourcesOf({leg, packets}: Hop, sources: AddressSet): SecurityNeed['sources'] {
	if (leg === 'probe') {
		return {tag: 'AzureLoadBalancer'};
	}

	return packets.quantifier === 'most-sources' ? {tag: 'Internet'} : sources;
}
