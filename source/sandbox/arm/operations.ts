import {keyOf, parseId} from '../arm-id.js';
import {type JsonObject, objectAt, withAt} from '../json.js';
import type {Operation} from '../operation.js';
import {type Answer, route, type SandboxService, type ServiceRequest} from '../service.js';
import {guidFrom, type Store} from '../store.js';
import {armError, refuse} from './arm-answers.js';
import {withNewEtag} from './etags.js';
import {readResource, writeResource} from './resource-tree.js';

type Start = Pick<Operation, 'target' | 'verb' | 'busy' | 'before' | 'answer'> & {
	readonly request: ServiceRequest;
	readonly durationMs: number;
};

export function startOperation(store: Store, {request, durationMs, ...start}: Start): Operation {
	const now = store.now();
	const operation: Operation = {
		...start,
		id: guidFrom('operation', store.nextRevision(), start.target),
		startedAt: now,
		endsAt: now + durationMs,
		done: false,
		...(request.operationFailure && {failure: request.operationFailure}),
	};
	store.putOperation(operation);
	return operation;
}

/** Carries out the end of every operation whose time has come. Runs before each request, so no timer is needed. */
export function settleOperations(store: Store): boolean {
	const due = store.operations().filter(({done, endsAt}) => !done && endsAt <= store.now());
	for (const operation of due) {
		settle(store, operation);
		store.putOperation({...operation, done: true});
	}

	return due.length > 0;
}

function settle(store: Store, {target, verb, failure, before, answer}: Operation): void {
	if (answer !== undefined) {
		return;
	}

	if (failure === undefined) {
		if (verb === 'delete') {
			writeResource(store, target, undefined);
		}

		return;
	}

	const left = failure.leaves === 'before' || verb === 'delete' ? (before ?? undefined) : readResource(store, target);
	writeResource(store, target, left && withNewEtag(store, withAt(left, ['properties', 'provisioningState'], 'Failed')));
}

export function activeOperation(store: Store, keys: readonly string[]): Operation | undefined {
	return store.operations().find(({done, busy}) => !done && busy.some(key => keys.includes(key)));
}

/** A resource as a reader sees it: one that is being worked on says so, its children inside it too. */
export function shown(store: Store, resource: JsonObject): JsonObject {
	const active = store.operations().filter(({done}) => !done);
	return active.length === 0 ? resource : withStates(resource, active);
}

function withStates(resource: JsonObject, active: readonly Operation[]): JsonObject {
	const key = keyOf(typeof resource['id'] === 'string' ? resource['id'] : '');
	const operation = active.find(({busy}) => busy.includes(key));
	if (operation === undefined) {
		return resource;
	}

	const state = operation.verb === 'delete' && operation.target === key ? 'Deleting' : 'Updating';
	const properties = Object.entries(objectAt(resource, 'properties')).map(([name, value]) => [
		name,
		Array.isArray(value) ? value.map(item => (isResource(item) ? withStates(item, active) : item)) : value,
	]);
	return {...resource, properties: {...Object.fromEntries(properties), provisioningState: state}};
}

function isResource(item: unknown): item is JsonObject {
	return typeof item === 'object' && item !== null && 'properties' in item;
}

/** Headers of the answer that starts an operation. */
export function operationHeaders(
	request: ServiceRequest,
	operation: Operation,
	{id, location}: {readonly id: string; readonly location: string},
): Readonly<Record<string, string>> {
	const {subscription = '', namespace = ''} = parseId(id) ?? {};
	const base = `${request.origin}/subscriptions/${subscription}/providers/${namespace}/locations/${location || 'global'}`;
	const query = `?api-version=${request.query.get('api-version') ?? ''}`;
	return {
		// What only asks is followed by its result alone (REST examples of effectiveRouteTable).
		...(operation.answer === undefined && {'azure-asyncoperation': `${base}/operations/${operation.id}${query}`}),
		...((operation.verb === 'delete' || operation.answer !== undefined) && {
			location: `${base}/operationResults/${operation.id}${query}`,
		}),
		...retryAfter(request),
	};
}

/**
 * az polls every 30 seconds unless it is told otherwise, so it is told one second. The JavaScript SDK has its own
 * interval, which a Retry-After would override; without one its tests take as long as the operation.
 */
function retryAfter(request: ServiceRequest): Readonly<Record<string, string>> {
	return /azsdk-js/i.test(request.headers['user-agent'] ?? '') ? {} : {'retry-after': '1'};
}

export function operations(store: Store): SandboxService {
	const find = (id: string) => {
		const operation = store.operations().find(known => known.id === id);
		if (operation === undefined) {
			throw refuse(404, 'OperationNotFound', `The operation '${id}' could not be found.`);
		}

		return operation;
	};
	const path = '/subscriptions/:subscription/providers/:namespace/locations/:location' as const;
	return {
		routes: [
			route('GET', `${path}/operations/:id`, (request, {id}) => statusAnswer(request, find(id))),
			route('GET', `${path}/operationResults/:id`, (request, {id}) => resultAnswer(request, find(id), store)),
		],
	};
}

function statusAnswer(request: ServiceRequest, {id, done, failure, startedAt, endsAt}: Operation): Answer {
	const status = done ? (failure === undefined ? 'Succeeded' : 'Failed') : 'InProgress';
	return {
		status: 200,
		headers: done ? {} : retryAfter(request),
		body: {
			name: id,
			status,
			startTime: new Date(startedAt).toISOString(),
			...(done && {endTime: new Date(endsAt).toISOString()}),
			...(done && failure !== undefined && {error: {code: failure.code, message: failure.message, details: []}}),
		},
	};
}

function resultAnswer(request: ServiceRequest, {id, done, failure, answer}: Operation, store: Store): Answer {
	if (!done) {
		return {
			status: 202,
			headers: {location: `${request.origin}${request.path}?${request.query}`, ...retryAfter(request)},
		};
	}

	if (failure === undefined && answer !== undefined) {
		return {status: 200, body: store.get('usages', answer) ?? {value: []}};
	}

	return failure === undefined ? {status: 204} : armError(500, failure.code, `${failure.message} (operation ${id})`);
}
