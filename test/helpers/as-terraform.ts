import {isObject, type Json, type JsonObject, listAt, objectsAt, textAt, textsAt} from '../../source/sandbox/json.js';

/**
 * ARM resources as `terraform show -json` prints a state in which azurerm manages them: written from the provider's
 * documentation, the other way round than the tables that read it.
 */
export function asTerraformState(resources: readonly JsonObject[]): JsonObject {
	return {
		format_version: '1.0',
		terraform_version: '1.9.5',
		values: {root_module: {resources: resources.flatMap(stateResources)}},
	};
}

/** A state resource with its address; names of resources are made of their ids. */
function resource(type: string, id: string, values: JsonObject): JsonObject {
	const name = id
		.split('/')
		.slice(8)
		.join('-')
		.replaceAll(/[^\w-]/g, '-');
	return {
		address: `${type}.${name}`,
		mode: 'managed',
		type,
		name,
		provider_name: 'registry.terraform.io/hashicorp/azurerm',
		values: {
			id,
			name: id.split('/').at(-1) ?? '',
			resource_group_name: id.split('/')[4] ?? '',
			tags: null,
			timeouts: null,
			...values,
		},
		sensitive_values: {},
	};
}

function stateResources(arm: JsonObject): readonly JsonObject[] {
	const id = textAt(arm, 'id');
	const [, type = ''] = /\/providers\/[^/]+\/((?:[^/]+\/[^/]+\/)*[^/]+)\/[^/]+$/.exec(id) ?? [];
	const make =
		makers[
			type
				.split('/')
				.filter((_, index) => index % 2 === 0)
				.join('/')
				.toLowerCase()
		];
	return make?.(arm, id) ?? [];
}

const prop = (value: Json | undefined, ...path: readonly string[]): Json =>
	path.reduce<Json>(
		(found, key) => (isObject(found) ? (found[key] ?? null) : null),
		isObject(value) ? (value['properties'] ?? null) : null,
	);
const refs = (list: readonly JsonObject[]) => list.map(item => textAt(item, 'id'));

const makers: Readonly<Record<string, (arm: JsonObject, id: string) => readonly JsonObject[]>> = {
	virtualnetworks: (arm, id) => [
		resource('azurerm_virtual_network', id, {
			address_space: prop(arm, 'addressSpace', 'addressPrefixes'),
			dns_servers: prop(arm, 'dhcpOptions', 'dnsServers') ?? [],
		}),
		...objectsAt(arm, 'properties', 'subnets').flatMap(subnet => {
			const own = textAt(subnet, 'id');
			const prefixes = prop(subnet, 'addressPrefixes');
			const association = (kind: string, attribute: string, field: string) => {
				const target = textAt(subnet, 'properties', field, 'id');
				return target === ''
					? []
					: [resource(`azurerm_subnet_${kind}_association`, own, {id: own, subnet_id: own, [attribute]: target})];
			};
			return [
				resource('azurerm_subnet', own, {
					virtual_network_name: textAt(arm, 'name'),
					address_prefixes: prefixes ?? [prop(subnet, 'addressPrefix')],
					service_endpoints: objectsAt(subnet, 'properties', 'serviceEndpoints').map(({service}) => service ?? ''),
				}),
				...association('network_security_group', 'network_security_group_id', 'networkSecurityGroup'),
				...association('route_table', 'route_table_id', 'routeTable'),
				...association('nat_gateway', 'nat_gateway_id', 'natGateway'),
			];
		}),
		...objectsAt(arm, 'properties', 'virtualNetworkPeerings').map(peering =>
			resource('azurerm_virtual_network_peering', textAt(peering, 'id'), {
				virtual_network_name: textAt(arm, 'name'),
				remote_virtual_network_id: textAt(peering, 'properties', 'remoteVirtualNetwork', 'id'),
				allow_virtual_network_access: prop(peering, 'allowVirtualNetworkAccess'),
				allow_forwarded_traffic: prop(peering, 'allowForwardedTraffic'),
				allow_gateway_transit: prop(peering, 'allowGatewayTransit'),
				use_remote_gateways: prop(peering, 'useRemoteGateways'),
			}),
		),
	],
	networksecuritygroups: (arm, id) => [
		resource('azurerm_network_security_group', id, {
			security_rule: objectsAt(arm, 'properties', 'securityRules').map(rule => ({
				name: textAt(rule, 'name'),
				description: '',
				priority: prop(rule, 'priority'),
				direction: prop(rule, 'direction'),
				access: prop(rule, 'access'),
				protocol: prop(rule, 'protocol'),
				source_port_range: prop(rule, 'sourcePortRange') ?? '',
				source_port_ranges: prop(rule, 'sourcePortRanges') ?? [],
				destination_port_range: prop(rule, 'destinationPortRange') ?? '',
				destination_port_ranges: prop(rule, 'destinationPortRanges') ?? [],
				source_address_prefix: prop(rule, 'sourceAddressPrefix') ?? '',
				source_address_prefixes: prop(rule, 'sourceAddressPrefixes') ?? [],
				destination_address_prefix: prop(rule, 'destinationAddressPrefix') ?? '',
				destination_address_prefixes: prop(rule, 'destinationAddressPrefixes') ?? [],
				source_application_security_group_ids: refs(objectsAt(rule, 'properties', 'sourceApplicationSecurityGroups')),
				destination_application_security_group_ids: refs(
					objectsAt(rule, 'properties', 'destinationApplicationSecurityGroups'),
				),
			})),
		}),
	],
	routetables: (arm, id) => [
		resource('azurerm_route_table', id, {
			bgp_route_propagation_enabled: prop(arm, 'disableBgpRoutePropagation') !== true,
			route: [],
			subnets: [],
		}),
		...objectsAt(arm, 'properties', 'routes').map(route =>
			resource('azurerm_route', textAt(route, 'id'), {
				route_table_name: textAt(arm, 'name'),
				address_prefix: prop(route, 'addressPrefix'),
				next_hop_type: prop(route, 'nextHopType'),
				next_hop_in_ip_address: prop(route, 'nextHopIpAddress') ?? '',
			}),
		),
	],
	natgateways: (arm, id) => [
		resource('azurerm_nat_gateway', id, {sku_name: textAt(arm, 'sku', 'name')}),
		...refs(objectsAt(arm, 'properties', 'publicIpAddresses')).map(address =>
			resource('azurerm_nat_gateway_public_ip_association', id, {
				id: `${id}|${address}`,
				nat_gateway_id: id,
				public_ip_address_id: address,
			}),
		),
	],
	publicipaddresses: (arm, id) => [
		resource('azurerm_public_ip', id, {
			allocation_method: prop(arm, 'publicIPAllocationMethod'),
			ip_version: prop(arm, 'publicIPAddressVersion'),
			ip_address: prop(arm, 'ipAddress'),
			sku: textAt(arm, 'sku', 'name'),
		}),
	],
	ipgroups: (arm, id) => [resource('azurerm_ip_group', id, {cidrs: prop(arm, 'ipAddresses')})],
	azurefirewalls: (arm, id) => [
		resource('azurerm_firewall', id, {
			firewall_policy_id: prop(arm, 'firewallPolicy', 'id'),
			sku_name: prop(arm, 'sku', 'name'),
			sku_tier: prop(arm, 'sku', 'tier'),
			threat_intel_mode: prop(arm, 'threatIntelMode') ?? '',
			ip_configuration: objectsAt(arm, 'properties', 'ipConfigurations').map(configuration => ({
				name: textAt(configuration, 'name'),
				subnet_id: prop(configuration, 'subnet', 'id') ?? '',
				public_ip_address_id: prop(configuration, 'publicIPAddress', 'id'),
				private_ip_address: prop(configuration, 'privateIPAddress') ?? '',
			})),
		}),
		...classic(arm, id, 'network', 'networkRuleCollections', rule => ({
			...sources(rule),
			destination_addresses: textsAt(rule, 'destinationAddresses'),
			destination_ip_groups: textsAt(rule, 'destinationIpGroups'),
			destination_fqdns: textsAt(rule, 'destinationFqdns'),
			destination_ports: textsAt(rule, 'destinationPorts'),
			protocols: textsAt(rule, 'protocols'),
		})),
		...classic(arm, id, 'application', 'applicationRuleCollections', rule => ({
			...sources(rule),
			target_fqdns: textsAt(rule, 'targetFqdns'),
			fqdn_tags: textsAt(rule, 'fqdnTags'),
			protocol: objectsAt(rule, 'protocols').map(({protocolType, port}) => ({type: protocolType, port})),
		})),
		...classic(arm, id, 'nat', 'natRuleCollections', rule => ({
			...sources(rule),
			destination_addresses: textsAt(rule, 'destinationAddresses'),
			destination_ports: textsAt(rule, 'destinationPorts'),
			protocols: textsAt(rule, 'protocols'),
			translated_address: rule['translatedAddress'],
			translated_port: rule['translatedPort'],
		})),
	],
	firewallpolicies: (arm, id) => [
		resource('azurerm_firewall_policy', id, {
			base_policy_id: prop(arm, 'basePolicy', 'id'),
			sku: prop(arm, 'sku', 'tier'),
			threat_intelligence_mode: prop(arm, 'threatIntelMode') ?? '',
			dns: isObject(prop(arm, 'dnsSettings'))
				? [{proxy_enabled: prop(arm, 'dnsSettings', 'enableProxy'), servers: prop(arm, 'dnsSettings', 'servers') ?? []}]
				: [],
		}),
	],
	'firewallpolicies/rulecollectiongroups': (arm, id) => [
		resource('azurerm_firewall_policy_rule_collection_group', id, {
			firewall_policy_id: id.split('/').slice(0, -2).join('/'),
			priority: prop(arm, 'priority'),
			...Object.fromEntries(
				[
					['network_rule_collection', 'NetworkRule'] as const,
					['application_rule_collection', 'ApplicationRule'] as const,
					['nat_rule_collection', 'NatRule'] as const,
				].map(([attribute, kind]) => [
					attribute,
					objectsAt(arm, 'properties', 'ruleCollections')
						.filter(collection => objectsAt(collection, 'rules').every(({ruleType}) => ruleType === kind))
						.map(collection => ({
							name: textAt(collection, 'name'),
							priority: collection['priority'],
							action: kind === 'NatRule' ? 'Dnat' : textAt(collection, 'action', 'type'),
							rule: objectsAt(collection, 'rules').map(rule => policyRule(rule, kind)),
						})),
				]),
			),
		}),
	],
};

function classic(
	arm: JsonObject,
	id: string,
	kind: string,
	list: string,
	rule: (rule: JsonObject) => JsonObject,
): readonly JsonObject[] {
	return objectsAt(arm, 'properties', list).map(collection =>
		resource(`azurerm_firewall_${kind}_rule_collection`, `${id}/${list}/${textAt(collection, 'name')}`, {
			azure_firewall_name: textAt(arm, 'name'),
			priority: prop(collection, 'priority'),
			action: prop(collection, 'action', 'type'),
			rule: listAt(collection, 'properties', 'rules')
				.filter(isObject)
				.map(item => ({name: textAt(item, 'name'), description: '', ...rule(item)})),
		}),
	);
}

function sources(rule: JsonObject): JsonObject {
	return {source_addresses: textsAt(rule, 'sourceAddresses'), source_ip_groups: textsAt(rule, 'sourceIpGroups')};
}

function policyRule(rule: JsonObject, kind: 'NetworkRule' | 'ApplicationRule' | 'NatRule'): JsonObject {
	const common = {name: textAt(rule, 'name'), description: '', ...sources(rule)};
	if (kind === 'NetworkRule') {
		return {
			...common,
			protocols: textsAt(rule, 'ipProtocols'),
			destination_addresses: textsAt(rule, 'destinationAddresses'),
			destination_ip_groups: textsAt(rule, 'destinationIpGroups'),
			destination_fqdns: textsAt(rule, 'destinationFqdns'),
			destination_ports: textsAt(rule, 'destinationPorts'),
		};
	}

	return kind === 'ApplicationRule'
		? {
				...common,
				protocols: objectsAt(rule, 'protocols').map(({protocolType, port}) => ({type: protocolType, port})),
				destination_addresses: textsAt(rule, 'destinationAddresses'),
				destination_fqdns: textsAt(rule, 'targetFqdns'),
				destination_urls: textsAt(rule, 'targetUrls'),
				destination_fqdn_tags: textsAt(rule, 'fqdnTags'),
				web_categories: textsAt(rule, 'webCategories'),
				terminate_tls: rule['terminateTLS'] ?? false,
			}
		: {
				...common,
				protocols: textsAt(rule, 'ipProtocols'),
				destination_address: textsAt(rule, 'destinationAddresses')[0] ?? '',
				destination_ports: textsAt(rule, 'destinationPorts'),
				translated_address: textAt(rule, 'translatedAddress'),
				translated_fqdn: textAt(rule, 'translatedFqdn'),
				translated_port: Number(rule['translatedPort']),
			};
}
