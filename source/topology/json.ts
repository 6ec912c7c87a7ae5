import type {Json, JsonObject} from './world.js';

/*
 * A world comes from outside, so nothing in it has the shape that a type promises. These functions look at one value
 * and give nothing when it is of another kind; what a missing value means is decided by whoever asks.
 */

export function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Array.isArray` does not narrow to a list that is read only. */
export function isList(value: Json | undefined): value is readonly Json[] {
	return Array.isArray(value);
}

/** No answer of Azure or Kubernetes, and no file of ours, comes near; what is deeper was made to overflow the stack. */
export const deepestFile = 200;

/** Whether something lies within more lists and objects than that. Level by level: a function for each would overflow. */
export function isNestedDeeper(value: unknown, levels: number): boolean {
	let level: readonly unknown[] = [value];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > levels) {
			return true;
		}

		level = level.flatMap(item => (typeof item === 'object' && item !== null ? Object.values(item) : []));
	}

	return false;
}

/** The object's own field; never something inherited, whatever the field is called. */
export function field(value: Json | undefined, ...path: readonly string[]): Json | undefined {
	let current = value;
	for (const name of path) {
		current = isObject(current) && Object.hasOwn(current, name) ? current[name] : undefined;
	}

	return current;
}

export function object(value: Json | undefined, ...path: readonly string[]): JsonObject | undefined {
	const found = field(value, ...path);
	return isObject(found) ? found : undefined;
}

/** An empty text is no text: the APIs return one where they mean "not set". */
export function text(value: Json | undefined, ...path: readonly string[]): string | undefined {
	const found = field(value, ...path);
	return typeof found === 'string' && found !== '' ? found : undefined;
}

export function count(value: Json | undefined, ...path: readonly string[]): number | undefined {
	const found = field(value, ...path);
	return typeof found === 'number' && Number.isSafeInteger(found) ? found : undefined;
}

export function flag(value: Json | undefined, ...path: readonly string[]): boolean {
	return field(value, ...path) === true;
}

export function list(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
	const found = field(value, ...path);
	return isList(found) ? found : [];
}

export function objects(value: Json | undefined, ...path: readonly string[]): readonly JsonObject[] {
	return list(value, ...path).filter(isObject);
}

export function texts(value: Json | undefined, ...path: readonly string[]): readonly string[] {
	return list(value, ...path).filter(item => typeof item === 'string');
}

/** The ids in a list of references, `[{"id": …}]`. */
export function references(value: Json | undefined, ...path: readonly string[]): readonly string[] {
	return objects(value, ...path).flatMap(item => text(item, 'id') ?? []);
}

/** Labels and annotations. YAML turns an unquoted `true` or `1` into something else than the text that was meant. */
export function textMap(value: Json | undefined, ...path: readonly string[]): Readonly<Record<string, string>> {
	return Object.fromEntries(
		Object.entries(object(value, ...path) ?? {}).flatMap(([key, item]) =>
			typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean'
				? [[key, String(item)] as const]
				: [],
		),
	);
}
