import {type ArmId, armName, parseArmId} from '../topology/arm-id.js';

/**
 * Who is at work on a cluster, for all machines and for the generated scripts: a tag of the cluster's resource group, of
 * which every change needs to know no more than az does. Not a tag of the cluster: writing one is an update of the
 * cluster, which goes on to all its resources (aks/use-tags.md). Not an object in the cluster: new ranges may shut out
 * whoever is to renew it, and many plans need no access to it.
 * Tags know no condition, have values of 256 characters, and 50 of them fit (tag-resources.md).
 */
export function leaseTag(cluster: ArmId): string {
	return `aksess-lease-${armName(cluster).toLowerCase()}`;
}

export function leasePath(cluster: ArmId): string {
	const {subscription = '', resourceGroup = ''} = parseArmId(cluster) ?? {};
	return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.Resources/tags/default`;
}

export const tagsApiVersion = '2021-04-01';
