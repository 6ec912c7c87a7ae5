import {formatAddresses} from '../network/address-set.js';
import type {EgressPath, Flow} from '../profiles/flow.js';
import type {DestinationCase} from './destination-cases.js';
import {stationOf} from './party.js';
import {podSide, type SidePeer} from './pod-side.js';
import type {Hop, Packets} from './way.js';

/**
 * What the policies of the pods that speak are asked, for each case of where the destination is; nothing where nodes
 * speak. Cases in which policies see the same share one hop, which is judged once.
 *
 * @param packets as they look before anybody knows where to
 */
export function speakerHops(flow: Flow, path: EgressPath, packets: Packets) {
	const shared = new Map<string, readonly Hop[]>();
	return (found: DestinationCase | undefined): readonly Hop[] => {
		const pods = found?.party?.pods ?? path.origin.pods ?? [];
		const peer = peerOf(found, path);
		if (peer === undefined || pods.length === 0) {
			return [];
		}

		const at = 'addresses' in peer ? formatAddresses(peer.addresses ?? []) : '';
		const key = `${found?.party?.id ?? ''} ${peer.kind} ${at}`;
		const place = {kind: 'pods', side: podSide('egress', pods, peer, flow)} as const;
		const station = stationOf('request/pods/egress', found?.party);
		const hops = shared.get(key) ?? [{place, leg: 'request', packets, station}];
		shared.set(key, hops);
		return hops;
	};
}

/**
 * The other end as policies see it: the name, with its addresses where those are known. Who has an address in a list of
 * its own asks no DNS, by which policies know names. Of a service they see the pods, on the way to which they are asked.
 */
function peerOf(found: DestinationCase | undefined, {destination}: EgressPath): SidePeer | undefined {
	if (destination.kind === 'addresses') {
		return destination;
	}

	const last = found?.resolutions?.at(-1);
	switch (last?.kind) {
		case 'service': {
			return undefined;
		}

		case 'record': {
			return {...destination, addresses: last.addresses};
		}

		case 'listed': {
			const {addresses} = last;
			return last.by.kind === 'host-aliases'
				? {kind: 'addresses', addresses, tag: undefined}
				: {...destination, addresses};
		}

		default: {
			return destination;
		}
	}
}
