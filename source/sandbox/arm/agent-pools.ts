import {type JsonObject, objectsAt, textAt} from '../json.js';

/** Agent pools are children with a flat spelling inside the cluster: profile = name beside the properties. */
export function agentPoolsOf(cluster: JsonObject, type: string): readonly JsonObject[] {
	if (type.toLowerCase() !== 'agentpools') {
		return [];
	}

	return objectsAt(cluster, 'properties', 'agentPoolProfiles').map(({name, ...properties}) => ({
		id: `${textAt(cluster, 'id')}/agentPools/${String(name)}`,
		name: String(name),
		type: 'Microsoft.ContainerService/managedClusters/agentPools',
		properties: {...properties, type: properties['type'] ?? 'VirtualMachineScaleSets'},
	}));
}

export function agentPoolOf(cluster: JsonObject, type: string, name: string): JsonObject | undefined {
	return agentPoolsOf(cluster, type).find(pool => textAt(pool, 'name').toLowerCase() === name.toLowerCase());
}
