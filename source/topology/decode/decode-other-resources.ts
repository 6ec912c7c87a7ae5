import {parseArmId} from '../arm-id.js';
import type {Topology} from '../topology.js';
import type {World} from '../world.js';

const networkOrCluster = /^microsoft\.(?:network|containerservice)\//;

/** Everything that belongs to neither the network nor AKS, as it was read. */
export function decodeOtherResources(world: World): Topology['otherResources'] {
	return [...world.resources.values()].flatMap(resource => {
		const type = resource.state === 'known' ? parseArmId(resource.value.id)?.type.toLowerCase() : undefined;
		return resource.state !== 'known' || type === undefined || networkOrCluster.test(type)
			? []
			: [{type, properties: resource.value.properties}];
	});
}
