import {difference, isEmpty, unionOf} from '../../network/interval-set.js';
import {formatPorts} from '../../network/port-set.js';
import type {Hop, PlaceOf} from '../../routing/way.js';
import type {AgentPool} from '../../topology/cluster.js';
import {commandLine} from '../../topology/command-line.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {byHand} from '../by-hand.js';
import type {Control, Stopped} from '../control.js';
import type {DecisionOf} from '../decision.js';
import type {Remedy} from '../remedy.js';

/** Public addresses of nodes, and the ports of theirs that AKS opens (use-node-public-ips). */
export const nodeAddresses = {
	id: 'node-addresses',
	title: 'Public addresses of nodes',
	judge: {'node-addresses': (place, hop) => [judgeAddresses(place, hop)]},
	remedy: remedyAddresses,
} as const satisfies Control;

function judgeAddresses({pools, groupsKnown}: PlaceOf<'node-addresses'>, hop: Hop): DecisionOf<'node-addresses'> {
	const common = {control: 'node-addresses', hop, resource: pools.map(({name}) => name).join(', ') || 'nodes'} as const;
	if (pools.length === 0) {
		return {...common, verdict: 'blocked', grounds: {kind: 'no-public-address'}};
	}

	const closed = groupsKnown
		? undefined
		: pools.find(pool => !isEmpty(difference(hop.packets.ports, opened(pool, hop))));
	return closed === undefined
		? {...common, verdict: 'allowed', grounds: {kind: 'public-address', pools: pools.map(({name}) => name)}}
		: {
				...common,
				verdict: 'undecided',
				missing: {
					datum: "the security group that AKS keeps at the nodes' interfaces",
					command: 'az network nsg list --resource-group NODE_GROUP',
				},
				grounds: {kind: 'group-unread', pool: closed.name, ports: hop.packets.ports},
			};
}

function opened({allowedHostPorts}: AgentPool, {packets}: Hop) {
	return unionOf(allowedHostPorts.filter(({protocol}) => protocol === packets.protocol).map(({ports}) => ports));
}

/** A pool gets public addresses only when it is made. */
function remedyAddresses({finding: {flow}, entries}: Stopped, topology: Topology): readonly Remedy[] {
	const {name = 'NAME', resourceGroup = 'GROUP'} = knownValue(topology.cluster) ?? {};
	const {protocol, ports} = flow;
	const spoken = protocol === 'any' ? 'tcp' : protocol;
	return entries.some(({verdict}) => verdict === 'blocked')
		? [
				byHand([
					{
						kind: 'advice',
						text: 'No node has a public address. Publish the workload by a load balancer service, or add a pool whose nodes have public addresses and let AKS open these ports there.',
						commands: [
							commandLine(
								...['az', 'aks', 'nodepool', 'add', '--cluster-name', name, '--resource-group', resourceGroup],
								...['--name', 'POOL', '--enable-node-public-ip', '--allowed-host-ports'],
								`${formatPorts(ports)}/${spoken}`,
							),
						],
					},
				]),
			]
		: [];
}
