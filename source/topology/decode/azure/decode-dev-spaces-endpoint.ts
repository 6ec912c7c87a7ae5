import {sameArmId} from '../../arm-id.js';
import {text} from '../../json.js';
import type {Topology} from '../../topology.js';
import {isOfType, type World} from '../../world.js';

const endpoints = ['public', 'private', 'none'] as const;

/** From the controller that belongs to this cluster; the service is retired, so there rarely is one any more. */
export function decodeDevSpacesEndpoint(world: World): Topology['devSpacesEndpoint'] {
	for (const resource of world.resources.values()) {
		if (resource.state === 'known' && isOfType(resource.value.id, 'Microsoft.DevSpaces/controllers')) {
			const {properties} = resource.value;
			const endpoint = text(properties, 'endpointType')?.toLowerCase();
			if (sameArmId(text(properties, 'targetContainerHostResourceId'), world.cluster)) {
				return endpoints.find(known => known === endpoint);
			}
		}
	}

	return undefined;
}
