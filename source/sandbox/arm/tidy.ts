import {isObject, type Json, type JsonObject} from '../json.js';

/**
 * Without nulls and empty values: to the cluster service a profile that says nothing is one that is not there, and az
 * sends both kinds for what a user left alone.
 */
export function tidy(value: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(value).flatMap(([key, entry]) => {
			const kept = tidyValue(entry ?? null);
			return isNothing(kept) ? [] : [[key, kept]];
		}),
	);
}

function tidyValue(value: Json): Json {
	if (Array.isArray(value)) {
		return value.map(tidyValue);
	}

	return isObject(value) ? tidy(value) : value;
}

function isNothing(value: Json): boolean {
	return (
		value === null ||
		(Array.isArray(value) && value.length === 0) ||
		(isObject(value) && Object.keys(value).length === 0)
	);
}
