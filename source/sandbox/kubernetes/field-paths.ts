import {at, isObject, type Json, type JsonObject, withAt} from '../json.js';

/** One owned field: the keys that lead to it. Lists are owned as a whole, as they are in a NetworkPolicy. */
export type FieldPath = readonly [string, ...string[]];

/** Paths by their text form, which is also how messages name them. */
export type FieldSet = ReadonlyMap<string, FieldPath>;

/** Selectors are declared atomic in the API's schema: changing a part of one replaces it. */
const atomic: ReadonlySet<string> = new Set(['podSelector', 'namespaceSelector', 'selector', 'endpointSelector']);
const unowned: ReadonlySet<string> = new Set(
	['name', 'namespace', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'selfLink'].map(
		key => `.metadata.${key}`,
	),
);

/** All fields of an object that somebody can own. */
export function fieldsOf({apiVersion: _version, kind: _kind, status: _status, ...object}: JsonObject): FieldSet {
	const found = new Map<string, FieldPath>();
	collect(object, [], found);
	return found;
}

function collect(value: JsonObject, prefix: readonly string[], found: Map<string, FieldPath>): void {
	for (const [key, entry] of Object.entries(value)) {
		const [first = key, ...rest] = [...prefix, key];
		const path: FieldPath = [first, ...rest];
		if (isObject(entry) && Object.keys(entry).length > 0 && !atomic.has(key)) {
			collect(entry, path, found);
		} else if (entry !== undefined && !unowned.has(pathText(path))) {
			found.set(pathText(path), path);
		}
	}
}

function pathText(path: readonly string[]): string {
	return path.map(key => `.${key}`).join('');
}

export function valueAt(object: JsonObject | undefined, path: FieldPath): Json | undefined {
	return at(object, ...path);
}

/** Removes a field, and the maps that it leaves empty. */
export function without(object: JsonObject, path: FieldPath): JsonObject {
	const removed = withAt(object, path, undefined);
	const [first, ...rest] = path.slice(0, -1);
	const parent: FieldPath | undefined = first === undefined ? undefined : [first, ...rest];
	const left = parent && at(removed, ...parent);
	return parent !== undefined && parent.length > 1 && isObject(left) && Object.keys(left).length === 0
		? without(removed, parent)
		: removed;
}

/** The tree in which managedFields write a set: `{"f:spec": {"f:ingress": {}}}`. */
export function toFieldsV1(fields: FieldSet): JsonObject {
	return [...fields.values()].reduce<JsonObject>((tree, [first, ...rest]) => {
		const path: FieldPath = [`f:${first}`, ...rest.map(key => `f:${key}`)];
		return isObject(at(tree, ...path)) ? tree : withAt(tree, path, {});
	}, {});
}

export function fromFieldsV1(tree: JsonObject): FieldSet {
	const found = new Map<string, FieldPath>();
	const visit = (value: JsonObject, prefix: readonly string[]) => {
		const children = Object.entries(value).filter(([key]) => key.startsWith('f:'));
		const [first, ...rest] = prefix;
		if (children.length === 0 && first !== undefined) {
			found.set(pathText(prefix), [first, ...rest]);
		}

		for (const [key, child] of children) {
			visit(isObject(child) ? child : {}, [...prefix, key.slice(2)]);
		}
	};
	visit(tree, []);
	return found;
}
