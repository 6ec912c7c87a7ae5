import {parseId} from '../../arm-id.js';
import {type JsonObject, textAt} from '../../json.js';

const network = 'Microsoft.Network';
const subnets = `${network}/virtualNetworks/subnets`;
const zones = `${network}/privateDnsZones`;
const securityGroups = `${network}/applicationSecurityGroups`;

/** What an attribute refers to, by its name in every type of the provider. */
const types: Readonly<Record<string, string>> = {
	subnet_id: subnets,
	vnet_subnet_id: subnets,
	pod_subnet_id: subnets,
	virtual_network_id: `${network}/virtualNetworks`,
	remote_virtual_network_id: `${network}/virtualNetworks`,
	network_security_group_id: `${network}/networkSecurityGroups`,
	security_group: `${network}/networkSecurityGroups`,
	source_application_security_group_ids: securityGroups,
	destination_application_security_group_ids: securityGroups,
	route_table_id: `${network}/routeTables`,
	nat_gateway_id: `${network}/natGateways`,
	public_ip_address_id: `${network}/publicIPAddresses`,
	public_ip_prefix_id: `${network}/publicIPPrefixes`,
	outbound_ip_address_ids: `${network}/publicIPAddresses`,
	outbound_ip_prefix_ids: `${network}/publicIPPrefixes`,
	firewall_policy_id: `${network}/firewallPolicies`,
	base_policy_id: `${network}/firewallPolicies`,
	ip_group_id: `${network}/ipGroups`,
	source_ip_groups: `${network}/ipGroups`,
	destination_ip_groups: `${network}/ipGroups`,
	virtual_hub_id: `${network}/virtualHubs`,
	private_dns_zone_id: zones,
	private_dns_zone_ids: zones,
	kubernetes_cluster_id: 'Microsoft.ContainerService/managedClusters',
};

/**
 * Whether an id can be all that an attribute says. A plan tells what an expression refers to and not what it makes of it:
 * `"${azurerm_virtual_network.hub.id}/subnets/aks"` refers to the network, too.
 *
 * @param attribute the last name in its path
 */
export function isWanted(id: string, attribute: string, beside: JsonObject): boolean {
	const type = parseId(id)?.type.toLowerCase();
	const parents = textAt(beside, 'type').split('@')[0]?.split('/').slice(0, -1) ?? [];
	const wanted = attribute === 'parent_id' && parents.length > 1 ? parents.join('/') : types[attribute];
	return wanted !== undefined && wanted.toLowerCase() === type;
}
