import {anyAddress, formatAddresses} from '../../network/address-set.js';
import {equals, size, unionOf} from '../../network/interval-set.js';
import type {Destination, Flow} from '../../profiles/flow.js';
import {abbreviate} from '../../routing/destination-cases.js';
import {describeService} from '../../routing/question.js';
import {tagReadings} from '../../routing/virtual-network-tag.js';
import type {Hop, Way} from '../../routing/way.js';
import {armName} from '../../topology/arm-id.js';
import type {Firewall} from '../../topology/firewall.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {Finding} from '../finding.js';
import type {RemedyReach} from '../reach.js';
import type {Remedy} from '../remedy.js';
import type {Blocker, SecurityNeed} from './open-group.js';

/** What a rule may allow so that a flow gets through, by where it leads. */
type WayTo = {
	readonly id: string;
	readonly label: string;
	readonly opens: string;
	readonly reach: RemedyReach;
	/** Undefined: what the packets at the group have. */
	readonly destinations: SecurityNeed['destinations'] | undefined;
	readonly onRequest?: true;
};

export function waysTo(finding: Finding, blockers: readonly Blocker[], topology: Topology): readonly WayTo[] {
	const {flow} = finding;
	const {path} = flow;
	const outbound = blockers.some(({hop}) => isNamed(flow, hop));
	if (path.kind === 'egress' && outbound && (path.destination.kind === 'addresses' || !isInside(blockers))) {
		return path.destination.kind === 'addresses'
			? waysToAddresses(flow, path.destination, topology)
			: waysToName(finding, path.destination, path.origin.subnet, topology);
	}

	if (blockers.every(isLookup)) {
		const servers = formatAddresses(unionOf(blockers.map(({hop}) => hop.packets.destination)));
		return [
			{
				id: 'dns',
				label: `from ${flow.from} to ${servers}`,
				opens: `Exactly udp 53 from ${flow.from} to ${servers}, which is asked for ${flow.to}.`,
				reach: 'flow',
				destinations: undefined,
			},
		];
	}

	const fromInternet = blockers.some(({hop}) => hop.packets.quantifier === 'most-sources');
	const traffic = `from ${fromInternet ? 'the internet' : flow.from} to ${flow.to}`;
	return [
		{
			id: fromInternet ? 'internet' : 'addresses',
			label: traffic,
			opens:
				path.kind === 'ingress'
					? `${describeService(flow)} ${traffic}.`
					: `Exactly ${describeService(flow)} ${traffic}.`,
			reach: fromInternet ? 'internet' : 'flow',
			destinations: undefined,
		},
	];
}

/** The name leads to addresses of the network itself, which a group can say. */
function isInside(blockers: readonly Blocker[]): boolean {
	return blockers.every(
		({hop: {packets}}) =>
			packets.quantifier !== 'some-destination' && packets.destination.every(interval => size([interval]) <= 2 ** 24),
	);
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
		reach: 'addresses',
		destinations: addresses,
	};
	if (tag === undefined) {
		return [exact];
	}

	const members = knownValue(topology.serviceTags)?.get(tag.toLowerCase());
	const byTag = tagWay(tag, service);
	// A tag that is today what is asked for opens no more today.
	return members !== undefined && equals(members, addresses) ? [{...byTag, reach: 'addresses'}, exact] : [exact, byTag];
}

function waysToName(
	{flow, way}: Finding,
	{pattern, hosting}: Extract<Destination, {kind: 'name'}>,
	subnet: string,
	topology: Topology,
): readonly WayTo[] {
	const service = describeService(flow);
	// Under a 0.0.0.0/0 route it is not settled what the tag Internet holds, so the rule names every address.
	const settled = tagReadings(subnet, topology).length === 1;
	const behind = firewallsOn(way).map(({name}) => `; firewall ${name} on the way still decides by name`);
	const everywhere: WayTo = {
		id: 'internet',
		label: `to ${settled ? 'the internet' : 'every address'}`,
		opens: `Every ${settled ? 'address of the internet' : 'address'} on ${service}: security groups cannot match names, so ${pattern} cannot be allowed alone here${behind.join('')}.`,
		reach: settled ? 'internet' : 'every-address',
		destinations: settled ? {tag: 'Internet'} : anyAddress,
	};
	if (hosting.kind !== 'service-tag') {
		return [everywhere];
	}

	const byTag = tagWay(hosting.tag, service);
	return [
		hosting.surely === true
			? byTag
			: {
					...byTag,
					opens: `${byTag.opens.replace(/\.$/, '')}; whether ${pattern} is in it, only a lookup shows.`,
					onRequest: true,
				},
		everywhere,
	];
}

function firewallsOn(way: Way): readonly Firewall[] {
	const found = way.cases.flatMap(({hops}) =>
		hops.flatMap(({place}) => (place.kind === 'firewall' ? [place.firewall] : [])),
	);
	return [...new Set(found)];
}

/** Where nothing on the way to a name knows names, what would: a firewall, which a person has to put there. */
export function byName({flow, way}: Finding, blockers: readonly Blocker[]): readonly Remedy[] {
	const {path} = flow;
	if (
		path.kind !== 'egress' ||
		path.destination.kind !== 'name' ||
		isInside(blockers) ||
		!blockers.some(({hop}) => isNamed(flow, hop)) ||
		firewallsOn(way).length > 0
	) {
		return [];
	}

	const {pattern} = path.destination;
	const subnet = armName(path.origin.subnet);
	return [
		{
			id: 'firewall',
			title: `Let a firewall decide by name for ${subnet}`,
			opens: `Nothing by itself; with it, ${pattern} alone can be allowed on ${describeService(flow)}, where a security group can only allow every address.`,
			needs: [
				{
					kind: 'advice',
					text: `Send what leaves ${subnet} through an Azure Firewall (a route for 0.0.0.0/0 to its private address), allow names there, and then the addresses in the security group; plan again when the route is there.`,
					commands: [],
				},
			],
			onRequest: true,
		},
	];
}

function tagWay(tag: string, service: string): WayTo {
	return {
		id: 'service-tag',
		label: `to service tag ${tag}`,
		opens: `Every address that Microsoft puts into ${tag}, now and later, on ${service}.`,
		reach: 'service-tag',
		destinations: {tag},
	};
}

/** What is stopped is the question for the name. */
export function isLookup({hop}: Blocker): boolean {
	return hop.leg === 'lookup';
}

/** The destination is what the profile names, and not a place on the way. */
export function isNamed({path}: Flow, {place, leg}: Hop): boolean {
	return path.kind === 'egress' && leg === 'request' && 'direction' in place && place.direction === 'outbound';
}
