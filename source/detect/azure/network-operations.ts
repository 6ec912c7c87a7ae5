import type {NetworkManagementClient} from '@azure/arm-network';
import type {ArmIdParts} from '../../topology/arm-id.js';
import {drain} from './raw-answers.js';

type Operations = {
	readonly get: (client: NetworkManagementClient, group: string, name: string, parent: string) => Promise<unknown>;
	/** Of a whole subscription. */
	readonly listAll?: (client: NetworkManagementClient) => AsyncIterable<unknown>;
	/** Of one resource group. */
	readonly listGroup?: (client: NetworkManagementClient, group: string) => AsyncIterable<unknown>;
};

/** How the SDK reads each type of network resource that we follow, by the type's last words. */
const operations = {
	virtualNetworks: {
		get: (client, group, name) => client.virtualNetworks.get(group, name),
		listAll: client => client.virtualNetworks.listAll(),
		listGroup: (client, group) => client.virtualNetworks.list(group),
	},
	'virtualNetworks/subnets': {
		get: (client, group, name, parent) => client.subnets.get(group, parent, name),
	},
	networkSecurityGroups: {
		get: (client, group, name) => client.networkSecurityGroups.get(group, name),
		listAll: client => client.networkSecurityGroups.listAll(),
		listGroup: (client, group) => client.networkSecurityGroups.list(group),
	},
	routeTables: {
		get: (client, group, name) => client.routeTables.get(group, name),
		listAll: client => client.routeTables.listAll(),
	},
	azureFirewalls: {
		get: (client, group, name) => client.azureFirewalls.get(group, name),
		listAll: client => client.azureFirewalls.listAll(),
	},
	firewallPolicies: {
		get: (client, group, name) => client.firewallPolicies.get(group, name),
		listAll: client => client.firewallPolicies.listAll(),
	},
	'firewallPolicies/ruleCollectionGroups': {
		get: (client, group, name, parent) => client.firewallPolicyRuleCollectionGroups.get(group, parent, name),
	},
	ipGroups: {
		get: (client, group, name) => client.ipGroups.get(group, name),
		listAll: client => client.ipGroups.list(),
	},
	natGateways: {
		get: (client, group, name) => client.natGateways.get(group, name),
	},
	publicIPAddresses: {
		get: (client, group, name) => client.publicIPAddresses.get(group, name),
	},
	virtualNetworkGateways: {
		get: (client, group, name) => client.virtualNetworkGateways.get(group, name),
	},
	publicIPPrefixes: {
		get: (client, group, name) => client.publicIPPrefixes.get(group, name),
	},
} satisfies Record<string, Operations>;

const byLowerName: ReadonlyMap<string, Operations> = new Map(
	Object.entries(operations).map(([name, operation]) => [`microsoft.network/${name.toLowerCase()}`, operation]),
);

/** The types we list; the others are few and are read by their ids. */
export type ListedType =
	| 'virtualNetworks'
	| 'networkSecurityGroups'
	| 'routeTables'
	| 'azureFirewalls'
	| 'firewallPolicies'
	| 'ipGroups';

/** Undefined for a type that we do not know how to read. */
export function getOperation(parts: ArmIdParts): ((client: NetworkManagementClient) => Promise<unknown>) | undefined {
	const operation = byLowerName.get(parts.type.toLowerCase());
	const parent = parts.parent?.split('/').at(-1) ?? '';
	return operation && (client => operation.get(client, parts.resourceGroup, parts.name, parent));
}

export function listOperation(
	type: ListedType,
	resourceGroup: string | undefined,
): (client: NetworkManagementClient) => Promise<void> {
	const {listAll, listGroup}: Operations = operations[type];
	return async client => {
		const pages = resourceGroup === undefined ? listAll?.(client) : listGroup?.(client, resourceGroup);
		await drain(pages ?? emptyPages());
	};
}

async function* emptyPages(): AsyncGenerator<never> {
	// A type without a list of its own has none to read.
}
