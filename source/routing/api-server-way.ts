import {union} from '../network/interval-set.js';
import {type PortSet, ports as portsOf} from '../network/port-set.js';
import type {EgressPath} from '../profiles/flow.js';
import {type ArmId, armKey} from '../topology/arm-id.js';
import {absent, knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import type {DestinationCase} from './destination-cases.js';
import {speakerCases} from './names/speaker-cases.js';
import {plainView} from './resolve-tags.js';
import type {Hop, Packets} from './way.js';

/**
 * Where the cluster's own calls to its API server go, by its kind of access. With VNet integration nodes and pods always
 * use the private address in the API server's own subnet (api-server-vnet-integration.md); the endpoint of a private
 * cluster stands in the first pool's subnet (private-clusters.md); a public one lies in `AzureCloud.<region>`
 * (outbound-rules-control-egress.md).
 */
export function apiServerCases(
	path: EgressPath,
	network: ArmId | undefined,
	topology: Topology,
): readonly DestinationCase[] {
	const cluster = knownValue(topology.cluster);
	const {vnetIntegration, vnetIntegrationSubnet, privateCluster} = cluster?.apiServer ?? {};
	const subnet = vnetIntegration ? vnetIntegrationSubnet : privateCluster ? cluster?.pools[0]?.subnet : undefined;
	const prefixes = subnet === undefined ? undefined : knownValue(topology.subnets.get(armKey(subnet)))?.prefixes;
	return prefixes === undefined
		? speakerCases(path, network, topology)
		: [{addresses: prefixes, quantifier: 'some', view: plainView(topology)}];
}

/** With VNet integration the API server listens on 4443 beside 443 (api-server-vnet-integration.md, security groups). */
export function apiServerPorts(ports: PortSet, topology: Topology): PortSet {
	return knownValue(topology.cluster)?.apiServer.vnetIntegration === true ? union(ports, portsOf(4443)) : ports;
}

/** The API server itself, which sees the addresses that the cluster goes out with. */
export function apiServerHop(packets: Packets, topology: Topology): Hop {
	const sources = knownValue(topology.cluster)?.egressAddresses ?? absent;
	return {
		place: {kind: 'api-server', caller: 'cluster', sources, tag: undefined},
		leg: 'request',
		packets: {...packets, source: knownValue(sources) ?? []},
		station: 'request/api-server',
	};
}
