import {createHash} from 'node:crypto';
import {UserError} from '../../errors.js';
import {keyOf} from '../arm-id.js';
import {canonicalText, isObject, type Json, type JsonObject, objectAt, textAt} from '../json.js';
import {kubernetesKey} from '../kubernetes/kinds.js';
import {linkConfigurations} from './link-configurations.js';
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
	readonly notes: WorldNotes;
};

/** What a reader of an answer must know about the files it comes from. */
export type WorldNotes = {
	/** Changes the answer: an object that is there twice, a file that could not be read. */
	readonly always: readonly string[];
	/** Documents that are neither Azure's nor Kubernetes', each with its place. */
	readonly passedOver: readonly string[];
};

export type LoadOptions = {
	/** Goes on without what cannot be read, and says so, instead of stopping at it. */
	readonly keepGoing?: boolean | undefined;
};

export function loadWorld(files: WorldFiles, {keepGoing = false}: LoadOptions = {}): LoadedWorld {
	const always: string[] = [];
	const orPassOver = (where: string, error: unknown): readonly Item[] => {
		if (!keepGoing || !(error instanceof UserError)) {
			throw error;
		}

		always.push(`Missing from the answer: ${where}. ${error.message}`);
		return [];
	};
	const items = Object.entries(files).flatMap(([name, content]) => {
		const parsed = parseFile(name, content);
		// What is no YAML at all is said before what is wrong with the rest of its file.
		const unread = parsed.flatMap(part => ('broken' in part ? [part] : []));
		const missing = unread.flatMap(({where, broken}) => orPassOver(where, broken));
		const read = parsed.flatMap(part => {
			try {
				return 'value' in part ? sortOut(part) : [];
			} catch (error) {
				return orPassOver(part.where, error);
			}
		});
		return [...missing, ...read];
	});
	assertSomething(items, Object.keys(files), keepGoing);
	return {
		fingerprint: fingerprintOf(files),
		resources: linkConfigurations(mergeChildren(resourcesOf(items)), answersIn(items)),
		objects: objectsOf(items, always),
		usages: usagesOf(items),
		serviceTags: items.find(item => item.kind === 'service-tags')?.value,
		denied: items.flatMap(item => (item.kind === 'access' ? item.denied : [])),
		notes: {
			always,
			passedOver: items.flatMap(item => (item.kind === 'foreign' ? [`${item.where} (${item.what})`] : [])),
		},
	};
}

/** A folder of something else was not meant. */
function assertSomething(items: readonly Item[], names: readonly string[], keepGoing: boolean): void {
	const [first] = items;
	if (first?.kind !== 'foreign' || items.some(item => item.kind !== 'foreign') || keepGoing) {
		return;
	}

	const others = names.length > 1 ? ` Nor does any of the other ${names.length - 1} files.` : '';
	throw new UserError('usage', `${first.where} holds neither an ARM resource nor a Kubernetes object.${others}`, {
		next: [
			'A world has ARM resources as the REST API returns them (with an id that begins with /subscriptions/), Kubernetes objects (apiVersion, kind, metadata), usages, service tags, and access.json.',
		],
	});
}

/** By the text of each file; large files are not held a second time for it. */
function fingerprintOf(files: WorldFiles): string {
	const hash = createHash('sha256');
	for (const [name, content] of Object.entries(files)) {
		hash.update(name);
		hash.update('\0');
		hash.update(typeof content === 'string' ? content : canonicalText(content));
		hash.update('\0');
	}

	return hash.digest('hex').slice(0, 16);
}

function resourcesOf(items: readonly Item[]): ReadonlyMap<string, JsonObject> {
	const found = new Map<string, Extract<Item, {kind: 'arm'}>>();
	for (const item of items) {
		if (item.kind !== 'arm') {
			continue;
		}

		const id = textAt(item.value, 'id');
		const earlier = found.get(keyOf(id));
		if (earlier !== undefined) {
			throw new UserError('usage', `${id} is in the world twice: ${earlier.where} and ${item.where}.`, {
				next: ['Remove one of the two.'],
			});
		}

		found.set(keyOf(id), item);
	}

	return new Map([...found].map(([id, {value}]) => [id, value]));
}

/** `kubectl apply` in the order of the files: of an object that is there twice the later one stays. */
function objectsOf(items: readonly Item[], notes: string[]): ReadonlyMap<string, JsonObject> {
	const found = new Map<string, {readonly where: string; readonly value: JsonObject}>();
	let generated = 0;
	for (const {where, value} of items.flatMap(item => (item.kind === 'kubernetes' ? [item] : []))) {
		const prefix = textAt(value, 'metadata', 'name') === '' ? textAt(value, 'metadata', 'generateName') : '';
		const named = prefix === '' ? value : withName(value, `${prefix}${String(++generated).padStart(5, '0')}`);
		const key = kubernetesKey(named);
		const earlier = found.get(key);
		if (earlier !== undefined && canonicalText(earlier.value) !== canonicalText(named)) {
			notes.push(`${describeObject(named)} is there twice, at ${earlier.where} and at ${where}; the later one counts.`);
		}

		found.set(key, {where, value: named});
	}

	return new Map([...found].map(([id, {value}]) => [id, value]));
}

/** As the API server completes a `generateName`, but the same every time. */
function withName(value: JsonObject, name: string): JsonObject {
	return {...value, metadata: {...objectAt(value, 'metadata'), name}};
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

/** The paths of the calls whose answers are there, as they are spelled. */
function answersIn(items: readonly Item[]): readonly string[] {
	return items.flatMap(item => (item.kind === 'usages' ? Object.keys(item.value) : []));
}

function isAnswer(answer: Json | undefined): answer is JsonObject {
	return isObject(answer) && 'value' in answer;
}
