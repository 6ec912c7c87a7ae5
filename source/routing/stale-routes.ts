import type {Address} from '../network/address.js';
import {formatAddress} from '../network/address.js';
import {toCidrs} from '../network/address-set.js';
import {isEmpty, isSubset, unionOf} from '../network/interval-set.js';
import {type ArmId, armKey} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {InterfaceRoute, InterfaceRoutes} from '../topology/told-routes.js';
import type {Topology} from '../topology/topology.js';
import type {Route, RouteTable, Subnet} from '../topology/virtual-network.js';

/** What an interface was told and what stands in its subnet's route table do not go together: one of them is older. */
export type StaleRoutes = {
	readonly interface: ArmId;
	readonly subnet: ArmId;
	/** The table that was read; undefined where the subnet has none. */
	readonly table: ArmId | undefined;
	/** `0.0.0.0/0 by 10.2.0.4`, in the table and not in the answer. */
	readonly onlyInTable: readonly string[];
	readonly onlyInAnswer: readonly string[];
	/** The answer knows nothing of the subnet's own range, so that it is of another subnet. */
	readonly isForeign: boolean;
};

/** Undefined where they agree, and where the table could not be read: then the answer is all there is. */
export function staleRoutes(told: InterfaceRoutes, subnet: Subnet, topology: Topology): StaleRoutes | undefined {
	const table = tableOf(subnet, topology);
	if (table === undefined) {
		return undefined;
	}

	const inTable = new Set(table.routes.flatMap(describeRoute));
	const tags = new Set(table.routes.flatMap(({name, prefix}) => ('tag' in prefix ? [name.toLowerCase()] : [])));
	const user = told.routes.filter(({source, name}) => source === 'user' && !tags.has(name?.toLowerCase() ?? ''));
	const inAnswer = new Set(user.flatMap(describeTold));
	const kept = table.propagates ? [] : told.routes.filter(({source, active}) => source === 'gateway' && active);
	const onlyInTable = [...inTable].filter(route => !inAnswer.has(route));
	const onlyInAnswer = [...[...inAnswer].filter(route => !inTable.has(route)), ...kept.flatMap(describeTold)];
	const local = told.routes.filter(({nextHop}) => nextHop === 'local').flatMap(({prefixes}) => prefixes);
	const isForeign = !isSubset(subnet.prefixes, unionOf(local));
	return onlyInTable.length + onlyInAnswer.length === 0 && !isForeign
		? undefined
		: {interface: told.interface, subnet: subnet.id, table: subnet.routeTable, onlyInTable, onlyInAnswer, isForeign};
}

function tableOf(
	{routeTable}: Subnet,
	{routeTables}: Topology,
): {readonly routes: RouteTable['routes']; readonly propagates: boolean} | undefined {
	if (routeTable === undefined) {
		return {routes: [], propagates: true};
	}

	const table = knownValue(routeTables.get(armKey(routeTable)));
	return table && {routes: table.routes, propagates: table.bgpPropagation};
}

const spelled: Readonly<Record<Route['nextHopType'], InterfaceRoute['nextHop']>> = {
	VirtualNetworkGateway: 'gateway',
	VnetLocal: 'local',
	Internet: 'internet',
	VirtualAppliance: 'appliance',
	None: 'none',
};

function describeRoute({prefix, nextHopType, nextHopAddress}: Route): readonly string[] {
	return 'tag' in prefix || isEmpty(prefix)
		? []
		: [describe(toCidrs(prefix).join(', '), spelled[nextHopType], nextHopAddress)];
}

function describeTold({prefixes, nextHop, nextHopAddresses}: InterfaceRoute): readonly string[] {
	const [address] = nextHop === 'appliance' ? nextHopAddresses : [];
	return prefixes.map(prefix => describe(toCidrs(prefix).join(', '), nextHop, address));
}

const words: Readonly<Partial<Record<InterfaceRoute['nextHop'], string>>> = {
	gateway: 'the gateway',
	local: 'the virtual network',
	internet: 'the internet',
	none: 'nowhere',
};

function describe(prefix: string, nextHop: InterfaceRoute['nextHop'], address: Address | undefined): string {
	return `${prefix} to ${address === undefined ? (words[nextHop] ?? 'an appliance') : formatAddress(address)}`;
}
