import {familiesOf, formatAddresses} from '../../network/address-set.js';
import type {EgressPath, Flow} from '../../profiles/flow.js';
import {describeDestination} from '../../routing/destination-cases.js';
import {deviceName} from '../../routing/device-name.js';
import type {EffectiveRoute} from '../../routing/effective-route.js';
import {isForeign} from '../../routing/next-hop.js';
import {describeService} from '../../routing/question.js';
import {armName} from '../../topology/arm-id.js';
import {commandLine} from '../../topology/command-line.js';
import {outboundEntry} from '../allow-entry.js';
import {byHand} from '../by-hand.js';
import type {Stopped} from '../control.js';
import type {Decision} from '../decision.js';
import type {Need} from '../need.js';
import type {Remedy} from '../remedy.js';

/**
 * Where packets go was somebody's decision about the whole subnet, and an appliance is not ours to write to: what is left
 * is to say precisely what it must let through.
 */
export function remedyRoutes({finding: {flow}, entries}: Stopped): readonly Remedy[] {
	const needs = entries
		.flatMap(({parts}) => parts.filter(({verdict}) => verdict !== 'allowed'))
		.flatMap(part => adviceFor(part, flow));
	return [...new Map(needs.map(need => [need.text, need])).values()].map(need => byHand([need]));
}

type Advice = Extract<Need, {kind: 'advice'}>;

function adviceFor(decision: Decision, flow: Flow): readonly Advice[] {
	if (decision.control !== 'route-table' || decision.grounds.kind === 'unread') {
		return [];
	}

	const {grounds} = decision;
	return grounds.kind === 'return'
		? [adviceOnReturn(grounds.route, grounds.subnet, flow)]
		: flow.path.kind === 'egress'
			? adviceOnWayOut(grounds.route, grounds.subnet, flow, flow.path)
			: [adviceInside(grounds.route, flow)];
}

function adviceOnWayOut(route: EffectiveRoute, subnet: string, flow: Flow, path: EgressPath): readonly Advice[] {
	const text = textFor(route, subnet, flow, path);
	return text === undefined
		? []
		: [
				{
					kind: 'advice',
					text,
					commands: show(route),
					...(isForeign(route.nextHop) ? {allow: [outboundEntry(deviceName(route.nextHop), flow, path)]} : {}),
				},
			];
}

function show({table}: EffectiveRoute): readonly string[] {
	return table === undefined ? [] : [commandLine('az', 'network', 'route-table', 'show', '--ids', table)];
}

function textFor(
	{nextHop, name, lacks}: EffectiveRoute,
	subnet: string,
	flow: Flow,
	path: EgressPath,
): string | undefined {
	const {destination} = path;
	switch (nextHop.kind) {
		case 'appliance':
		case 'gateway': {
			return `On ${deviceName(nextHop)}, allow: ${allowLine(flow, path)}.`;
		}

		case 'none': {
			if (lacks !== undefined) {
				return `Nothing in ${armName(subnet)} can send ${allowLine(flow, path)}: the subnet has no ${lacks} prefix. It takes a network and a cluster of two stacks (networkProfile.ipFamilies).`;
			}

			return `Route ${name} drops ${allowLine(flow, path)}. Ask its owner to remove it, or to add a narrower route for this destination.`;
		}

		case 'unreachable': {
			const {barrier} = nextHop;
			const leads = `Route ${name} leads to ${deviceName(nextHop)},`;
			return barrier.kind === 'peering'
				? `${leads} which is ${barrier.state}: connect and synchronise the peering on both sides, or change the route.`
				: `${leads} whose network is not peered with the one of ${armName(subnet)}: peer the two, or change the route.`;
		}

		case 'internet': {
			const isIpv6 = destination.kind === 'addresses' && familiesOf(destination.addresses).includes('IPv6');
			const way = isIpv6
				? 'an outbound rule of the load balancer with an IPv6 frontend, or a route for ::/0 to an appliance'
				: 'a NAT gateway on the subnet, or a route for 0.0.0.0/0 to a firewall';
			return `The nodes of ${armName(subnet)} need a way out for ${allowLine(flow, path)}: ${way}.`;
		}

		default: {
			return undefined;
		}
	}
}

/** One line that every vendor's administrator can type in: source, destination, protocol and port. */
function allowLine(flow: Flow, {origin, destination}: EgressPath): string {
	const target =
		destination.kind === 'addresses' && destination.tag !== undefined
			? `${destination.tag} (${formatAddresses(destination.addresses)})`
			: describeDestination(destination);
	return `${formatAddresses(origin.addresses)} → ${target}, ${describeService(flow)}`;
}

function adviceInside(route: EffectiveRoute, flow: Flow): Advice {
	return {
		kind: 'advice',
		text: `Route ${route.name} sends ${describeService(flow)} from ${flow.from} to ${flow.to} to ${deviceName(route.nextHop)}. Give the subnet a route that leads there.`,
		commands: show(route),
	};
}

function adviceOnReturn(route: EffectiveRoute, subnet: string, flow: Flow): Advice {
	return {
		kind: 'advice',
		text: `Answers of ${flow.to} do not return the way the requests came: check the peering and the user routes of ${armName(subnet)}.`,
		commands: [...show(route), commandLine('az', 'network', 'vnet', 'subnet', 'show', '--ids', subnet)],
	};
}
