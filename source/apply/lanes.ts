import {recordOf} from '../plan/changes/change-records.js';
import type {Step} from '../plan/plan.js';

/**
 * Steps that Azure would refuse to run at the same time, each list in plan order: what goes to firewalls, to one security
 * group, one route table, one cluster. Kubernetes objects do not concern each other.
 */
export function lanes(steps: readonly Step[]): readonly (readonly Step[])[] {
	return [...Map.groupBy(steps, ({change}) => recordOf(change).lane(change)).values()];
}
