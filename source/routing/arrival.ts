import {familyOf} from '../network/address.js';
import type {AddressSet} from '../network/address-set.js';
import type {Firewall} from '../topology/firewall.js';
import type {Topology} from '../topology/topology.js';
import {publicOf} from './destination-cases.js';
import {comesByFirewall, insideOf, listeningAddresses, type Publication} from './publication.js';

/** What arrives at the nodes behind a load balancer: from whom, as they see it. */
export type Arrival = {
	readonly sources: AddressSet;
	/** Clients anywhere, the firewall that stands before them, or addresses that the flow names. */
	readonly from: 'internet' | 'addresses' | Firewall;
};

/** Undefined where nothing can arrive: an internal address, and no firewall near that could lead there. */
export function arrivalOf(
	publication: Publication,
	senders: AddressSet | undefined,
	topology: Topology,
): Arrival | undefined {
	if (senders !== undefined) {
		return {sources: senders, from: 'addresses'};
	}

	const {internal, by, candidates} = publication;
	if (internal) {
		const firewall = by?.firewall ?? candidates[0];
		return firewall && {sources: insideOf(firewall, topology), from: firewall};
	}

	return by !== undefined && comesByFirewall(publication, topology)
		? {sources: listeningAddresses(by), from: by.firewall}
		: {sources: publicOf[familyOf(publication.target.address)], from: 'internet'};
}
