import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {parseAllDocuments} from 'yaml';

/**
 * Worlds as they lie on disk, read without any of our readers or decoders: what checks the data must not share a
 * misunderstanding with what uses it.
 */
export type Raw = {readonly [key: string]: unknown};

export type RawWorld = {
	readonly name: string;
	readonly folder: string;
	readonly files: readonly string[];
	/** Top-level ARM resources and rule collection groups. */
	readonly resources: readonly Raw[];
	readonly objects: readonly Raw[];
	/** Rows of the usages answer, all virtual networks together. */
	readonly usages: readonly {readonly id: string; readonly currentValue: number; readonly limit: number}[];
	readonly tags: ReadonlyMap<string, readonly string[]>;
	readonly denied: readonly string[];
	/** Every JSON file's content, for walks over all of it. */
	readonly json: readonly unknown[];
};

const worldsFolder = path.resolve(import.meta.dirname, '../../templates/worlds');

export function worldNames(): readonly string[] {
	return readdirSync(worldsFolder).toSorted();
}

export function readRawWorld(name: string): RawWorld {
	const folder = path.join(worldsFolder, name);
	const files = readdirSync(folder).toSorted();
	const text = (file: string) => readFileSync(path.join(folder, file), 'utf8');
	const named = new Map<string, unknown>(
		files.filter(file => file.endsWith('.json')).map(file => [file, JSON.parse(text(file)) as unknown]),
	);
	const resources = [...named]
		.filter(([file]) => !['usages.json', 'service-tags.json', 'access.json'].includes(file))
		.flatMap(([, value]) => asList(Array.isArray(value) ? value : [value]));
	return {
		name,
		folder,
		files,
		resources,
		objects: files.filter(file => file.endsWith('.yaml')).flatMap(file => documents(file, text(file))),
		usages: Object.values(asRaw(named.get('usages.json'))).flatMap(
			answer => asRaw(answer)['value'] as RawWorld['usages'],
		),
		tags: new Map(
			asList(asRaw(named.get('service-tags.json'))['values']).map(tag => [
				String(tag['name']),
				at(tag, 'properties', 'addressPrefixes') as readonly string[],
			]),
		),
		denied: (asRaw(named.get('access.json'))['aksess:denied'] ?? []) as readonly string[],
		json: [...named.values()],
	};
}

function documents(file: string, text: string): readonly Raw[] {
	return parseAllDocuments(text).map(document => {
		if (document.errors.length > 0) {
			throw new Error(`${file}: ${document.errors[0]?.message}`);
		}

		return document.toJS() as Raw;
	});
}

export function asRaw(value: unknown): Raw {
	return typeof value === 'object' && value !== null ? (value as Raw) : {};
}

export function asList(value: unknown): readonly Raw[] {
	return Array.isArray(value) ? (value as readonly Raw[]) : [];
}

/** The value at a path of keys, undefined where it ends early. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
	return keys.reduce<unknown>((inner, key) => asRaw(inner)[key], value);
}

export function textAt(value: unknown, ...keys: readonly string[]): string {
	return String(at(value, ...keys) ?? '');
}

export function ofType(world: RawWorld, type: string): readonly Raw[] {
	return world.resources.filter(resource => textAt(resource, 'type').toLowerCase() === type.toLowerCase());
}

export function ofKind(world: RawWorld, kind: string): readonly Raw[] {
	return world.objects.filter(object => object['kind'] === kind);
}

export function subnetsOf(world: RawWorld): readonly Raw[] {
	return ofType(world, 'Microsoft.Network/virtualNetworks').flatMap(network =>
		asList(at(network, 'properties', 'subnets')),
	);
}

/** Calls `visit` with every object and every string inside a value. */
export function walk(value: unknown, visit: (value: Raw | string, owner: Raw | undefined, key: string) => void): void {
	const step = (inner: unknown, owner: Raw | undefined, key: string): void => {
		if (typeof inner === 'string') {
			visit(inner, owner, key);
		} else if (Array.isArray(inner)) {
			for (const item of inner) {
				step(item, owner, key);
			}
		} else if (typeof inner === 'object' && inner !== null) {
			visit(inner as Raw, owner, key);
			for (const [name, child] of Object.entries(inner)) {
				step(child, inner as Raw, name);
			}
		}
	};
	step(value, undefined, '');
}

type Span = {readonly first: number; readonly last: number};

/** A canonical IPv4 address or network: host bits, leading zeros and short forms are errors of the data. */
function spanOf(text: string): Span {
	const [, a = '', b = '', c = '', d = '', length = '32'] =
		/^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text) ?? [];
	const octets = [a, b, c, d].map(Number);
	const size = 2 ** (32 - Number(length));
	const first = octets.reduce((sum, octet) => sum * 256 + octet, 0);
	const canonical = `${octets.join('.')}${text.includes('/') ? `/${Number(length)}` : ''}`;
	if (canonical !== text || octets.some(octet => octet > 255) || Number(length) > 32 || first % size !== 0) {
		throw new Error(`${text} is no IPv4 address or network`);
	}

	return {first, last: first + size - 1};
}

export function within(inner: string, outer: string): boolean {
	const [a, b] = [spanOf(inner), spanOf(outer)];
	return b.first <= a.first && a.last <= b.last;
}

export function overlap(one: string, other: string): boolean {
	const [a, b] = [spanOf(one), spanOf(other)];
	return a.first <= b.last && b.first <= a.last;
}
