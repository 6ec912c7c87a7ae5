import {formatAddress} from '../../network/address-set.js';
import type {EgressPath, Flow, Missing} from '../../profiles/flow.js';
import {type ArmId, armKey, armName} from '../../topology/arm-id.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {agree, type DecidedVerdict, joint} from '../bounded-rules.js';
import {commandLine} from '../command-line.js';
import type {TrailEntry} from '../control.js';
import {describeHop} from '../describe-hop.js';
import {describeDestination, destinationCases, missingResolution} from '../destination-cases.js';
import {type Hop, type NextHops, nextHops, type RouteShare} from '../next-hop.js';
import {listed, missingOf} from '../trail.js';
import {tryFromNode} from './try-from-node.js';

/** Where the packets go next, and whether they get anywhere; a firewall on the way is asked by its own control. */
export function assessEgress(flow: Flow, path: EgressPath, topology: Topology): readonly TrailEntry[] {
	const cases = destinationCases(path.destination, topology).map(found => ({
		found,
		hops: nextHops(path.origin.subnet, found.addresses, found.view, topology),
	}));
	const unreadable = cases.map(({hops}) => hops).find(isUnreadable);
	if (unreadable !== undefined) {
		return [unreadableEntry(unreadable)];
	}

	const ways = cases.flatMap(({found, hops}) =>
		hops.state === 'known' ? hops.readings.map(shares => ({found, shares})) : [],
	);
	const verdict = agree(
		ways.map(({found, shares}) => {
			const verdicts = shares.map(share => verdictOf(share, path.origin.subnet, topology));
			return found.quantifier === 'every' ? joint(verdicts) : agree(verdicts);
		}),
	);
	const shares = ways.flatMap(way => way.shares);
	const telling = shares.filter(share => verdictOf(share, path.origin.subnet, topology) === verdict);
	return [
		entry(flow, path, topology, {
			verdict,
			shares: telling.length > 0 ? telling : shares,
			unknown: cases.flatMap(({hops}) => (hops.state === 'known' ? hops.unknown : [])),
		}),
	];
}

type Unreadable = Extract<NextHops, {state: 'unknown'}>;

function isUnreadable(hops: NextHops): hops is Unreadable {
	return hops.state === 'unknown';
}

export function unreadableEntry({resource, why, missing}: Unreadable): TrailEntry {
	return {control: 'route-table', verdict: 'undecided', resource, rule: 'unknown', why, missing};
}

export function verdictOf({route: {hop, table}}: RouteShare, subnet: ArmId, topology: Topology): DecidedVerdict {
	switch (hop.kind) {
		case 'none': {
			return 'blocked';
		}

		case 'gateway':
		case 'appliance': {
			return 'undecided';
		}

		case 'internet': {
			return table === undefined ? wayOut(subnet, topology).verdict : 'allowed';
		}

		default: {
			return 'allowed';
		}
	}
}

/** Azure's own route to the internet is of use only to nodes that have a way out (egress-outboundtype). */
function wayOut(subnetId: ArmId, topology: Topology): {readonly verdict: DecidedVerdict; readonly why: string} {
	const cluster = knownValue(topology.cluster);
	const subnet = knownValue(topology.subnets.get(armKey(subnetId)));
	const outboundType = cluster?.outboundType ?? 'loadBalancer';
	if (subnet?.natGateway !== undefined) {
		return {verdict: 'allowed', why: `by NAT gateway ${armName(subnet.natGateway)}`};
	}

	switch (outboundType.toLowerCase()) {
		case 'none':
		case 'block': {
			return {verdict: 'blocked', why: `but with outbound type ${outboundType} the nodes have no way out`};
		}

		// AKS asks for a route for 0.0.0.0/0 then, and gives the nodes no address of their own to leave by.
		case 'userdefinedrouting': {
			return {
				verdict: 'undecided',
				why: 'but with outbound type userDefinedRouting AKS gives the nodes no way out, and no route shows another',
			};
		}

		default: {
			return {verdict: 'allowed', why: `by outbound type ${outboundType}`};
		}
	}
}

type Found = {
	readonly verdict: DecidedVerdict;
	readonly shares: readonly RouteShare[];
	readonly unknown: readonly Missing[];
};

function entry(
	flow: Flow,
	{origin, destination}: EgressPath,
	topology: Topology,
	{verdict, shares, unknown}: Found,
): TrailEntry {
	const [first] = shares;
	const subnet = armName(origin.subnet);
	const rule = listed(shares.map(({route}) => route.name));
	const hops = listed(shares.map(({route}) => describeHop(route.hop)));
	const target = describeDestination(destination);
	const toInternet = first?.route.hop.kind === 'internet' && first.route.table === undefined;
	const common = {
		control: 'route-table',
		verdict,
		resource: first?.route.table ?? origin.subnet,
		rule,
	} as const;
	const subject = first?.route.table === undefined ? `The ${rule}` : `Route ${rule}`;
	const why = `${subject} sends ${target} from ${subnet} to ${hops}`;
	const out = toInternet ? `, ${wayOut(origin.subnet, topology).why}` : '';
	switch (verdict) {
		case 'allowed': {
			return {...common, why: `${why}${out}${bystanders(shares, topology)}.`};
		}

		case 'blocked': {
			return {...common, why: toInternet ? `${why}${out}.` : `${why}: the packets are dropped.`};
		}

		case 'undecided': {
			const missing = missingOf(unknown, missingBehind(first?.route.hop, flow, destination, origin.subnet));
			return {...common, why: `${why}${out}${cannotRead(first?.route.hop)}.`, missing};
		}
	}
}

/** A firewall that exists and is not asked: people believe that its rules protect the nodes. */
function bystanders(shares: readonly RouteShare[], topology: Topology): string {
	const names = topology.firewalls.map(({name}) => name);
	return names.length === 0 || shares.some(({route}) => route.hop.kind === 'firewall')
		? ''
		: `; no route leads to firewall ${listed(names)}, so its rules are not asked`;
}

function cannotRead(hop: Hop | undefined): string {
	switch (hop?.kind) {
		case 'appliance': {
			return ', a third-party appliance as far as can be seen, and its rules cannot be read';
		}

		case 'gateway': {
			return ': what happens on-premises cannot be read';
		}

		default: {
			return '';
		}
	}
}

function missingBehind(
	hop: Hop | undefined,
	flow: Flow,
	destination: EgressPath['destination'],
	subnet: ArmId,
): Missing {
	const target = describeDestination(destination);
	switch (hop?.kind) {
		case 'appliance': {
			const address = hop.address === undefined ? '' : ` at ${formatAddress(hop.address)}`;
			return {
				datum: `whether the appliance${address} lets ${target} through`,
				command: tryFromNode(flow, destination),
			};
		}

		case 'gateway': {
			return {
				datum: `whether the on-premises network lets ${target} through`,
				command: tryFromNode(flow, destination),
			};
		}

		case 'internet': {
			return {
				datum: 'how the nodes get out',
				command: commandLine('az', 'network', 'vnet', 'subnet', 'show', '--ids', subnet),
			};
		}

		default: {
			return missingResolution(destination);
		}
	}
}
