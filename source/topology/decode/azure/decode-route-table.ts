import {parseAddress} from '../../../network/address.js';
import {type Parsed, parsed, refused} from '../../../network/parsed.js';
import {flag, object, text} from '../../json.js';
import {denied, type Known, known} from '../../known.js';
import type {NextHopType, Route, RouteTable} from '../../virtual-network.js';
import type {ArmResource, JsonObject} from '../../world.js';
import {decodeEach} from '../decode-each.js';
import {parseAddressOrTag} from './parse-address-or-tag.js';

/** A route that is not understood makes the table uncertain: it may be the longest prefix for any address. */
export function decodeRouteTable(resource: ArmResource, managed: boolean): Known<RouteTable> {
	const {id, name, properties} = resource;
	const routes = decodeEach(properties['routes'], 'route', decodeRoute);
	return routes.ok
		? known({
				id,
				name,
				managed,
				bgpPropagation: !flag(properties, 'disableBgpRoutePropagation'),
				routes: routes.value,
			})
		: denied(`The route table ${name} could not be understood: ${routes.problem}.`);
}

/** By their lower-cased names: the command line spells `VNetLocal`, the API `VnetLocal` (facts C). */
const nextHopTypes: ReadonlyMap<string, NextHopType> = new Map(
	(['VirtualNetworkGateway', 'VnetLocal', 'Internet', 'VirtualAppliance', 'None'] as const).map(type => [
		type.toLowerCase(),
		type,
	]),
);

function decodeRoute(route: JsonObject): Parsed<Route> {
	const properties = object(route, 'properties');
	const name = text(route, 'name');
	const nextHopType = nextHopTypes.get(text(properties, 'nextHopType')?.toLowerCase() ?? '');
	if (name === undefined || nextHopType === undefined) {
		return refused('it lacks a name or a type of next hop that is known here');
	}

	const prefix = parseAddressOrTag(text(properties, 'addressPrefix') ?? '');
	if (!prefix.ok) {
		return prefix;
	}

	const nextHop = text(properties, 'nextHopIpAddress');
	const address = nextHop === undefined ? undefined : parseAddress(nextHop);
	if (nextHopType === 'VirtualAppliance' && !address?.ok) {
		return refused('its next hop is not an address');
	}

	return parsed({
		name,
		prefix: 'tag' in prefix.value ? prefix.value : prefix.value.addresses,
		nextHopType,
		nextHopAddress: nextHopType === 'VirtualAppliance' && address?.ok ? address.value : undefined,
	});
}
