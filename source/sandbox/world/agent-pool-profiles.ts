import {keyOf, parentId, parseId} from '../arm-id.js';
import {type JsonObject, objectAt, objectsAt, textAt, withAt} from '../json.js';

/**
 * Node pools by themselves, as `az aks nodepool list` prints them, become what their cluster says of them. Where both
 * are there the pool's own answer wins, being what was asked for by name.
 */
export function withAgentPools(resources: ReadonlyMap<string, JsonObject>): ReadonlyMap<string, JsonObject> {
	const merged = new Map(resources);
	for (const [key, pool] of resources) {
		const id = textAt(pool, 'id');
		const owner = keyOf(parentId(id) ?? '');
		const cluster = merged.get(owner);
		if (
			cluster !== undefined &&
			parseId(id)?.type.toLowerCase() === 'microsoft.containerservice/managedclusters/agentpools'
		) {
			merged.set(owner, withPool(cluster, {...objectAt(pool, 'properties'), name: textAt(pool, 'name')}));
			merged.delete(key);
		}
	}

	return merged;
}

function withPool(cluster: JsonObject, pool: JsonObject): JsonObject {
	const isSame = (other: JsonObject) => textAt(other, 'name').toLowerCase() === textAt(pool, 'name').toLowerCase();
	const profiles = objectsAt(cluster, 'properties', 'agentPoolProfiles');
	return withAt(
		cluster,
		['properties', 'agentPoolProfiles'],
		profiles.some(isSame) ? profiles.map(other => (isSame(other) ? {...other, ...pool} : other)) : [...profiles, pool],
	);
}
