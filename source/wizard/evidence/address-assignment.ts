import {formatAddresses} from '../../network/address-set.js';
import type {Cluster, CniKind} from '../../topology/cluster.js';
import type {Topology} from '../../topology/topology.js';
import type {Evidence} from './evidence.js';
import {subnetsOf, type UsedSubnet} from './subnets-of.js';

const kinds: Readonly<Record<CniKind, {readonly answer: string; readonly sentence: string}>> = {
	kubenet: {answer: 'kubenet', sentence: "Pods leave with their node's address."},
	overlay: {answer: 'Azure CNI overlay', sentence: "Pods leave with their node's address."},
	'pod-subnet': {answer: 'Azure CNI, pod subnet', sentence: 'Pods have addresses of their own subnet.'},
	'node-subnet': {answer: 'Azure CNI, node subnet', sentence: "Pods have addresses of the nodes' subnet."},
	none: {answer: 'none (brought by the customer)', sentence: 'How pods get addresses cannot be read.'},
};

export function addressAssignment(topology: Topology, cluster: Cluster): Evidence {
	const {answer, sentence} = kinds[cluster.cni];
	return {
		answer,
		certainty: 'known',
		sentences: [
			sentence,
			...(cluster.podCidrs.length > 0 ? [`The pod network is ${formatAddresses(cluster.podCidrs)}.`] : []),
			...subnetsOf(topology, cluster).map(freeAddresses),
		],
	};
}

function freeAddresses({name, subnet}: UsedSubnet): string {
	if (subnet.state !== 'known') {
		return `The subnet ${name} could not be read.`;
	}

	const {prefixes, usage} = subnet.value;
	const where = `${name} (${formatAddresses(prefixes)})`;
	if (usage.state !== 'known') {
		return usage.state === 'denied' ? `${where}: ${usage.reason}` : `${where}: how many addresses are free is unknown.`;
	}

	return usage.value === 'dynamic'
		? `${where} hands out blocks; Azure does not say how many addresses are free.`
		: `${where}: ${usage.value.limit - usage.value.used} of ${usage.value.limit} addresses are free.`;
}
