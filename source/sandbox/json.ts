export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export type JsonObject = {readonly [key: string]: Json | undefined};

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The accessors below read what may be malformed: a wrong type reads as missing, never as a crash. */
export function objectAt(value: Json | undefined, ...keys: readonly string[]): JsonObject {
	const found = at(value, ...keys);
	return isObject(found) ? found : {};
}

export function listAt(value: Json | undefined, ...keys: readonly string[]): readonly Json[] {
	const found = at(value, ...keys);
	return Array.isArray(found) ? found : [];
}

export function objectsAt(value: Json | undefined, ...keys: readonly string[]): readonly JsonObject[] {
	return listAt(value, ...keys).filter(isObject);
}

export function textsAt(value: Json | undefined, ...keys: readonly string[]): readonly string[] {
	return listAt(value, ...keys).filter(item => typeof item === 'string');
}

export function textAt(value: Json | undefined, ...keys: readonly string[]): string {
	const found = at(value, ...keys);
	return typeof found === 'string' ? found : '';
}

export function at(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
	let found = value;
	for (const key of keys) {
		found = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
	}

	return found;
}

/** A copy with one nested value replaced (or removed, when the new value is undefined). */
export function withAt(
	value: JsonObject,
	[key, ...rest]: readonly [string, ...string[]],
	change: Json | undefined,
): JsonObject {
	const [next, ...deeper] = rest;
	const changed = next === undefined ? change : withAt(objectAt(value, key), [next, ...deeper], change);
	if (changed === undefined) {
		const {[key]: _removed, ...others} = value;
		return others;
	}

	return {...value, [key]: changed};
}

/** Key order carries no meaning in JSON, so two spellings of one value must compare equal. */
export function sameJson(left: Json | undefined, right: Json | undefined): boolean {
	return canonicalText(left) === canonicalText(right);
}

export function canonicalText(value: Json | undefined): string {
	return JSON.stringify(sorted(value)) ?? '';
}

function sorted(value: Json | undefined): Json | undefined {
	if (Array.isArray(value)) {
		return value.map(item => sorted(item) ?? null);
	}

	return isObject(value)
		? Object.fromEntries(
				Object.keys(value)
					.sort()
					.map(key => [key, sorted(value[key])]),
			)
		: value;
}

/** Whether something lies within more lists and objects than that. Level by level: a function for each would overflow. */
export function isNestedDeeper(value: Json, levels: number): boolean {
	let level: readonly unknown[] = [value];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > levels) {
			return true;
		}

		level = level.flatMap(item => (typeof item === 'object' && item !== null ? Object.values(item) : []));
	}

	return false;
}
