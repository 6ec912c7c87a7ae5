import {type JsonObject, objectAt, objectsAt, textAt, withAt} from '../json.js';
import type {Proposal} from './resource-type.js';

/** Children written inside their parent get the id, type and state that Azure shows them with. */
export function completeChildren(
	{id, parsed, proposed}: Pick<Proposal, 'id' | 'parsed' | 'proposed'>,
	list: string,
	type: string = list,
): JsonObject {
	const children = objectsAt(proposed, 'properties', list).map(child => ({
		...child,
		id: `${id}/${type}/${textAt(child, 'name')}`,
		type: `${parsed.type}/${type}`,
		properties: {...objectAt(child, 'properties'), provisioningState: 'Succeeded'},
	}));
	return withAt(proposed, ['properties', list], children);
}

/** What a caller cannot set, taken over from before (facts: read-only in the REST specification). */
export function keepReadOnly(
	proposed: JsonObject,
	before: JsonObject | undefined,
	paths: readonly (readonly [string, ...string[]])[],
): JsonObject {
	let kept = proposed;
	for (const path of paths) {
		const value = pathValue(before, path);
		kept = value === undefined ? kept : withAt(kept, path, value);
	}

	return kept;
}

function pathValue(value: JsonObject | undefined, [key, ...rest]: readonly [string, ...string[]]): JsonObject[string] {
	const [next, ...deeper] = rest;
	return next === undefined ? value?.[key] : pathValue(objectAt(value, key), [next, ...deeper]);
}
