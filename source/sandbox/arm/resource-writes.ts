import {keyOf, parentId, parseId} from '../arm-id.js';
import type {SandboxContext} from '../context.js';
import {type JsonObject, objectAt, textAt} from '../json.js';
import {type Answer, route, type SandboxService, type ServiceRequest} from '../service.js';
import {assertAllowed} from './access.js';
import {jsonBody, refuse} from './arm-answers.js';
import {assertNotLocked} from './authorization.js';
import {etagHeader, withNewEtag} from './etags.js';
import {operationHeaders, shown, startOperation} from './operations.js';
import {assertGroupExists, notFound} from './resource-reads.js';
import {readResource, writeResource} from './resource-tree.js';
import type {ArmResourceType, Proposal} from './resource-type.js';
import {writableType} from './resource-types.js';
import {adjustUsages} from './subnet-usages.js';
import {assertNotBusy, assertPreconditions} from './write-guards.js';

const path = '/subscriptions/:subscription/resourceGroups/:group/providers/:namespace/*rest' as const;

/** PUT, PATCH of tags and DELETE: one order of checks for all types, each type's own rules in the middle. */
export function resourceWrites(context: SandboxContext): SandboxService {
	return {
		routes: [
			route('PUT', path, (request, where) => put(context, request, idOf(where), jsonBody(request))),
			route('PATCH', path, (request, where) => patchTags(context, request, idOf(where))),
			route('DELETE', path, (request, where) => remove(context, request, idOf(where))),
		],
	};
}

type Where = {
	readonly subscription: string;
	readonly group: string;
	readonly namespace: string;
	readonly rest: string;
};

function idOf({subscription, group, namespace, rest}: Where): string {
	return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${namespace}/${rest}`;
}

function put(context: SandboxContext, request: ServiceRequest, requested: string, body: JsonObject): Answer {
	const {store} = context;
	const {type, id, parent, before} = target(context, requested, 'write');
	assertPreconditions(request, before);
	const busy = busyWith(context, type, id);
	assertNotBusy(store, type, busy);
	const parsed = parseId(id);
	if (parsed === undefined) {
		throw notFound(context, id);
	}

	const proposal: Proposal = {
		store,
		id,
		parsed,
		before,
		parent,
		proposed: named(body, before, id, parsed.name, parsed.type),
	};
	type.check(proposal);
	const completed = withNewEtag(store, succeeded(type.complete(proposal)), type.etag);
	writeResource(store, id, completed);
	adjustUsages(store, id);
	const operation = startOperation(store, {
		target: keyOf(id),
		verb: 'write',
		busy,
		before: before ?? null,
		request,
		durationMs: context.operationMs,
	});
	return {
		status: before === undefined ? 201 : 200,
		headers: {
			...operationHeaders(request, operation, {id, location: locationOf(completed, parent)}),
			...etagHeader(completed),
		},
		body: shown(store, completed),
	};
}

/** Only tags can be patched, as with `az tag` and `az aks update --tags`. */
function patchTags(context: SandboxContext, request: ServiceRequest, requested: string): Answer {
	const {before} = target(context, requested, 'write');
	if (before === undefined) {
		throw notFound(context, requested);
	}

	const {id: _id, name: _name, type: _type, ...kept} = before;
	return put(context, request, requested, {...kept, tags: objectAt(jsonBody(request), 'tags')});
}

function remove(context: SandboxContext, request: ServiceRequest, requested: string): Answer {
	const {store} = context;
	const {type, id, parent, before} = target(context, requested, 'delete');
	if (before === undefined) {
		return {status: 204};
	}

	assertPreconditions(request, before);
	const busy = busyWith(context, type, id);
	assertNotBusy(store, type, busy);
	type.checkDelete(store, id, before);
	const operation = startOperation(store, {
		target: keyOf(id),
		verb: 'delete',
		busy,
		before,
		request,
		durationMs: context.operationMs,
	});
	return {status: 202, headers: operationHeaders(request, operation, {id, location: locationOf(before, parent)})};
}

type Target = {
	readonly type: ArmResourceType;
	readonly id: string;
	readonly parent: JsonObject | undefined;
	readonly before: JsonObject | undefined;
};

/** Finds out whom a write is for, in the order in which Azure says no: permission, existence, locks. */
function target(context: SandboxContext, requested: string, verb: 'write' | 'delete'): Target {
	const {store} = context;
	const typeName = parseId(requested)?.type ?? '';
	assertAllowed(context, `${typeName}/${verb}`, requested);
	assertGroupExists(context, requested);
	const type = writableType(typeName);
	if (type === undefined) {
		throw refuse(405, 'MethodNotAllowed', `The practice Azure cannot ${verb} resources of type '${typeName}'.`);
	}

	const before = readResource(store, requested);
	const owner = parentId(requested);
	const parent = owner === undefined ? undefined : readResource(store, owner);
	if (owner !== undefined && parent === undefined && before === undefined) {
		throw refuse(
			404,
			'ParentResourceNotFound',
			`Failed to perform '${verb}' on resource(s) of type '${typeName.split('/').slice(1).join('/')}', because the parent resource '${owner}' could not be found.`,
		);
	}

	const last = parseId(requested)?.path.at(-1);
	const fresh = parent === undefined ? requested : `${textAt(parent, 'id')}/${last?.type ?? ''}/${last?.name ?? ''}`;
	const id = before === undefined ? fresh : textAt(before, 'id') || fresh;
	assertNotLocked(context, verb, id);
	return {type, id, parent, before};
}

function busyWith({store}: SandboxContext, type: ArmResourceType, id: string): readonly string[] {
	return [...new Set([keyOf(id), keyOf(parentId(id) ?? id), ...(type.alsoBusy?.(store, id) ?? [])])];
}

function named(body: JsonObject, before: JsonObject | undefined, id: string, name: string, type: string): JsonObject {
	return {
		...body,
		id,
		name: textAt(before, 'name') || name,
		type: textAt(before, 'type') || type,
		...(before?.['location'] !== undefined && {location: body['location'] ?? before['location']}),
		properties: objectAt(body, 'properties'),
	};
}

function succeeded(resource: JsonObject): JsonObject {
	return {...resource, properties: {...objectAt(resource, 'properties'), provisioningState: 'Succeeded'}};
}

function locationOf(resource: JsonObject, parent: JsonObject | undefined): string {
	return textAt(resource, 'location') || textAt(parent, 'location');
}
