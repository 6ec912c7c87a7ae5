import {type ArmId, type ArmKey, armKey} from '../../topology/arm-id.js';
import {type Known, known, knownValue} from '../../topology/known.js';
import {type ArmResource, type JsonObject, type KubeObject, resourceOf, type World} from '../../topology/world.js';
import {kubeResourceOf} from '../kube-ref.js';

/** The world with other properties of a resource; the same world where the resource was not read. */
export function editProperties(world: World, id: ArmId, edit: (properties: JsonObject) => JsonObject): World {
	const resource = knownValue(resourceOf(world, id));
	if (resource === undefined) {
		return world;
	}

	const resources = new Map<ArmKey, Known<ArmResource>>(world.resources);
	resources.set(armKey(id), known({...resource, properties: edit(resource.properties)}));
	return {...world, resources};
}

/** The world with another list of objects of a kind; the same world where the list was denied. */
export function editObjects(
	world: World,
	kind: string,
	edit: (list: readonly KubeObject[]) => readonly KubeObject[],
): World {
	const resource = kubeResourceOf(kind);
	if (resource === undefined) {
		return world;
	}

	const list = world.objects[resource];
	// A list that was not there (no Cilium policies yet) begins with what we add; a denied one stays denied.
	const now = list.state === 'absent' ? known<readonly KubeObject[]>([]) : list;
	return now.state === 'known' ? {...world, objects: {...world.objects, [resource]: known(edit(now.value))}} : world;
}
