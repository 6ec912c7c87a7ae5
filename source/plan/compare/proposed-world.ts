import {type ArmKey, armKey, parseArmId} from '../../topology/arm-id.js';
import {answeredIds, callAnswer, callAnswerKey, callOperations} from '../../topology/call-answers.js';
import {remoteNetworks, subnetsOf} from '../../topology/decode/azure/decode-virtual-network.js';
import {interfacesBySubnet} from '../../topology/decode/azure/interfaces-by-subnet.js';
import {field, text} from '../../topology/json.js';
import {denied, type Known, knownValue} from '../../topology/known.js';
import {
	type ArmResource,
	type Json,
	type JsonObject,
	type KubeObject,
	type KubeResource,
	kubeResources,
	type World,
} from '../../topology/world.js';

/** What a change does not tell of what it makes, each with a whole sentence. */
export type NotTold = {
	/** By lower-cased id. */
	readonly unread: ReadonlyMap<string, string>;
	/** By the plural of the kind. */
	readonly unreadKinds: ReadonlyMap<string, string>;
};

/**
 * The world after a change as it may be judged: what the change does not tell is as good as forbidden to read, and what
 * interfaces said is in force holds no longer where something of that has changed.
 */
export function proposedWorld(now: World, after: World, {unread, unreadKinds}: NotTold): World {
	const resources = new Map<ArmKey, Known<ArmResource>>(after.resources);
	for (const [id, why] of unread) {
		resources.set(armKey(id), denied(why));
	}

	const objects = kubeResources.map((resource): [KubeResource, Known<readonly KubeObject[]>] => {
		const why = unreadKinds.get(resource.split('.')[0] ?? '') ?? unreadKinds.get(resource);
		return [resource, why === undefined ? after.objects[resource] : denied(why)];
	});
	return {
		...after,
		resources,
		objects: Object.fromEntries(objects) as World['objects'],
		...(after.callAnswers === undefined ? {} : {callAnswers: answersInForce(now, {...after, resources})}),
	};
}

function answersInForce(now: World, after: World): ReadonlyMap<ArmKey, Known<readonly JsonObject[]>> {
	const homes = interfacesBySubnet(now);
	const stale = answeredIds(now, callOperations.interface).filter(id => {
		const subnet = homes.get(armKey(id))?.subnet;
		return subnet === undefined || routesOf(subnet, now) !== routesOf(subnet, after);
	});
	const older = answeredIds(now, callOperations.security).filter(
		id => groupsOf(id, homes.get(armKey(id))?.subnet, now) !== groupsOf(id, homes.get(armKey(id))?.subnet, after),
	);
	const keys = new Set([
		...stale.map(id => callAnswerKey(id, callOperations.interface)),
		...older.map(id => callAnswerKey(id, callOperations.security)),
	]);
	return new Map([...(after.callAnswers ?? [])].filter(([key]) => !keys.has(key)));
}

/** All that decides which security rules are in force at an interface and that a change can speak of. */
function groupsOf(id: string, home: string | undefined, world: World): string {
	const entries = knownValue(callAnswer(world, id, callOperations.security)) ?? [];
	const told = entries.flatMap(entry => text(entry, 'networkSecurityGroup', 'id') ?? []);
	const network = knownValue(world.resources.get(armKey(parseArmId(home ?? '')?.parent ?? '')));
	const subnet = network && subnetsOf(network).find(candidate => armKey(candidate.id) === armKey(home ?? ''));
	return JSON.stringify([
		text(subnet, 'properties', 'networkSecurityGroup', 'id')?.toLowerCase(),
		// Tags stand for other addresses where the network is another.
		[network?.properties['addressSpace'], network?.properties['virtualNetworkPeerings']],
		told.map(group => knownValue(world.resources.get(armKey(group)))?.properties['securityRules']),
	]);
}

/** All that decides which routes are in force in a subnet and that a change can speak of. */
function routesOf(id: string, world: World): string {
	const network = knownValue(world.resources.get(armKey(parseArmId(id)?.parent ?? '')));
	const subnet = network && subnetsOf(network).find(candidate => armKey(candidate.id) === armKey(id));
	const table = text(subnet, 'properties', 'routeTable', 'id');
	const settings = (resource: ArmResource | undefined, ...names: readonly string[]): readonly (Json | undefined)[] =>
		names.map(name => field(resource?.properties, name));
	const gateways = network === undefined ? [] : subnetsOf(network).filter(({name}) => name === 'GatewaySubnet');
	return JSON.stringify([
		table?.toLowerCase(),
		settings(knownValue(world.resources.get(armKey(table ?? ''))), 'routes', 'disableBgpRoutePropagation'),
		settings(network, 'addressSpace', 'virtualNetworkPeerings'),
		network === undefined
			? []
			: remoteNetworks(network).map(remote =>
					settings(knownValue(world.resources.get(armKey(remote))), 'addressSpace'),
				),
		gateways.length,
	]);
}
