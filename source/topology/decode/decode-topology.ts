import {armKey} from '../arm-id.js';
import type {Cluster} from '../cluster.js';
import type {Firewall} from '../firewall.js';
import {absent, flatMapKnown, knownValue, mapKnown} from '../known.js';
import {isManaged} from '../managed.js';
import {reachableNetworks} from '../reachable-networks.js';
import type {Topology} from '../topology.js';
import {isOfType, resourceOf, type World} from '../world.js';
import {decodeAdminRules} from './azure/decode-admin-rules.js';
import {decodeCluster} from './azure/decode-cluster.js';
import {decodeEgressAddresses} from './azure/decode-egress.js';
import {decodeFirewall} from './azure/decode-firewall.js';
import {findChildGroups} from './azure/decode-firewall-policy.js';
import {decodeInterfaceGroups} from './azure/decode-interface-groups.js';
import {decodeInterfaceRoutes} from './azure/decode-interface-routes.js';
import {decodeLearnedRoutes} from './azure/decode-learned-routes.js';
import {decodePrivateEndpoints, decodePrivateZones} from './azure/decode-private-names.js';
import {decodeReferred} from './azure/decode-referred.js';
import {decodeRouteTable} from './azure/decode-route-table.js';
import {decodeNodeSecurityGroups, decodeSecurityGroup} from './azure/decode-security-group.js';
import {decodeServiceEndpointPolicy} from './azure/decode-service-endpoint-policy.js';
import {decodeServiceTags} from './azure/decode-service-tags.js';
import {decodeSubnets} from './azure/decode-subnets.js';
import {decodeVirtualHubs} from './azure/decode-virtual-hubs.js';
import {decodeVirtualNetwork} from './azure/decode-virtual-network.js';
import {decodeOtherResources} from './decode-other-resources.js';
import {decodeUnjudged} from './decode-unjudged.js';
import {decodeKubernetes} from './kubernetes/decode-kubernetes.js';

/** What the answers of Azure and of the cluster mean, in our own words. Never throws: a world is not to be trusted. */
export function decodeTopology(world: World): Topology {
	const resource = world.cluster === undefined ? absent : resourceOf(world, world.cluster);
	const bareCluster = flatMapKnown(resource, value => decodeCluster(value, world));
	const firewalls = decodeFirewalls(world);
	const networks = reachableNetworks(knownValue(bareCluster), firewalls, world);
	const subnets = decodeSubnets(networks, knownValue(bareCluster), world);
	// Gateways send from other subnets of the networks, and private endpoints stand in some.
	const everySubnet = [...subnets.values()].flatMap(subnet => knownValue(subnet) ?? []);
	const routeTables = decodeReferred(everySubnet, 'routeTable', world, value =>
		decodeRouteTable(value, isManaged(value.id, knownValue(resource))),
	);
	const interfaces = decodeInterfaceRoutes(world);
	const told = {
		virtualNetworks: new Map(
			networks.map(id => [
				armKey(id),
				flatMapKnown(resourceOf(world, id), network => decodeVirtualNetwork(network, world)),
			]),
		),
		unreadFirewalls: world.unreadLists?.has('microsoft.network/azurefirewalls') === true,
		virtualHubs: decodeVirtualHubs(world),
		interfaceRoutes: interfaces.bySubnet,
		learnedRoutes: decodeLearnedRoutes(world),
	};
	return {
		cluster: flatMapKnown(bareCluster, cluster =>
			mapKnown(resource, (value): Cluster => {
				const egressAddresses = decodeEgressAddresses(value, cluster, world, {
					subnets,
					routeTables,
					firewalls,
					...told,
				});
				return {...cluster, egressAddresses};
			}),
		),
		...told,
		subnets,
		securityGroups: decodeReferred(everySubnet, 'securityGroup', world, value =>
			decodeSecurityGroup(value, isManaged(value.id, knownValue(resource))),
		),
		nodeSecurityGroups: decodeNodeSecurityGroups(knownValue(resource), world),
		routeTables,
		serviceEndpointPolicies: decodeReferred(everySubnet, 'serviceEndpointPolicies', world, decodeServiceEndpointPolicy),
		firewalls,
		interfaceGroups: decodeInterfaceGroups(world, knownValue(resource)),
		homelessInterfaces: interfaces.homeless,
		unjudged: decodeUnjudged(world),
		adminRules: new Map(networks.map(id => [armKey(id), decodeAdminRules(id, world)])),
		privateEndpoints: decodePrivateEndpoints(world),
		privateZones: decodePrivateZones(world),
		serviceTags: mapKnown(world.serviceTags, decodeServiceTags),
		kubernetes: decodeKubernetes(world, knownValue(bareCluster)?.kubernetesVersion),
		otherResources: decodeOtherResources(world),
	};
}

function decodeFirewalls(world: World): readonly Firewall[] {
	const children = findChildGroups(world);
	return [...world.resources.values()].flatMap(resource =>
		resource.state === 'known' && isOfType(resource.value.id, 'Microsoft.Network/azureFirewalls')
			? [decodeFirewall(resource.value, world, children)]
			: [],
	);
}
