import {formatAddress} from '../../network/address.js';
import {familiesOf} from '../../network/address-set.js';
import type {DecidedVerdict} from '../../routing/bounded-rules.js';
import {deviceName} from '../../routing/device-name.js';
import type {EffectiveRoute, NextHop} from '../../routing/effective-route.js';
import {isForeign} from '../../routing/next-hop.js';
import type {Hop, PlaceOf} from '../../routing/way.js';
import {type ArmId, armKey, sameArmId} from '../../topology/arm-id.js';
import {commandLine} from '../../topology/command-line.js';
import {knownValue} from '../../topology/known.js';
import type {Missing} from '../../topology/missing.js';
import type {Topology} from '../../topology/topology.js';
import type {DecisionOf} from '../decision.js';
import type {WayOut} from './grounds.js';
import {tryFromNode} from './try-from-node.js';

/** Where the packets go next, and whether they get anywhere; a firewall that they go to is judged by its own control. */
export function judgeRoute(
	{subnet, route, missing}: PlaceOf<'route'>,
	hop: Hop,
	topology: Topology,
): DecisionOf<'route-table'> {
	const {nextHop} = route;
	const systemInternet = nextHop.kind === 'internet' && route.table === undefined;
	const wayOut = systemInternet ? wayOutOf(subnet, topology) : undefined;
	const overIpv6 = familiesOf(hop.packets.destination).includes('IPv6');
	const verdict = wayOut === undefined ? verdictOf(nextHop) : leaves(wayOut, overIpv6);
	return {
		control: 'route-table',
		hop,
		verdict,
		resource: resourceOf(route, subnet),
		missing: verdict === 'undecided' ? (route.unsure ?? missingBehind(nextHop, hop, subnet)) : missing,
		grounds: {
			kind: 'route',
			subnet,
			route,
			wayOut,
			bystanders: nextHop.kind === 'firewall' ? [] : topology.firewalls.map(({name}) => name),
		},
	};
}

/** What says that there is such a route: the table, the gateway or hub that has learned it, or the subnet as a whole. */
function resourceOf({table, told}: EffectiveRoute, subnet: ArmId): ArmId {
	return table ?? (told === undefined || told.kind === 'interface' ? subnet : told.teacher);
}

function verdictOf({kind}: NextHop): DecidedVerdict {
	switch (kind) {
		case 'none':
		case 'unreachable': {
			return 'blocked';
		}

		case 'gateway':
		case 'appliance': {
			return 'undecided';
		}

		case 'internet':
		case 'local':
		case 'node':
		case 'service-endpoint':
		case 'firewall': {
			return 'allowed';
		}
	}
}

function wayOutOf(subnetId: ArmId, topology: Topology): WayOut {
	const firewall = topology.firewalls.find(({subnet}) => sameArmId(subnet, subnetId));
	if (firewall !== undefined) {
		return {kind: 'firewall', name: firewall.name};
	}

	const id = knownValue(topology.subnets.get(armKey(subnetId)))?.natGateway;
	return id === undefined
		? {kind: 'outbound-type', type: knownValue(topology.cluster)?.outboundType ?? 'loadBalancer'}
		: {kind: 'nat-gateway', id};
}

/** Azure's own route to the internet is of use only to nodes that have a way out (egress-outboundtype). */
function leaves(wayOut: WayOut, overIpv6: boolean): DecidedVerdict {
	// A NAT gateway of SKU Standard translates IPv4 alone (nat-overview).
	if (wayOut.kind === 'nat-gateway' && overIpv6) {
		return 'undecided';
	}

	if (wayOut.kind !== 'outbound-type') {
		return 'allowed';
	}

	switch (wayOut.type.toLowerCase()) {
		case 'none':
		case 'block': {
			return 'blocked';
		}

		// AKS asks for a route for 0.0.0.0/0 then, and gives the nodes no address of their own to leave by.
		case 'userdefinedrouting': {
			return 'undecided';
		}

		default: {
			return 'allowed';
		}
	}
}

function missingBehind(nextHop: NextHop, hop: Hop, subnet: ArmId): Missing | undefined {
	if (isForeign(nextHop)) {
		const datum =
			nextHop.kind === 'gateway'
				? 'whether the on-premises network lets this through'
				: `whether ${deviceName(nextHop)} lets this through`;
		return {datum, command: tryFromNode(hop.packets)};
	}

	return nextHop.kind === 'internet'
		? {
				datum: 'how the nodes get out',
				command: commandLine('az', 'network', 'vnet', 'subnet', 'show', '--ids', subnet),
			}
		: undefined;
}

/** An answer that leaves by another device than the request came by is dropped there (facts A5). */
export function judgeReturn(
	{subnet, route, toward, missing}: PlaceOf<'return'>,
	hop: Hop,
): readonly DecisionOf<'route-table'>[] {
	const verdict = returns(route, toward);
	return [
		{
			control: 'route-table',
			hop,
			verdict,
			resource: resourceOf(route, subnet),
			missing: verdict === 'undecided' ? (route.unsure ?? missingOnReturn(route, toward)) : missing,
			grounds: {kind: 'return', subnet, route, toward},
		},
	];
}

function returns({nextHop}: EffectiveRoute, toward: PlaceOf<'return'>['toward']): DecidedVerdict {
	switch (toward.kind) {
		case 'internet': {
			return nextHop.kind === 'internet' ? 'allowed' : 'blocked';
		}

		case 'firewall': {
			return returnsTo(nextHop, toward.firewall.id);
		}

		case 'clients': {
			return nextHop.kind === 'internet' ? 'allowed' : 'blocked';
		}

		case 'inside': {
			return returnsInside(nextHop, toward.by);
		}
	}
}

function returnsTo(nextHop: NextHop, firewall: ArmId): DecidedVerdict {
	switch (nextHop.kind) {
		case 'local': {
			return 'allowed';
		}

		case 'firewall': {
			return nextHop.firewall.id === firewall ? 'allowed' : 'undecided';
		}

		case 'none':
		case 'internet':
		case 'unreachable': {
			return 'blocked';
		}

		default: {
			return 'undecided';
		}
	}
}

/** kubenet's routes by node are Azure's own forwarding, and keep no sessions. */
function returnsInside(nextHop: NextHop, by: NextHop): DecidedVerdict {
	const [there, back] = [deviceOf(by), deviceOf(nextHop)];
	if (nextHop.kind === 'none' || nextHop.kind === 'unreachable') {
		return 'blocked';
	}

	if (there === back) {
		return isForeign(nextHop) ? 'undecided' : 'allowed';
	}

	return isForeign(nextHop) || isForeign(by) ? 'undecided' : 'blocked';
}

function deviceOf(nextHop: NextHop): string {
	switch (nextHop.kind) {
		case 'local':
		case 'node': {
			return 'none';
		}

		case 'firewall': {
			return armKey(nextHop.firewall.id);
		}

		case 'appliance': {
			return nextHop.address === undefined ? 'appliance' : formatAddress(nextHop.address);
		}

		default: {
			return nextHop.kind;
		}
	}
}

function missingOnReturn({nextHop, table}: EffectiveRoute, toward: PlaceOf<'return'>['toward']): Missing {
	const whom = toward.kind === 'firewall' ? toward.firewall.name : 'those who asked';
	return {
		datum: `whether ${deviceName(nextHop)} passes answers on to ${whom}`,
		command: commandLine('az', 'network', 'route-table', 'show', '--ids', table ?? 'ROUTE_TABLE'),
	};
}
