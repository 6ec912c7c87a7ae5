import {keyOf, parentId, parseId} from '../arm-id.js';
import type {SandboxContext} from '../context.js';
import {textAt} from '../json.js';
import {type Answer, route, type SandboxService, type ServiceRequest} from '../service.js';
import {assertAllowed, isDenied} from './access.js';
import {page, refuse} from './arm-answers.js';
import {etagHeader} from './etags.js';
import {shown} from './operations.js';
import {readChildren, readResource} from './resource-tree.js';
import {assertScopeExists, idOf, resourcesOfType} from './scopes.js';

/** GET of any resource and any list of resources; the same for every type. */
export function resourceReads(context: SandboxContext): SandboxService {
	return {
		routes: [
			route(
				'GET',
				'/subscriptions/:subscription/providers/:namespace/:type',
				(request, {subscription, namespace, type}) => {
					return list(context, request, `/subscriptions/${subscription}`, `${namespace}/${type}`);
				},
			),
			route(
				'GET',
				'/subscriptions/:subscription/resourceGroups/:group/providers/:namespace/*rest',
				(request, {subscription, group, namespace, rest}) => {
					const scope = `/subscriptions/${subscription}/resourceGroups/${group}`;
					const segments = rest.split('/');
					if (segments.length === 1) {
						return list(context, request, scope, `${namespace}/${rest}`);
					}

					const id = `${scope}/providers/${namespace}/${rest}`;
					return segments.length % 2 === 0 ? one(context, id) : children(context, request, id);
				},
			),
		],
	};
}

function list(context: SandboxContext, request: ServiceRequest, scope: string, type: string): Answer {
	const {store, pageSize} = context;
	assertAllowed(context, `${type}/read`, scope);
	assertGroupExists(context, scope);
	const visible = resourcesOfType(store, scope, type).filter(
		resource => !isDenied(store.denied, `${type}/read`, idOf(resource)),
	);
	return page(
		request,
		visible.map(resource => shown(store, resource)),
		pageSize,
	);
}

function one(context: SandboxContext, id: string): Answer {
	const {store} = context;
	const type = parseId(id)?.type ?? '';
	assertAllowed(context, `${type}/read`, id);
	const resource = readResource(store, id);
	if (resource === undefined) {
		assertGroupExists(context, id);
		throw notFound(context, id);
	}

	return {status: 200, headers: etagHeader(resource), body: shown(store, resource)};
}

function children(context: SandboxContext, request: ServiceRequest, id: string): Answer {
	const {store, pageSize} = context;
	const segments = id.split('/');
	const [owner, type] = [segments.slice(0, -1).join('/'), segments.at(-1) ?? ''];
	assertAllowed(context, `${parseId(owner)?.type ?? ''}/${type}/read`, owner);
	const found = readChildren(store, owner, type);
	if (found.length === 0 && readResource(store, owner) === undefined) {
		assertGroupExists(context, owner);
		throw notFound(context, owner);
	}

	const visible = found.filter(child => !isDenied(store.denied, `${textAt(child, 'type')}/read`, idOf(child)));
	return page(
		request,
		visible.map(child => shown(store, child)),
		pageSize,
	);
}

/** After the permission, as Azure does: who may not look is not told what is there. */
export function assertGroupExists({store}: SandboxContext, scope: string): void {
	const [, , subscription = '', , group] = scope.split('/');
	assertScopeExists(store, subscription, group);
}

export function notFound({store}: SandboxContext, id: string): Error {
	const parsed = parseId(id);
	const owner = parentId(id);
	if (owner !== undefined && store.get('resources', keyOf(owner)) !== undefined) {
		// The provider, not ARM, answers for a child whose parent exists.
		return refuse(404, 'NotFound', `Resource ${id} not found.`, {details: []});
	}

	const name = [parsed?.namespace, ...(parsed?.path ?? []).flatMap(({type, name}) => [type, name])].join('/');
	return refuse(
		404,
		'ResourceNotFound',
		`The Resource '${name}' under resource group '${parsed?.group ?? ''}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
	);
}
