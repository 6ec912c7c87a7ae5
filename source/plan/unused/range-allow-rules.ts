import {compareAuthorizedRanges} from '../../controls/authorized-ranges/compare-authorized-ranges.js';
import {letIn} from '../../controls/authorized-ranges/judge-ranges.js';
import {overlaps} from '../../network/interval-set.js';
import {known, knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {rangeRemoval} from '../remove/arm-removals.js';
import type {AllowRule} from './allow-rule.js';

/**
 * The entries of the API server's list. The last one is none of them: without it the list is empty, and an empty list
 * lets everybody in (api-server-authorized-ip-ranges.md).
 */
export function rangeAllowRules(topology: Topology): readonly AllowRule[] {
	const cluster = knownValue(topology.cluster);
	const ranges = cluster?.apiServer.authorizedRanges ?? [];
	if (cluster === undefined || ranges.length < 2) {
		return [];
	}

	const {entries} = letIn(cluster, topology);
	return ranges.map((range, index): AllowRule => {
		const apiServer = {
			...cluster.apiServer,
			authorizedRanges: ranges.filter((_, other) => other !== index),
		};
		const own = entries.find(({text}) => text === range)?.addresses;
		return {
			id: `authorized-ranges/${cluster.name}/${range}`,
			control: 'authorized-ranges',
			resource: cluster.id,
			rule: range,
			without: world => ({...world, cluster: known({...cluster, apiServer})}),
			compare: (before, after) => compareAuthorizedRanges(before, after, []),
			mayMatch: ({place}) => place.kind === 'api-server',
			besides: own === undefined ? [`what ${range} stands for, which could not be read`] : [],
			removal: world => rangeRemoval(world, cluster.id, range),
			shadows: () =>
				entries
					.filter(({text, addresses}, other) => (text !== range || other !== index) && overlaps(addresses, own ?? []))
					.map(({text}) => text),
		};
	});
}
