import {type JsonObject, objectsAt, textAt, textsAt} from '../../../json.js';
import type {Mapping} from './mapping.js';

const network = 'Microsoft.Network';

function record(type: string, body: (values: JsonObject) => JsonObject): Mapping {
	return {
		type: `${network}/privateDnsZones/${type}`,
		parent: ['private_dns_zone_id'],
		names: ['zone_name', 'name'],
		body: values => ({properties: body(values)}),
	};
}

/** Private endpoints and the names that lead to them. */
export const namesFamily: Readonly<Record<string, Mapping>> = {
	azurerm_private_endpoint: {
		type: `${network}/privateEndpoints`,
		rules: {
			private_service_connection: {
				to: 'privateLinkServiceConnections[]',
				in: {
					private_connection_resource_id: 'privateLinkServiceId',
					// An alias stands in the same field (private_endpoint_resource.go).
					private_connection_resource_alias: 'privateLinkServiceId',
					subresource_names: 'groupIds',
				},
			},
			custom_dns_configs: 'customDnsConfigs[]',
			ip_configuration: {to: 'ipConfigurations[]', in: {subresource_name: 'groupId', member_name: 'memberName'}},
			network_interface: '',
			private_dns_zone_group: '',
			private_dns_zone_configs: '',
		},
		decides: ['custom_dns_configs'],
		children: values =>
			objectsAt(values, 'private_dns_zone_group').map(group => ({
				path: `privateDnsZoneGroups/${textAt(group, 'name')}`,
				body: {
					properties: {
						privateDnsZoneConfigs: textsAt(group, 'private_dns_zone_ids').map(id => ({
							name: id.split('/').at(-1) ?? '',
							properties: {privateDnsZoneId: id},
						})),
					},
				},
			})),
	},
	azurerm_private_dns_zone: {type: `${network}/privateDnsZones`, body: () => ({location: 'global', properties: {}})},
	azurerm_private_dns_zone_virtual_network_link: {
		type: `${network}/privateDnsZones/virtualNetworkLinks`,
		parent: ['private_dns_zone_id'],
		names: ['private_dns_zone_name', 'name'],
		body: values => ({
			properties: {
				virtualNetwork: {id: textAt(values, 'virtual_network_id')},
				registrationEnabled: values['registration_enabled'] === true,
				...(textAt(values, 'resolution_policy') === '' ? {} : {resolutionPolicy: textAt(values, 'resolution_policy')}),
				virtualNetworkLinkState: 'Completed',
			},
		}),
	},
	azurerm_private_dns_a_record: record('A', values => ({
		ttl: values['ttl'],
		aRecords: textsAt(values, 'records').map(ipv4Address => ({ipv4Address})),
	})),
	azurerm_private_dns_aaaa_record: record('AAAA', values => ({
		ttl: values['ttl'],
		aaaaRecords: textsAt(values, 'records').map(ipv6Address => ({ipv6Address})),
	})),
	azurerm_private_dns_cname_record: record('CNAME', values => ({
		ttl: values['ttl'],
		cnameRecord: {cname: textAt(values, 'record')},
	})),
};
