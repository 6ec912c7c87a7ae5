import {formatAddresses} from '../../network/address-set.js';
import {pluralize} from '../../plan/pluralize.js';
import type {Cluster} from '../../topology/cluster.js';
import type {Evidence} from './evidence.js';

export function authorizedRanges({apiServer, egressAddresses}: Cluster): Evidence {
	const {authorizedRanges: ranges, privateCluster} = apiServer;
	// They are for the public address, which a private cluster does not have (api-server-authorized-ip-ranges).
	if (privateCluster) {
		return {
			answer: 'not used by private clusters',
			certainty: 'absent',
			sentences: ['The API server has a private address only.', egressSentence(egressAddresses)],
		};
	}

	return {
		answer: ranges.length === 0 ? 'open to every address' : pluralize(ranges.length, 'range'),
		certainty: ranges.length === 0 ? 'absent' : 'known',
		sentences: [
			// An empty list does not close the API server, it opens it (facts D2).
			ranges.length === 0 ? 'authorizedIPRanges is empty: every address may call.' : `${ranges.join(', ')}.`,
			egressSentence(egressAddresses),
		],
	};
}

function egressSentence(egress: Cluster['egressAddresses']): string {
	switch (egress.state) {
		case 'known': {
			return `The cluster itself calls from ${formatAddresses(egress.value)}.`;
		}

		case 'denied': {
			return `What the cluster itself calls from could not be read: ${egress.reason}`;
		}

		case 'absent': {
			return 'The cluster has no public address of its own.';
		}
	}
}
