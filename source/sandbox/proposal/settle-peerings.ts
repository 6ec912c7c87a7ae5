import {keyOf} from '../arm-id.js';
import {type JsonObject, objectAt, objectsAt, textAt, withAt} from '../json.js';

/**
 * Azure connects a peering when there is one the other way, and then says what lies beyond it
 * (virtual-network-manage-peering: "Initiated", "Connected"). Where the other network is not there, nobody can say.
 *
 * @param touched lower-cased ids of what the change speaks of
 */
export function settlePeerings(
	resources: ReadonlyMap<string, JsonObject>,
	touched: ReadonlySet<string>,
): ReadonlyMap<string, JsonObject> {
	const networks = new Set([...touched].flatMap(id => /^.*\/virtualnetworks\/[^/]+/.exec(id)?.[0] ?? []));
	return networks.size === 0
		? resources
		: new Map([...resources].map(([key, resource]) => [key, withStates(key, resource, resources, networks)]));
}

function withStates(
	key: string,
	network: JsonObject,
	resources: ReadonlyMap<string, JsonObject>,
	touched: ReadonlySet<string>,
): JsonObject {
	const peerings = objectsAt(network, 'properties', 'virtualNetworkPeerings');
	return peerings.length === 0 || !/\/virtualnetworks\/[^/]+$/.test(key)
		? network
		: withAt(
				network,
				['properties', 'virtualNetworkPeerings'],
				peerings.map(peering =>
					touched.has(key) || touched.has(keyOf(remoteOf(peering))) ? settled(key, peering, resources) : peering,
				),
			);
}

function remoteOf(peering: JsonObject): string {
	return textAt(peering, 'properties', 'remoteVirtualNetwork', 'id');
}

function settled(network: string, peering: JsonObject, resources: ReadonlyMap<string, JsonObject>): JsonObject {
	const remote = resources.get(keyOf(remoteOf(peering)));
	if (remote === undefined) {
		return peering;
	}

	const isMutual = objectsAt(remote, 'properties', 'virtualNetworkPeerings').some(
		other => keyOf(remoteOf(other)) === network,
	);
	const state = textAt(peering, 'properties', 'peeringState');
	const properties = objectAt(peering, 'properties');
	const space = objectAt(remote, 'properties', 'addressSpace');
	return {
		...peering,
		properties: {
			remoteAddressSpace: space,
			remoteVirtualNetworkAddressSpace: space,
			...properties,
			peeringState: stateOf(state, isMutual),
		},
	};
}

/** One that waited is answered, one that was answered is left alone; whatever else Azure said of one stays. */
function stateOf(state: string, isMutual: boolean): string {
	if (isMutual) {
		return ['', 'Initiated'].includes(state) ? 'Connected' : state;
	}

	return state === '' ? 'Initiated' : state === 'Connected' ? 'Disconnected' : state;
}
