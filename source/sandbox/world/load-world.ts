import {createHash} from 'node:crypto';
import {UserError} from '../../errors.js';
import {keyOf} from '../arm-id.js';
import {canonicalText, type JsonObject, textAt} from '../json.js';
import {kubernetesKey} from '../kubernetes/kinds.js';
import {mergeChildren} from './merge-children.js';
import {parseFile} from './parse-file.js';
import type {WorldFiles} from './read-folder.js';
import {type Item, sortOut} from './sort-out.js';

/** A world as it was found: what the practice Azure starts from. */
export type LoadedWorld = {
	/** Changes when any file does; state kept for one world is not laid over another. */
	readonly fingerprint: string;
	readonly resources: ReadonlyMap<string, JsonObject>;
	readonly objects: ReadonlyMap<string, JsonObject>;
	readonly usages: ReadonlyMap<string, JsonObject>;
	readonly serviceTags: JsonObject | undefined;
	readonly denied: readonly string[];
};

export function loadWorld(files: WorldFiles): LoadedWorld {
	const items = Object.entries(files).flatMap(([name, content]) =>
		parseFile(name, content).flatMap(parsed => sortOut(parsed)),
	);
	return {
		fingerprint: createHash('sha256').update(canonicalText(files)).digest('hex').slice(0, 16),
		resources: mergeChildren(unique(items, 'arm', value => keyOf(textAt(value, 'id')), describeResource)),
		objects: unique(items, 'kubernetes', kubernetesKey, describeObject),
		usages: usagesOf(items),
		serviceTags: items.find(item => item.kind === 'service-tags')?.value,
		denied: items.flatMap(item => (item.kind === 'access' ? item.denied : [])),
	};
}

function unique(
	items: readonly Item[],
	kind: 'arm' | 'kubernetes',
	key: (value: JsonObject) => string,
	describe: (value: JsonObject) => string,
): ReadonlyMap<string, JsonObject> {
	const found = new Map<string, {readonly where: string; readonly value: JsonObject}>();
	for (const item of items) {
		if (item.kind !== kind) {
			continue;
		}

		const earlier = found.get(key(item.value));
		if (earlier !== undefined) {
			const both = `${earlier.where} and ${item.where}`;
			throw new UserError('usage', `${describe(item.value)} is in the world twice: ${both}.`, {
				next: ['Remove one of the two.'],
			});
		}

		found.set(key(item.value), item);
	}

	return new Map([...found].map(([id, {value}]) => [id, value]));
}

function describeResource(value: JsonObject): string {
	return textAt(value, 'id');
}

function describeObject(value: JsonObject): string {
	const namespace = textAt(value, 'metadata', 'namespace');
	const name = textAt(value, 'metadata', 'name');
	return `${textAt(value, 'kind')} ${namespace === '' ? name : `${namespace}/${name}`}`;
}

function usagesOf(items: readonly Item[]): ReadonlyMap<string, JsonObject> {
	return new Map(
		items.flatMap(item =>
			item.kind === 'usages'
				? Object.entries(item.value).map(([id, answer]): [string, JsonObject] => [
						keyOf(id),
						Array.isArray(answer) ? {value: answer} : isAnswer(answer) ? answer : {value: []},
					])
				: [],
		),
	);
}

function isAnswer(answer: unknown): answer is JsonObject {
	return typeof answer === 'object' && answer !== null && 'value' in answer;
}
