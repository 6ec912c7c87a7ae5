import {addresses} from '../../network/address-set.js';
import {difference, intersection} from '../../network/interval-set.js';
import type {Flow} from '../../profiles/flow.js';
import type {Cluster} from '../../topology/cluster.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {clusterUnread} from '../cluster-unread.js';
import {commandLine} from '../command-line.js';
import type {Control, Finding, Remedy, TrailEntry} from '../control.js';
import {isBlockedBy} from '../trail.js';

/** Addresses that may belong to a network with a way to the private endpoint. */
const privateSpace = addresses('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10');

const id = 'private-cluster';

/** An API server without a public address: what needs one, and who has a way to it. */
export const privateCluster: Control = {
	id,
	title: 'Private cluster',
	assess: assessPrivateCluster,
	remedy: remedyPrivateCluster,
};

function assessPrivateCluster({path}: Flow, topology: Topology): readonly TrailEntry[] {
	if (path.kind !== 'public-api-server' && path.kind !== 'api-server') {
		return [];
	}

	if (topology.cluster.state !== 'known') {
		return [clusterUnread(id, topology.cluster)];
	}

	const cluster = topology.cluster.value;
	const common = {control: id, resource: cluster.id} as const;
	if (!cluster.apiServer.privateCluster) {
		const why = 'The API server has a public address.';
		const rule = 'enablePrivateCluster is not set';
		return path.kind === 'public-api-server' ? [{...common, verdict: 'allowed', rule, why}] : [];
	}

	const rule = 'enablePrivateCluster';
	if (path.kind === 'public-api-server') {
		const why = 'The cluster is private, and this workload supports only clusters with a public API server.';
		return [{...common, verdict: 'blocked', rule, why}];
	}

	const outside = difference(path.from, privateSpace);
	if (outside.length === 0 && path.from.length > 0) {
		return [{...common, verdict: 'undecided', rule, ...privateCaller(cluster)}];
	}

	const some = intersection(path.from, privateSpace).length > 0 ? 'Some callers come' : 'The caller comes';
	const why = `${some} from a public address, and no way leads from there to the private endpoint of the API server.`;
	return [{...common, verdict: 'blocked', rule, why}];
}

function privateCaller({name, apiServer}: Cluster): Pick<TrailEntry, 'why' | 'missing'> {
	const host = apiServer.fqdn ?? `the private name of ${name}`;
	return {
		why: 'The caller has a private address; whether its network is peered with the cluster and resolves the private name is not known.',
		missing: {datum: 'a way from that network to the private endpoint', command: commandLine('nslookup', host)},
	};
}

/** A private cluster was somebody's decision and cannot be taken back on the cluster, so there is only advice. */
function remedyPrivateCluster(finding: Finding, topology: Topology): readonly Remedy[] {
	const cluster = knownValue(topology.cluster);
	if (cluster === undefined || !isBlockedBy(finding, id)) {
		return [];
	}

	return finding.flow.path.kind === 'public-api-server' ? [anotherCluster(cluster)] : [reachPrivately(cluster)];
}

function anotherCluster({name}: Cluster): Remedy {
	return {
		id: 'another-cluster',
		title: 'Use a cluster with a public API server',
		opens: 'Nothing here; the private cluster stays as it is.',
		needs: [
			{
				kind: 'advice',
				text: `${name} cannot be made public: create another cluster without --enable-private-cluster for this workload, and restrict its API server by authorized IP ranges instead.`,
				commands: [],
			},
		],
	};
}

function reachPrivately({name, resourceGroup, apiServer}: Cluster): Remedy {
	const invoke = apiServer.runCommandDisabled
		? '`az aks command invoke` is switched off on this cluster.'
		: '`az aks command invoke` runs single commands without any network path.';
	return {
		id: 'reach-privately',
		title: 'Reach the API server from inside its network',
		opens: 'Nothing by itself; the caller gets into a network that has a way to the private endpoint.',
		needs: [
			{
				kind: 'advice',
				text: `Connect through a VPN or ExpressRoute, a peered network, a private endpoint of your own, or Azure Bastion. ${invoke}`,
				commands: apiServer.runCommandDisabled
					? []
					: [
							commandLine(
								...['az', 'aks', 'command', 'invoke', '--resource-group', resourceGroup, '--name', name],
								...['--command', 'kubectl get pods'],
							),
						],
			},
		],
	};
}
