import {addresses, anyAddress} from '../network/address-set.js';
import {emptySet, union} from '../network/interval-set.js';
import {armKey, armName} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Missing} from '../topology/missing.js';
import type {Topology} from '../topology/topology.js';
import type {RouteTable, Subnet} from '../topology/virtual-network.js';
import {learnedRank, type RouteCandidate} from './next-hop.js';

const privateRanges = addresses('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10');

/**
 * Routes that a gateway or route server brings by BGP. No route table shows them: a default route that is advertised
 * on-premises wins over Azure's own (forced tunnelling), and private ranges lead there instead of nowhere. A table that
 * switches the propagation off keeps them out. That narrower public prefixes are not advertised is taken for granted
 * [I], because those of every name would be in doubt otherwise wherever there is a gateway.
 */
export function learnedCandidates(
	subnet: Subnet,
	table: RouteTable | undefined,
	topology: Topology,
): readonly RouteCandidate[] {
	if (table?.bgpPropagation === false) {
		return [];
	}

	const network = knownValue(topology.virtualNetworks.get(armKey(subnet.virtualNetwork)));
	const remote = network?.peerings.find(({connected, useRemoteGateways}) => connected && useRemoteGateways);
	if (network === undefined || (!network.hasGateway && remote === undefined)) {
		return [];
	}

	const by = network.hasGateway ? network.name : armName(remote?.remote ?? '');
	const route = {name: `route learned by the gateway of ${by}`, nextHop: {kind: 'gateway'}, table: undefined} as const;
	const missing: Missing = {
		datum: `the routes that the gateway of ${by} has learned`,
		command: 'az network nic show-effective-route-table --resource-group NODE_GROUP --name NIC',
	};
	return [
		{extent: {least: emptySet, most: anyAddress, unknown: [missing]}, rank: learnedRank, route},
		// Narrower than the system's own blocks for private ranges, which drop what nobody has.
		{
			extent: {least: emptySet, most: union(privateRanges), unknown: [missing]},
			rank: learnedRank,
			route,
		},
	];
}
