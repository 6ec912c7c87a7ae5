import {assertNetworkName} from './resource-names.js';
import type {ArmResourceType} from './resource-type.js';

const types = [
	'Microsoft.Network/publicIPAddresses',
	'Microsoft.Network/publicIPPrefixes',
	'Microsoft.Network/natGateways',
	'Microsoft.Network/loadBalancers',
	'Microsoft.Network/networkInterfaces',
	'Microsoft.Network/applicationSecurityGroups',
] as const;

/** Resources that a world needs to be complete; nobody writes them but to set the scene, so only names are checked. */
export const plainNetworkResources: readonly ArmResourceType[] = types.map(type => ({
	type,
	whenBusy: 'retryable',
	etag: 'weak-etag',
	check: ({parsed}) => assertNetworkName(parsed.name),
	complete: ({proposed}) => proposed,
	checkDelete: () => undefined,
}));
