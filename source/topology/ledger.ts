import {object, text} from './json.js';
import {kubernetesRows} from './kubernetes-ledger.js';
import type {Holder, LedgerRow} from './ledger-row.js';
import type {JsonObject} from './world.js';

const network = 'Microsoft.Network';

function judged(type: string, attachedTo: readonly Holder[], source: string, listed?: LedgerRow['listed']): LedgerRow {
	return {
		type: `${network}/${type}`,
		standing: 'judged',
		attachedTo,
		source,
		...(listed === undefined ? {} : {listed}),
	};
}

function harmless(type: string, source: string): LedgerRow {
	return {
		type: type.includes('/') && type.startsWith('Microsoft.') ? type : `${network}/${type}`,
		standing: 'harmless',
		attachedTo: [],
		source,
	};
}

/** api-versions of the resources that no client of ours reads. */
const networkApi = '2025-05-01';
const privateDnsApi = '2024-06-01';
const resolverApi = '2025-05-01';

const armRows: readonly LedgerRow[] = [
	{
		type: 'Microsoft.ContainerService/managedClusters',
		standing: 'judged',
		attachedTo: ['cluster'],
		source: 'aks rest api',
	},
	{
		type: 'Microsoft.ContainerService/managedClusters/agentPools',
		standing: 'judged',
		attachedTo: ['cluster'],
		source: 'aks rest api',
	},
	judged('virtualNetworks', ['network'], 'virtual-networks-udr-overview'),
	judged('virtualNetworks/subnets', ['subnet'], 'virtual-networks-udr-overview'),
	judged('virtualNetworks/virtualNetworkPeerings', ['network'], 'virtual-network-manage-peering'),
	judged('networkSecurityGroups', ['subnet', 'interface'], 'network-security-group-how-it-works'),
	judged('networkSecurityGroups/securityRules', ['subnet', 'interface'], 'network-security-groups-overview'),
	judged('networkSecurityGroups/defaultSecurityRules', ['subnet', 'interface'], 'network-security-groups-overview'),
	judged('routeTables', ['subnet'], 'virtual-networks-udr-overview'),
	judged('routeTables/routes', ['subnet'], 'virtual-networks-udr-overview'),
	judged('azureFirewalls', ['firewall'], 'rule-processing'),
	judged('firewallPolicies', ['firewall'], 'rule-processing'),
	judged('firewallPolicies/ruleCollectionGroups', ['firewall'], 'rule-processing'),
	judged('ipGroups', ['firewall'], 'firewall-manager/ip-groups'),
	judged('natGateways', ['subnet'], 'nat-gateway'),
	judged('publicIPAddresses', ['load-balancer'], 'public-ip-addresses'),
	judged('publicIPPrefixes', ['load-balancer'], 'public-ip-address-prefix'),
	judged('loadBalancers', ['load-balancer'], 'load-balancer-overview'),
	judged('privateEndpoints', ['subnet', 'name'], 'private-endpoint-overview', {apiVersion: networkApi}),
	judged('privateDnsZones', ['name'], 'private-dns-overview', {
		apiVersion: privateDnsApi,
		children: ['virtualNetworkLinks', 'A'],
	}),
	judged('privateDnsZones/virtualNetworkLinks', ['name'], 'private-dns-virtual-network-links'),
	judged('privateDnsZones/A', ['name'], 'private-dns-overview'),
	judged('privateDnsZones/AAAA', ['name'], 'private-dns-overview'),
	judged('privateDnsZones/CNAME', ['name'], 'private-dns-overview'),
	judged('privateEndpoints/privateDnsZoneGroups', ['name'], 'private-endpoint-dns'),
	judged('networkManagers', ['network'], 'concept-security-admins', {apiVersion: networkApi}),
	judged('networkManagers/securityAdminConfigurations', ['network'], 'concept-security-admins'),
	judged('networkManagers/securityAdminConfigurations/ruleCollections', ['network'], 'concept-security-admins'),
	judged('networkManagers/securityAdminConfigurations/ruleCollections/rules', ['network'], 'concept-security-admins'),
	judged('networkManagers/networkGroups', ['network'], 'concept-network-groups'),
	judged('networkManagers/networkGroups/staticMembers', ['network'], 'concept-network-groups'),
	judged('virtualNetworkGateways', ['network'], 'virtual-networks-udr-overview, Get Learned Routes'),
	judged('applicationSecurityGroups', ['interface'], 'application-security-groups'),
	judged('serviceEndpointPolicies', ['subnet'], 'virtual-network-service-endpoint-policies-overview', {
		apiVersion: networkApi,
	}),
	judged(
		'serviceEndpointPolicies/serviceEndpointPolicyDefinitions',
		['subnet'],
		'virtual-network-service-endpoint-policies-overview',
	),
	judged('virtualHubs', ['hub', 'network'], 'how-to-routing-policies, Get Effective Virtual Hub Routes', {
		apiVersion: networkApi,
		children: ['hubVirtualNetworkConnections', 'routingIntent'],
	}),
	judged('virtualHubs/hubVirtualNetworkConnections', ['hub', 'network'], 'how-to-routing-policies'),
	judged('virtualHubs/routingIntent', ['hub'], 'how-to-routing-policies'),
	doubt('networkVirtualAppliances', ['hub'], 'an appliance in a virtual hub', 'about-nva-hub', networkApi),
	doubt('virtualAppliances', ['subnet'], 'a virtual appliance', 'network rest api', networkApi),
	doubt(
		'networkSecurityPerimeters',
		['name'],
		'a network security perimeter',
		'network-security-perimeter-concepts',
		networkApi,
	),
	doubt('dnsForwardingRulesets', ['name'], 'a DNS forwarding ruleset', 'dns-private-resolver-overview', resolverApi),
	doubt('dnsResolverPolicies', ['name'], 'a DNS security policy', 'dns-security-policy', resolverApi),
	harmless(
		'networkManagers/routingConfigurations',
		'concept-user-defined-route: it writes route tables, which are read',
	),
	harmless(
		'networkInterfaces',
		'holds addresses; what it tells of routes and security rules is taken for those of its subnet',
	),
	harmless('privateLinkServices', 'private-link-service-overview: leads in, stops nothing on the way out'),
	harmless('bastionHosts', 'bastion-overview'),
	harmless('ddosProtectionPlans', 'ddos-protection-overview: acts on attacks only'),
	harmless('networkWatchers', 'network-watcher-overview: observes'),
	harmless('networkWatchers/flowLogs', 'nsg-flow-logs-overview: observes'),
	harmless('networkWatchers/packetCaptures', 'network-watcher-overview: observes'),
	harmless('networkWatchers/connectionMonitors', 'network-watcher-overview: observes'),
	harmless('virtualNetworkTaps', 'virtual-network-tap-overview: copies'),
	harmless('localNetworkGateways', 'describes the other side of a tunnel; its routes come by the gateway'),
	harmless('connections', 'carries what the gateway routes'),
	harmless('expressRouteCircuits', 'carries what the gateway routes'),
	harmless('expressRoutePorts', 'carries circuits'),
	harmless('vpnSites', 'describes the other side of a tunnel'),
	harmless('virtualWans', 'groups hubs'),
	harmless('customIpPrefixes', 'custom-ip-address-prefix'),
	harmless('dnsZones', 'public DNS of a name, which anybody resolves'),
	harmless('dnsResolvers', 'answers; what it forwards is in its rulesets'),
	harmless('applicationGateways', 'leads in; what it sends comes from its subnet'),
	harmless('frontDoors', 'leads in from the internet'),
	harmless('trafficManagerProfiles', 'answers names'),
	harmless('networkProfiles', 'container-networking'),
	harmless('networkIntentPolicies', 'virtual-network-service: kept by delegated services'),
	harmless('Microsoft.Compute/virtualMachineScaleSets', 'holds the nodes'),
	harmless('Microsoft.Compute/virtualMachines', 'holds nodes and others'),
	harmless('Microsoft.ManagedIdentity/userAssignedIdentities', 'identities pass no packets'),
	harmless('Microsoft.DevSpaces/controllers', 'names a cluster and an endpoint type; passes no packets'),
	destination(
		'Microsoft.ContainerRegistry/registries',
		'container registry',
		'container-registry-access-selected-networks',
		'2023-07-01',
	),
	destination('Microsoft.KeyVault/vaults', 'key vault', 'key-vault/general/network-security', '2023-07-01'),
	destination('Microsoft.Storage/storageAccounts', 'storage account', 'storage-network-security', '2023-05-01'),
	harmless('Microsoft.Authorization/locks', 'stops writes, not packets'),
	harmless('Microsoft.Resources/resourceGroups', 'a folder'),
];

/** A service that may have a firewall of its own: a doubt for its public name where that is closed to anybody. */
function destination(type: string, what: string, source: string, apiVersion: string): LedgerRow {
	return {
		type,
		standing: 'doubt',
		attachedTo: ['name'],
		source,
		title: `the firewall of ${what}`,
		listed: {apiVersion},
		closes: closesPublicName,
	};
}

function closesPublicName(properties: JsonObject): boolean {
	const rules = [object(properties, 'networkRuleSet'), object(properties, 'networkAcls')];
	return (
		text(properties, 'publicNetworkAccess')?.toLowerCase() === 'disabled' ||
		rules.some(found => found !== undefined && text(found, 'defaultAction')?.toLowerCase() === 'deny')
	);
}

function doubt(
	type: string,
	attachedTo: readonly Holder[],
	title: string,
	source: string,
	apiVersion: string,
): LedgerRow {
	return {type: `${network}/${type}`, standing: 'doubt', attachedTo, source, title, listed: {apiVersion}};
}

/**
 * Every ARM type and Kubernetes kind that can decide about packets, what it is attached to, and who judges it. What stands on a
 * way and is judged by nobody makes a verdict undecided by its name; what is in no row is named once as not known.
 * The figures in docs/semantics.md are counted from here.
 */
export const ledger: readonly LedgerRow[] = [...armRows, ...kubernetesRows];

const byType: ReadonlyMap<string, LedgerRow> = new Map(ledger.map(row => [row.type.toLowerCase(), row]));

/** Undefined for what is not known here. */
export function ledgerRow(type: string): LedgerRow | undefined {
	return byType.get(type.toLowerCase());
}
