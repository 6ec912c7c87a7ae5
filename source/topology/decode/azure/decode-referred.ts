import {type ArmKey, armKey} from '../../arm-id.js';
import {flatMapKnown, type Known} from '../../known.js';
import type {Subnet} from '../../virtual-network.js';
import {type ArmResource, resourceOf, type World} from '../../world.js';

/** The resources that subnets refer to, each decoded once; one that was not read stays what it is, absent or denied. */
export function decodeReferred<T>(
	subnets: readonly Subnet[],
	reference: 'securityGroup' | 'routeTable' | 'serviceEndpointPolicies',
	world: World,
	decode: (resource: ArmResource) => Known<T>,
): ReadonlyMap<ArmKey, Known<T>> {
	const ids = subnets.flatMap(subnet => subnet[reference] ?? []);
	return new Map(ids.map(id => [armKey(id), flatMapKnown(resourceOf(world, id), decode)]));
}
