import {type ArmId, parseArmId} from '../../topology/arm-id.js';
import {objects} from '../../topology/json.js';
import type {ArmResource} from '../../topology/world.js';
import {asResource} from './arm-reader.js';
import type {ArmSource} from './arm-source.js';
import {askArm} from './ask-arm.js';

/**
 * The Dev Spaces controllers beside the cluster, which know the endpoint type. The service is retired, so Azure usually
 * does not know the type any more; whatever it answers then, it is no controller and no reason to stop.
 */
export async function readDevSpacesControllers(
	cluster: ArmId,
	arm: ArmSource,
	signal: AbortSignal,
): Promise<readonly ArmResource[]> {
	const {subscription, resourceGroup} = parseArmId(cluster) ?? {};
	const path = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.DevSpaces/controllers`;
	try {
		const {bodies} = await askArm(arm, {path, apiVersion: '2019-04-01'}, signal);
		return bodies.flatMap(answer => objects(answer, 'value')).flatMap(asResource);
	} catch {
		signal.throwIfAborted();
		return [];
	}
}
