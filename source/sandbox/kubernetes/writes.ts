import type {SandboxContext} from '../context.js';
import {isObject, type JsonObject, objectAt, textAt, withAt} from '../json.js';
import {type Answer, route, type SandboxService, type ServiceRequest, type ServiceRoute} from '../service.js';
import {guidFrom} from '../store.js';
import {assertMayDo} from './access.js';
import {assertNamespaceExists, assertTyped} from './admission.js';
import {keepObject, keyOf, writerOf} from './keep-object.js';
import {type Kind, kinds} from './kinds.js';
import {jsonPatch, mergePatch} from './patches.js';
import {type ObjectPlace, pathsOf, readObject} from './reads.js';
import {objectBody, parsedBody} from './request-body.js';
import {asServed} from './served.js';
import {serverSideApply} from './server-side-apply.js';
import {alreadyExists, badRequest, conflict, notFound, refuse} from './status.js';

/** Create, replace, patch (all four kinds) and delete, with dry runs. */
export function kubernetesWrites(context: SandboxContext): SandboxService {
	return {routes: kinds.flatMap(kind => routesOf(context, kind))};
}

type Parameters = {readonly namespace?: string; readonly name?: string};

function routesOf(context: SandboxContext, kind: Kind): readonly ServiceRoute[] {
	const {some, one} = pathsOf(kind);
	const place = ({namespace = '', name = ''}: Parameters): ObjectPlace => ({kind, namespace, name});
	return [
		route('POST', some, (request, parameters: Parameters) => create(context, request, place(parameters))),
		route('PUT', one, (request, parameters: Parameters) => replace(context, request, place(parameters))),
		route('PATCH', one, (request, parameters: Parameters) => patch(context, request, place(parameters))),
		route('DELETE', one, (request, parameters: Parameters) => remove(context, request, place(parameters))),
	];
}

function create(context: SandboxContext, request: ServiceRequest, {kind, namespace}: ObjectPlace): Answer {
	assertMayDo(context, 'create', kind, {namespace});
	const sent = objectBody(request);
	const place = {kind, namespace, name: textAt(sent, 'metadata', 'name')};
	assertNamespaceExists(context.store, kind, namespace);
	if (context.store.get('objects', keyOf(place)) !== undefined) {
		throw alreadyExists(kind, place.name);
	}

	return keepObject(context, request, {place, live: undefined, proposed: sent});
}

function replace(context: SandboxContext, request: ServiceRequest, place: ObjectPlace): Answer {
	assertMayDo(context, 'update', place.kind, place);
	const live = readObject(context, place);
	const sent = objectBody(request);
	assertFresh(place, live, sent);
	const managed = objectAt(sent, 'metadata')['managedFields'] ?? objectAt(live, 'metadata')['managedFields'];
	return keepObject(context, request, {place, live, proposed: withAt(sent, ['metadata', 'managedFields'], managed)});
}

function patch(context: SandboxContext, request: ServiceRequest, place: ObjectPlace): Answer {
	assertMayDo(context, 'patch', place.kind, place);
	const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
	if (type === 'application/apply-patch+yaml') {
		return apply(context, request, place);
	}

	const live = readObject(context, place);
	const body = parsedBody(request);
	switch (type) {
		case 'application/json-patch+json': {
			return keepObject(context, request, {place, live, proposed: jsonPatch(live, Array.isArray(body) ? body : [])});
		}

		case 'application/merge-patch+json':
		case 'application/strategic-merge-patch+json': {
			const changes = isObject(body) ? body : {};
			assertFresh(place, live, changes);
			const merged = mergePatch(live, changes);
			return keepObject(context, request, {place, live, proposed: isObject(merged) ? merged : live});
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

function apply(context: SandboxContext, request: ServiceRequest, place: ObjectPlace): Answer {
	const {kind, namespace, name} = place;
	const config = objectBody(request);
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
	return keepObject(context, request, {place, live, proposed: merged, applied: true});
}

function remove(context: SandboxContext, request: ServiceRequest, place: ObjectPlace): Answer {
	const {kind, name} = place;
	assertMayDo(context, 'delete', kind, place);
	const live = context.store.get('objects', keyOf(place));
	if (live === undefined) {
		throw notFound(kind, name);
	}

	const options = request.body.length === 0 ? {} : parsedBody(request);
	assertFresh(place, asServed(live, keyOf(place)), {metadata: objectAt(options, 'preconditions')});
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
function assertFresh({kind, name}: ObjectPlace, live: JsonObject, sent: JsonObject): void {
	const [wanted, uid] = [textAt(sent, 'metadata', 'resourceVersion'), textAt(sent, 'metadata', 'uid')];
	if (
		(wanted !== '' && wanted !== textAt(live, 'metadata', 'resourceVersion')) ||
		(uid !== '' && uid !== textAt(live, 'metadata', 'uid'))
	) {
		throw conflict(kind, name);
	}
}

function isTrue(text: string | null): boolean {
	return text === 'true' || text === '1';
}
