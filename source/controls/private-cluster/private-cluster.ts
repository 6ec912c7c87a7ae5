import {addresses} from '../../network/address-set.js';
import {difference, intersection} from '../../network/interval-set.js';
import type {Hop, PlaceOf} from '../../routing/way.js';
import type {Cluster} from '../../topology/cluster.js';
import {commandLine} from '../../topology/command-line.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {clusterUnread} from '../cluster-unread.js';
import type {Control, Stopped} from '../control.js';
import type {DecisionOf} from '../decision.js';
import type {Remedy} from '../remedy.js';

/** Addresses that may belong to a network with a way to the private endpoint. */
const privateSpace = addresses('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10');

/** An API server without a public address: what needs one, and who has a way to it. */
export const privateCluster = {
	id: 'private-cluster',
	title: 'Private cluster',
	judge: {'api-server': judgeCaller, 'public-api-server': judgeSupport},
	remedy: remedyPrivateCluster,
} as const satisfies Control;

type Decided = readonly DecisionOf<'private-cluster'>[];

function judgeSupport(_place: PlaceOf<'public-api-server'>, hop: Hop, topology: Topology): Decided {
	return judgeCluster(hop, topology, ({id, apiServer}) => [
		apiServer.privateCluster
			? {control: 'private-cluster', hop, resource: id, verdict: 'blocked', grounds: {kind: 'unsupported'}}
			: {control: 'private-cluster', hop, resource: id, verdict: 'allowed', grounds: {kind: 'public'}},
	]);
}

/** The cluster's own nodes and pods are inside already. */
function judgeCaller({caller, sources}: PlaceOf<'api-server'>, hop: Hop, topology: Topology): Decided {
	return judgeCluster(hop, topology, ({id, apiServer}) => {
		if (!apiServer.privateCluster || caller === 'cluster') {
			return [];
		}

		const common = {control: 'private-cluster', hop, resource: id} as const;
		const from = knownValue(sources) ?? [];
		const outside = difference(from, privateSpace);
		if (outside.length === 0 && from.length > 0) {
			const datum = 'a way from that network to the private endpoint';
			const command = commandLine('nslookup', apiServer.fqdn ?? 'PRIVATE_NAME');
			const grounds = {kind: 'private-caller', name: apiServer.fqdn} as const;
			return [{...common, verdict: 'undecided', missing: {datum, command}, grounds}];
		}

		const some = intersection(from, privateSpace).length > 0;
		return [{...common, verdict: 'blocked', grounds: {kind: 'no-way', some}}];
	});
}

function judgeCluster(hop: Hop, {cluster}: Topology, judge: (cluster: Cluster) => Decided): Decided {
	if (cluster.state === 'known') {
		return judge(cluster.value);
	}

	const {reason, ...unread} = clusterUnread(cluster);
	return [{control: 'private-cluster', hop, ...unread, grounds: {kind: 'cluster-unread', reason}}];
}

/** A private cluster was somebody's decision and cannot be taken back on the cluster, so there is only advice. */
function remedyPrivateCluster({entries}: Stopped, topology: Topology): readonly Remedy[] {
	const cluster = knownValue(topology.cluster);
	const blocked = entries.filter(({verdict}) => verdict === 'blocked');
	if (cluster === undefined || blocked.length === 0) {
		return [];
	}

	const unsupported = blocked.some(
		({decision}) => decision.control === 'private-cluster' && decision.grounds.kind === 'unsupported',
	);
	return unsupported ? [anotherCluster(cluster)] : [reachPrivately(cluster)];
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
