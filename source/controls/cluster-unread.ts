import type {Cluster} from '../topology/cluster.js';
import type {Known} from '../topology/known.js';

/** What a control says when it cannot look at the cluster at all. */
export function clusterUnread(cluster: Exclude<Known<Cluster>, {state: 'known'}>) {
	return {
		verdict: 'undecided',
		resource: 'cluster',
		reason: cluster.state === 'denied' ? cluster.reason : undefined,
		missing: {datum: 'the cluster', command: 'az aks show --resource-group GROUP --name NAME'},
	} as const;
}
