import {type ArmKey, armKey, parseArmId} from '../../topology/arm-id.js';
import {remoteNetworks, subnetsOf} from '../../topology/decode/azure/decode-virtual-network.js';
import {interfacesBySubnet} from '../../topology/decode/azure/interfaces-by-subnet.js';
import {field, text} from '../../topology/json.js';
import {denied, type Known, knownValue} from '../../topology/known.js';
import {answeredIds, routeAnswerKey, routeOperations} from '../../topology/route-answers.js';
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
 * interfaces answered about their routes holds no longer where something of these routes has changed.
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
		...(after.routeAnswers === undefined ? {} : {routeAnswers: answersInForce(now, {...after, resources})}),
	};
}

function answersInForce(now: World, after: World): ReadonlyMap<ArmKey, Known<readonly JsonObject[]>> {
	const homes = interfacesBySubnet(now);
	const stale = answeredIds(now, routeOperations.interface).filter(id => {
		const subnet = homes.get(armKey(id))?.subnet;
		return subnet === undefined || routesOf(subnet, now) !== routesOf(subnet, after);
	});
	const keys = new Set(stale.map(id => routeAnswerKey(id, routeOperations.interface)));
	return new Map([...(after.routeAnswers ?? [])].filter(([key]) => !keys.has(key)));
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
