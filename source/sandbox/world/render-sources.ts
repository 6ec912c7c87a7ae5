import path from 'node:path';
import {isObject, type Json, textAt} from '../json.js';
import {parseFile} from './parse-file.js';
import type {WorldFiles} from './read-folder.js';

/** Runs a program that makes manifests in a folder, relative to the world's. */
export type Render = (
	program: 'kubectl' | 'helm',
	parameters: readonly string[],
	folder: string,
) => Promise<{readonly ok: true; readonly text: string} | {readonly ok: false; readonly reason: string}>;

export type RenderedFiles = {readonly files: WorldFiles; readonly notes: readonly string[]};

/**
 * Kustomizations and Helm charts are recipes, not manifests: they are rendered by kubectl and helm where these are there,
 * and named where not. What a recipe uses is not read a second time by itself.
 */
export async function renderSources(files: WorldFiles, render: Render): Promise<RenderedFiles> {
	const charts = await renderCharts(files, render);
	const kustomizations = await renderKustomizations(charts.files, render);
	return {files: kustomizations.files, notes: [...charts.notes, ...kustomizations.notes]};
}

async function renderCharts(files: WorldFiles, render: Render): Promise<RenderedFiles> {
	const all = Object.keys(files)
		.filter(name => path.posix.basename(name) === 'Chart.yaml')
		.map(name => path.posix.dirname(name));
	// A chart in a chart's `charts/` is rendered with it.
	const folders = all.filter(folder => !all.some(other => isBelow(folder, other)));
	const kept: Record<string, string | Json> = {...files};
	const notes: string[] = [];
	for (const folder of folders) {
		for (const name of Object.keys(files).filter(file => isBelow(file, folder))) {
			delete kept[name];
		}

		const name = textAt(firstObject(files, path.posix.join(folder, 'Chart.yaml')), 'name') || 'release';
		const rendered = await render('helm', ['template', name.toLowerCase(), '.'], folder);
		if (rendered.ok) {
			kept[`${folder}/(helm template).yaml`] = rendered.text;
		} else {
			notes.push(
				`The Helm chart ${folder} was not rendered (${rendered.reason}), so its objects are missing from the answer; render it with \`helm template ${folder} > rendered.yaml\`.`,
			);
		}
	}

	return {files: kept, notes};
}

type Kustomization = {
	readonly folder: string;
	readonly file: string;
	/** Files of the world that it names, by their path in the world. */
	readonly uses: readonly string[];
	/** Folders of other kustomizations that it builds on. */
	readonly bases: readonly string[];
	/** What it names that lies outside of the world folder. */
	readonly outside: string | undefined;
	/** Patches are parts of objects, no objects. */
	readonly patches: readonly string[];
};

async function renderKustomizations(files: WorldFiles, render: Render): Promise<RenderedFiles> {
	const found = Object.keys(files)
		.filter(name => isKustomization(files, name))
		.map(name => readKustomization(files, name));
	const byFolder = new Map(found.map(item => [item.folder, item]));
	const isBase = new Set(found.flatMap(item => item.bases));
	const kept: Record<string, string | Json> = {...files};
	const notes: string[] = [];
	for (const {file, patches} of found) {
		for (const name of [file, ...patches]) {
			delete kept[name];
		}
	}

	for (const item of found.filter(({folder}) => !isBase.has(folder))) {
		const parts = [...withBases(item, byFolder)];
		const outside = parts.find(part => part.outside !== undefined)?.outside;
		const rendered =
			outside === undefined
				? await render('kubectl', ['kustomize', '.'], item.folder)
				: {ok: false as const, reason: `it names ${outside}, outside of the folder, which is not fetched`};
		if (rendered.ok) {
			for (const name of parts.flatMap(part => part.uses)) {
				delete kept[name];
			}

			kept[path.posix.join(item.folder, '(kustomize build).yaml')] = rendered.text;
		} else {
			notes.push(
				`The kustomization ${item.file} was not built (${rendered.reason}); the files it names are read as they are, without its changes.`,
			);
		}
	}

	return {files: kept, notes};
}

function isKustomization(files: WorldFiles, name: string): boolean {
	if (!/^(?:kustomization\.ya?ml|Kustomization)$/.test(path.posix.basename(name))) {
		return false;
	}

	const value = firstObject(files, name);
	return isObject(value) && ['', 'Kustomization', 'Component'].includes(textAt(value, 'kind'));
}

function readKustomization(files: WorldFiles, file: string): Kustomization {
	const folder = path.posix.dirname(file);
	const value = firstObject(files, file);
	const names = new Set(Object.keys(files));
	const named = textsIn(value, []).map(found => ({
		...found,
		place: path.posix.normalize(path.posix.join(folder, found.text)),
	}));
	const isFolder = (place: string) => [...names].some(name => isBelow(name, place));
	const links = named.filter(({keys}) => /^(?:resources|bases|components)$/.test(keys[0] ?? ''));
	return {
		folder,
		file,
		uses: named.flatMap(({place}) => (names.has(place) ? [place] : [])),
		bases: links.flatMap(({place}) => (names.has(place) || !isFolder(place) ? [] : [place])),
		outside: links.find(({text, place}) => !names.has(place) && !isFolder(place) && leadsOut(text, place))?.text,
		patches: named.flatMap(({keys, place}) => (/^patches/.test(keys[0] ?? '') && names.has(place) ? [place] : [])),
	};
}

/** An address, or a path above the world folder. */
function leadsOut(text: string, place: string): boolean {
	return /:\/\/|^git@|^[\w-]+(?:\.[\w-]+)+\/|\?ref=/.test(text) || place.startsWith('..') || place.startsWith('/');
}

function* withBases(item: Kustomization, byFolder: ReadonlyMap<string, Kustomization>): Generator<Kustomization> {
	const seen = new Set<Kustomization>();
	const waiting = [item];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		if (!seen.has(next)) {
			seen.add(next);
			yield next;
			for (const base of next.bases.flatMap(folder => byFolder.get(folder) ?? [])) {
				waiting.push(base);
			}
		}
	}
}

function textsIn(
	value: Json | undefined,
	keys: readonly string[],
): readonly {readonly keys: readonly string[]; readonly text: string}[] {
	if (typeof value === 'string') {
		return [{keys, text: value}];
	}

	return Array.isArray(value)
		? value.flatMap((item: Json) => textsIn(item, keys))
		: isObject(value)
			? Object.entries(value).flatMap(([key, item]) => textsIn(item, [...keys, key]))
			: [];
}

function firstObject(files: WorldFiles, name: string): Json | undefined {
	const [first] = parseFile(`${name}.yaml`, files[name] ?? '');
	return first !== undefined && 'value' in first ? first.value : undefined;
}

function isBelow(name: string, folder: string): boolean {
	return folder === '.' ? !name.startsWith('../') : name.startsWith(`${folder}/`);
}
