import {type AddressSet, addresses, anyIpv4, anyIpv6} from '../network/address-set.js';
import {armKey, parseArmId, sameArmId} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import type {Subnet, VirtualNetwork} from '../topology/virtual-network.js';
import type {RouteCandidate} from './effective-route.js';
import {type AddressView, type Extent, exactly} from './extent.js';
import {hostAddress} from './resolve-tags.js';

const systemRank = 9;

/** Routes that Azure itself gives every subnet (virtual-networks-udr-overview). */
export function systemCandidates(subnet: Subnet, view: AddressView, topology: Topology): readonly RouteCandidate[] {
	const network = knownValue(topology.virtualNetworks.get(armKey(subnet.virtualNetwork)));
	const peerings = (network?.peerings ?? []).filter(({connected}) => connected);
	return [
		system('virtual network', network?.addressSpace ?? subnet.prefixes, 'local'),
		...peerings.map(({remotePrefixes}) => system('peering', remotePrefixes, 'local')),
		...hiddenCandidates(topology),
		...endpointRoutes(subnet, network, topology),
		system('0.0.0.0/0', anyIpv4, 'internet'),
		// That there is one for IPv6 is seen in effective routes of interfaces, not documented [I].
		system('::/0', anyIpv6, 'internet'),
		...dropped,
		...subnet.serviceEndpoints.map(service => endpointCandidate(service, view, topology)),
	];
}

/**
 * A private endpoint puts a route for its own address on its network and those peered with it: narrower than any user
 * route, unless policies for route tables are on in its subnet and the user route is as narrow as the network's own space
 * (disable-private-endpoint-network-policy.md).
 */
function endpointRoutes(
	subnet: Subnet,
	network: VirtualNetwork | undefined,
	topology: Topology,
): readonly RouteCandidate[] {
	const near = [
		subnet.virtualNetwork,
		...(network?.peerings ?? []).filter(({connected}) => connected).map(({remote}) => remote),
	];
	return topology.privateEndpoints.flatMap(endpoint => {
		const home = knownValue(topology.subnets.get(armKey(endpoint.subnet)));
		const policed = home !== undefined && ['enabled', 'routetableenabled'].includes(home.endpointPolicies);
		const network = parseArmId(endpoint.subnet)?.parent;
		return policed || !near.some(id => sameArmId(id, network))
			? []
			: [system(`private endpoint ${endpoint.name}`, endpoint.addresses, 'local')];
	});
}

/** What is in force and stands not even in the effective routes of an interface [I]: the platform's own address, pods. */
export function hiddenCandidates(topology: Topology): readonly RouteCandidate[] {
	return [...overlayCandidates(topology), system('host', hostAddress, 'local')];
}

/**
 * Pods of an overlay reach each other by a routing domain of Azure's own, whatever the subnet's routes say
 * (concepts-network-azure-cni-overlay.md); that user routes for their range do not apply is inferred [I].
 */
function overlayCandidates({cluster}: Topology): readonly RouteCandidate[] {
	const found = knownValue(cluster);
	return found?.cni === 'overlay' ? [{...system('pod network', found.podCidrs, 'local'), rank: -1}] : [];
}

function system(label: string, prefixes: AddressSet, kind: 'local' | 'internet' | 'none'): RouteCandidate {
	return {
		extent: exactly(prefixes),
		rank: systemRank,
		route: {name: `system route (${label})`, nextHop: {kind}, table: undefined},
	};
}

/** What is of no network here. */
const dropped = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(prefix =>
	system(prefix, addresses(prefix), 'none'),
);

const endpointTags: Readonly<Record<string, string>> = {
	'microsoft.azurecosmosdb': 'AzureCosmosDB',
	'microsoft.cognitiveservices': 'CognitiveServicesManagement',
	'microsoft.containerregistry': 'AzureContainerRegistry',
	'microsoft.keyvault': 'AzureKeyVault',
	'microsoft.storage.global': 'Storage',
	'microsoft.web': 'AppService',
};

/** A service endpoint puts its service's prefixes on the subnet, surely those of the region; they bypass a 0/0 route. */
function endpointCandidate(service: string, view: AddressView, topology: Topology): RouteCandidate {
	return {
		extent: endpointExtent(service, view, topology),
		rank: systemRank,
		narrow: true,
		route: {name: `service endpoint ${service}`, nextHop: {kind: 'service-endpoint', service}, table: undefined},
	};
}

/** The prefixes that the service endpoints of a subnet take. */
export function endpointExtents({serviceEndpoints}: Subnet, view: AddressView, topology: Topology): readonly Extent[] {
	return serviceEndpoints.map(service => endpointExtent(service, view, topology));
}

function endpointExtent(service: string, view: AddressView, topology: Topology): Extent {
	const tag = endpointTags[service.toLowerCase()] ?? service.replace(/^Microsoft\./i, '');
	const location = knownValue(topology.cluster)?.location ?? '';
	const everywhere = view.tag(tag);
	const regional = view.tag(`${tag}.${location}`);
	return {
		least: regional.least,
		most: everywhere.most,
		unknown: regional.unknown.length > 0 ? regional.unknown : everywhere.unknown,
	};
}
