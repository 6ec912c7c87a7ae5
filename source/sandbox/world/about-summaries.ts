import {keyOf, parseId} from '../arm-id.js';
import type {JsonObject} from '../json.js';
import type {Item} from './sort-out.js';

/** More are only counted. */
const mostNamed = 5;

/** Says which resources are only named, so that nobody takes what they decide for looked at. */
export function aboutSummaries(items: readonly Item[], resources: ReadonlyMap<string, JsonObject>): readonly string[] {
	const unread = items.flatMap(item =>
		item.kind === 'summary' && mayDecide(item.id) && !resources.has(keyOf(item.id)) ? [item.id] : [],
	);
	if (unread.length === 0) {
		return [];
	}

	const names = unread.slice(0, mostNamed).map(id => parseId(id)?.name ?? id);
	const more = unread.length > mostNamed ? ` and ${unread.length - mostNamed} more` : '';
	return [
		`Not read: ${names.join(', ')}${more}. A list names ${unread.length === 1 ? 'it' : 'them'} without saying what ${unread.length === 1 ? 'it holds' : 'they hold'}.`,
	];
}

/** Of a list of a whole subscription only the network and the clusters matter. */
function mayDecide(id: string): boolean {
	return /^microsoft\.(?:network|containerservice)$/i.test(parseId(id)?.namespace ?? '');
}
