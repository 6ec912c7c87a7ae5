import {parseIpv4} from '../../network/address.js';
import {has} from '../../network/interval-set.js';
import {type ArmId, type ArmKey, armKey, parseArmId} from '../../topology/arm-id.js';
import {privateAddressesOf} from '../../topology/decode/azure/decode-firewall.js';
import {object, objects, references, text} from '../../topology/json.js';
import {known} from '../../topology/known.js';
import type {ArmResource} from '../../topology/world.js';
import type {Collected} from './collected.js';
import {readGatewayRoutes} from './read-routes.js';
import {readSubnetSurroundings} from './read-subnet.js';
import {firewallPublicIds, firewallSubnetIds, ipGroupIds} from './references.js';

/** Where the cluster's packets may go: its networks and those peered with them, and what its routes name. */
export type NetworksInReach = {readonly networks: readonly ArmId[]; readonly routeTables: readonly ArmResource[]};

/**
 * The firewalls of a subscription that can be on the cluster's path, and everything their verdicts depend on. A
 * subscription may hold dozens of others, whose rules are not read.
 */
export async function readFirewallsWithin(
	subscription: string,
	reach: NetworksInReach,
	collected: Collected,
): Promise<void> {
	const list = await collected.arm.list('azureFirewalls', subscription);
	if (list.state === 'denied') {
		collected.unreadLists.set('microsoft.network/azurefirewalls', list.reason);
	}

	const firewalls = list.state === 'known' ? list.value.filter(firewall => isWithinReach(firewall, reach)) : [];
	await Promise.all(firewalls.map(firewall => readFirewall(firewall.id, collected)));
}

function isWithinReach(firewall: ArmResource, {networks, routeTables}: NetworksInReach): boolean {
	const keys = new Set(networks.map(armKey));
	const inNetwork = firewallSubnetIds(firewall).some(id => keys.has(armKey(parseArmId(id)?.parent ?? '')));
	const addresses = privateAddressesOf(firewall);
	const isNextHop = routeTables
		.flatMap(table => objects(table.properties, 'routes'))
		.some(route => {
			const hop = parseIpv4(text(route, 'properties', 'nextHopIpAddress') ?? '');
			return hop.ok && has(addresses, hop.value);
		});
	return inNetwork || isNextHop || (isHub(firewall) && networks.some(isHubNetwork));
}

function isHub({properties}: ArmResource): boolean {
	return object(properties, 'virtualHub') !== undefined;
}

/** A virtual hub appears to its spokes as a peering with a network of Microsoft's own, named HV_… [K]. */
function isHubNetwork(id: ArmId): boolean {
	return /^HV_/i.test(parseArmId(id)?.name ?? '');
}

/** A firewall may be found in several ways; it is followed once. */
export function readFirewall(id: ArmId, collected: Collected): Promise<void> {
	return collected.once(id, () => followFirewall(id, collected));
}

async function followFirewall(id: ArmId, collected: Collected): Promise<void> {
	const firewall = await collected.read(id);
	if (firewall === undefined) {
		return;
	}

	const mayTunnel = object(firewall.properties, 'managementIpConfiguration') !== undefined;
	const policy = text(firewall.properties, 'firewallPolicy', 'id');
	await Promise.all([
		...firewallPublicIds(firewall).map(collected.read),
		...firewallSubnetIds(firewall).map(subnet => readFirewallSubnet(subnet, mayTunnel, collected)),
		...ipGroupIds(firewall).map(collected.read),
		policy === undefined ? undefined : readPolicy(policy, collected, new Set()),
	]);
}

/** With an interface for its management a firewall may send everything to where a learned default route leads. */
async function readFirewallSubnet(id: ArmId, mayTunnel: boolean, collected: Collected): Promise<void> {
	const {parent} = parseArmId(id) ?? {};
	const network = parent === undefined ? undefined : await collected.read(parent);
	await Promise.all([
		readSubnetSurroundings(network, id, collected),
		mayTunnel && network !== undefined ? readGatewayRoutes(network, collected) : undefined,
	]);
}

/** The rules do not wait for the policy, nor a parent's rules for its children's. */
async function readPolicy(id: ArmId, collected: Collected, seen: Set<ArmKey>): Promise<void> {
	if (seen.has(armKey(id))) {
		return;
	}

	seen.add(armKey(id));
	const readWithParents = async (): Promise<ArmResource | undefined> => {
		const policy = await collected.read(id);
		const parent = text(policy?.properties, 'basePolicy', 'id');
		await (parent === undefined ? undefined : readPolicy(parent, collected, seen));
		return policy;
	};

	const [policy, groups] = await Promise.all([readWithParents(), readGroups(id, collected)]);
	if (groups?.state === 'denied') {
		for (const group of references(policy?.properties, 'ruleCollectionGroups')) {
			collected.resources.set(armKey(group), groups);
		}
	}
}

async function readGroups(policy: ArmId, {arm, resources, read}: Collected) {
	const groups = await arm.ruleCollectionGroups(policy);
	if (groups.state === 'known') {
		for (const group of groups.value) {
			resources.set(armKey(group.id), known(group));
		}

		await Promise.all(groups.value.flatMap(ipGroupIds).map(read));
	}

	return groups;
}
