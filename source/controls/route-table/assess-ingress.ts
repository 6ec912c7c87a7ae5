import {type AddressSet, formatAddress, formatAddresses} from '../../network/address-set.js';
import type {Flow, IngressPath} from '../../profiles/flow.js';
import {type ArmId, armName} from '../../topology/arm-id.js';
import type {Topology} from '../../topology/topology.js';
import {joint} from '../bounded-rules.js';
import {commandLine} from '../command-line.js';
import type {TrailEntry} from '../control.js';
import {describeHop} from '../describe-hop.js';
import {publicAddresses} from '../destination-cases.js';
import {
	comesByFirewall,
	type IngressWay,
	ingressWay,
	listeningAddresses,
	nodeSubnets,
	returnRoute,
	returnShares,
	serviceName,
} from '../ingress-way.js';
import {type Hop, nextHops, type RouteShare} from '../next-hop.js';
import {insideOf} from '../nsg/assess-ingress.js';
import {untaggedView} from '../resolve-tags.js';
import {listed} from '../trail.js';
import {unreadableEntry} from './assess-egress.js';

/** The way back: an answer that leaves by another device than the request came by is dropped there. */
export function assessIngress(flow: Flow, path: IngressPath, topology: Topology): readonly TrailEntry[] {
	const way = ingressWay(flow, path, topology);
	return way.kind === 'no-address'
		? []
		: nodeSubnets(topology).flatMap(subnet => {
				const hops = nextHops(subnet, publicAddresses, untaggedView, topology);
				if (hops.state === 'unknown') {
					return [unreadableEntry(hops)];
				}

				return way.kind === 'public'
					? publicReturn(subnet, way, path, topology)
					: internalReturn(subnet, way, path, topology);
			});
}

function publicReturn(
	subnet: ArmId,
	way: Extract<IngressWay, {kind: 'public'}>,
	{service}: IngressPath,
	topology: Topology,
): readonly TrailEntry[] {
	const found = returnRoute(subnet, topology);
	if (found === undefined) {
		return [];
	}

	const {route} = found;
	const common = {control: 'route-table', resource: route.table ?? subnet, rule: route.name} as const;
	if (route.hop.kind === 'internet') {
		const why = `Answers of ${serviceName(service)} leave ${armName(subnet)} to the internet, the way the requests came.`;
		return [{...common, verdict: 'allowed', why}];
	}

	if (comesByFirewall(way, topology)) {
		return [throughFirewall(subnet, way.publication.firewall.name, listeningAddresses(way.publication), topology)];
	}

	const half = way.publication;
	const hint =
		half === undefined
			? ''
			: ` The DNAT rules of ${half.firewall.name} do not help until answers to ${formatAddresses(listeningAddresses(half))} go to the internet${half.complete ? '' : ' and every port is translated'}.`;
	return [
		{
			...common,
			verdict: 'blocked',
			why: `Requests reach ${serviceName(service)} at ${formatAddress(way.address)} directly, but answers leave ${armName(subnet)} to ${describeHop(route.hop)}${fate(route.hop)}.${hint}`,
		},
	];
}

/** What becomes of an answer to a request that did not come this way. Of an appliance's rules nothing can be read. */
function fate({kind}: Hop): string {
	switch (kind) {
		case 'firewall': {
			return ', which has no session for them and drops them';
		}

		case 'appliance': {
			return ', and a stateful appliance drops answers to requests it has not seen';
		}

		case 'gateway': {
			return ', into a network that has not seen the requests';
		}

		case 'none': {
			return ', and are dropped';
		}

		default: {
			return ', which is not the way the requests came';
		}
	}
}

function throughFirewall(subnet: ArmId, firewall: string, clients: AddressSet, topology: Topology): TrailEntry {
	const routes = returnShares(subnet, clients, topology).map(({route}) => route);
	return {
		control: 'route-table',
		verdict: 'allowed',
		resource: routes[0]?.table ?? subnet,
		rule: listed(routes.map(({name}) => name)),
		why: `Requests come by firewall ${firewall} from ${formatAddresses(clients)}, and answers to it leave ${armName(subnet)} to the internet.`,
	};
}

/** Translated requests carry an address of the firewall's subnet, so answers need a way there. */
function internalReturn(
	subnet: ArmId,
	way: Extract<IngressWay, {kind: 'internal'}>,
	{service}: IngressPath,
	topology: Topology,
): readonly TrailEntry[] {
	const {firewall} = way;
	if (firewall === undefined || firewall.hub) {
		return [];
	}

	const shares = returnShares(subnet, insideOf(firewall, topology), topology);
	const verdict = joint(shares.map(share => verdictToward(firewall.id, share)));
	const telling = shares.filter(share => verdictToward(firewall.id, share) === verdict);
	const route = telling[0]?.route;
	if (route === undefined) {
		return [];
	}

	const common = {control: 'route-table', verdict, resource: route.table ?? subnet, rule: route.name} as const;
	const why = `Answers of ${serviceName(service)} to firewall ${firewall.name} leave ${armName(subnet)} to ${describeHop(route.hop)}`;
	switch (verdict) {
		case 'allowed': {
			return [{...common, why: `${why}.`}];
		}

		case 'blocked': {
			return [{...common, why: `${why}, and are dropped.`}];
		}

		case 'undecided': {
			return [
				{
					...common,
					why: `${why}, which cannot be read.`,
					missing: {
						datum: `whether ${describeHop(route.hop)} passes answers on to ${firewall.name}`,
						command: commandLine('az', 'network', 'route-table', 'show', '--ids', route.table ?? 'ROUTE_TABLE'),
					},
				},
			];
		}
	}
}

function verdictToward(firewall: ArmId, {route: {hop}}: RouteShare) {
	switch (hop.kind) {
		case 'local': {
			return 'allowed';
		}

		case 'firewall': {
			return hop.firewall.id === firewall ? 'allowed' : 'undecided';
		}

		case 'none':
		case 'internet': {
			return 'blocked';
		}

		default: {
			return 'undecided';
		}
	}
}
