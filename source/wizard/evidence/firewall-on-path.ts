import {formatAddress} from '../../network/address.js';
import {anyIpv4} from '../../network/address-set.js';
import {equals, has} from '../../network/interval-set.js';
import {pluralize} from '../../plan/pluralize.js';
import {armKey, armName} from '../../topology/arm-id.js';
import type {Cluster} from '../../topology/cluster.js';
import {asRoutes} from '../../topology/egress-routes.js';
import type {Firewall} from '../../topology/firewall.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {Route, RouteTable} from '../../topology/virtual-network.js';
import type {Evidence} from './evidence.js';
import {subnetsOf, type UsedSubnet} from './subnets-of.js';

/** Which firewall the cluster's traffic to the internet goes through, as the default route tells. */
export function firewallOnPath(topology: Topology, cluster: Cluster): Evidence {
	const ways = subnetsOf(topology, cluster).map(used => wayOut(topology, used));
	const sentences = [...ways.map(way => way.sentence), `The cluster's outbound type is ${cluster.outboundType}.`];
	const unread = ways.find(way => way.kind === 'denied');
	const firewalls = [...new Set(ways.flatMap(way => (way.kind === 'firewall' ? [way.firewall] : [])))];
	if (firewalls.length > 0) {
		return {
			answer: firewalls.map(describeFirewall).join(', '),
			certainty: firewalls.some(({groups}) => groups.state === 'denied') ? 'denied' : 'known',
			sentences: [...sentences, ...firewalls.flatMap(describeRules)],
		};
	}

	const appliance = ways.find(way => way.kind === 'appliance');
	if (appliance !== undefined) {
		return {
			answer: `appliance ${appliance.address}, no Azure resource`,
			certainty: 'absent',
			sentences,
		};
	}

	return unread === undefined
		? {answer: 'none on the way out', certainty: 'absent', sentences: [...sentences, ...besidePath(topology)]}
		: {answer: 'not readable', certainty: 'denied', sentences};
}

type Way =
	| {readonly kind: 'firewall'; readonly firewall: Firewall; readonly sentence: string}
	| {readonly kind: 'appliance'; readonly address: string; readonly sentence: string}
	| {readonly kind: 'open' | 'denied'; readonly sentence: string};

function wayOut(topology: Topology, {name, subnet}: UsedSubnet): Way {
	if (subnet.state !== 'known') {
		return {
			kind: 'denied',
			sentence: subnet.state === 'denied' ? `${name}: ${subnet.reason}` : `The subnet ${name} was not found.`,
		};
	}

	const [told] = (topology.interfaceRoutes.get(armKey(subnet.value.id)) ?? []).flatMap(
		routes => knownValue(routes) ?? [],
	);
	if (told !== undefined) {
		const routes = {name: `what interface ${armName(told.interface)} shows`, routes: asRoutes(told, topology)};
		return alongDefaultRoute(topology, name, routes);
	}

	const tableId = subnet.value.routeTable;
	if (tableId === undefined) {
		return {kind: 'open', sentence: `${name} has no route table.`};
	}

	const table = topology.routeTables.get(armKey(tableId));
	if (table?.state !== 'known') {
		const reason = table?.state === 'denied' ? table.reason : `The route table ${armName(tableId)} was not found.`;
		return {kind: 'denied', sentence: `${name}: ${reason}`};
	}

	return alongDefaultRoute(topology, name, table.value);
}

function alongDefaultRoute({firewalls}: Topology, subnet: string, table: Pick<RouteTable, 'name' | 'routes'>): Way {
	const route = table.routes.find(isDefaultRoute);
	if (route === undefined) {
		return {kind: 'open', sentence: `${subnet} uses ${table.name}, which has no route for 0.0.0.0/0.`};
	}

	const {nextHopAddress, nextHopType} = route;
	if (nextHopType !== 'VirtualAppliance' || nextHopAddress === undefined) {
		return {kind: 'open', sentence: `${subnet} uses ${table.name}: 0.0.0.0/0 goes to ${nextHopType}.`};
	}

	const address = formatAddress(nextHopAddress);
	const firewall = firewalls.find(({privateAddresses}) => has(privateAddresses, nextHopAddress));
	const sentence = `${subnet} uses ${table.name}: 0.0.0.0/0 goes to ${address}`;
	return firewall === undefined
		? {kind: 'appliance', address, sentence: `${sentence}, which is not an Azure Firewall that was read.`}
		: {kind: 'firewall', firewall, sentence: `${sentence}, the Azure Firewall ${firewall.name}.`};
}

function isDefaultRoute({prefix}: Route): boolean {
	return !('tag' in prefix) && equals(prefix, anyIpv4);
}

function describeFirewall({name, tier, policy}: Firewall): string {
	return `${name} (${tier}, ${policy === undefined ? 'classic rules' : `policy ${armName(policy)}`})`;
}

function describeRules({name, groups, policy, dnsProxy}: Firewall): readonly string[] {
	const read = knownValue(groups);
	const inherited = read?.filter(({depth}) => depth > 0).length ?? 0;
	// Collections of a classic firewall stand in no groups.
	const collections = read?.flatMap(group => group.collections).length ?? 0;
	const rules =
		groups.state === 'denied'
			? `The rules of ${name} could not be read: ${groups.reason}`
			: `${name} has ${policy === undefined ? pluralize(collections, 'rule collection') : pluralize(read?.length ?? 0, 'rule collection group')}${inherited > 0 ? `, ${inherited} of them from a parent policy` : ''}.`;
	return [rules, `Its DNS proxy is ${dnsProxy ? 'on' : 'off'}.`];
}

function besidePath({firewalls}: Topology): readonly string[] {
	return firewalls.map(({name}) => `The Azure Firewall ${name} is there, but no default route leads to it.`);
}
