import {azureFirewalls} from './azure-firewalls.js';
import {firewallPolicies} from './firewall-policies.js';
import {ipGroups} from './ip-groups.js';
import {managedClusters} from './managed-clusters.js';
import {networkSecurityGroups, securityRules} from './network-security-groups.js';
import {plainNetworkResources} from './plain-network-resources.js';
import type {ArmResourceType} from './resource-type.js';
import {routes, routeTables} from './route-tables.js';
import {ruleCollectionGroups} from './rule-collection-groups.js';
import {subnets, virtualNetworks} from './virtual-networks.js';

/** What can be written. Everything else of a world is read-only here. */
const writable: readonly ArmResourceType[] = [
	managedClusters,
	virtualNetworks,
	subnets,
	networkSecurityGroups,
	securityRules,
	routeTables,
	routes,
	azureFirewalls,
	firewallPolicies,
	ruleCollectionGroups,
	ipGroups,
	...plainNetworkResources,
];

export function writableType(type: string): ArmResourceType | undefined {
	return writable.find(known => known.type.toLowerCase() === type.toLowerCase());
}
