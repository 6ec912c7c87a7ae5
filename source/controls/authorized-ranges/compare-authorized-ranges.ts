import {type AddressSet, anyIpv4, formatAddresses, parseIpv4Cidr} from '../../network/address-set.js';
import {difference, intervalSet, isEmpty, union} from '../../network/interval-set.js';
import type {Flow} from '../../profiles/flow.js';
import type {Cluster} from '../../topology/cluster.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {type Comparison, nothingChanged} from '../comparison.js';
import {requiredCallers} from '../required-packets.js';

/** Who may call the API server before and after, exactly. The cluster's own egress addresses must always be able to. */
export function compareAuthorizedRanges(
	before: Topology,
	after: Topology,
	required: readonly Flow[],
): Comparison<'authorized-ranges'> {
	const [old, now] = [knownValue(before.cluster), knownValue(after.cluster)];
	if (old === undefined || now === undefined) {
		return nothingChanged;
	}

	const [allowedBefore, allowedAfter] = [callers(old, before), callers(now, after)];
	const opened = difference(allowedAfter, allowedBefore);
	const closed = difference(allowedBefore, allowedAfter);
	const own = knownValue(now.egressAddresses) ?? [];
	const beyond = difference(opened, union(requiredCallers(required), own));
	const place = {control: 'authorized-ranges', resource: now.id} as const;
	return {
		opened: isEmpty(opened)
			? []
			: [
					{
						...place,
						what: `${formatAddresses(opened)} to the API server`,
						wider: isEmpty(beyond)
							? undefined
							: {
									reason: `No required flow comes from ${formatAddresses(beyond)}.`,
									alternative: undefined,
									witness: formatAddresses([[beyond[0]?.[0] ?? 0, beyond[0]?.[0] ?? 0]]),
								},
					},
				],
		closed: isEmpty(closed)
			? []
			: [
					{
						...place,
						what: `${formatAddresses(closed)} to the API server`,
						witness: formatAddresses([[closed[0]?.[0] ?? 0, closed[0]?.[0] ?? 0]]),
					},
				],
		undecided: [],
	};
}

/** An empty list lets everybody in; `0.0.0.0/32` only the cluster itself (api-server-authorized-ip-ranges.md). */
function callers({apiServer, egressAddresses}: Cluster, {serviceTags}: Topology): AddressSet {
	const {authorizedRanges} = apiServer;
	if (authorizedRanges.length === 0) {
		return anyIpv4;
	}

	const tags = knownValue(serviceTags);
	const own = authorizedRanges.includes('0.0.0.0/32') ? (knownValue(egressAddresses) ?? []) : [];
	const listed = authorizedRanges
		.filter(entry => entry !== '0.0.0.0/32')
		.flatMap(entry => {
			const range = parseIpv4Cidr(entry);
			return range.ok ? range.value : (tags?.get(entry.toLowerCase()) ?? []);
		});
	return union(intervalSet(listed), own);
}
