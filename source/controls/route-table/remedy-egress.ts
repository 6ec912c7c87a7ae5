import {formatAddress, formatAddresses} from '../../network/address-set.js';
import type {EgressPath, Flow} from '../../profiles/flow.js';
import {armName} from '../../topology/arm-id.js';
import type {Topology} from '../../topology/topology.js';
import {outboundEntry} from '../allow-entry.js';
import {commandLine} from '../command-line.js';
import type {Finding, Remedy} from '../control.js';
import {describeHop} from '../describe-hop.js';
import {describeDestination, destinationCases} from '../destination-cases.js';
import {type Hop, nextHops} from '../next-hop.js';
import {describeService} from '../question.js';
import {verdictOf} from './assess-egress.js';

/**
 * Where packets go was somebody's decision about the whole subnet, and an appliance is not ours to write to: what is left
 * is to say precisely what it must let through.
 */
export function remedyEgress({flow}: Finding, path: EgressPath, topology: Topology): readonly Remedy[] {
	const shares = destinationCases(path.destination, topology).flatMap(({addresses, view}) => {
		const hops = nextHops(path.origin.subnet, addresses, view, topology);
		const all = hops.state === 'known' ? hops.readings.flat() : [];
		return all.filter(share => verdictOf(share, path.origin.subnet, topology) !== 'allowed');
	});
	const advice = new Map(
		shares.flatMap(({route: {hop, name, table}}) => {
			const text = textFor(hop, name, flow, path);
			return text === undefined ? [] : [[text, {hop, table}] as const];
		}),
	);
	return [...advice].map(([text, {hop, table}]) => ({
		id: 'advice',
		title: 'What a person can do',
		opens: 'Nothing is changed.',
		needs: [
			{
				kind: 'advice',
				text,
				commands: table === undefined ? [] : [commandLine('az', 'network', 'route-table', 'show', '--ids', table)],
				...(isForeign(hop) ? {allow: [outboundEntry(deviceName(hop), flow, path)]} : {}),
			},
		],
	}));
}

/** Kept by somebody whose device has a language of its own. */
export function isForeign({kind}: Hop): boolean {
	return kind === 'appliance' || kind === 'gateway';
}

function textFor(hop: Hop, route: string, flow: Flow, path: EgressPath): string | undefined {
	switch (hop.kind) {
		case 'appliance':
		case 'gateway': {
			return `On ${deviceName(hop)}, allow: ${allowLine(flow, path)}.`;
		}

		case 'none': {
			return `Route ${route} drops ${allowLine(flow, path)}. Whoever made it has to remove it, or add a narrower route for this destination.`;
		}

		case 'internet': {
			return `The nodes of ${armName(path.origin.subnet)} need a way out for ${allowLine(flow, path)}: a NAT gateway on the subnet, or a route for 0.0.0.0/0 to a firewall.`;
		}

		default: {
			return undefined;
		}
	}
}

export function deviceName(hop: Hop): string {
	return hop.kind === 'appliance' && hop.address !== undefined
		? `the appliance at ${formatAddress(hop.address)}`
		: describeHop(hop);
}

/** One line that every vendor's administrator can type in: source, destination, protocol and port. */
function allowLine(flow: Flow, {origin, destination}: EgressPath): string {
	const target =
		destination.kind === 'addresses' && destination.tag !== undefined
			? `${destination.tag} (${formatAddresses(destination.addresses)})`
			: describeDestination(destination);
	return `${formatAddresses(origin.addresses)} → ${target}, ${describeService(flow)}`;
}
