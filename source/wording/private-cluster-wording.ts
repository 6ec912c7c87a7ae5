import type {PrivateClusterGrounds} from '../controls/private-cluster/grounds.js';
import {clusterUnreadWording} from './cluster-unread-wording.js';
import type {Wording} from './control-wording.js';

export function privateClusterWording(grounds: PrivateClusterGrounds): Wording {
	const rule = 'enablePrivateCluster';
	switch (grounds.kind) {
		case 'cluster-unread': {
			return clusterUnreadWording(grounds.reason);
		}

		case 'public': {
			return {rule: 'enablePrivateCluster is not set', why: 'The API server has a public address.'};
		}

		case 'unsupported': {
			return {
				rule,
				why: 'The cluster is private, and this workload supports only clusters with a public API server.',
			};
		}

		case 'private-caller': {
			return {
				rule,
				why: 'The caller has a private address; whether its network is peered with the cluster and resolves the private name is not known.',
			};
		}

		case 'no-way': {
			const who = grounds.some ? 'Some callers come' : 'The caller comes';
			return {
				rule,
				why: `${who} from a public address, and there is no path from there to the private endpoint of the API server.`,
			};
		}
	}
}
