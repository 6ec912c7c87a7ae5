import {parseAddress} from '../../../network/address.js';
import {anyIpv4, parseCidr} from '../../../network/address-set.js';
import {isSubset, unionOf} from '../../../network/interval-set.js';
import {type Parsed, parsed, refused} from '../../../network/parsed.js';
import {type ArmId, type ArmKey, armKey, armName} from '../../arm-id.js';
import {answeredIds, callAnswer, callOperations} from '../../call-answers.js';
import {list, text} from '../../json.js';
import {denied, flatMapKnown, type Known, known} from '../../known.js';
import type {InterfaceNextHop, InterfaceRoute, InterfaceRoutes} from '../../told-routes.js';
import type {JsonObject, World} from '../../world.js';
import {interfacesBySubnet} from './interfaces-by-subnet.js';

/** By subnet, what was said of its interfaces; and the interfaces that nobody knows the subnet of. */
export type DecodedInterfaces = {
	readonly bySubnet: ReadonlyMap<ArmKey, readonly Known<InterfaceRoutes>[]>;
	readonly homeless: readonly ArmId[];
};

/**
 * The effective routes of interfaces (`az network nic show-effective-route-table`): what is in force, whoever brought it.
 * All interfaces of a subnet have the same ones, because tables and propagation belong to the subnet
 * (virtual-networks-udr-overview).
 */
export function decodeInterfaceRoutes(world: World): DecodedInterfaces {
	const ids = answeredIds(world, callOperations.interface);
	const homes = ids.length === 0 ? new Map<ArmKey, never>() : interfacesBySubnet(world);
	const homeless: ArmId[] = [];
	const found: (readonly [ArmKey, Known<InterfaceRoutes>])[] = [];
	for (const id of ids) {
		const home = homes.get(armKey(id));
		if (home === undefined) {
			homeless.push(id);
			continue;
		}

		const rows = callAnswer(world, id, callOperations.interface);
		found.push([armKey(home.subnet), flatMapKnown(rows, entries => decodeRows(home.interface, home.subnet, entries))]);
	}

	const bySubnet = Map.groupBy(found, ([subnet]) => subnet);
	return {
		bySubnet: new Map([...bySubnet].map(([subnet, entries]) => [subnet, entries.map(([, routes]) => routes)])),
		homeless,
	};
}

/** One row that is not understood makes the whole uncertain: it may be the longest prefix for any address. */
function decodeRows(id: ArmId, subnet: ArmId, rows: readonly JsonObject[]): Known<InterfaceRoutes> {
	const decoded = rows.map(decodeRow);
	const odd = decoded.find(row => !row.ok);
	if (odd?.ok === false) {
		return denied(`The effective routes of ${armName(id)} could not be understood: ${odd.problem}.`);
	}

	const routes = decoded.flatMap(row => (row.ok ? [row.value] : []));
	// Azure has an active route for every IPv4 address, be it to nowhere; what has none was cut off.
	return isSubset(anyIpv4, unionOf(routes.filter(({active}) => active).flatMap(({prefixes}) => prefixes)))
		? known({interface: id, subnet, routes})
		: denied(`The effective routes of ${armName(id)} are not complete: they hold no active route for some addresses.`);
}

const sources: ReadonlyMap<string, InterfaceRoute['source']> = new Map([
	['user', 'user'],
	['virtualnetworkgateway', 'gateway'],
	['default', 'default'],
]);

/**
 * As Azure answers them. The REST specification names those of a route table; the others are shown by pages on peering,
 * service endpoints (`virtual-network-service-endpoints-overview`) and private endpoints; the names for peering are [K].
 */
const nextHops: ReadonlyMap<string, InterfaceNextHop> = new Map([
	['vnetlocal', 'local'],
	['vnetpeering', 'peering'],
	['vnetglobalpeering', 'peering'],
	['globalvnetpeering', 'peering'],
	['virtualnetworkpeering', 'peering'],
	['internet', 'internet'],
	['none', 'none'],
	['virtualnetworkgateway', 'gateway'],
	['virtualappliance', 'appliance'],
	['virtualapplianceecmp', 'appliance'],
	['virtualnetworkserviceendpoint', 'service-endpoint'],
	['interfaceendpoint', 'private-endpoint'],
]);

function decodeRow(row: JsonObject): Parsed<InterfaceRoute> {
	const source = sources.get(text(row, 'source')?.toLowerCase() ?? '');
	const state = text(row, 'state')?.toLowerCase();
	const hop = text(row, 'nextHopType') ?? 'none that is said';
	const nextHop = nextHops.get(hop.toLowerCase().replaceAll(' ', ''));
	if (source === undefined || nextHop === undefined || (state !== 'active' && state !== 'invalid')) {
		return refused(`a route to ${hop} has a source, a state or a next hop that is not known here`);
	}

	const prefixes = textsOf(row, 'addressPrefix').map(parseCidr);
	const odd = prefixes.find(prefix => !prefix.ok);
	if (odd?.ok === false) {
		return refused(odd.problem.replace(/\.$/, ''));
	}

	const route: InterfaceRoute = {
		name: text(row, 'name'),
		source,
		active: state === 'active',
		prefixes: prefixes.flatMap(prefix => (prefix.ok ? [prefix.value] : [])),
		nextHop,
		nextHopAddresses: textsOf(row, 'nextHopIpAddress').flatMap(entry => {
			const address = parseAddress(entry);
			return address.ok ? [address.value] : [];
		}),
	};
	return parsed(route);
}

/** A list in Azure's answer; some tools write a single one as text. */
function textsOf(row: JsonObject, field: string): readonly string[] {
	const single = text(row, field);
	return single === undefined ? list(row, field).filter(item => typeof item === 'string') : [single];
}
