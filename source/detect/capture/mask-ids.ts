import {isObject} from '../../topology/json.js';
import type {Json, JsonObject} from '../../topology/world.js';
import type {Tally} from './masked.js';

const guid = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi;

/** Fields whose GUIDs name people, applications and directories. */
const identityFields = /(?:tenant|principal|client|object|app|subscription|billing)_?ids?$/i;

/**
 * Replaces the ids of subscriptions, tenants and identities by others, the same one always by the same, wherever they
 * stand in the values. Names of resources stay: without them a capture tells nobody anything.
 */
export function maskIds(values: readonly Json[], tally: Tally): (value: Json) => Json {
	const found = new Map<string, string>();
	for (const value of values) {
		collect(value, '', found);
	}

	tally.add('ids', found.size);
	return value => replaceIn(value, found);
}

function collect(value: Json | undefined, name: string, found: Map<string, string>): void {
	if (typeof value === 'string') {
		const ids = identityFields.test(name) ? (value.match(guid) ?? []) : subscriptionsIn(value);
		for (const id of ids) {
			remember(id, found);
		}
	} else if (Array.isArray(value)) {
		for (const item of value as readonly Json[]) {
			collect(item, name, found);
		}
	} else if (isObject(value)) {
		for (const [field, child] of Object.entries(value)) {
			collect(field.startsWith('/') ? field : null, '', found);
			collect(child, field, found);
		}
	}
}

function subscriptionsIn(text: string): readonly string[] {
	return [...text.matchAll(/\/subscriptions\/([^/]+)/gi)].flatMap(([, id]) => id ?? []);
}

/** In the order in which they appear, so that the same world gives the same capture. */
function remember(id: string, found: Map<string, string>): void {
	const key = id.toLowerCase();
	if (!found.has(key)) {
		found.set(key, `00000000-0000-4000-8000-${(found.size + 1).toString(16).padStart(12, '0')}`);
	}
}

function replaceIn(value: Json, found: ReadonlyMap<string, string>): Json {
	if (typeof value === 'string') {
		return replaceInText(value, found);
	}

	if (Array.isArray(value)) {
		return (value as readonly Json[]).map(item => replaceIn(item, found));
	}

	if (!isObject(value)) {
		return value;
	}

	return Object.fromEntries(
		Object.entries(value).map(([name, child]) => [replaceInText(name, found), replaceIn(child ?? null, found)]),
	) satisfies JsonObject;
}

function replaceInText(text: string, found: ReadonlyMap<string, string>): string {
	return text
		.replaceAll(guid, id => found.get(id.toLowerCase()) ?? id)
		.replaceAll(/(?<=\/subscriptions\/)[^/]+/gi, id => found.get(id.toLowerCase()) ?? id);
}
