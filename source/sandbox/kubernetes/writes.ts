import {parse} from 'yaml';
import type {Context} from '../context.js';
import {isObject, type Json, type JsonObject, objectAt, sameJson, textAt, withAt} from '../json.js';
import {type Answer, type Request, type Route, route, type Service} from '../service.js';
import {guidFrom} from '../store.js';
import {assertMayDo} from './access.js';
import {admit, assertNamespaceExists, assertTyped} from './admission.js';
import {apiVersionOf, type Kind, kinds, objectKey} from './kinds.js';
import {type Manager, recordUpdate} from './managed-fields.js';
import {jsonPatch, mergePatch} from './patches.js';
import {type Place, pathsOf, readObject} from './reads.js';
import {serverSideApply} from './server-side-apply.js';
import {alreadyExists, badRequest, conflict, notFound, refuse} from './status.js';

/** Create, replace, patch (all four kinds) and delete, with dry runs. */
export function kubernetesWrites(context: Context): Service {
	return {routes: kinds.flatMap(kind => routesOf(context, kind))};
}

type Parameters = {readonly namespace?: string; readonly name?: string};

function routesOf(context: Context, kind: Kind): readonly Route[] {
	const {some, one} = pathsOf(kind);
	const place = ({namespace = '', name = ''}: Parameters): Place => ({kind, namespace, name});
	return [
		route('POST', some, (request, parameters: Parameters) => create(context, request, place(parameters))),
		route('PUT', one, (request, parameters: Parameters) => replace(context, request, place(parameters))),
		route('PATCH', one, (request, parameters: Parameters) => patch(context, request, place(parameters))),
		route('DELETE', one, (request, parameters: Parameters) => remove(context, request, place(parameters))),
	];
}

function create(context: Context, request: Request, {kind, namespace}: Place): Answer {
	assertMayDo(context, 'create', kind, {namespace});
	const sent = bodyOf(request);
	const place = {kind, namespace, name: textAt(sent, 'metadata', 'name')};
	assertNamespaceExists(context.store, kind, namespace);
	if (context.store.get('objects', keyOf(place)) !== undefined) {
		throw alreadyExists(kind, place.name);
	}

	return store(context, request, place, undefined, sent, 201);
}

function replace(context: Context, request: Request, place: Place): Answer {
	assertMayDo(context, 'update', place.kind, place);
	const live = readObject(context, place);
	const sent = bodyOf(request);
	assertFresh(place, live, sent);
	const managed = objectAt(sent, 'metadata')['managedFields'] ?? objectAt(live, 'metadata')['managedFields'];
	return store(context, request, place, live, withAt(sent, ['metadata', 'managedFields'], managed), 200);
}

function patch(context: Context, request: Request, place: Place): Answer {
	assertMayDo(context, 'patch', place.kind, place);
	const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
	if (type === 'application/apply-patch+yaml') {
		return apply(context, request, place);
	}

	const live = readObject(context, place);
	const body = parsed(request);
	switch (type) {
		case 'application/json-patch+json': {
			return store(context, request, place, live, jsonPatch(live, Array.isArray(body) ? body : []), 200);
		}

		case 'application/merge-patch+json':
		case 'application/strategic-merge-patch+json': {
			const changes = isObject(body) ? body : {};
			assertFresh(place, live, changes);
			const merged = mergePatch(live, changes);
			return store(context, request, place, live, isObject(merged) ? merged : live, 200);
		}

		default: {
			throw refuse(
				415,
				'UnsupportedMediaType',
				`the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml`,
			);
		}
	}
}

function apply(context: Context, request: Request, place: Place): Answer {
	const {kind, namespace, name} = place;
	const config = bodyOf(request);
	assertTyped(kind, config);
	const fieldManager = request.query.get('fieldManager') ?? '';
	if (fieldManager === '') {
		throw refuse(
			422,
			'Invalid',
			'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
			{
				causes: [
					{reason: 'FieldValueRequired', message: 'Required value: is required for apply patch', field: 'fieldManager'},
				],
			},
		);
	}

	if (objectAt(config, 'metadata')['managedFields'] !== undefined) {
		throw badRequest('metadata.managedFields must be nil');
	}

	assertNamespaceExists(context.store, kind, namespace);
	const existing = context.store.get('objects', keyOf(place));
	const live = existing && readObject(context, place);
	if (live !== undefined) {
		assertFresh(place, live, config);
	}

	const located = withAt(config, ['metadata', 'name'], name);
	const merged = serverSideApply({
		live,
		config: kind.namespaced ? withAt(located, ['metadata', 'namespace'], namespace) : located,
		manager: {...writerOf(request, kind), name: fieldManager, operation: 'Apply'},
		force: isTrue(request.query.get('force')),
	});
	return store(context, request, place, live, merged, live === undefined ? 201 : 200, true);
}

/** Admits an object and keeps it, unless it is a dry run or says nothing new. */
function store(
	context: Context,
	request: Request,
	place: Place,
	live: JsonObject | undefined,
	proposed: JsonObject,
	status: number,
	applied = false,
): Answer {
	const {kind, namespace, name} = place;
	const {object, warnings} = admit(kind, proposed, request.query.get('fieldValidation'));
	const headers =
		warnings.length === 0 ? {} : {warning: warnings.map(text => `299 - ${JSON.stringify(text)}`).join(', ')};
	const located = kind.namespaced ? withAt(object, ['metadata', 'namespace'], namespace) : object;
	if (textAt(located, 'metadata', 'name') !== name) {
		throw badRequest(
			`the name of the object (${textAt(located, 'metadata', 'name')}) does not match the name on the URL (${name})`,
		);
	}

	const managed = applied ? located : recordUpdate(live, located, writerOf(request, kind));
	if (live !== undefined && sameJson(managed, live)) {
		return {status: 200, headers, body: live};
	}

	const dryRun = request.query.getAll('dryRun').includes('All');
	const revision = dryRun ? textAt(live, 'metadata', 'resourceVersion') : String(context.store.nextRevision());
	const kept = withServerFields(managed, live, place, revision);
	if (!dryRun) {
		context.store.put('objects', keyOf(place), kept);
	}

	return {status, headers, body: kept};
}

function withServerFields(
	object: JsonObject,
	live: JsonObject | undefined,
	place: Place,
	revision: string,
): JsonObject {
	const before = objectAt(live, 'metadata');
	const generation = typeof before['generation'] === 'number' ? before['generation'] : 0;
	const isNewSpec = live === undefined || !sameJson(live['spec'], object['spec']);
	return {
		...object,
		metadata: {
			...objectAt(object, 'metadata'),
			uid: textAt(before, 'uid') || guidFrom(keyOf(place), revision),
			creationTimestamp: textAt(before, 'creationTimestamp') || `${new Date().toISOString().slice(0, 19)}Z`,
			...(revision !== '' && {resourceVersion: revision}),
			...(object['spec'] !== undefined && {generation: isNewSpec ? generation + 1 : Math.max(generation, 1)}),
		},
	};
}

function remove(context: Context, request: Request, place: Place): Answer {
	const {kind, name} = place;
	assertMayDo(context, 'delete', kind, place);
	const live = context.store.get('objects', keyOf(place));
	if (live === undefined) {
		throw notFound(kind, name);
	}

	const options = request.body.length === 0 ? {} : parsed(request);
	const isDryRun =
		request.query.getAll('dryRun').includes('All') || (isObject(options) && Array.isArray(options['dryRun']));
	if (!isDryRun) {
		context.store.nextRevision();
		context.store.put('objects', keyOf(place), undefined);
		for (const [key] of kind.kind === 'Namespace' ? context.store.entries('objects') : []) {
			if (key.split('/')[2] === name) {
				context.store.put('objects', key, undefined);
			}
		}
	}

	const details = {
		name,
		group: kind.group,
		kind: kind.plural,
		uid: textAt(live, 'metadata', 'uid') || guidFrom(keyOf(place)),
	};
	return {status: 200, body: {kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details}};
}

/** A write that names the version it was made from holds only for that one. */
function assertFresh({kind, name}: Place, live: JsonObject, sent: JsonObject): void {
	const [wanted, uid] = [textAt(sent, 'metadata', 'resourceVersion'), textAt(sent, 'metadata', 'uid')];
	if (
		(wanted !== '' && wanted !== textAt(live, 'metadata', 'resourceVersion')) ||
		(uid !== '' && uid !== textAt(live, 'metadata', 'uid'))
	) {
		throw conflict(kind, name);
	}
}

function writerOf({query, headers}: Request, kind: Kind): Omit<Manager, 'fields'> {
	const agent = (headers['user-agent'] ?? '').split('/')[0] ?? '';
	return {
		name: query.get('fieldManager') ?? (agent === '' ? 'unknown' : agent),
		operation: 'Update',
		apiVersion: apiVersionOf(kind),
		time: `${new Date().toISOString().slice(0, 19)}Z`,
	};
}

function bodyOf(request: Request): JsonObject {
	const body = parsed(request);
	if (!isObject(body)) {
		throw badRequest('the object provided is unrecognized: the body must be a JSON or YAML object');
	}

	return body;
}

function parsed(request: Request): Json {
	if (/protobuf|cbor/.test(request.headers['content-type'] ?? '')) {
		throw refuse(
			415,
			'UnsupportedMediaType',
			'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml',
		);
	}

	try {
		// JSON is YAML; one reader for both.
		return parse(request.body.toString('utf8'));
	} catch (error) {
		throw badRequest(`the object provided is unrecognized: ${error instanceof Error ? error.message : ''}`);
	}
}

function keyOf({kind, namespace, name}: Place): string {
	return objectKey(kind, namespace, name);
}

function isTrue(text: string | null): boolean {
	return text === 'true' || text === '1';
}
