import type {TrailEntry} from '../controls/finding.js';
import type {RouteGrounds, WayOut} from '../controls/route-table/grounds.js';
import {formatAddress} from '../network/address.js';
import {formatAddresses} from '../network/address-set.js';
import {describeDestination} from '../routing/destination-cases.js';
import {deviceName} from '../routing/device-name.js';
import type {Barrier, EffectiveRoute, NextHop} from '../routing/effective-route.js';
import {listeningAddresses, serviceName} from '../routing/publication.js';
import type {Toward} from '../routing/way.js';
import {armName} from '../topology/arm-id.js';
import type {Told, Wording} from './control-wording.js';
import {listed} from './listed.js';
import {toldBy} from './told-by.js';

/** What a subnet's routes do with packets, in words. */
export function routeWording(grounds: RouteGrounds, entry: TrailEntry, told: Told): Wording {
	switch (grounds.kind) {
		case 'unread': {
			return {rule: 'unknown', why: grounds.reason};
		}

		case 'route': {
			return onward(grounds, entry, told);
		}

		case 'return': {
			return {rule: namesOf(entry), why: onReturn(grounds, entry, told)};
		}
	}
}

type Onward = Extract<RouteGrounds, {kind: 'route'}>;

/** The routes that decide, where several share the packets. */
function routesOf({verdict, parts}: TrailEntry): readonly EffectiveRoute[] {
	const routes = parts.flatMap(part =>
		part.control === 'route-table' && part.grounds.kind !== 'unread'
			? [{route: part.grounds.route, same: part.verdict === verdict}]
			: [],
	);
	const telling = routes.filter(({same}) => same);
	return (telling.length > 0 ? telling : routes).map(({route}) => route);
}

function namesOf(entry: TrailEntry): string {
	return listed(routesOf(entry).map(({name}) => name));
}

function onward({route, subnet, wayOut, bystanders}: Onward, entry: TrailEntry, {flow}: Told): Wording {
	const {verdict} = entry;
	const rule = namesOf(entry);
	const target = flow.path.kind === 'egress' ? describeDestination(flow.path.destination) : flow.to;
	const hops = listed(routesOf(entry).map(({nextHop}) => deviceName(nextHop)));
	const subject = route.table === undefined ? `The ${rule}` : `Route ${rule}`;
	const out = wayOut === undefined ? '' : `, ${wayOutText(wayOut)}`;
	const tellers = new Set(routesOf(entry).map(toldBy));
	const teller = [...tellers].flatMap(text => (text === '' ? [] : [`, ${text}`])).join('');
	const sends = routesOf(entry).every(({unsure}) => unsure !== undefined) ? 'may send' : 'sends';
	const why = `${subject} ${sends} ${target} from ${armName(subnet)} to ${hops}${out}${teller}`;
	switch (verdict) {
		case 'allowed': {
			return {rule, why: `${why}${aside(entry, bystanders)}.`};
		}

		case 'undecided': {
			return {rule, why: `${why}${cannotRead(route.nextHop)}.`};
		}

		default: {
			return {rule, why: wayOut === undefined ? `${why}${dropped(route.nextHop)}` : `${why}.`};
		}
	}
}

function dropped(nextHop: NextHop): string {
	return `${nextHop.kind === 'unreachable' ? barred(nextHop.barrier) : ''}: the packets are dropped.`;
}

function barred(barrier: Barrier): string {
	return barrier.kind === 'peering'
		? `, and that is ${barrier.state}`
		: ', whose network is not peered with the one of this subnet';
}

function wayOutText(wayOut: WayOut): string {
	if (wayOut.kind === 'firewall') {
		return `by the public addresses of firewall ${wayOut.name}`;
	}

	if (wayOut.kind === 'nat-gateway') {
		return `by NAT gateway ${armName(wayOut.id)}`;
	}

	switch (wayOut.type.toLowerCase()) {
		case 'none':
		case 'block': {
			return `but with outbound type ${wayOut.type} the nodes have no way out`;
		}

		case 'userdefinedrouting': {
			return 'but with outbound type userDefinedRouting AKS gives the nodes no way out, and no route shows another';
		}

		default: {
			return `by outbound type ${wayOut.type}`;
		}
	}
}

/** A firewall that exists and is not asked: people believe that its rules protect the nodes. */
function aside(entry: TrailEntry, bystanders: readonly string[]): string {
	const asked = routesOf(entry).some(({nextHop}) => nextHop.kind === 'firewall');
	return asked || bystanders.length === 0
		? ''
		: `; no route leads to firewall ${listed(bystanders)}, so its rules do not apply`;
}

function cannotRead({kind}: NextHop): string {
	switch (kind) {
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

function onReturn(
	{route, subnet, toward}: Extract<RouteGrounds, {kind: 'return'}>,
	entry: TrailEntry,
	told: Told,
): string {
	switch (toward.kind) {
		case 'internet': {
			return toInternet(route, subnet, toward, entry);
		}

		case 'firewall': {
			const start = `Answers of ${serviceName(toward.service)} to firewall ${toward.firewall.name} leave ${armName(subnet)} to ${deviceName(route.nextHop)}`;
			return `${start}${{allowed: '', blocked: ', and are dropped', undecided: ', which cannot be read', 'not-applicable': ''}[entry.verdict]}.`;
		}

		case 'clients': {
			const {name} = toward.firewall;
			const start = `Answers that firewall ${name} gives to clients ${route.unsure === undefined ? '' : 'may '}leave ${armName(subnet)} to ${deviceName(route.nextHop)}`;
			return `${start}, not to the internet, so that they are lost: a firewall does not translate under forced tunnelling.`;
		}

		case 'inside': {
			const start = `Answers of ${told.flow.to} leave ${armName(subnet)} to ${deviceName(route.nextHop)}`;
			return entry.verdict === 'allowed'
				? `${start}, the way the requests came.`
				: entry.verdict === 'undecided'
					? `${start}; whether they get back cannot be read.`
					: `${start}, but the requests came by ${deviceName(toward.by)}${fate(route.nextHop)}.`;
		}
	}
}

function toInternet(
	route: EffectiveRoute,
	subnet: string,
	{publication}: Extract<Toward, {kind: 'internet'}>,
	{verdict, decision}: TrailEntry,
): string {
	const {service, target, by} = publication;
	const clients = decision.hop.packets.destination;
	const viaFirewall = by !== undefined && decision.hop.packets.quantifier === 'every';
	if (verdict === 'allowed' && viaFirewall) {
		return `Requests come by firewall ${by.firewall.name} from ${formatAddresses(clients)}, and answers to it leave ${armName(subnet)} to the internet.`;
	}

	if (route.nextHop.kind === 'internet') {
		const why = `Answers of ${serviceName(service)} leave ${armName(subnet)} to the internet, the way the requests came`;
		return verdict === 'undecided' ? `${why}, unless a route that cannot be read decides.` : `${why}.`;
	}

	const hint =
		by === undefined
			? ''
			: ` The DNAT rules of ${by.firewall.name} do not help until answers to ${formatAddresses(listeningAddresses(by))} go to the internet${by.complete ? '' : ' and every port is translated'}.`;
	const perhaps = verdict === 'undecided' ? 'may ' : '';
	const teller = toldBy(route) === '' ? '' : `, ${toldBy(route)}`;
	return `Requests reach ${serviceName(service)} at ${formatAddress(target.address)} directly, but answers ${perhaps}leave ${armName(subnet)} to ${deviceName(route.nextHop)}${teller}${fate(route.nextHop)}.${hint}`;
}

/** What becomes of an answer to a request that did not come this way. Of an appliance's rules nothing can be read. */
function fate({kind}: NextHop): string {
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

		case 'none':
		case 'unreachable': {
			return ', and are dropped';
		}

		default: {
			return ', which is not the way the requests came';
		}
	}
}
