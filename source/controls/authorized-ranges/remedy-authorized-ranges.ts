import {type AddressSet, formatAddresses, toCidrs} from '../../network/address-set.js';
import {difference} from '../../network/interval-set.js';
import type {Cluster} from '../../topology/cluster.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {commandLine} from '../command-line.js';
import type {Finding, Need, Remedy} from '../control.js';
import {isBlockedBy} from '../trail.js';
import {letIn} from './assess-authorized-ranges.js';
import {formatSome} from './parse-authorized-range.js';
import {rangeLimit} from './range-limit.js';

/**
 * What is missing, and beside it every address the cluster itself goes out with that is not in the list: once a list is
 * written, nodes that are not in it go NotReady (azure-docs issues 62288 and 72339).
 */
export function remedyAuthorizedRanges(finding: Finding, topology: Topology): readonly Remedy[] {
	const cluster = knownValue(topology.cluster);
	const {flow} = finding;
	if (flow.path.kind !== 'api-server' || cluster === undefined || !isBlockedBy(finding, 'authorized-ranges')) {
		return [];
	}

	const {allowed} = letIn(cluster, topology);
	const missing = difference(flow.path.from, allowed);
	const needs: readonly Need[] = [
		{kind: 'authorized-range', ranges: missing, why: `${flow.from}: ${flow.purpose}`},
		...ownEgress(cluster, topology),
		...overLimit(cluster, missing),
	];
	const what = flow.path.tag ?? formatSome(missing);
	return [
		{
			id: 'add-ranges',
			title: `Add ${what} to the authorized ranges`,
			opens: `The API server answers ${formatAddresses(missing)}; credentials are still needed to do anything there.`,
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
		return [{kind: 'advice', text, commands: egressCommands(cluster)}];
	}

	// `0.0.0.0/32` cannot stand beside other entries, so what it stood for is written out.
	const unlisted = ownOnly ? egress : difference(egress, letIn(cluster, topology).allowed);
	const why = 'The nodes of the cluster itself go out with this address; without it they lose the API server.';
	return unlisted.length === 0 ? [] : [{kind: 'authorized-range', ranges: unlisted, why}];
}

function egressCommands({resourceGroup, name, outboundType}: Cluster): readonly string[] {
	const show = (query: string) =>
		commandLine('az', 'aks', 'show', '--resource-group', resourceGroup, '--name', name, '--query', query);
	switch (outboundType) {
		case 'loadBalancer': {
			return [show('networkProfile.loadBalancerProfile.effectiveOutboundIPs')];
		}

		case 'managedNATGateway': {
			return [show('networkProfile.natGatewayProfile.effectiveOutboundIPs')];
		}

		default: {
			return ['az network public-ip list --query "[].{name:name, address:ipAddress}" --output table'];
		}
	}
}

function overLimit(cluster: Cluster, missing: AddressSet): readonly Need[] {
	const limit = rangeLimit(cluster);
	const {authorizedRanges} = cluster.apiServer;
	const total = authorizedRanges.length + toCidrs(missing).length;
	if (total <= limit) {
		return [];
	}

	const text = `The list would have ${total} entries; Azure takes ${limit}. Join neighbouring ranges or drop ones that nobody uses any more.`;
	return [{kind: 'advice', text, commands: []}];
}
