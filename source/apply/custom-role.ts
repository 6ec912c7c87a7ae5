import type {Change} from '../plan/change.js';
import {invert} from '../plan/invert.js';
import {type ArmId, parseArmId} from '../topology/arm-id.js';
import {callActions} from '../topology/call-answers.js';
import {ledger} from '../topology/ledger.js';
import {linkedActions, requiredActions} from './required-actions.js';

/** As `az role definition create --role-definition` takes it. */
export type CustomRole = {
	readonly Name: string;
	readonly IsCustom: true;
	readonly Description: string;
	readonly Actions: readonly string[];
	readonly NotActions: readonly string[];
	readonly AssignableScopes: readonly string[];
};

/** What the ledger lists beside what is read with the network itself. */
const ledgerReads: readonly string[] = ledger.flatMap(({type, listed}) =>
	listed === undefined ? [] : [`${type}/read`, ...(listed.children ?? []).map(child => `${type}/${child}/read`)],
);

/** Every read that a check makes (facts K). */
const readerActions: readonly string[] = [
	'Microsoft.Resources/subscriptions/read',
	'Microsoft.Resources/subscriptions/resourceGroups/read',
	'Microsoft.Authorization/permissions/read',
	'Microsoft.Authorization/locks/read',
	'Microsoft.ContainerService/managedClusters/read',
	'Microsoft.ContainerService/managedClusters/agentPools/read',
	'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
	'Microsoft.Network/virtualNetworks/read',
	'Microsoft.Network/virtualNetworks/subnets/read',
	'Microsoft.Network/virtualNetworks/usages/read',
	'Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules/action',
	'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/read',
	'Microsoft.Network/networkSecurityGroups/read',
	'Microsoft.Network/networkSecurityGroups/securityRules/read',
	'Microsoft.Network/networkSecurityGroups/defaultSecurityRules/read',
	'Microsoft.Network/routeTables/read',
	'Microsoft.Network/routeTables/routes/read',
	'Microsoft.Network/azureFirewalls/read',
	'Microsoft.Network/firewallPolicies/read',
	'Microsoft.Network/firewallPolicies/ruleCollectionGroups/read',
	'Microsoft.Network/ipGroups/read',
	'Microsoft.Network/publicIPAddresses/read',
	'Microsoft.Network/publicIPPrefixes/read',
	'Microsoft.Network/natGateways/read',
	'Microsoft.Network/virtualNetworkGateways/read',
	...Object.values(callActions),
	'Microsoft.Network/loadBalancers/read',
	'Microsoft.Network/locations/serviceTags/read',
	...ledgerReads,
];

/** The lease of a run is a tag of the cluster's resource group. */
const leaseActions: readonly string[] = ['Microsoft.Resources/tags/read', 'Microsoft.Resources/tags/write'];

/** The least that reading a cluster takes and, with changes, making and undoing them. */
export function customRole(cluster: ArmId, changes: readonly Change[]): CustomRole {
	const both = [...changes, ...changes.map(invert)];
	const actions = [...requiredActions(both).map(({action}) => action), ...linkedActions(changes)];
	const writes = changes.length === 0 ? [] : [...actions, ...leaseActions];
	const ids = [cluster, ...requiredActions(both).map(({scope}) => scope)];
	const subscriptions = ids.flatMap(id => parseArmId(id)?.subscription ?? []);
	const canWrite = writes.length > 0;
	return {
		Name: canWrite ? 'aksess operator' : 'aksess reader',
		IsCustom: true,
		Description: canWrite
			? "Reads what decides about a cluster's network, and makes and undoes the changes of one aksess plan."
			: "Reads what decides about a cluster's network.",
		Actions: [...new Set([...readerActions, ...writes])].toSorted(),
		NotActions: [],
		AssignableScopes: [...new Set(subscriptions)].map(subscription => `/subscriptions/${subscription}`),
	};
}
