import {parseAddress} from '../network/address.js';
import {type AddressSet, addressesOf, familiesOf, ofFamily} from '../network/address-set.js';
import {unionOf} from '../network/interval-set.js';
import {ports} from '../network/port-set.js';
import {armKey} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import {clusterSubnets} from './cluster-subnets.js';
import type {Flow, Path} from './flow.js';

/**
 * What everything on a cluster needs before it can use any name, so that no profile says it: pods ask the cluster's DNS,
 * and nodes the servers that their network names (outbound-rules-control-egress.md on custom DNS servers).
 */
export function nameFlows(topology: Topology): readonly Flow[] {
	const cluster = knownValue(topology.cluster);
	const pods = knownValue(topology.kubernetes.pods) ?? [];
	const servers = pods.filter(({namespace, labels}) => namespace === 'kube-system' && labels['k8s-app'] === 'kube-dns');
	const speaking = pods.filter(pod => !servers.includes(pod) && !pod.hostNetwork);
	const asked = cluster === undefined ? [] : clusterSubnets(cluster, topology).subnets;
	return [
		...(servers.length === 0 || speaking.length === 0
			? []
			: both('dns-of-pods', 'pods', 'the DNS of the cluster', {kind: 'pod-to-pod', from: speaking, to: servers})),
		...asked.flatMap(({id, label, prefixes}) => {
			const servers = serversOf(id, topology);
			const heard = unionOf(familiesOf(prefixes).map(family => ofFamily(servers, family)));
			const addresses = heard.length > 0 ? heard : servers;
			return addresses.length === 0
				? []
				: both(`dns-of-${label}`, `nodes in ${label}`, 'the DNS servers of the network', {
						kind: 'egress',
						origin: {subnet: id, addresses: prefixes, pods: undefined},
						destination: {kind: 'addresses', addresses, tag: undefined},
					});
		}),
	];
}

function serversOf(subnet: string, topology: Topology): AddressSet {
	const network = knownValue(topology.subnets.get(armKey(subnet)))?.virtualNetwork;
	const found = network === undefined ? undefined : knownValue(topology.virtualNetworks.get(armKey(network)));
	const dnsServers = found?.dnsServers ?? [];
	return unionOf([addressesOf(dnsServers.filter(server => parseAddress(server).ok))]);
}

function both(id: string, from: string, to: string, path: Path): readonly Flow[] {
	return (['udp', 'tcp'] as const).map(protocol => ({
		id: `${id}-${protocol}`,
		profile: 'dns',
		requirement: id,
		purpose: 'No name can be looked up.',
		from,
		to,
		protocol,
		ports: ports(53),
		path,
		remarks: [],
	}));
}
