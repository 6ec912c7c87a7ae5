import {poolOf} from '../../profiles/select-pods.js';
import type {AgentPool} from '../../topology/cluster.js';
import {isInZone} from '../../topology/decode/kubernetes/corefile/dns-zone.js';
import {knownValue} from '../../topology/known.js';
import type {Pod} from '../../topology/kubernetes.js';
import type {Topology} from '../../topology/topology.js';

type Asked = 'cluster' | 'network';

/**
 * Whom a pod asks in the end where its node has a DNS of its own (AKS localdns-custom): that asks the cluster's DNS or
 * the network's by the zone of the name. Both where nobody knows which pool the pod runs in and pools differ.
 *
 * @param whom whom the pod means to ask
 * @param pod undefined where any is meant
 */
export function locallyAsked(name: string, whom: Asked, pod: Pod | undefined, topology: Topology): ReadonlySet<Asked> {
	const pools = knownValue(topology.cluster)?.pools ?? [];
	// Names with a pattern in them may lie in several zones; the cluster's own answer for them is no sure one anyhow.
	if (pools.every(({localDns}) => localDns === undefined) || name.includes('*')) {
		return new Set([whom]);
	}

	const own = pod && poolOf(pod, topology);
	const known = pools.filter(({name: pool}) => pool === own);
	return new Set((known.length === 0 ? pools : known).map(pool => destinationIn(pool, name, whom) ?? whom));
}

function destinationIn({localDns}: AgentPool, name: string, whom: Asked): Asked | undefined {
	const zones = [...((whom === 'cluster' ? localDns?.forPods : localDns?.asNode) ?? [])];
	const [longest] = zones.filter(([zone]) => isInZone(name, zone)).toSorted(([a], [b]) => b.length - a.length);
	return longest?.[1];
}
