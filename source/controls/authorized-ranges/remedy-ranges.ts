import {formatAddresses, toCidrs} from '../../network/address-set.js';
import {difference, unionOf} from '../../network/interval-set.js';
import type {Cluster} from '../../topology/cluster.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {Stopped} from '../control.js';
import type {Need} from '../need.js';
import type {Remedy} from '../remedy.js';
import {egressCommands} from './egress-commands.js';
import {letIn} from './judge-ranges.js';
import {formatSome} from './parse-authorized-range.js';
import {rangeLimit} from './range-limit.js';

/**
 * What is missing, and beside it every address the cluster itself goes out with that is not in the list: once a list is
 * written, nodes that are not in it go NotReady (azure-docs issues 62288 and 72339).
 */
export function remedyRanges({finding: {flow}, entries}: Stopped, topology: Topology): readonly Remedy[] {
	const cluster = knownValue(topology.cluster);
	const missing = unionOf(
		entries.flatMap(({decision}) =>
			decision.control === 'authorized-ranges' && decision.grounds.kind === 'missing' ? [decision.grounds.missing] : [],
		),
	);
	if (cluster === undefined || missing.length === 0) {
		return [];
	}

	const tag = entries.flatMap(({decision: {hop}}) => (hop.place.kind === 'api-server' ? [hop.place.tag] : []))[0];
	const needs: readonly Need[] = [
		{kind: 'authorized-range', ranges: missing, why: `${flow.from}: ${flow.purpose}`},
		...ownEgress(cluster, topology),
		...overLimit(cluster, missing),
	];
	const what = tag ?? formatSome(missing);
	return [
		{
			id: 'add-ranges',
			title: `Add ${what} to the authorized ranges`,
			opens: `The API server answers ${formatAddresses(missing)}; credentials are still needed to do anything there.`,
			reach: 'addresses',
			needs,
		},
	];
}

function ownEgress(cluster: Cluster, topology: Topology): readonly Need[] {
	// With VNet integration nodes reach the API server privately (api-server-vnet-integration.md; inferred).
	if (cluster.apiServer.vnetIntegration) {
		return [];
	}

	const ownOnly = cluster.apiServer.authorizedRanges.every(entry => entry.trim() === '0.0.0.0/32');
	const egress = knownValue(cluster.egressAddresses);
	if (egress === undefined) {
		const text =
			'The addresses that the nodes go out with are not known. If they are not in the list, nodes go NotReady as soon as it is written: look them up and add them first.';
		return [{kind: 'advice', text, commands: egressCommands(cluster), aboutChanges: true}];
	}

	// `0.0.0.0/32` cannot stand beside other entries, so what it stood for is written out.
	const unlisted = ownOnly ? egress : difference(egress, letIn(cluster, topology).allowed);
	const why = 'The nodes of the cluster itself go out with this address; without it they lose the API server.';
	return unlisted.length === 0 ? [] : [{kind: 'authorized-range', ranges: unlisted, why}];
}

function overLimit(cluster: Cluster, missing: ReturnType<typeof difference>): readonly Need[] {
	const limit = rangeLimit(cluster);
	const {authorizedRanges} = cluster.apiServer;
	const total = authorizedRanges.length + toCidrs(missing).length;
	if (total <= limit) {
		return [];
	}

	const text = `The list would have ${total} entries; Azure takes ${limit}. Join neighbouring ranges or drop ones that nobody uses any more.`;
	return [{kind: 'advice', text, commands: []}];
}
