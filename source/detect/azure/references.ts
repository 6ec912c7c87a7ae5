import {type ArmId, parseArmId} from '../../topology/arm-id.js';
import {subnetsOf} from '../../topology/decode/azure/decode-virtual-network.js';
import {object, objects, references, text, texts} from '../../topology/json.js';
import {type ArmResource, isOfType, type JsonObject} from '../../topology/world.js';

/* What a resource refers to by id, and so what is read next. */

/** The subnets that the cluster names itself; an AKS-managed network is not among them. */
export function clusterSubnetIds({properties}: ArmResource): readonly ArmId[] {
	const pools = objects(properties, 'agentPoolProfiles');
	const ids = pools.flatMap(pool => [text(pool, 'vnetSubnetID'), text(pool, 'podSubnetID')]);
	return [...ids, text(properties, 'apiServerAccessProfile', 'subnetId')].flatMap(id => id ?? []);
}

export function hasManagedNetwork({properties}: ArmResource): boolean {
	return objects(properties, 'agentPoolProfiles').some(pool => text(pool, 'vnetSubnetID') === undefined);
}

/** Public addresses and prefixes by which the cluster is seen from outside, as far as it names them. */
export function clusterPublicIds({properties}: ArmResource): readonly ArmId[] {
	const network = object(properties, 'networkProfile');
	return [
		...references(network, 'loadBalancerProfile', 'effectiveOutboundIPs'),
		...references(network, 'natGatewayProfile', 'effectiveOutboundIPs'),
		...objects(properties, 'agentPoolProfiles').flatMap(pool => text(pool, 'nodePublicIPPrefixID') ?? []),
	];
}

export function natGatewayPublicIds({properties}: ArmResource): readonly ArmId[] {
	return ['publicIpAddresses', 'publicIPAddresses', 'publicIpPrefixes', 'publicIPPrefixes'].flatMap(name =>
		references(properties, name),
	);
}

export function subnetReferences(subnet: JsonObject) {
	return {
		securityGroup: text(subnet, 'properties', 'networkSecurityGroup', 'id'),
		routeTable: text(subnet, 'properties', 'routeTable', 'id'),
		natGateway: text(subnet, 'properties', 'natGateway', 'id'),
	};
}

/** The firewalls that stand in a network: their subnets name their configurations even to who may not list firewalls. */
export function firewallsInside(network: ArmResource): readonly ArmId[] {
	return subnetsOf(network).flatMap(subnet =>
		references(subnet, 'properties', 'ipConfigurations').flatMap(id => {
			const parent = parseArmId(id)?.parent;
			return parent !== undefined && isOfType(parent, 'Microsoft.Network/azureFirewalls') ? [parent] : [];
		}),
	);
}

export function firewallPublicIds({properties}: ArmResource): readonly ArmId[] {
	return objects(properties, 'ipConfigurations').flatMap(
		entry => text(entry, 'properties', 'publicIPAddress', 'id') ?? [],
	);
}

export function firewallSubnetIds({properties}: ArmResource): readonly ArmId[] {
	return objects(properties, 'ipConfigurations').flatMap(entry => text(entry, 'properties', 'subnet', 'id') ?? []);
}

/** The IP groups that the rules of a rule collection group, or of a classic firewall, name. */
export function ipGroupIds({properties}: ArmResource): readonly ArmId[] {
	const classic = ['natRuleCollections', 'networkRuleCollections', 'applicationRuleCollections']
		.flatMap(name => objects(properties, name))
		.map(collection => object(collection, 'properties'));
	return [...objects(properties, 'ruleCollections'), ...classic]
		.flatMap(collection => objects(collection, 'rules'))
		.flatMap(rule => [...texts(rule, 'sourceIpGroups'), ...texts(rule, 'destinationIpGroups')]);
}
