import type {SandboxContext} from '../context.js';
import type {JsonObject} from '../json.js';
import {type Answer, route, type SandboxService, type ServiceRequest, type ServiceRoute} from '../service.js';
import type {Store} from '../store.js';
import {assertMayDo} from './access.js';
import {apiVersionOf, type Kind, kinds, objectKey} from './kinds.js';
import {fieldTest, labelsOf, labelTest} from './selectors.js';
import {asServed} from './served.js';
import {notFound, refuse} from './status.js';
import {watch} from './watch.js';

export type ObjectPlace = {readonly kind: Kind; readonly namespace: string; readonly name: string};

export function kubernetesReads(context: SandboxContext): SandboxService {
	return {routes: kinds.flatMap(kind => routesOf(context, kind))};
}

/** The paths under which objects of a kind are found. */
export function pathsOf(kind: Kind): {readonly all: string; readonly some: string; readonly one: string} {
	const version = apiVersionOf(kind);
	const base = version.includes('/') ? `/apis/${version}` : `/api/${version}`;
	const some = kind.namespaced ? `${base}/namespaces/:namespace/${kind.plural}` : `${base}/${kind.plural}`;
	return {all: `${base}/${kind.plural}`, some, one: `${some}/:name`};
}

export function readObject({store}: SandboxContext, {kind, namespace, name}: ObjectPlace): JsonObject {
	const key = objectKey(kind, namespace, name);
	const object = store.get('objects', key);
	if (object === undefined) {
		throw notFound(kind, name);
	}

	return asServed(object, key);
}

function routesOf(context: SandboxContext, kind: Kind): readonly ServiceRoute[] {
	const {all, some, one} = pathsOf(kind);
	const listAll = (request: ServiceRequest) => list(context, kind, '', request);
	return [
		...(all === some ? [] : [route('GET', all, listAll)]),
		route('GET', some, (request, {namespace = ''}: {readonly namespace?: string}) =>
			list(context, kind, namespace, request),
		),
		route(
			'GET',
			one,
			(_request, {namespace = '', name = ''}: {readonly namespace?: string; readonly name?: string}) => {
				assertMayDo(context, 'get', kind, {namespace, name});
				return {status: 200, body: readObject(context, {kind, namespace, name})};
			},
		),
	];
}

function list(context: SandboxContext, kind: Kind, namespace: string, request: ServiceRequest): Answer {
	const {store} = context;
	const {query} = request;
	const watching = ['true', '1'].includes(query.get('watch') ?? '');
	assertMayDo(context, watching ? 'watch' : 'list', kind, {namespace});
	const [hasLabels, hasFields] = [labelTest(query.get('labelSelector')), fieldTest(query.get('fieldSelector'))];
	const prefix = namespace === '' ? `${kind.group}/${kind.plural}/` : objectKey(kind, namespace, '');
	const isWanted = (key: string, object: JsonObject) =>
		key.startsWith(prefix) && hasLabels(labelsOf(object)) && hasFields(object);
	if (watching) {
		return watch(store, isWanted, query);
	}

	// Without selectors nothing but the page itself has to be made ready: a large list has hundreds of pages.
	const entries = sortedEntries(store, `${kind.group}/${kind.plural}`);
	const mine = namespace === '' ? entries : entries.filter(([key]) => key.startsWith(prefix));
	const isSelective = query.has('labelSelector') || query.has('fieldSelector');
	const found = isSelective ? mine.filter(([key, object]) => isWanted(key, asServed(object, key))) : mine;
	return {status: 200, body: chunk(kind, found, String(store.revision()), query)};
}

type Entries = readonly (readonly [string, JsonObject])[];

const sorted = new WeakMap<Store, {readonly revision: number; readonly byKind: ReadonlyMap<string, Entries>}>();

/** The objects of a kind in the order of their keys, kept until something is written. */
function sortedEntries(store: Store, kind: string): Entries {
	const revision = store.revision();
	let known = sorted.get(store);
	if (known === undefined || known.revision !== revision) {
		const byKind = Map.groupBy(store.entries('objects'), ([key]) =>
			key.slice(0, key.indexOf('/', key.indexOf('/') + 1)),
		);
		for (const entries of byKind.values()) {
			entries.sort(([left], [right]) => (left < right ? -1 : 1));
		}

		known = {revision, byKind};
		sorted.set(store, known);
	}

	return known.byKind.get(kind) ?? [];
}

/** With `limit` the list comes in pieces; the token that continues it says where, and of which moment the list was. */
function chunk(kind: Kind, items: Entries, revision: string, query: URLSearchParams): JsonObject {
	const limit = Number.parseInt(query.get('limit') ?? '', 10) || items.length;
	const token = query.get('continue') ?? '';
	const start = token === '' ? 0 : startOf(token);
	const end = start + limit;
	const left = items.length - end;
	return {
		kind: `${kind.kind}List`,
		apiVersion: apiVersionOf(kind),
		metadata: {
			resourceVersion: revision,
			...(left > 0 && {
				continue: Buffer.from(JSON.stringify({start: end})).toString('base64url'),
				remainingItemCount: left,
			}),
		},
		// Items of a list do not repeat what kind they are.
		items: items.slice(start, end).map(([key, object]) => {
			const {apiVersion: _version, kind: _kind, ...item} = asServed(object, key);
			return item;
		}),
	};
}

function startOf(token: string): number {
	try {
		const {start} = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
		return Number(start) || 0;
	} catch {
		throw refuse(400, 'BadRequest', 'continue key is not valid: the token could not be decoded');
	}
}
