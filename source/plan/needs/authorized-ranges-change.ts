import {rangeLimit} from '../../controls/authorized-ranges/range-limit.js';
import {addressesOf, parseIpv4Cidr, toCidrs} from '../../network/address-set.js';
import {difference, intervalSet, unionOf} from '../../network/interval-set.js';
import type {Cluster} from '../../topology/cluster.js';
import type {ChangeOf} from '../change.js';
import {type WantedOf, wantedOf} from '../wanted.js';
import {problemOf} from './draft.js';
import type {Drafter} from './need-record.js';

export const rangesDrafter: Drafter = {
	control: 'authorized-ranges',
	draft: (wanted, {cluster}) => {
		const ours = wantedOf(wanted, 'authorized-range');
		if (ours.length === 0) {
			return {drafts: [], problems: []};
		}

		const change = authorizedRangesChange(cluster, ours);
		return 'problem' in change
			? {drafts: [], problems: [problemOf(change.problem, ours)]}
			: {drafts: [{change, wanted: ours}], problems: []};
	},
};

/**
 * The present list with what is missing added: never shorter in what it lets in. az replaces the whole list
 * (limit-egress-traffic.md), so the list we write holds everything that was there. Entries keep their spelling, except
 * that a bare address becomes /32 and `0.0.0.0/32` goes: it means "only the cluster's own egress", may not stand beside
 * other entries, and is replaced by those egress addresses.
 */
export function authorizedRangesChange(
	cluster: Cluster,
	wanted: readonly WantedOf<'authorized-range'>[],
): ChangeOf<'authorized-ranges'> | {readonly problem: string} {
	const before = cluster.apiServer.authorizedRanges;
	const asked = unionOf(wanted.map(({need}) => need.ranges));
	const kept = before.filter(entry => entry !== '0.0.0.0/32').map(normalise);
	const present = intervalSet(kept.flatMap(entry => cidrOf(entry) ?? []));
	const merged = [...kept, ...toCidrs(difference(asked, present))];
	const limit = rangeLimit(cluster);
	const after = merged.length <= limit ? merged : aggregate(merged);
	return after.length <= limit
		? {kind: 'authorized-ranges', cluster: cluster.id, before, after}
		: {
				problem: `The API server of ${cluster.name} takes at most ${limit} authorized ranges; ${after.length} would be needed.`,
			};
}

function normalise(entry: string): string {
	const trimmed = entry.trim();
	return cidrOf(trimmed) !== undefined && !trimmed.includes('/') ? `${trimmed}/32` : trimmed;
}

/** Undefined for a service tag (preview), which is kept as it is. */
function cidrOf(entry: string) {
	const result = parseIpv4Cidr(entry);
	return result.ok ? result.value : undefined;
}

/** The fewest blocks that let in exactly the same addresses; only when the list would be too long otherwise. */
function aggregate(entries: readonly string[]): readonly string[] {
	const tags = entries.filter(entry => cidrOf(entry) === undefined);
	const ranges = entries.filter(entry => cidrOf(entry) !== undefined);
	return [...tags, ...toCidrs(addressesOf(ranges))];
}
