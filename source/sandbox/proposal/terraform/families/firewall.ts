import {isObject, type Json, type JsonObject, objectsAt, textAt} from '../../../json.js';
import type {Mapping} from './mapping.js';

const network = 'Microsoft.Network';

/** Firewalls, classic and with a policy, and the groups of addresses that their rules name. */
export const firewallFamily: Readonly<Record<string, Mapping>> = {
	azurerm_firewall: {
		type: `${network}/azureFirewalls`,
		rules: {
			sku_name: 'sku.name',
			sku_tier: 'sku.tier',
			ip_configuration: 'ipConfigurations[]',
			virtual_hub: {
				to: 'virtualHub.id',
				value: value => textAt(Array.isArray(value) ? value[0] : value, 'virtual_hub_id'),
			},
			dns_servers: '',
			dns_proxy_enabled: '',
			private_ip_ranges: '',
		},
		decides: ['ip_configuration'],
	},
	azurerm_firewall_network_rule_collection: classic('networkRuleCollections', rule => ({
		...sources(rule),
		destinationAddresses: listed(rule, 'destination_addresses'),
		destinationIpGroups: listed(rule, 'destination_ip_groups'),
		destinationFqdns: listed(rule, 'destination_fqdns'),
		destinationPorts: listed(rule, 'destination_ports'),
		protocols: listed(rule, 'protocols'),
	})),
	azurerm_firewall_application_rule_collection: classic('applicationRuleCollections', rule => ({
		...sources(rule),
		protocols: protocolsOf(rule, 'protocol'),
		targetFqdns: listed(rule, 'target_fqdns'),
		fqdnTags: listed(rule, 'fqdn_tags'),
	})),
	azurerm_firewall_nat_rule_collection: classic('natRuleCollections', rule => ({
		...sources(rule),
		destinationAddresses: listed(rule, 'destination_addresses'),
		destinationPorts: listed(rule, 'destination_ports'),
		protocols: listed(rule, 'protocols'),
		translatedAddress: rule['translated_address'],
		translatedPort: asText(rule['translated_port']),
	})),
	azurerm_firewall_policy: {
		type: `${network}/firewallPolicies`,
		rules: {
			sku: 'sku.tier',
			threat_intelligence_mode: 'threatIntelMode',
			threat_intelligence_allowlist: {to: 'threatIntelWhitelist', in: {ip_addresses: 'ipAddresses', fqdns: 'fqdns'}},
			dns: {to: 'dnsSettings', in: {proxy_enabled: 'enableProxy'}},
			private_ip_ranges: 'snat.privateRanges',
			child_policies: '',
			firewalls: '',
			rule_collection_groups: '',
			identity: '',
		},
	},
	azurerm_firewall_policy_rule_collection_group: {
		type: `${network}/firewallPolicies/ruleCollectionGroups`,
		parent: ['firewall_policy_id'],
		decides: ['nat_rule_collection', 'network_rule_collection', 'application_rule_collection'],
		body: values => ({
			properties: {
				priority: values['priority'],
				ruleCollections: [
					...objectsAt(values, 'nat_rule_collection').map(natCollection),
					...objectsAt(values, 'network_rule_collection').map(collection => filterCollection(collection, networkRule)),
					...objectsAt(values, 'application_rule_collection').map(collection =>
						filterCollection(collection, applicationRule),
					),
				],
			},
		}),
	},
	azurerm_ip_group: {
		type: `${network}/ipGroups`,
		rules: {cidrs: 'ipAddresses', firewall_ids: '', firewall_policy_ids: ''},
	},
	azurerm_ip_group_cidr: {type: `${network}/ipGroups`, of: 'ip_group_id', rules: {cidr: 'ipAddresses[]'}},
};

/** A collection of a firewall without a policy stands in a list of the firewall itself. */
function classic(list: string, ruleBody: (rule: JsonObject) => JsonObject): Mapping {
	return {
		type: `${network}/azureFirewalls`,
		names: ['azure_firewall_name'],
		partial: true,
		decides: ['rule'],
		body: values => ({
			properties: {
				[list]: [
					{
						name: textAt(values, 'name'),
						properties: {
							priority: values['priority'],
							action: {type: textAt(values, 'action')},
							rules: objectsAt(values, 'rule').map(rule => ({name: textAt(rule, 'name'), ...told(ruleBody(rule))})),
						},
					},
				],
			},
		}),
	};
}

function filterCollection(collection: JsonObject, ruleBody: (rule: JsonObject) => JsonObject): JsonObject {
	return {
		ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
		name: textAt(collection, 'name'),
		priority: collection['priority'],
		action: {type: textAt(collection, 'action')},
		rules: objectsAt(collection, 'rule').map(rule => ({name: textAt(rule, 'name'), ...told(ruleBody(rule))})),
	};
}

function natCollection(collection: JsonObject): JsonObject {
	return {
		ruleCollectionType: 'FirewallPolicyNatRuleCollection',
		name: textAt(collection, 'name'),
		priority: collection['priority'],
		action: {type: 'DNAT'},
		rules: objectsAt(collection, 'rule').map(rule => ({
			name: textAt(rule, 'name'),
			...told({
				ruleType: 'NatRule',
				...sources(rule),
				ipProtocols: listed(rule, 'protocols'),
				destinationAddresses: [textAt(rule, 'destination_address')].filter(address => address !== ''),
				destinationPorts: listed(rule, 'destination_ports'),
				translatedAddress: rule['translated_address'],
				translatedFqdn: rule['translated_fqdn'],
				translatedPort: asText(rule['translated_port']),
			}),
		})),
	};
}

function networkRule(rule: JsonObject): JsonObject {
	return {
		ruleType: 'NetworkRule',
		...sources(rule),
		ipProtocols: listed(rule, 'protocols'),
		destinationAddresses: listed(rule, 'destination_addresses'),
		destinationIpGroups: listed(rule, 'destination_ip_groups'),
		destinationFqdns: listed(rule, 'destination_fqdns'),
		destinationPorts: listed(rule, 'destination_ports'),
	};
}

function applicationRule(rule: JsonObject): JsonObject {
	return {
		ruleType: 'ApplicationRule',
		...sources(rule),
		protocols: protocolsOf(rule, 'protocols'),
		destinationAddresses: listed(rule, 'destination_addresses'),
		targetFqdns: listed(rule, 'destination_fqdns'),
		targetUrls: listed(rule, 'destination_urls'),
		fqdnTags: listed(rule, 'destination_fqdn_tags'),
		webCategories: listed(rule, 'web_categories'),
		terminateTLS: rule['terminate_tls'],
	};
}

function sources(rule: JsonObject): JsonObject {
	return {sourceAddresses: listed(rule, 'source_addresses'), sourceIpGroups: listed(rule, 'source_ip_groups')};
}

function protocolsOf(rule: JsonObject, block: string): readonly Json[] {
	return objectsAt(rule, block).map(({type, port}) => ({
		protocolType: type ?? null,
		port: typeof port === 'string' ? Number(port) : (port ?? null),
	}));
}

/** A single reference that a list is made of is told as itself; so is a list of which nothing is told. */
function listed(rule: JsonObject, name: string): readonly Json[] {
	const value = rule[name];
	return Array.isArray(value) ? value : typeof value === 'string' && value !== '' ? [value] : [];
}

function asText(value: Json | undefined): string | undefined {
	return typeof value === 'number' ? String(value) : typeof value === 'string' ? value : undefined;
}

/** The provider says what is not set as null or as an empty text. */
function told(rule: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(rule).filter(
			([, value]) => value !== null && value !== undefined && value !== '' && !isEmpty(value),
		),
	);
}

function isEmpty(value: Json): boolean {
	return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}
