import {type JsonObject, objectAt} from '../json.js';
import {guidFrom} from '../store.js';
import {withDefaults} from './defaults.js';

/** Fields that every object of a real API server has; objects of a world folder are given them as they are read. */
export function asServed(object: JsonObject, key: string): JsonObject {
	const metadata = objectAt(object, 'metadata');
	return withDefaults({
		...object,
		metadata: {
			uid: guidFrom(key),
			resourceVersion: '1000',
			creationTimestamp: '2025-01-01T00:00:00Z',
			...(key.split('/')[2] !== '' && {namespace: key.split('/')[2] ?? ''}),
			...metadata,
		},
	});
}
