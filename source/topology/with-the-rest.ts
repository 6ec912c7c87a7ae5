import {armKey, parseArmId} from './arm-id.js';
import {object, text} from './json.js';
import {known} from './known.js';
import {ledgerRow} from './ledger.js';
import type {ArmResource, JsonObject, World} from './world.js';

/**
 * A world from files, with what stands in it beside what was asked for, as far as it can decide about packets or is not
 * known here. What is judged elsewhere is not added: it was left out because it is out of reach.
 */
export function withTheRest(world: World, resources: readonly JsonObject[]): World {
	const rest = resources.flatMap((resource): readonly ArmResource[] => {
		const id = text(resource, 'id');
		const parts = id === undefined ? undefined : parseArmId(id);
		const properties = object(resource, 'properties') ?? {};
		return id === undefined || parts === undefined || world.resources.has(armKey(id)) || !isTold(parts.type)
			? []
			: [{...resource, id, name: text(resource, 'name') ?? parts.name, type: parts.type, properties}];
	});
	return rest.length === 0
		? world
		: {
				...world,
				resources: new Map([
					...world.resources,
					...rest.map(resource => [armKey(resource.id), known(resource)] as const),
				]),
			};
}

function isTold(type: string): boolean {
	const row = ledgerRow(type);
	return row === undefined || row.standing === 'doubt' || /\/networkManagers\//i.test(type);
}
