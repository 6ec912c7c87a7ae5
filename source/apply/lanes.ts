import type {Change} from '../plan/change.js';
import type {Step} from '../plan/plan.js';
import {armKey, parseArmId} from '../topology/arm-id.js';

/**
 * Steps that Azure would refuse to run at the same time, each list in plan order. Writes to one firewall policy, its
 * parents and its firewalls exclude each other (terraform-provider-azurerm#15440), so all firewalls share a lane; a
 * security group, a route table and a cluster each take one write at a time. Kubernetes objects do not concern each other.
 */
export function lanes(steps: readonly Step[]): readonly (readonly Step[])[] {
	return [...Map.groupBy(steps, step => laneOf(step.change)).values()];
}

function laneOf(change: Change): string {
	switch (change.kind) {
		case 'arm-child': {
			return change.type === 'rule-collection-group' ? 'firewalls' : armKey(parseArmId(change.id)?.parent ?? change.id);
		}

		case 'classic-collections': {
			return 'firewalls';
		}

		case 'authorized-ranges': {
			return armKey(change.cluster);
		}

		case 'kube-object':
		case 'kube-metadata': {
			const {kind, namespace = '', name} = change.ref;
			return `${kind}/${namespace}/${name}`;
		}
	}
}
