import {expect, test} from 'vitest';
import {leasePath, leaseTag} from '../../source/plan/lease-tag.js';

const cluster = '/subscriptions/S/resourceGroups/Prod/providers/Microsoft.ContainerService/managedClusters/Aks';

test('the lease is a tag of the resource group of the cluster, one for each cluster in any case', () => {
	expect(leasePath(cluster)).toBe('/subscriptions/S/resourceGroups/Prod/providers/Microsoft.Resources/tags/default');
	expect(leaseTag(cluster)).toBe('aksess-lease-aks');
	expect(leaseTag(cluster.replace('Aks', 'AKS'))).toBe(leaseTag(cluster));
	expect(leaseTag(cluster.replace('Aks', 'other'))).not.toBe(leaseTag(cluster));
});
