import type {AddressSet} from '../../network/address-set.js';
import {difference, intersection, unionOf} from '../../network/interval-set.js';
import {taggedView} from '../../routing/resolve-tags.js';
import type {Hop, PlaceOf} from '../../routing/way.js';
import type {Cluster} from '../../topology/cluster.js';
import {commandLine} from '../../topology/command-line.js';
import {knownValue} from '../../topology/known.js';
import type {Missing} from '../../topology/missing.js';
import {rememberByObject} from '../../topology/remember-by-object.js';
import type {Topology} from '../../topology/topology.js';
import {clusterUnread} from '../cluster-unread.js';
import type {DecisionOf} from '../decision.js';
import {egressCommands} from './egress-commands.js';
import {type RangeEntry, readRangeEntry} from './parse-authorized-range.js';

/**
 * Whether every address a call may come from is let in by the API server's list. Of the cluster's own addresses each may
 * be chosen (firewall-known-issues.md), so each must be in it, or nodes go NotReady (azure-docs issues 62288, 72339).
 */
export function judgeRanges(
	{sources, tag, caller}: PlaceOf<'api-server'>,
	hop: Hop,
	topology: Topology,
): readonly DecisionOf<'authorized-ranges'>[] {
	const common = {control: 'authorized-ranges', hop} as const;
	if (topology.cluster.state !== 'known') {
		const {reason, ...unread} = clusterUnread(topology.cluster);
		return [{...common, ...unread, grounds: {kind: 'cluster-unread', reason}}];
	}

	const cluster = topology.cluster.value;
	const {privateCluster, vnetIntegration, authorizedRanges} = cluster.apiServer;
	// A private cluster has no such list (api-server-authorized-ip-ranges.md). With VNet integration nodes and pods never
	// come from outside (api-server-vnet-integration.md).
	if (privateCluster || (caller === 'cluster' && vnetIntegration)) {
		return [];
	}

	const here = {...common, resource: cluster.id};
	if (authorizedRanges.length === 0) {
		return [{...here, verdict: 'allowed', grounds: {kind: 'no-ranges'}}];
	}

	if (sources.state !== 'known') {
		// 0.0.0.0/32 stands for the cluster's own outbound address, whichever it is.
		if (caller === 'cluster' && authorizedRanges.some(range => readRangeEntry(range).kind === 'own-egress')) {
			return [{...here, verdict: 'allowed', grounds: {kind: 'inside', sources: [], entries: ['0.0.0.0/32']}}];
		}

		const reason = sources.state === 'denied' ? sources.reason : undefined;
		const missing = {
			datum: 'the public addresses that the cluster goes out with',
			command: egressCommands(cluster)[0] ?? 'az network public-ip list --output table',
		};
		return [{...here, verdict: 'undecided', missing, grounds: {kind: 'sources-unread', reason}}];
	}

	return [{...here, ...judgeSources(cluster, topology, {from: sources.value, tag})}];
}

function judgeSources(
	cluster: Cluster,
	topology: Topology,
	caller: Caller,
): Pick<DecisionOf<'authorized-ranges'>, 'verdict' | 'missing' | 'grounds'> {
	const {from} = caller;
	const {entries, allowed, doubtful} = letIn(cluster, topology, caller);
	const missing = difference(from, allowed);
	if (missing.length === 0) {
		const deciding = entries.filter(entry => intersection(entry.addresses, from).length > 0).map(({text}) => text);
		return {verdict: 'allowed', grounds: {kind: 'inside', sources: from, entries: deciding}};
	}

	const [entry] = doubtful;
	return entry === undefined
		? {
				verdict: 'blocked',
				grounds: {kind: 'missing', sources: from, missing, ranges: cluster.apiServer.authorizedRanges},
			}
		: {verdict: 'undecided', missing: missingFor(entry, cluster), grounds: {kind: 'doubt', entry}};
}

/** Who calls: its addresses, and the service tag they stand for. */
type Caller = {readonly from: AddressSet; readonly tag: string | undefined};

/** Every flow to the API server asks the same list, and it may be long. */
const readEntries = rememberByObject((ranges: readonly string[]) => ranges.map(readRangeEntry));

const nobody: Caller = {from: [], tag: undefined};

/**
 * The addresses that the cluster's list lets in, entry by entry, and the entries we cannot expand. Of a tag without a
 * list the names still tell whether it holds the caller's.
 */
export function letIn(cluster: Cluster, topology: Topology, caller: Caller = nobody) {
	const entries: {readonly text: string; readonly addresses: AddressSet}[] = [];
	const doubtful: RangeEntry[] = [];
	for (const entry of readEntries(cluster.apiServer.authorizedRanges)) {
		const addresses = addressesOf(entry, cluster, topology, caller);
		if (addresses === undefined) {
			doubtful.push(entry);
		} else {
			entries.push({text: entry.text, addresses});
		}
	}

	return {entries, allowed: unionOf(entries.map(({addresses}) => addresses)), doubtful};
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

function missingFor(entry: RangeEntry, {name, resourceGroup, location}: Cluster): Missing {
	if (entry.kind === 'tag') {
		const query = `values[?name=='${entry.text}'].properties.addressPrefixes`;
		return {
			datum: `the addresses of ${entry.text}`,
			command: commandLine('az', 'network', 'list-service-tags', '--location', location, '--query', query),
		};
	}

	return {
		datum: `what ${JSON.stringify(entry.text)} stands for`,
		command: commandLine(
			...['az', 'aks', 'show', '--resource-group', resourceGroup, '--name', name],
			...['--query', 'apiServerAccessProfile.authorizedIpRanges'],
		),
	};
}
