import {UserError} from '../errors.js';
import type {Cluster} from '../topology/cluster.js';

/** @throws UserError where there is none: there is nothing to change without one */
export function requireCluster(cluster: Cluster | undefined): Cluster {
	if (cluster === undefined) {
		throw new UserError('usage', 'There is no cluster here to make a plan for.', {
			next: ['Give a world that holds a Microsoft.ContainerService/managedClusters resource.'],
		});
	}

	return cluster;
}
