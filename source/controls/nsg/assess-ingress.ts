import {type AddressSet, formatAddress} from '../../network/address-set.js';
import {union} from '../../network/interval-set.js';
import type {Flow, IngressPath} from '../../profiles/flow.js';
import {type ArmId, armKey} from '../../topology/arm-id.js';
import type {Firewall} from '../../topology/firewall.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {SecurityGroup} from '../../topology/virtual-network.js';
import {decide} from '../bounded-rules.js';
import {commandLine} from '../command-line.js';
import type {TrailEntry} from '../control.js';
import {publicAddresses} from '../destination-cases.js';
import {
	comesByFirewall,
	ingressWay,
	listeningAddresses,
	nodeSubnets,
	nodesUnread,
	serviceName,
} from '../ingress-way.js';
import {describeService, question} from '../question.js';
import {plainView, untaggedView} from '../resolve-tags.js';
import {listed, missingOf} from '../trail.js';
import {tagReadings, virtualNetworkExtent, withNetworkTags} from '../virtual-network-tag.js';
import {combine, type GroupDecision} from './assess-egress.js';
import {interfaceLevels, isAmong, type Level, subnetLevel} from './groups.js';
import {ruleLabel, securityRules, withRulesAbout} from './match-rules.js';

/** What arrives at the nodes: from whom, and to which address of the load balancer. */
export type Arrival = {
	readonly sources: AddressSet;
	/** Clients anywhere, or the firewall that stands before them. */
	readonly from: 'internet' | Firewall;
	readonly address: number;
};

/** Inbound: first the subnet's group, then the interface's; both must allow (network-security-group-how-it-works). */
export function assessIngress(flow: Flow, path: IngressPath, topology: Topology): readonly TrailEntry[] {
	if (nodeSubnets(topology).length === 0) {
		return [nodesUnread('nsg', path)];
	}

	const arrival = arrivalOf(flow, path, topology);
	if (arrival === 'no-address') {
		return [withoutAddress(path)];
	}

	return arrival === undefined
		? []
		: ingressLevels(topology).map(({level, subnets}) =>
				level.state === 'group'
					? entry(flow, path, level.group, arrival, decideIngress(flow, level.group, subnets, arrival, topology))
					: level.entry,
			);
}

/** Undefined where nothing can arrive at all; then another control has said why. */
export function arrivalOf(flow: Flow, path: IngressPath, topology: Topology): Arrival | 'no-address' | undefined {
	const way = ingressWay(flow, path, topology);
	switch (way.kind) {
		case 'no-address': {
			return 'no-address';
		}

		case 'public': {
			return comesByFirewall(way, topology)
				? {sources: listeningAddresses(way.publication), from: way.publication.firewall, address: way.address}
				: {sources: publicAddresses, from: 'internet', address: way.address};
		}

		case 'internal': {
			return way.firewall && {sources: insideOf(way.firewall, topology), from: way.firewall, address: way.address};
		}
	}
}

/**
 * Translated packets carry an address of the firewall's subnet (firewall-known-issues.md, DNAT is SNATed too); of a
 * firewall in a virtual hub only its own address is known, and that it is this one is inferred [I].
 */
export function insideOf(firewall: Firewall, topology: Topology): AddressSet {
	const subnet = firewall.subnet && knownValue(topology.subnets.get(armKey(firewall.subnet)));
	return subnet ? subnet.prefixes : firewall.privateAddresses;
}

type PlacedLevel = {readonly level: Level; readonly subnets: readonly ArmId[]};

export function ingressLevels(topology: Topology): readonly PlacedLevel[] {
	const subnets = nodeSubnets(topology);
	const interfaces = interfaceLevels(topology);
	return [
		...subnets
			.map(subnet => ({level: subnetLevel(subnet, topology), subnets: [subnet]}))
			.filter(({level}) => !isAmong(level, interfaces)),
		...interfaces.map(level => ({level, subnets})),
	];
}

/**
 * With floating IP, which AKS uses, the group sees the load balancer's address as the destination, while the general text
 * says it sees the backend's: a group of the customer must agree with both. AKS writes its own groups for the reading
 * that is true, so there one of the two is enough.
 */
export function decideIngress(
	flow: Flow,
	group: SecurityGroup,
	subnets: readonly ArmId[],
	arrival: Arrival,
	topology: Topology,
): GroupDecision {
	const views = subnets.flatMap(subnet =>
		tagReadings(subnet, topology).map(reading => {
			const virtualNetwork = virtualNetworkExtent(subnet, topology, reading);
			return {
				source: withNetworkTags(arrival.from === 'internet' ? untaggedView : plainView(topology), virtualNetwork),
				destination: withNetworkTags(plainView(topology), virtualNetwork),
			};
		}),
	);
	const readings = [frontend(arrival), nodesIn(subnets, topology)].map(destination =>
		views.map(view => {
			const asked = question(flow, arrival.sources, destination);
			return decide(
				securityRules(withRulesAbout(group, 'inbound', asked[0]), 'inbound', view),
				asked,
				arrival.from === 'internet' ? 'most-sources' : 'every',
			);
		}),
	);
	const fitting = group.managed ? readings.map(combine).find(({verdict}) => verdict === 'allowed') : undefined;
	return fitting ?? combine(readings.flat());
}

function frontend({address}: Arrival): AddressSet {
	return [[address, address]];
}

export function nodesIn(subnets: readonly ArmId[], topology: Topology): AddressSet {
	return union(...subnets.map(subnet => knownValue(topology.subnets.get(armKey(subnet)))?.prefixes ?? []));
}

function entry(
	flow: Flow,
	{service}: IngressPath,
	group: SecurityGroup,
	arrival: Arrival,
	{verdict, decision, unknown}: GroupDecision,
): TrailEntry {
	const rules = listed(decision.shares.map(({origin}) => ruleLabel(origin)));
	const source = arrival.from === 'internet' ? 'the internet' : `firewall ${arrival.from.name}`;
	const traffic = `${describeService(flow)} from ${source} to ${serviceName(service)} at ${formatAddress(arrival.address)}`;
	const common = {control: 'nsg', verdict, resource: group.id, rule: rules} as const;
	const limit = limitOf(service);
	switch (verdict) {
		case 'allowed': {
			return {...common, why: `${group.name} allows ${traffic} by ${rules}.${limit}`};
		}

		case 'blocked': {
			return {...common, why: `${group.name} denies ${traffic} by ${rules}.${limit}`};
		}

		case 'undecided': {
			const missing = missingOf(unknown, {
				datum: 'which destination the group sees, the load balancer or the node behind it',
				command: 'az network watcher test-ip-flow --direction Inbound --protocol TCP --help',
			});
			return {
				...common,
				why: `Whether ${group.name} denies ${traffic} by ${rules} depends on ${missing.datum}.${limit}`,
				missing,
			};
		}
	}
}

const rangesAnnotations = [
	'service.beta.kubernetes.io/azure-allowed-ip-ranges',
	'service.beta.kubernetes.io/azure-allowed-service-tags',
];

/** What the service itself restricts its clients to; AKS turns it into rules of its own group. */
function limitOf({annotations, sourceRanges}: IngressPath['service']): string {
	const ranges = [...sourceRanges, ...rangesAnnotations.flatMap(key => annotations[key]?.split(',') ?? [])];
	return ranges.length === 0 || ranges.includes('0.0.0.0/0')
		? ''
		: ` The service itself admits only ${listed(ranges.map(range => range.trim()))}.`;
}

function withoutAddress({service}: IngressPath): TrailEntry {
	return {
		control: 'nsg',
		verdict: 'undecided',
		resource: serviceName(service),
		rule: 'no address',
		why: `Service ${serviceName(service)} has no load balancer address yet, so nothing can be said about who reaches it.`,
		missing: {
			datum: `the address of service ${serviceName(service)}`,
			command: commandLine('kubectl', 'get', 'service', service.name, '--namespace', service.namespace),
		},
	};
}
