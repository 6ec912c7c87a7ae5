import {anyIpv4, formatAddresses} from '../../network/address-set.js';
import {equals, lowestOf} from '../../network/interval-set.js';
import {isLeftMostWildcard, leftMostWildcard} from '../../network/name-pattern.js';
import type {PacketSet} from '../../network/packet-set.js';
import {ports} from '../../network/port-set.js';
import type {Destination, Flow} from '../../profiles/flow.js';
import {abbreviate} from '../../routing/destination-cases.js';
import {describeService} from '../../routing/question.js';
import type {Packets} from '../../routing/way.js';
import {type ArmId, armName} from '../../topology/arm-id.js';
import {commandLine} from '../../topology/command-line.js';
import type {Firewall} from '../../topology/firewall.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {byHand} from '../by-hand.js';
import type {Stopped} from '../control.js';
import type {Need} from '../need.js';
import type {RemedyReach} from '../reach.js';
import type {Remedy} from '../remedy.js';
import {stillDenied} from '../still-denied.js';
import {flowAt} from './flow-at.js';
import type {FilterRule} from './grounds.js';
import {asksFirewall} from './judge-traffic.js';
import {labelOf} from './label-of.js';
import {type Stop, stopAt} from './stop-at.js';

/** Rules of our own for what a firewall blocks, the least opening first. */
export function remedyTraffic({finding, entries}: Stopped, topology: Topology): readonly Remedy[] {
	const {flow} = finding;
	const perFirewall = entries
		.filter(({verdict}) => verdict === 'blocked')
		.flatMap(stopAt)
		.map(stop => remediesAt(stop, flowAt(stop, flow), topology));
	return mergeById(perFirewall);
}

/** Two firewalls in one flow's way are opened together. */
function mergeById(lists: readonly (readonly Remedy[])[]): readonly Remedy[] {
	const [first = [], ...others] = lists;
	return first.map(remedy => ({
		...remedy,
		needs: [
			...remedy.needs,
			...others.flatMap(list => (list.find(({id}) => id === remedy.id) ?? list[0])?.needs ?? []),
		],
	}));
}

function remediesAt(
	{firewall, subnet, packets, denials, denied}: Stop,
	flow: Flow,
	topology: Topology,
): readonly Remedy[] {
	const inherited = denials.find(origin => origin !== undefined && origin.group.depth > 0);
	if (inherited !== undefined) {
		return [askParent(firewall, inherited, flow)];
	}

	const explicit = denials.filter(origin => origin !== undefined).filter(origin => !isCatchAll(origin));
	const bypasses =
		explicit.length === 0 ? {} : {bypasses: explicit.map(origin => labelOf(firewall, origin)).join(', ')};
	const networkDenies = denials.some(origin => origin?.rule.kind === 'network');
	const context: Context = {firewall, flow, subnet, packets, denied, topology, bypasses};
	const destination = destinationOf(flow, packets);
	return destination.kind === 'addresses'
		? addressRemedies(context, destination)
		: networkDenies || packets.hosts.every(({kind}) => kind === 'nameless')
			? beforeNetworkDeny(context, destination, denials)
			: nameRemedies(context, destination);
}

/** What the profile names; between places of the network, the addresses there. */
function destinationOf({path}: Flow, {destination}: Packets): Destination {
	return path.kind === 'egress' ? path.destination : {kind: 'addresses', addresses: destination, tag: undefined};
}

type Context = {
	readonly firewall: Firewall;
	readonly flow: Flow;
	readonly subnet: ArmId;
	readonly packets: Packets;
	readonly denied: PacketSet | undefined;
	readonly topology: Topology;
	readonly bypasses: {readonly bypasses?: string};
};

type NameDestination = Extract<Destination, {kind: 'name'}>;

/** A rule that denies whatever nobody allowed, not somebody's decision about just this traffic. */
function isCatchAll({rule}: FilterRule): boolean {
	return rule.kind === 'application' ? rule.targetFqdns.includes('*') : equals(rule.destination.addresses, anyIpv4);
}

function nameRemedies(context: Context, destination: NameDestination): readonly Remedy[] {
	const {pattern} = destination;
	const {firewall, flow, packets, denied, bypasses} = context;
	const numbers = flow.ports.flatMap(([first, last]) => (first === last && first <= 64_000 ? [first] : []));
	if (flow.protocol === 'udp' || numbers.length < flow.ports.length) {
		return beforeNetworkDeny(context, destination, []);
	}

	const name = leftMostWildcard(pattern);
	const exact = isLeftMostWildcard(pattern);
	const asked = {sources: packets.source, destinations: packets.destination, protocol: 'tcp'} as const;
	return [
		{
			id: exact ? 'exact-name' : 'wildcard',
			title: `Allow ${name} in ${firewall.name}${instead(bypasses)}`,
			opens: exact
				? `Only ${name} on ${describeService(flow)}.`
				: `Every host that ${name} stands for, which is wider than ${pattern}: Azure Firewall takes * only as the left-most character. Give the exact name to open only that.`,
			reach: exact ? 'name' : 'names',
			needs: stillDenied(
				numbers.map(port => ({...asked, ports: ports(port)})),
				denied,
			).flatMap(({sources, ports: open}) =>
				lowestOf(open, numbers.length).map(port => ({
					kind: 'application-rule',
					firewall: firewall.id,
					sources,
					name,
					scheme: port === 80 ? 'http' : 'https',
					port,
					...bypasses,
				})),
			),
		},
	];
}

function instead({bypasses}: Context['bypasses']): string {
	return bypasses === undefined ? '' : `, before the explicit deny ${bypasses}`;
}

/** Where a network rule denies, or no application rule can speak the protocol: a network rule that comes before. */
function beforeNetworkDeny(
	context: Context,
	{pattern, hosting}: NameDestination,
	denials: readonly (FilterRule | undefined)[],
): readonly Remedy[] {
	const {firewall, flow, subnet, topology, bypasses} = context;
	const byName =
		!pattern.includes('*') &&
		firewall.dnsProxy &&
		firewall.tier.toLowerCase() !== 'basic' &&
		asksFirewall(firewall, subnet, topology);
	const remedies: readonly Remedy[] = [
		...(byName
			? [
					{
						id: 'exact-name',
						title: `Allow ${pattern} by a network rule in ${firewall.name}${instead(bypasses)}`,
						opens: `Whatever shares an address with ${pattern}, on ${describeService(flow)}.`,
						reach: 'shared-addresses' as const,
						needs: networkNeeds(context, {fqdn: pattern}),
					},
				]
			: []),
		...(hosting.kind === 'service-tag' ? [tagRemedy(context, hosting.tag)] : []),
	];
	const rules = denials.map(origin => labelOf(firewall, origin)).join(', ');
	return remedies.length > 0
		? remedies
		: [
				advice(
					`${rules === '' ? `No application rule can allow ${describeService(flow)} to ${pattern}` : `Network rule ${rules} of ${firewall.name} ends the evaluation before any application rule for ${pattern}`}, and a network rule needs addresses or DNS proxy: narrow that rule, turn on DNS proxy and make the firewall the network's DNS server, or name the addresses.`,
					[commandLine('az', 'network', 'firewall', 'show', '--ids', firewall.id)],
				),
			];
}

function addressRemedies(
	context: Context,
	{addresses, tag}: Extract<Destination, {kind: 'addresses'}>,
): readonly Remedy[] {
	const {firewall, flow, topology, bypasses} = context;
	const byAddresses: Remedy = {
		id: 'addresses',
		title: `Allow ${abbreviate(formatAddresses(addresses))} in ${firewall.name}${instead(bypasses)}`,
		opens: `Exactly these addresses on ${describeService(flow)}; later changes of the list are not followed.`,
		reach: 'addresses',
		needs: networkNeeds(context, addresses),
	};
	if (tag === undefined) {
		return [byAddresses];
	}

	const members = knownValue(topology.serviceTags)?.get(tag.toLowerCase());
	const same = members !== undefined && equals(members, addresses);
	return same ? [tagRemedy(context, tag, 'addresses'), byAddresses] : [byAddresses, tagRemedy(context, tag)];
}

/** @param reach what the tag is today, where it is no more than what is asked for */
function tagRemedy(context: Context, tag: string, reach: RemedyReach = 'service-tag'): Remedy {
	return {
		id: 'service-tag',
		title: `Allow service tag ${tag} in ${context.firewall.name}${instead(context.bypasses)}`,
		opens: `Every address that Microsoft puts into ${tag}, now and later, on ${describeService(context.flow)}.`,
		reach,
		needs: networkNeeds(context, {tag}),
	};
}

function networkNeeds(
	{firewall, flow, packets, denied, bypasses}: Context,
	destinations: Extract<Need, {kind: 'network-rule'}>['destinations'],
): readonly Need[] {
	const spoken = flow.protocol === 'any' ? (['tcp', 'udp'] as const) : ([flow.protocol] as const);
	const listed = 'fqdn' in destinations || 'tag' in destinations ? undefined : destinations;
	const asked = {sources: packets.source, destinations: listed ?? packets.destination, ports: flow.ports};
	return stillDenied(
		spoken.map(protocol => ({...asked, protocol})),
		denied,
	).map(least => ({
		kind: 'network-rule',
		firewall: firewall.id,
		...least,
		destinations: listed === undefined ? destinations : least.destinations,
		denied,
		...bypasses,
	}));
}

/** A child policy's rules come after its parent's of the same type, and network rules end the matter. */
function askParent(firewall: Firewall, origin: FilterRule, flow: Flow): Remedy {
	const policy = armName(origin.group.policy);
	return advice(
		`Rule ${labelOf(firewall, origin)} is in parent policy ${policy}, whose rules come before those of ${firewall.name}'s own policy. Ask the owner of ${policy} to allow ${flow.from} to reach ${flow.to} on ${describeService(flow)} there.`,
		[commandLine('az', 'network', 'firewall', 'policy', 'rule-collection-group', 'show', '--ids', origin.group.id)],
	);
}

function advice(text: string, commands: readonly string[]): Remedy {
	return byHand([{kind: 'advice', text, commands}]);
}
