import {type Json, textAt} from '../../../json.js';
import type {Mapping, Rules} from './mapping.js';

const network = 'Microsoft.Network';

const enabled = (value: Json) => (value === true ? 'Enabled' : 'Disabled');
const not = (value: Json) => value !== true;

function nameOfBlock(value: Json): string {
	return textAt(Array.isArray(value) ? value[0] : value, 'name');
}

const subnet: Rules = {
	security_group: 'networkSecurityGroup.id',
	network_security_group_id_wo: 'networkSecurityGroup.id',
	route_table_id_wo: 'routeTable.id',
	service_endpoints: 'serviceEndpoints[].service',
	service_endpoint_policy_ids: 'serviceEndpointPolicies[].id',
	delegation: {to: 'delegations[]', in: {service_delegation: {to: 'serviceName', value: nameOfBlock}}},
	default_outbound_access_enabled: 'defaultOutboundAccess',
	private_endpoint_network_policies_enabled: {to: 'privateEndpointNetworkPolicies', value: enabled},
	enforce_private_link_endpoint_network_policies: {
		to: 'privateEndpointNetworkPolicies',
		value: value => (value === true ? 'Disabled' : 'Enabled'),
	},
	private_link_service_network_policies_enabled: {to: 'privateLinkServiceNetworkPolicies', value: enabled},
};

const route: Rules = {next_hop_in_ip_address: 'nextHopIpAddress'};

/** Networks and what stands at their subnets. */
export const networkFamily: Readonly<Record<string, Mapping>> = {
	azurerm_virtual_network: {
		type: `${network}/virtualNetworks`,
		rules: {
			address_space: 'addressSpace.addressPrefixes',
			dns_servers: 'dhcpOptions.dnsServers',
			subnet: {to: 'subnets[]', in: subnet},
			ddos_protection_plan: '',
			encryption: '',
		},
		besides: {subnet: 'azurerm_subnet'},
	},
	azurerm_virtual_network_dns_servers: {
		type: `${network}/virtualNetworks`,
		of: 'virtual_network_id',
		rules: {dns_servers: 'dhcpOptions.dnsServers'},
	},
	azurerm_subnet: {
		type: `${network}/virtualNetworks/subnets`,
		parent: ['virtual_network_id'],
		names: ['virtual_network_name', 'name'],
		rules: subnet,
	},
	azurerm_subnet_network_security_group_association: {type: `${network}/virtualNetworks/subnets`, of: 'subnet_id'},
	azurerm_subnet_route_table_association: {type: `${network}/virtualNetworks/subnets`, of: 'subnet_id'},
	azurerm_subnet_nat_gateway_association: {type: `${network}/virtualNetworks/subnets`, of: 'subnet_id'},
	azurerm_virtual_network_peering: {
		type: `${network}/virtualNetworks/virtualNetworkPeerings`,
		parent: ['virtual_network_id'],
		names: ['virtual_network_name', 'name'],
		rules: {
			only_ipv6_peering_enabled: 'enableOnlyIPv6Peering',
			peer_complete_virtual_networks_enabled: 'peerCompleteVnets',
			triggers: '',
		},
	},
	azurerm_network_security_group: {
		type: `${network}/networkSecurityGroups`,
		rules: {security_rule: 'securityRules[]'},
		besides: {security_rule: 'azurerm_network_security_rule'},
	},
	azurerm_network_security_rule: {
		type: `${network}/networkSecurityGroups/securityRules`,
		parent: ['network_security_group_id'],
		names: ['network_security_group_name', 'name'],
	},
	azurerm_application_security_group: {type: `${network}/applicationSecurityGroups`},
	azurerm_route_table: {
		type: `${network}/routeTables`,
		rules: {
			route: {to: 'routes[]', in: route},
			bgp_route_propagation_enabled: {to: 'disableBgpRoutePropagation', value: not},
			subnets: '',
		},
		besides: {route: 'azurerm_route'},
	},
	azurerm_route: {
		type: `${network}/routeTables/routes`,
		parent: ['route_table_id'],
		names: ['route_table_name', 'name'],
		rules: route,
	},
	azurerm_nat_gateway: {
		type: `${network}/natGateways`,
		rules: {sku_name: 'sku.name', public_ip_address_ids: '', public_ip_prefix_ids: ''},
	},
	azurerm_nat_gateway_public_ip_association: {
		type: `${network}/natGateways`,
		of: 'nat_gateway_id',
		rules: {public_ip_address_id: 'publicIpAddresses[].id'},
	},
	azurerm_nat_gateway_public_ip_prefix_association: {
		type: `${network}/natGateways`,
		of: 'nat_gateway_id',
		rules: {public_ip_prefix_id: 'publicIpPrefixes[].id'},
	},
	azurerm_public_ip: {
		type: `${network}/publicIPAddresses`,
		rules: {
			allocation_method: 'publicIPAllocationMethod',
			ip_version: 'publicIPAddressVersion',
			sku: 'sku.name',
			sku_tier: 'sku.tier',
			domain_name_label: 'dnsSettings.domainNameLabel',
			ip_tags: '',
		},
	},
	azurerm_public_ip_prefix: {
		type: `${network}/publicIPPrefixes`,
		rules: {ip_version: 'publicIPAddressVersion', sku: 'sku.name', sku_tier: 'sku.tier'},
	},
};
