import {formatAddress} from '../../../network/address.js';
import {type AddressSet, anyIpv4, ofFamily} from '../../../network/address-set.js';
import {has, isSubset, size, unionOf} from '../../../network/interval-set.js';
import {type ArmId, armKey, armName} from '../../arm-id.js';
import {asRoutes, learnedDefault} from '../../egress-routes.js';
import {flag, objects, references, text} from '../../json.js';
import {absent, denied, type Known, known, knownValue} from '../../known.js';
import type {Topology} from '../../topology.js';
import type {Route, Subnet} from '../../virtual-network.js';
import {type ArmResource, resourceOf, type World} from '../../world.js';
import type {BareCluster} from './decode-cluster.js';
import {decodePublicAddresses} from './decode-public-address.js';

/** What the way out of the cluster leads through. */
export type EgressInputs = Pick<
	Topology,
	'subnets' | 'routeTables' | 'firewalls' | 'interfaceRoutes' | 'learnedRoutes' | 'virtualHubs' | 'virtualNetworks'
>;

/**
 * Every public address that nodes and pods may be seen with from outside: the sum over their subnets of where the routes
 * for the internet lead, and the nodes' own addresses. One unknown part makes the whole unknown, because a list of
 * authorized ranges that lacks one of them cuts the nodes off (facts D).
 */
export function decodeEgressAddresses(
	resource: ArmResource,
	cluster: BareCluster,
	world: World,
	surroundings: EgressInputs,
): Known<AddressSet> {
	const subnetIds = new Map(
		cluster.pools.flatMap(pool => [pool.subnet, pool.podSubnet]).flatMap(id => (id ? [[armKey(id), id] as const] : [])),
	);
	const ways = [...subnetIds].map(([key, id]) => {
		const subnet =
			surroundings.subnets.get(key) ?? denied(`The subnet ${armName(id)} was not among what could be read.`);
		return subnet.state === 'known' ? fromSubnet(subnet.value, {resource, cluster, world, surroundings}) : subnet;
	});
	// Where AKS manages the network and it could not be found, no routes of ours are in the way.
	const outside = ways.length > 0 ? ways : [byOutboundType(undefined, {resource, cluster, world, surroundings})];
	return uniteKnown([...outside, nodePublicAddresses(resource, world)]);
}

type Context = {
	readonly resource: ArmResource;
	readonly cluster: BareCluster;
	readonly world: World;
	readonly surroundings: EgressInputs;
};

function uniteKnown(parts: readonly Known<AddressSet>[]): Known<AddressSet> {
	const missing = parts.find(part => part.state === 'denied') ?? parts.find(part => part.state === 'absent');
	return missing ?? known(unionOf(parts.flatMap(part => (part.state === 'known' ? [part.value] : []))));
}

function fromSubnet(subnet: Subnet, context: Context): Known<AddressSet> {
	const told = (context.surroundings.interfaceRoutes.get(armKey(subnet.id)) ?? []).flatMap(
		routes => knownValue(routes) ?? [],
	);
	return told.length === 0
		? byTable(subnet, context)
		: uniteKnown(told.map(routes => byRoutes(asRoutes(routes, context.surroundings), subnet, context)));
}

function byTable(subnet: Subnet, context: Context): Known<AddressSet> {
	const table =
		subnet.routeTable === undefined
			? undefined
			: (context.surroundings.routeTables.get(armKey(subnet.routeTable)) ?? absent);
	if (table !== undefined && table.state !== 'known') {
		return table.state === 'denied'
			? table
			: denied(`The route table ${armName(subnet.routeTable ?? '')} was not among what could be read.`);
	}

	const learned = table?.value.bgpPropagation === false ? undefined : learnedDefault(subnet, context.surroundings);
	return byRoutes(table?.value.routes ?? [], subnet, context, learned);
}

/** @param learned where packets go that no route of these diverts; by Azure's own route where it is undefined */
function byRoutes(
	all: readonly Route[],
	subnet: Subnet,
	context: Context,
	learned?: Known<AddressSet>,
): Known<AddressSet> {
	const routes = all.filter(leadsToTheInternet);
	const diverted = unionOf(routes.map(({prefix}) => ('tag' in prefix ? [] : prefix)));
	const ways = routes.map(route => byNextHop(route, subnet, context));
	return uniteKnown(isSubset(anyIpv4, diverted) ? ways : [...ways, learned ?? byOutboundType(subnet, context)]);
}

/**
 * The default route, its two halves, and routes for Azure's own addresses, where the API server is. A route for a single
 * public prefix may lead elsewhere, but not to the API server, whose address such a route would have to know.
 */
function leadsToTheInternet({prefix}: Route): boolean {
	return 'tag' in prefix ? /^azurecloud(?:\.|$)/i.test(prefix.tag) : size(ofFamily(prefix, 'IPv4')) >= 2 ** 31;
}

function byNextHop(route: Route, subnet: Subnet, context: Context): Known<AddressSet> {
	switch (route.nextHopType) {
		case 'VirtualAppliance': {
			return byAppliance(route, context);
		}

		case 'Internet': {
			return byOutboundType(subnet, context);
		}

		case 'None': {
			return known([]);
		}

		case 'VnetLocal':
		case 'VirtualNetworkGateway': {
			return denied(
				`The route ${route.name} sends internet traffic to ${route.nextHopType}; the public address behind that cannot be read.`,
			);
		}
	}
}

function byAppliance({name, nextHopAddress}: Route, {surroundings, world}: Context): Known<AddressSet> {
	const firewall = surroundings.firewalls.find(
		candidate => nextHopAddress !== undefined && has(candidate.privateAddresses, nextHopAddress),
	);
	if (firewall === undefined) {
		return denied(
			`The route ${name} leads to the appliance ${formatAddress(nextHopAddress ?? 0)}, which is no Azure Firewall that could be read; ask who runs it for its public addresses.`,
		);
	}

	// A NAT gateway on the firewall's subnet takes over its way out (facts A6, [I]); both stay, because neither is certain.
	const subnet = firewall.subnet === undefined ? undefined : surroundings.subnets.get(armKey(firewall.subnet));
	const tunnelled = subnet?.state === 'known' ? beyond(firewall.name, subnet.value, surroundings) : undefined;
	if (tunnelled !== undefined) {
		return tunnelled;
	}

	const natGateway = knownValue(subnet)?.natGateway;
	return natGateway === undefined
		? firewall.publicAddresses
		: uniteKnown([firewall.publicAddresses, natGatewayAddresses(natGateway, world)]);
}

/** Under forced tunnelling a firewall sends on what it lets through, and nobody sees its own addresses (forced-tunneling). */
function beyond(firewall: string, subnet: Subnet, surroundings: EgressInputs): Known<AddressSet> | undefined {
	const table =
		subnet.routeTable === undefined ? undefined : knownValue(surroundings.routeTables.get(armKey(subnet.routeTable)));
	const routes = (table?.routes ?? []).filter(leadsToTheInternet);
	const elsewhere = routes.find(({nextHopType}) => nextHopType !== 'Internet');
	if (elsewhere !== undefined) {
		return denied(
			`The route ${elsewhere.name} sends what firewall ${firewall} lets through to ${elsewhere.nextHopType}; the public address behind that cannot be read.`,
		);
	}

	return routes.length > 0 || table?.bgpPropagation === false ? undefined : learnedDefault(subnet, surroundings);
}

/** Where packets leave that no route diverts (facts C). A NAT gateway on the subnet comes before a load balancer. */
function byOutboundType(subnet: Subnet | undefined, {resource, cluster, world}: Context): Known<AddressSet> {
	if (subnet?.natGateway !== undefined) {
		return natGatewayAddresses(subnet.natGateway, world);
	}

	const {outboundType} = cluster;
	switch (outboundType) {
		case 'loadBalancer':
		case 'managedNATGateway':
		case 'managedNATGatewayV2': {
			const profile = outboundType === 'loadBalancer' ? 'loadBalancerProfile' : 'natGatewayProfile';
			const ids = references(resource.properties, 'networkProfile', profile, 'effectiveOutboundIPs');
			return ids.length > 0
				? decodePublicAddresses(ids, world)
				: denied(`The cluster does not say by which addresses its outbound type ${outboundType} leaves.`);
		}

		case 'none': {
			return absent;
		}

		case 'block': {
			return known([]);
		}

		default: {
			return denied(
				`With the outbound type ${outboundType} the routes and NAT gateways of ${subnet?.name ?? 'the subnet'} decide, and they name no way to the internet.`,
			);
		}
	}
}

function natGatewayAddresses(id: ArmId, world: World): Known<AddressSet> {
	const gateway = resourceOf(world, id);
	if (gateway.state !== 'known') {
		return gateway.state === 'denied'
			? gateway
			: denied(`The NAT gateway ${armName(id)} was not among what could be read.`);
	}

	const {properties} = gateway.value;
	const ids = ['publicIpAddresses', 'publicIPAddresses', 'publicIpPrefixes', 'publicIPPrefixes'].flatMap(name =>
		references(properties, name),
	);
	return ids.length > 0
		? decodePublicAddresses(ids, world)
		: denied(`The NAT gateway ${armName(id)} names no public address.`);
}

function nodePublicAddresses({properties}: ArmResource, world: World): Known<AddressSet> {
	const pools = objects(properties, 'agentPoolProfiles').filter(pool => flag(pool, 'enableNodePublicIP'));
	return uniteKnown(
		pools.map(pool => {
			const prefix = text(pool, 'nodePublicIPPrefixID');
			return prefix === undefined
				? denied(
						`The nodes of pool ${text(pool, 'name') ?? '?'} have public addresses outside any prefix, and they change with the nodes.`,
					)
				: decodePublicAddresses([prefix], world);
		}),
	);
}
