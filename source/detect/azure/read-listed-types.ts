import {type ArmId, parseArmId} from '../../topology/arm-id.js';
import {objects} from '../../topology/json.js';
import type {ArmResource} from '../../topology/world.js';
import {asResource} from './arm-reader.js';
import type {ArmSource} from './arm-source.js';
import {askArm} from './ask-arm.js';

/** A list of resources, `Microsoft.DevSpaces/controllers`, and the api-version that answers it. */
export type ListedType = {readonly type: string; readonly apiVersion: string};

/**
 * Resources beside the cluster, of types that only a profile asks for. A workload of which Azure knows nothing is not there:
 * whatever it answers then is no resource and no reason to stop.
 */
export async function readListedTypes(
	types: readonly ListedType[],
	cluster: ArmId,
	arm: ArmSource,
	signal: AbortSignal,
): Promise<readonly ArmResource[]> {
	const {subscription, resourceGroup} = parseArmId(cluster) ?? {};
	const lists = types.map(async ({type, apiVersion}) => {
		const path = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/${type}`;
		try {
			const {bodies} = await askArm(arm, {path, apiVersion}, signal);
			return bodies.flatMap(answer => objects(answer, 'value')).flatMap(asResource);
		} catch {
			signal.throwIfAborted();
			return [];
		}
	});
	return (await Promise.all(lists)).flat();
}
