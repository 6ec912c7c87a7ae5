import {type ArmId, armKey, parseArmId} from '../../topology/arm-id.js';
import {remoteNetworks, subnetsOf} from '../../topology/decode/azure/decode-virtual-network.js';
import {isManaged} from '../../topology/managed.js';
import type {ArmResource} from '../../topology/world.js';
import type {Collected} from './collected.js';
import {readFirewall, readFirewallsWithin} from './read-firewalls.js';
import {propagates, readGatewayRoutes, readInterfaces, teachingPeers} from './read-routes.js';
import {readSubnetSurroundings} from './read-subnet.js';
import {
	clusterPublicIds,
	clusterSubnetIds,
	firewallsInside,
	hasManagedNetwork,
	subnetReferences,
} from './references.js';

/**
 * What is listed for a subscription before anything else is known. What refers to what is in the answers, so that to
 * follow the references one by one would be a chain of five questions and more; with the lists it is two.
 */
const firstLists = [
	'virtualNetworks',
	'networkSecurityGroups',
	'routeTables',
	'azureFirewalls',
	'firewallPolicies',
	'ipGroups',
] as const;

/** The same for a subscription in which only a peered network lies. */
const peerLists = ['azureFirewalls', 'firewallPolicies', 'ipGroups'] as const;

/** The cluster's networks and what a packet meets in them. The lists start at once, the rest when the cluster is known. */
export async function readNetwork(
	clusterId: ArmId,
	clusterAnswer: Promise<ArmResource>,
	collected: Collected,
): Promise<void> {
	const {subscription = ''} = parseArmId(clusterId) ?? {};
	const lists = firstLists.map(type => collected.arm.list(type, subscription));
	const follow = async (): Promise<void> => {
		const cluster = await clusterAnswer;
		await Promise.all([
			...clusterPublicIds(cluster).map(collected.read),
			readNodeSecurityGroups(cluster, collected),
			readPath(cluster, collected),
		]);
	};

	await Promise.all([follow(), ...lists]);
}

async function readPath(cluster: ArmResource, collected: Collected): Promise<void> {
	const managed = hasManagedNetwork(cluster) ? await listManagedNetworks(cluster, collected) : [];
	const subnets = [...clusterSubnetIds(cluster), ...managed.flatMap(subnetsOf).map(subnet => subnet.id)];
	const networks = unique(subnets.flatMap(id => parseArmId(id)?.parent ?? []));
	const own = Promise.all(networks.map(id => readOwnNetwork(id, subnets, collected)));
	await Promise.all([
		...networks.map(id => readUsages(id, collected)),
		...networks.map(id => readAdminRules(id, collected)),
		own.then(parts => {
			const peers = unique(parts.flatMap(part => part.peers));
			const teachers = new Set(parts.flatMap(part => part.teachers).map(armKey));
			const reach = {
				networks: unique([...networks, ...peers]),
				routeTables: parts.flatMap(part => part.routeTables),
			};
			const {subscription = ''} = parseArmId(cluster.id) ?? {};
			const subscriptions = unique([subscription, ...reach.networks.map(id => parseArmId(id)?.subscription ?? '')]);
			return Promise.all([
				...peers.map(id => readPeer(id, {subscription, teaches: teachers.has(armKey(id))}, collected)),
				...subscriptions.map(where => readFirewallsWithin(where, reach, collected)),
			]);
		}),
	]);
}

type OwnNetwork = {
	readonly peers: readonly ArmId[];
	readonly routeTables: readonly ArmResource[];
	/** Peers whose gateway brings its routes here. */
	readonly teachers: readonly ArmId[];
};

async function readOwnNetwork(id: ArmId, subnets: readonly ArmId[], collected: Collected): Promise<OwnNetwork> {
	const network = await collected.read(id);
	const inside = subnets.filter(subnet => armKey(parseArmId(subnet)?.parent ?? '') === armKey(id));
	const [tables] = await Promise.all([
		Promise.all(
			inside.map(async subnet => {
				const table = await readSubnetSurroundings(network, subnet, collected);
				await readInterfaces(network, subnet, table, collected);
				return table;
			}),
		),
		readFirewallsInside(network, collected),
		network === undefined ? undefined : readOtherSubnets(network, subnets, collected),
		network !== undefined && inside.length > 0 ? readGatewayRoutes(network, collected) : undefined,
	]);
	return {
		peers: network === undefined ? [] : remoteNetworks(network),
		routeTables: tables.flatMap(table => table ?? []),
		teachers: network === undefined || !tables.some(propagates) ? [] : teachingPeers(network),
	};
}

/** Groups and tables of what shares the cluster's network: gateways send from there, private endpoints stand there. */
async function readOtherSubnets(
	network: ArmResource,
	clusterSubnets: readonly ArmId[],
	collected: Collected,
): Promise<void> {
	const own = new Set(clusterSubnets.map(armKey));
	const others = subnetsOf(network).filter(({id}) => !own.has(armKey(id)));
	const ids = others.flatMap(subnet => {
		const {securityGroup, routeTable} = subnetReferences(subnet);
		return [securityGroup ?? [], routeTable ?? []].flat();
	});
	await Promise.all(unique(ids).map(id => collected.read(id)));
}

async function readPeer(
	id: ArmId,
	{subscription, teaches}: {readonly subscription: string; readonly teaches: boolean},
	collected: Collected,
): Promise<void> {
	const elsewhere = parseArmId(id)?.subscription ?? subscription;
	const lists = elsewhere === subscription ? [] : peerLists.map(type => collected.arm.list(type, elsewhere));
	const readInside = async (): Promise<void> => {
		const network = await collected.read(id);
		await Promise.all([
			readFirewallsInside(network, collected),
			network !== undefined && teaches ? readGatewayRoutes(network, collected) : undefined,
		]);
	};

	await Promise.all([readInside(), ...lists]);
}

async function readFirewallsInside(network: ArmResource | undefined, collected: Collected): Promise<void> {
	await Promise.all((network === undefined ? [] : firewallsInside(network)).map(id => readFirewall(id, collected)));
}

async function readUsages(network: ArmId, {arm, usages}: Collected): Promise<void> {
	usages.set(armKey(network), await arm.usages(network));
}

async function readAdminRules(network: ArmId, {arm, adminRules}: Collected): Promise<void> {
	adminRules.set(armKey(network), await arm.adminRules(network));
}

/** The group as AKS named it, when the subscription may not be listed but the group may. */
async function listInNodeGroup(
	type: 'virtualNetworks' | 'networkSecurityGroups',
	cluster: ArmResource,
	{arm, unreadLists}: Collected,
): Promise<readonly ArmResource[]> {
	const {subscription = ''} = parseArmId(cluster.id) ?? {};
	const group = cluster.properties['nodeResourceGroup'];
	const all = await arm.list(type, subscription);
	const inGroup = all.state === 'known' || typeof group !== 'string' ? all : await arm.list(type, subscription, group);
	if (inGroup.state === 'denied') {
		unreadLists.set(`microsoft.network/${type.toLowerCase()}`, inGroup.reason);
	}

	return inGroup.state === 'known' ? inGroup.value.filter(resource => isManaged(resource.id, cluster)) : [];
}

async function readNodeSecurityGroups(cluster: ArmResource, collected: Collected): Promise<void> {
	const groups = await listInNodeGroup('networkSecurityGroups', cluster, collected);
	await Promise.all(groups.map(group => collected.read(group.id)));
}

function listManagedNetworks(cluster: ArmResource, collected: Collected): Promise<readonly ArmResource[]> {
	return listInNodeGroup('virtualNetworks', cluster, collected);
}

function unique(ids: readonly string[]): readonly string[] {
	return [...new Map(ids.map(id => [id.toLowerCase(), id])).values()];
}
