import type {AddressSet} from '../../network/address-set.js';
import {difference, intersection, size, union} from '../../network/interval-set.js';
import type {Flow} from '../../profiles/flow.js';
import type {Cluster} from '../../topology/cluster.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {clusterUnread} from '../cluster-unread.js';
import {commandLine} from '../command-line.js';
import type {TrailEntry} from '../control.js';
import {taggedView} from '../resolve-tags.js';
import {formatSome, type RangeEntry, readRangeEntry} from './parse-authorized-range.js';

/** Whether every address a call may come from is let in by the API server's list. */
export function assessAuthorizedRanges({path}: Flow, topology: Topology): readonly TrailEntry[] {
	if (path.kind !== 'api-server') {
		return [];
	}

	if (topology.cluster.state !== 'known') {
		return [clusterUnread('authorized-ranges', topology.cluster)];
	}

	const cluster = topology.cluster.value;
	// A private cluster has no such list (api-server-authorized-ip-ranges.md); private-cluster speaks of it.
	if (cluster.apiServer.privateCluster) {
		return [];
	}

	const common = {control: 'authorized-ranges', resource: cluster.id} as const;
	if (cluster.apiServer.authorizedRanges.length === 0) {
		const why = 'The API server has no authorized ranges, so it takes connections from every address.';
		return [{...common, verdict: 'allowed', rule: 'no authorized ranges', why}];
	}

	const {entries, allowed, doubtful} = letIn(cluster, topology, path);
	const missing = difference(path.from, allowed);
	if (missing.length === 0) {
		const deciding = entries.filter(entry => intersection(entry.addresses, path.from).length > 0).map(({text}) => text);
		const rule = `authorized ranges ${deciding.join(', ')}`;
		return [
			{
				...common,
				verdict: 'allowed',
				rule,
				why: `${formatSome(path.from)} ${size(path.from) === 1 ? 'is' : 'are'} inside ${deciding.join(', ')}.`,
			},
		];
	}

	const [doubt] = doubtful;
	if (doubt !== undefined) {
		return [{...common, verdict: 'undecided', rule: `authorized range ${doubt.text}`, ...explainDoubt(doubt, cluster)}];
	}

	return [{...common, verdict: 'blocked', rule: 'authorized ranges', why: explainMissing(missing, path.from, cluster)}];
}

/** Who calls: its addresses, and the service tag they stand for. */
type Caller = {readonly from: AddressSet; readonly tag: string | undefined};

const nobody: Caller = {from: [], tag: undefined};

/**
 * The addresses that the cluster's list lets in, entry by entry, and the entries we cannot expand. Of a tag without a
 * list the names still tell whether it holds the caller's.
 */
export function letIn(cluster: Cluster, topology: Topology, caller: Caller = nobody) {
	const entries: {readonly text: string; readonly addresses: AddressSet}[] = [];
	const doubtful: RangeEntry[] = [];
	for (const entry of cluster.apiServer.authorizedRanges.map(readRangeEntry)) {
		const addresses = addressesOf(entry, cluster, topology, caller);
		if (addresses === undefined) {
			doubtful.push(entry);
		} else {
			entries.push({text: entry.text, addresses});
		}
	}

	return {entries, allowed: union(...entries.map(({addresses}) => addresses)), doubtful};
}

function addressesOf(
	entry: RangeEntry,
	cluster: Cluster,
	topology: Topology,
	{from, tag}: Caller,
): AddressSet | undefined {
	switch (entry.kind) {
		case 'addresses': {
			return entry.addresses;
		}

		case 'own-egress': {
			// Nobody outside has the cluster's own address, so an unread one lets nobody else in.
			return knownValue(cluster.egressAddresses) ?? [];
		}

		case 'tag': {
			const {most, unknown} = taggedView(from, tag, topology).tag(entry.text);
			return unknown.length > 0 ? undefined : most;
		}

		case 'unreadable': {
			return undefined;
		}
	}
}

function explainDoubt(
	entry: RangeEntry,
	{name, resourceGroup, location}: Cluster,
): Pick<TrailEntry, 'why' | 'missing'> {
	if (entry.kind === 'tag') {
		const query = `values[?name=='${entry.text}'].properties.addressPrefixes`;
		const command = commandLine('az', 'network', 'list-service-tags', '--location', location, '--query', query);
		return {
			why: `The list holds the service tag ${entry.text}, and its addresses are not known here.`,
			missing: {datum: `the addresses of ${entry.text}`, command},
		};
	}

	const command = commandLine(
		...['az', 'aks', 'show', '--resource-group', resourceGroup, '--name', name],
		...['--query', 'apiServerAccessProfile.authorizedIpRanges'],
	);
	return {
		why: `The list holds an entry that cannot be read: ${entry.kind === 'unreadable' ? entry.problem : entry.text}`,
		missing: {datum: `what ${JSON.stringify(entry.text)} stands for`, command},
	};
}

function explainMissing(missing: AddressSet, from: AddressSet, {apiServer}: Cluster): string {
	const count = apiServer.authorizedRanges.length;
	const ranges =
		count === 1
			? `the only authorized range ${apiServer.authorizedRanges[0]}`
			: `any of the ${count} authorized ranges`;
	const rest =
		intersection(missing, from).length > 0 && difference(from, missing).length > 0 ? '; the other addresses are' : '';
	const verb = size(missing) === 1 ? 'is' : 'are';
	return `${formatSome(missing)} ${verb} not inside ${ranges}${rest}.`;
}
