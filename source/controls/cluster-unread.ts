import type {Cluster} from '../topology/cluster.js';
import type {Known} from '../topology/known.js';
import type {ControlId, TrailEntry} from './control.js';

/** What a control says when it cannot look at the cluster at all. */
export function clusterUnread(control: ControlId, cluster: Exclude<Known<Cluster>, {state: 'known'}>): TrailEntry {
	const why =
		cluster.state === 'denied' ? `The cluster could not be read: ${cluster.reason}` : 'The cluster was not read.';
	return {
		control,
		verdict: 'undecided',
		resource: 'cluster',
		rule: 'not read',
		why,
		missing: {datum: 'the cluster', command: 'az aks show --resource-group GROUP --name NAME'},
	};
}
