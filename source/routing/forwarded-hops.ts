import {intersection, isEmpty, unionOf} from '../network/interval-set.js';
import type {Flow} from '../profiles/flow.js';
import {armKey} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Service} from '../topology/kubernetes.js';
import type {Topology} from '../topology/topology.js';
import {combinations} from './combinations.js';
import {packetsOf, podEnds, stretch} from './inside-way.js';
import {behindService} from './names/behind-service.js';
import {nodeSubnets} from './publication.js';
import type {Readings} from './readings.js';

/**
 * With externalTrafficPolicy Cluster the node that a load balancer chose passes requests on to a pod of another node, in its
 * own name (kubernetes.io, virtual-ips): from node to node, where groups and routes see them once more
 * (mspnp/aks-baseline#97).
 */
export function forwardedHops(flow: Flow, service: Service, topology: Topology): Readings {
	const behind = service.externalTrafficPolicy === 'Cluster' ? behindService(service, flow, topology) : undefined;
	const nodes = knownValue(topology.kubernetes.nodes) ?? [];
	if (behind === undefined || nodes.length === 1) {
		return [[]];
	}

	const ends = podEnds(behind.pods, topology);
	const packets = packetsOf({...flow, ports: behind.ports}, topology);
	const readings = nodeSubnets(topology).map(subnet => {
		const prefixes = knownValue(topology.subnets.get(armKey(subnet)))?.prefixes ?? [];
		const own = intersection(unionOf(nodes.map(({addresses}) => addresses)), prefixes);
		return stretch({subnet, addresses: isEmpty(own) ? prefixes : own}, ends, packets, topology);
	});
	// The same groups stand before the nodes when the load balancer hands the requests to them: another station.
	return combinations(readings).map(hops =>
		hops.map(hop => ({
			...hop,
			leg: hop.leg === 'request' ? 'forward' : hop.leg,
			station: `forward/${hop.station}`,
		})),
	);
}
