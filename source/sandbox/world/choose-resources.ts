import {UserError} from '../../errors.js';
import {keyOf} from '../arm-id.js';
import {canonicalText, type JsonObject, textAt} from '../json.js';
import type {Item} from './sort-out.js';

type Read = Extract<Item, {kind: 'arm'}> & {readonly file: string};

/**
 * Each resource once. Of one that is there twice the copy in the newer file counts, and it is said; a copy with the same
 * etag is of the same moment, so the one that tells more counts. Where neither can be told, nobody may choose.
 */
export function chooseResources(
	items: readonly (Item & {readonly file: string})[],
	times: ReadonlyMap<string, number>,
): {readonly resources: ReadonlyMap<string, JsonObject>; readonly notes: readonly string[]} {
	const found = new Map<string, Read>();
	const notes: string[] = [];
	for (const item of items) {
		if (item.kind === 'arm') {
			const key = keyOf(textAt(item.value, 'id'));
			const earlier = found.get(key);
			found.set(key, earlier === undefined ? item : choose(earlier, item, times, notes));
		}
	}

	return {resources: new Map([...found].map(([id, {value}]) => [id, value])), notes};
}

function choose(first: Read, second: Read, times: ReadonlyMap<string, number>, notes: string[]): Read {
	const id = textAt(first.value, 'id');
	const [one, other] = [canonicalText(first.value), canonicalText(second.value)];
	if (one === other) {
		return first;
	}

	const etag = textAt(first.value, 'etag');
	if (etag !== '' && etag === textAt(second.value, 'etag')) {
		return one.length >= other.length ? first : second;
	}

	const [older, newer] = [times.get(first.file) ?? 0, times.get(second.file) ?? 0];
	if (older === newer) {
		throw new UserError('usage', `${id} is in the world twice: ${first.where} and ${second.where}.`, {
			next: ['Remove one of the two.'],
		});
	}

	const [kept, left] = older < newer ? [second, first] : [first, second];
	notes.push(
		`${id} is there twice, at ${left.where} and at ${kept.where}; the one in the newer file counts, ${kept.where}.`,
	);
	return kept;
}
