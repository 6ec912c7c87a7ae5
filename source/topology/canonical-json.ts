import {isList, isObject} from './json.js';
import type {Json} from './world.js';

/** JSON with sorted keys and no blanks, so that equal values have equal texts; as kubectl prints an object. */
export function canonicalJson(value: Json): string {
	if (isList(value)) {
		return `[${value.map(canonicalJson).join(',')}]`;
	}

	if (isObject(value)) {
		const entries = Object.entries(value)
			.toSorted(([a], [b]) => (a < b ? -1 : 1))
			.flatMap(([key, item]) => (item === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(item)}`]));
		return `{${entries.join(',')}}`;
	}

	return JSON.stringify(value);
}
