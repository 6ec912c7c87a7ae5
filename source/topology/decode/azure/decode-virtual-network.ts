import {type ArmId, armKey, armName, parseArmId, sameArmId} from '../../arm-id.js';
import {count, field, flag, object, objects, references, text, texts} from '../../json.js';
import {absent, denied, type Known, known, knownValue} from '../../known.js';
import type {Peering, Subnet, VirtualNetwork} from '../../virtual-network.js';
import {type ArmResource, isOfType, type JsonObject, resourceOf, type World} from '../../world.js';
import {parsePrefixes} from './parse-addresses.js';

export function decodeVirtualNetwork(resource: ArmResource, world: World): Known<VirtualNetwork> {
	const {id, name, properties} = resource;
	const addressSpace = parsePrefixes(texts(properties, 'addressSpace', 'addressPrefixes'));
	if (addressSpace.length === 0) {
		return denied(`The virtual network ${name} could not be understood: it has no IPv4 address space.`);
	}

	return known({
		id,
		name,
		addressSpace,
		peerings: objects(properties, 'virtualNetworkPeerings').flatMap(peering => decodePeering(peering, id, world) ?? []),
		dnsServers: texts(properties, 'dhcpOptions', 'dnsServers'),
		gateways: gatewaysIn(resource, world),
		otherTeacher: hasOtherTeacher(resource),
	});
}

const gatewayType = 'Microsoft.Network/virtualNetworkGateways';

/** What stands in a gateway's own subnet; the gateway itself may not be for everybody to read. */
function gatewaysIn(network: ArmResource, world: World): readonly ArmId[] {
	const own = ownSubnets(network, 'GatewaySubnet').map(({id}) => id);
	const read = [...world.resources.values()].flatMap(resource =>
		resource.state === 'known' && isOfType(resource.value.id, gatewayType) ? [resource.value] : [],
	);
	const here = read.filter(({properties}) =>
		objects(properties, 'ipConfigurations').some(configuration =>
			own.some(id => sameArmId(text(configuration, 'properties', 'subnet', 'id'), id)),
		),
	);
	return [...new Map([...namedGateways(network), ...here.map(({id}) => id)].map(id => [armKey(id), id])).values()];
}

/** The gateways that the configurations inside a network's gateway subnet belong to. */
export function namedGateways(network: ArmResource): readonly ArmId[] {
	return configurationsIn(network, 'GatewaySubnet').flatMap(id => {
		const parent = parseArmId(id)?.parent;
		return parent !== undefined && isOfType(parent, gatewayType) ? [parent] : [];
	});
}

function hasOtherTeacher(network: ArmResource): boolean {
	return (
		configurationsIn(network, 'RouteServerSubnet').length > 0 ||
		configurationsIn(network, 'GatewaySubnet').length > namedGateways(network).length
	);
}

function configurationsIn(network: ArmResource, name: string): readonly string[] {
	return ownSubnets(network, name).flatMap(subnet =>
		objects(subnet, 'properties', 'ipConfigurations').map(configuration => text(configuration, 'id') ?? ''),
	);
}

function ownSubnets(network: ArmResource, name: string) {
	return subnetsOf(network).filter(({id}) => armName(id).toLowerCase() === name.toLowerCase());
}

function decodePeering(peering: JsonObject, own: ArmId, world: World): Peering | undefined {
	const properties = object(peering, 'properties');
	const remote = text(properties, 'remoteVirtualNetwork', 'id');
	if (remote === undefined) {
		return undefined;
	}

	// What was last synchronised is what is routed; the remote network's present space is only the fallback.
	const synchronised = texts(properties, 'remoteAddressSpace', 'addressPrefixes');
	const present = texts(properties, 'remoteVirtualNetworkAddressSpace', 'addressPrefixes');
	const state = text(properties, 'peeringState') ?? 'unknown';
	const fault = faultOf(properties) ?? faultBehind(own, remote, world);
	return {
		name: text(peering, 'name') ?? armName(remote),
		remote,
		remotePrefixes: parsePrefixes(synchronised.length > 0 ? synchronised : present),
		state: fault ?? state,
		connected: fault === undefined,
		useRemoteGateways: flag(properties, 'useRemoteGateways'),
	};
}

/**
 * Why a peering passes nothing: only `Connected` ones do, and only with access to the other network
 * (virtual-network-manage-peering; that a group's own rules may let packets through without it is left out [I]).
 */
function faultOf(properties: JsonObject | undefined): string | undefined {
	const state = text(properties, 'peeringState') ?? 'unknown';
	if (state.toLowerCase() !== 'connected') {
		return state;
	}

	return field(properties, 'allowVirtualNetworkAccess') === false
		? 'without access to the other network (allowVirtualNetworkAccess)'
		: undefined;
}

/** The same of the peering on the other side, where that was read: both sides must be connected. */
function faultBehind(own: ArmId, remote: ArmId, world: World): string | undefined {
	const network = knownValue(resourceOf(world, remote));
	const back = objects(network?.properties, 'virtualNetworkPeerings').find(peering =>
		sameArmId(text(peering, 'properties', 'remoteVirtualNetwork', 'id'), own),
	);
	const fault = back === undefined ? undefined : faultOf(object(back, 'properties'));
	return fault === undefined ? undefined : `${fault} on its other side`;
}

/** The networks a network is peered with, connected or not. */
export function remoteNetworks({properties}: ArmResource): readonly ArmId[] {
	return objects(properties, 'virtualNetworkPeerings').flatMap(
		peering => text(peering, 'properties', 'remoteVirtualNetwork', 'id') ?? [],
	);
}

/** The subnets that stand inside a virtual network, as Azure returns them. */
export function subnetsOf(network: ArmResource): readonly (JsonObject & {readonly id: ArmId})[] {
	return objects(network.properties, 'subnets').flatMap(subnet => {
		const id = text(subnet, 'id');
		return id === undefined ? [] : [{...subnet, id}];
	});
}

/** `subnet` is one of a virtual network's subnets, or one that was read alone because its network could not be. */
export function decodeSubnet(subnet: JsonObject & {readonly id: ArmId}, world: World): Known<Subnet> {
	const {id} = subnet;
	const {name, parent} = parseArmId(id) ?? {};
	const properties = object(subnet, 'properties');
	const single = text(properties, 'addressPrefix');
	const prefixes = parsePrefixes([...(single === undefined ? [] : [single]), ...texts(properties, 'addressPrefixes')]);
	if (name === undefined || parent === undefined || prefixes.length === 0) {
		return denied(`The subnet ${id} could not be understood: it has no IPv4 prefix.`);
	}

	return known({
		id,
		name,
		virtualNetwork: parent,
		prefixes,
		securityGroup: text(properties, 'networkSecurityGroup', 'id'),
		routeTable: text(properties, 'routeTable', 'id'),
		natGateway: text(properties, 'natGateway', 'id'),
		serviceEndpoints: objects(properties, 'serviceEndpoints').flatMap(endpoint => text(endpoint, 'service') ?? []),
		serviceEndpointPolicies: references(properties, 'serviceEndpointPolicies'),
		delegations: objects(properties, 'delegations').flatMap(
			delegation => text(delegation, 'properties', 'serviceName') ?? [],
		),
		endpointPolicies: text(properties, 'privateEndpointNetworkPolicies')?.toLowerCase() ?? 'disabled',
		usage: decodeUsage(world, parent, id),
	});
}

function decodeUsage(world: World, network: ArmId, subnet: ArmId): Subnet['usage'] {
	const usages = world.usages.get(armKey(network)) ?? absent;
	if (usages.state !== 'known') {
		return usages;
	}

	const row = usages.value.find(usage => text(usage, 'id')?.toLowerCase() === subnet.toLowerCase());
	const used = count(row, 'currentValue');
	const limit = count(row, 'limit');
	if (used === undefined || limit === undefined) {
		return absent;
	}

	// -1 stands for "availability dependent on dynamic use" (facts F4).
	return known(used < 0 || limit < 0 ? 'dynamic' : {used, limit});
}
