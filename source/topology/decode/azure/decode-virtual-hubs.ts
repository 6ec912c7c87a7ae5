import {parseArmId, sameArmId} from '../../arm-id.js';
import {defaultHubTable} from '../../call-answers.js';
import {field, objects, text, texts} from '../../json.js';
import type {VirtualHub} from '../../virtual-hub.js';
import {type ArmResource, isOfType, type World} from '../../world.js';

const type = 'Microsoft.Network/virtualHubs';

/** Hubs with their connections and routing intent. A route server is one of this type, too, and stands in a network. */
export function decodeVirtualHubs(world: Pick<World, 'resources'>): readonly VirtualHub[] {
	const connections = resourcesOf(world, `${type}/hubVirtualNetworkConnections`);
	const intents = resourcesOf(world, `${type}/routingIntent`);
	return resourcesOf(world, type).map(({id, name}) => {
		const intent = intents.find(({id: own}) => sameArmId(parseArmId(own)?.parent, id));
		return {
			id,
			name,
			connections: connections
				.filter(({id: own}) => sameArmId(parseArmId(own)?.parent, id))
				.flatMap(({properties}) => {
					const network = text(properties, 'remoteVirtualNetwork', 'id');
					const takesDefault = field(properties, 'enableInternetSecurity') !== false;
					const routeTable =
						text(properties, 'routingConfiguration', 'associatedRouteTable', 'id') ?? defaultHubTable(id);
					return network === undefined ? [] : [{network, takesDefault, routeTable}];
				}),
			intent: intent && {internet: hopFor(intent, 'Internet'), private: hopFor(intent, 'PrivateTraffic')},
		};
	});
}

function hopFor({properties}: ArmResource, destination: string): string | undefined {
	const policy = objects(properties, 'routingPolicies').find(entry =>
		texts(entry, 'destinations').some(found => found.toLowerCase() === destination.toLowerCase()),
	);
	return text(policy, 'nextHop');
}

function resourcesOf(world: Pick<World, 'resources'>, wanted: string): readonly ArmResource[] {
	return [...world.resources.values()].flatMap(resource =>
		resource.state === 'known' && isOfType(resource.value.id, wanted) ? [resource.value] : [],
	);
}
