import type {World} from '../topology/world.js';
import type {Change} from './change.js';
import {recordOf} from './changes/change-records.js';

/** The world as it would be after the changes. Nothing is validated here: Azure does that, and the sandbox as Azure does. */
export function applyToWorld(world: World, changes: readonly Change[]): World {
	return changes.reduce((now, change) => recordOf(change).applyToWorld(now, change), world);
}
