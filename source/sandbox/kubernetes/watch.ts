import type {JsonObject} from '../json.js';
import type {Answer} from '../service.js';
import type {Store} from '../store.js';
import {asServed} from './served.js';

const longestSeconds = 300;

/** Changes as they happen, one JSON line each. Without a version to start from, first everything that is there. */
export function watch(
	store: Store,
	isWanted: (key: string, object: JsonObject) => boolean,
	query: URLSearchParams,
): Answer {
	const seconds = Math.min(Number.parseInt(query.get('timeoutSeconds') ?? '', 10) || longestSeconds, longestSeconds);
	const existing = ['', '0'].includes(query.get('resourceVersion') ?? '')
		? store.entries('objects').filter(([key, object]) => isWanted(key, asServed(object, key)))
		: [];
	return {
		status: 200,
		streamMs: seconds * 1000,
		stream: write => {
			for (const [key, object] of existing) {
				write({type: 'ADDED', object: asServed(object, key)});
			}

			return store.onObjectChange(({type, key, object}) => {
				if (isWanted(key, asServed(object, key))) {
					write({type, object: asServed(object, key)});
				}
			});
		},
	};
}
