import {type Family, families} from '../network/address.js';
import {type AddressSet, familiesOf} from '../network/address-set.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import type {PolicyTerm} from './policy-terms.js';

/**
 * The families that pods speak, as far as anything tells: their addresses and networks, else those of nodes and services.
 * Where nothing has an address yet, IPv6 counts where policies speak of it.
 */
export function clusterFamilies({kubernetes, cluster}: Topology, policies: readonly PolicyTerm[]): readonly Family[] {
	const pods = (knownValue(kubernetes.pods) ?? []).map(({addresses}) => addresses);
	const ofPods = spoken([...pods, knownValue(cluster)?.podCidrs ?? []]);
	if (ofPods.length > 0) {
		return ofPods;
	}

	const ofOthers = spoken([
		...(knownValue(kubernetes.nodes) ?? []).map(({addresses}) => addresses),
		...(knownValue(kubernetes.services) ?? []).map(({clusterAddresses}) => clusterAddresses ?? []),
	]);
	return ofOthers.length > 0 ? ofOthers : families.filter(family => family === 'IPv4' || speakOf(family, policies));
}

function spoken(sets: readonly AddressSet[]): readonly Family[] {
	const found = new Set(sets.flatMap(familiesOf));
	return families.filter(family => found.has(family));
}

function speakOf(family: Family, policies: readonly PolicyTerm[]): boolean {
	return policies
		.flatMap(({rules}) => [...rules.ingress, ...rules.egress])
		.flatMap(rule => (rule.own === undefined ? [rule] : [rule, rule.own]))
		.some(({peers = [], within = [], except = []}) =>
			[within, ...[...peers, ...except].map(peer => (peer.kind === 'addresses' ? peer.addresses : []))].some(set =>
				familiesOf(set).includes(family),
			),
		);
}
