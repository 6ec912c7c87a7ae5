import {readdir, readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import type {KnownPlace} from '../../workflow/known-names.js';

/** What a person waits for while typing: about as much as is read in a tenth of a second. */
const mostBytes = 4 * 1024 * 1024;

/**
 * The names in a folder of files, at a glance: no file is parsed, so a name may be missing, and none is made up that does
 * not stand there. Nobody decides anything by them.
 */
export async function scanFolder(folder: string): Promise<readonly KnownPlace[]> {
	const names = (await readdir(folder)).filter(name => /\.(?:ya?ml|json)$/i.test(name)).toSorted();
	const found = new Map<string, KnownPlace>();
	let left = mostBytes;
	for (const name of names) {
		const file = path.join(folder, name);
		const {size} = await stat(file);
		left -= size;
		if (left < 0) {
			break;
		}

		for (const place of scanText(await readFile(file, 'utf8'))) {
			found.set(JSON.stringify([place.kind, 'namespace' in place ? place.namespace : '', place.name]), place);
		}
	}

	return [...found.values()];
}

function scanText(text: string): readonly KnownPlace[] {
	return [...subnets(text), ...(/^\s*[[{]/.test(text) ? fromJson(text) : objectsOfYaml(text))].flatMap(place =>
		place === undefined ? [] : [place],
	);
}

function subnets(text: string): readonly KnownPlace[] {
	return [...text.matchAll(/\/virtualNetworks\/[^/"\s]+\/subnets\/([^/"\s]+)/gi)].map(([, name = '']) => ({
		kind: 'subnet',
		name,
	}));
}

/** As kubectl prints it; what else is JSON here are resources of Azure. */
function fromJson(text: string): readonly (KnownPlace | undefined)[] {
	return text.includes('"metadata"') ? objectsIn(JSON.parse(text)) : [];
}

function objectsIn(value: unknown): readonly (KnownPlace | undefined)[] {
	if (Array.isArray(value)) {
		return value.flatMap(objectsIn);
	}

	if (typeof value !== 'object' || value === null || !('kind' in value)) {
		return [];
	}

	if ('items' in value) {
		return objectsIn(value.items);
	}

	const {kind, metadata, spec} = value as {
		readonly kind: unknown;
		readonly metadata?: unknown;
		readonly spec?: unknown;
	};
	const {name, namespace} = (metadata ?? {}) as {readonly name?: unknown; readonly namespace?: unknown};
	const {ports} = (spec ?? {}) as {readonly ports?: unknown};
	const numbers = Array.isArray(ports) ? ports.map(port => String((port as {port?: unknown} | null)?.port)) : [];
	return [placeOf(String(kind), String(name), namespace === undefined ? 'default' : String(namespace), numbers)];
}

type Begun = {
	readonly indent: number;
	kind: string;
	/** The key at the object's own depth that was met last. */
	section: string;
	/** How deep what stands below `metadata:` is. */
	depth: number | undefined;
	name: string | undefined;
	namespace: string;
	/** The key right below `metadata:` that was met last. */
	part: string;
	owner: {kind: string; name: string};
	readonly ports: string[];
};

/** Objects that stand alone, behind `---`, or in a list of `items`, told by how deep their keys stand. */
function objectsOfYaml(text: string): readonly (KnownPlace | undefined)[] {
	const found: Begun[] = [];
	let object: Begun | undefined;
	for (const line of text.split('\n')) {
		if (line.startsWith('---')) {
			object = undefined;
			continue;
		}

		const [, lead = '', key, value = ''] = /^(\s*(?:- )?)([A-Za-z]\w*): *["']?([^"'#\s]*)/.exec(line) ?? [];
		if (key === undefined) {
			continue;
		}

		const isItem = lead.endsWith('- ') && (object?.section === 'items' || lead.length <= (object?.indent ?? 0));
		if (object === undefined || isItem) {
			object = {
				indent: lead.length,
				kind: '',
				section: '',
				depth: undefined,
				name: undefined,
				namespace: 'default',
				part: '',
				owner: {kind: '', name: ''},
				ports: [],
			};
			found.push(object);
		}

		read(object, key, value, lead.length);
	}

	return found.flatMap(({kind, name, namespace, owner, ports}) =>
		name === undefined
			? []
			: [placeOf(kind, name, namespace, ports), kind === 'Pod' ? workloadOf(owner, namespace) : undefined],
	);
}

function read(object: Begun, key: string, value: string, indent: number): void {
	if (indent === object.indent) {
		object.section = key;
		object.kind = key === 'kind' ? value : object.kind;
	} else if (object.section === 'metadata') {
		object.depth ??= indent;
		if (indent === object.depth) {
			object.part = key;
			object.name = key === 'name' ? value : object.name;
			object.namespace = key === 'namespace' ? value : object.namespace;
		} else if (object.part === 'ownerReferences' && (key === 'kind' || key === 'name')) {
			object.owner[key] = value;
		}
	} else if (object.section === 'spec' && key === 'port' && /^\d+$/.test(value)) {
		object.ports.push(value);
	}
}

/** A Deployment owns its pods by a ReplicaSet, whose name is its own and a hash. */
function workloadOf({kind, name}: Begun['owner'], namespace: string): KnownPlace | undefined {
	return kind === 'ReplicaSet'
		? placeOf('Deployment', name.replace(/-[^-]+$/, ''), namespace, [])
		: placeOf(kind, name, namespace, []);
}

const workloads = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob']);

function placeOf(kind: string, name: string, namespace: string, ports: readonly string[]): KnownPlace | undefined {
	switch (kind) {
		case 'Namespace': {
			return {kind: 'namespace', name};
		}

		case 'Pod': {
			return {kind: 'pod', namespace, name};
		}

		case 'Service': {
			return {kind: 'service', namespace, name, ports};
		}

		default: {
			return workloads.has(kind) ? {kind: 'workload', namespace, name, of: kind.toLowerCase()} : undefined;
		}
	}
}
