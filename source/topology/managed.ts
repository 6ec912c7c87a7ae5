import {type ArmId, armKey, parseArmId} from './arm-id.js';
import {text} from './json.js';
import type {ArmResource} from './world.js';

/** Whether AKS owns a resource: it lies in the cluster's node resource group. Such a resource is never written to. */
export function isManaged(id: ArmId, cluster: ArmResource | undefined): boolean {
	const group = text(cluster?.properties, 'nodeResourceGroup');
	const subscription = cluster && parseArmId(cluster.id)?.subscription;
	return (
		group !== undefined &&
		subscription !== undefined &&
		armKey(id).startsWith(armKey(`/subscriptions/${subscription}/resourceGroups/${group}/`))
	);
}
