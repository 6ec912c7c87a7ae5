import {isObject, type Json, type JsonObject, sameJson} from '../json.js';
import {badRequest, refuse} from './status.js';

/** RFC 7386. Strategic merge does the same for a NetworkPolicy, whose lists are atomic. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
	if (!isObject(patch)) {
		return patch;
	}

	const result: Record<string, Json | undefined> = {...(isObject(target) ? target : {})};
	for (const [key, value] of Object.entries(patch)) {
		if (value === null) {
			delete result[key];
		} else if (value !== undefined && !key.startsWith('$')) {
			// `$retainKeys`, `$setElementOrder` and their like only steer lists that are merged.
			result[key] = mergePatch(result[key], value);
		}
	}

	return result;
}

/** RFC 6902, as far as clients use it on Kubernetes objects. */
export function jsonPatch(target: JsonObject, operations: readonly Json[]): JsonObject {
	let document: Json = target;
	for (const operation of operations) {
		const {op, path, value, from} = isObject(operation) ? operation : {};
		if (typeof path !== 'string') {
			throw badRequest('json patch: an operation has no path');
		}

		document = step(document, String(op), pointer(path), value, typeof from === 'string' ? pointer(from) : undefined);
	}

	return isObject(document) ? document : {};
}

function step(document: Json, op: string, path: Pointer, value: Json | undefined, from: Pointer | undefined): Json {
	switch (op) {
		case 'add': {
			return edit(document, path, () => value ?? null, true);
		}

		case 'replace': {
			assertThere(document, path);
			return edit(document, path, () => value ?? null, false);
		}

		case 'remove': {
			assertThere(document, path);
			return edit(document, path, () => undefined, false);
		}

		case 'test': {
			if (!sameJson(read(document, path), value)) {
				throw refuse(
					422,
					'Invalid',
					`the server rejected our request due to an error in our request: testing path /${path.join('/')} failed`,
				);
			}

			return document;
		}

		case 'copy':
		case 'move': {
			const moved = read(document, from ?? []);
			const rest = op === 'move' ? edit(document, from ?? [], () => undefined, false) : document;
			return edit(rest, path, () => moved ?? null, true);
		}

		default: {
			throw badRequest(`json patch: unknown operation ${op}`);
		}
	}
}

type Pointer = readonly string[];

function pointer(text: string): Pointer {
	return text
		.split('/')
		.slice(1)
		.map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(document: Json | undefined, [key, ...rest]: Pointer): Json | undefined {
	if (key === undefined) {
		return document;
	}

	const child = Array.isArray(document) ? document[Number(key)] : isObject(document) ? document[key] : undefined;
	return read(child, rest);
}

function assertThere(document: Json, path: Pointer): void {
	if (read(document, path) === undefined) {
		throw refuse(
			422,
			'Invalid',
			`the server rejected our request due to an error in our request: /${path.join('/')} does not exist`,
		);
	}
}

function edit(
	document: Json | undefined,
	[key, ...rest]: Pointer,
	change: () => Json | undefined,
	insert: boolean,
): Json {
	if (key === undefined) {
		return change() ?? null;
	}

	if (Array.isArray(document)) {
		const index = key === '-' ? document.length : Number(key);
		if (rest.length > 0) {
			return document.with(index, edit(document[index], rest, change, insert));
		}

		const changed = change();
		return document.toSpliced(index, insert ? 0 : 1, ...(changed === undefined ? [] : [changed]));
	}

	const object = isObject(document) ? document : {};
	const changed = rest.length > 0 ? edit(object[key], rest, change, insert) : change();
	const {[key]: _old, ...others} = object;
	return changed === undefined ? others : {...object, [key]: changed};
}
