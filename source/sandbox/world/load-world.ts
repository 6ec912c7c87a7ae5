import {createHash} from 'node:crypto';
import {UserError} from '../../errors.js';
import {keyOf} from '../arm-id.js';
import {canonicalText, isObject, type Json, type JsonObject, objectAt, textAt} from '../json.js';
import {kubernetesKey} from '../kubernetes/kinds.js';
import {aboutDates} from './about-dates.js';
import {aboutSummaries} from './about-summaries.js';
import {withAgentPools} from './agent-pool-profiles.js';
import {chooseResources} from './choose-resources.js';
import {waysToFetch} from './forms/resource-hints.js';
import {emptyAnswer} from './forms/what-it-looks-like.js';
import {linkConfigurations} from './link-configurations.js';
import {mergeChildren} from './merge-children.js';
import {parseFile} from './parse-file.js';
import type {WorldFiles} from './read-folder.js';
import {type Broken, refuseBroken} from './refuse-broken.js';
import {type Item, type LocatedValue, sortOut} from './sort-out.js';
import {takenFor} from './taken-for.js';

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
	/** What each file was taken for. */
	readonly taken: readonly string[];
};

export type LoadOptions = {
	/** Goes on without what cannot be read, and says so, instead of stopping at it. */
	readonly keepGoing?: boolean | undefined;
	/** When each file was written, in milliseconds since 1970: of a resource that is there twice the newer one counts. */
	readonly times?: ReadonlyMap<string, number> | undefined;
};

/** Refuses all that cannot be read in one go, so that nobody has to fetch file after file. */
export function loadWorld(files: WorldFiles, {keepGoing = false, times = new Map()}: LoadOptions = {}): LoadedWorld {
	const broken: Broken[] = [];
	const items = Object.entries(files).flatMap(([name, content]) => {
		const parsed = parseFile(name, content);
		// What is no YAML at all is said before what is wrong with the rest of its file.
		for (const part of parsed) {
			if ('broken' in part) {
				broken.push({where: part.where, error: part.broken});
			}
		}

		return parsed
			.flatMap(part => ('value' in part ? sortOutOr(part, broken) : []))
			.map(item => ({...item, file: name}));
	});
	if (!keepGoing) {
		refuseBroken(broken, 'Or go on without them: --keep-going.');
	}

	const always = broken.map(({where, error}) => `Missing from the answer: ${where}. ${error.message}`);
	assertSomething(items, Object.keys(files), keepGoing);
	const chosen = chooseResources(items, times);
	const resources = mergeChildren(withAgentPools(chosen.resources));
	return {
		fingerprint: fingerprintOf(files),
		resources: linkConfigurations(resources, answersIn(items)),
		objects: objectsOf(items, always),
		usages: usagesOf(items),
		serviceTags: items.find(item => item.kind === 'service-tags')?.value,
		denied: items.flatMap(item => (item.kind === 'access' ? item.denied : [])),
		notes: {
			always: [
				...always,
				...aboutEmpty(items),
				...chosen.notes,
				...aboutSummaries(items, resources),
				...aboutDates(items, times),
			],
			passedOver: items.flatMap(item => (item.kind === 'foreign' ? [`${item.where} (${item.what})`] : [])),
			taken: takenFor(items),
		},
	};
}

function sortOutOr(part: LocatedValue, broken: Broken[]): readonly Item[] {
	try {
		return sortOut(part);
	} catch (error) {
		if (!(error instanceof UserError)) {
			throw error;
		}

		broken.push({where: part.where, error});
		return [];
	}
}

/** A folder of something else was not meant. */
function assertSomething(items: readonly Item[], names: readonly string[], keepGoing: boolean): void {
	const [first] = items;
	const summary = items.find(item => item.kind === 'summary');
	if (first === undefined || keepGoing || items.some(item => item.kind !== 'foreign' && item.kind !== 'summary')) {
		return;
	}

	if (summary !== undefined) {
		throw new UserError(
			'usage',
			`${summary.where} names a resource without what it says, as a list of resources does.`,
			{
				next: waysToFetch(summary.id),
			},
		);
	}

	const others =
		names.length > 2
			? ` Nor does any of the other ${names.length - 1} files.`
			: names.length > 1
				? ' Nor does the other file.'
				: '';
	const looks = first.kind === 'foreign' ? ` It looks like this: ${first.what}.` : '';
	throw new UserError(
		'usage',
		`${first.where} holds neither an ARM resource nor a Kubernetes object.${looks}${others}`,
		{
			next: [
				'A world has ARM resources as Azure, az, PowerShell or Resource Graph give them (with an id that begins with /subscriptions/), Kubernetes objects (apiVersion, kind, metadata), usages, service tags, and access.json.',
			],
		},
	);
}

/** Somebody asked for something and got nothing: what it is nobody knows, so it is said. */
function aboutEmpty(items: readonly Item[]): readonly string[] {
	return items.flatMap(item =>
		item.kind === 'foreign' && item.what === emptyAnswer ? [`${item.where} is ${emptyAnswer}.`] : [],
	);
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

/** The answers of calls that are there, by their paths as they are spelled. */
function answersIn(items: readonly Item[]) {
	return items.flatMap(item => (item.kind === 'usages' ? Object.entries(item.value) : []));
}

function isAnswer(answer: Json | undefined): answer is JsonObject {
	return isObject(answer) && 'value' in answer;
}
