import {settleOperations} from './arm/operations.js';
import {tidy} from './arm/tidy.js';
import {canonicalText, isObject, type Json, type JsonObject, textAt} from './json.js';
import type {Store} from './store.js';

/** File names to contents, as a world folder has them; written out, it is a world again. */
export type WorldDump = {readonly [file: string]: Json};

/** What changes with every write without meaning anything: two ways to the same end must dump the same. */
const volatile: ReadonlySet<string> = new Set([
	'etag',
	'eTag',
	'resourceVersion',
	'generation',
	'uid',
	'creationTimestamp',
	'managedFields',
	'kubectl.kubernetes.io/last-applied-configuration',
]);

export function dumpWorld(store: Store): WorldDump {
	settleOperations(store);
	const usages = Object.fromEntries(store.entries('usages'));
	return {
		'resources.json': sortedById(store.all('resources')).map(resource =>
			withoutVolatile(isCluster(resource) ? tidy(resource) : resource),
		),
		'objects.json': {
			apiVersion: 'v1',
			kind: 'List',
			items: store
				.entries('objects')
				.toSorted(([left], [right]) => (left < right ? -1 : 1))
				.map(([, object]) => withoutVolatile(object)),
		},
		...(Object.keys(usages).length > 0 && {'usages.json': usages}),
		...(store.serviceTags !== undefined && {'service-tags.json': store.serviceTags}),
		...(store.denied.length > 0 && {'access.json': {'aksess:denied': store.denied}}),
	};
}

function sortedById(resources: readonly JsonObject[]): readonly JsonObject[] {
	return resources.toSorted((left, right) => canonicalText(left['id']).localeCompare(canonicalText(right['id'])));
}

function withoutVolatile(value: Json): Json {
	if (Array.isArray(value)) {
		return value.map(withoutVolatile);
	}

	if (!isObject(value)) {
		return value;
	}

	const kept = Object.entries(value).filter(([key, entry]) => !volatile.has(key) && entry !== undefined);
	const cleaned = kept.map(([key, entry]): [string, Json] => [key, withoutVolatile(entry ?? null)]);
	return Object.fromEntries(cleaned.filter(([key, entry]) => !(key === 'annotations' && isEmpty(entry))));
}

function isCluster(resource: JsonObject): boolean {
	return textAt(resource, 'type').toLowerCase() === 'microsoft.containerservice/managedclusters';
}

function isEmpty(value: Json): boolean {
	return isObject(value) && Object.keys(value).length === 0;
}
