import type {SandboxContext} from '../context.js';
import {type JsonObject, objectAt, sameJson, textAt, withAt} from '../json.js';
import type {Answer, ServiceRequest} from '../service.js';
import {guidFrom} from '../store.js';
import {admit} from './admission.js';
import {namesNamespaces} from './cluster-version.js';
import {apiVersionOf, type Kind, objectKey} from './kinds.js';
import {type Manager, recordUpdate} from './managed-fields.js';
import type {ObjectPlace} from './reads.js';
import {badRequest} from './status.js';

type Write = {
	readonly place: ObjectPlace;
	readonly live: JsonObject | undefined;
	readonly proposed: JsonObject;
	/** Whether the proposal already says who owns what, as the outcome of an apply does. */
	readonly applied?: boolean;
};

/** Admits an object and keeps it, unless it is a dry run or says nothing new. */
export function keepObject(
	context: SandboxContext,
	request: ServiceRequest,
	{place, live, proposed, applied}: Write,
): Answer {
	const {kind, namespace, name} = place;
	const named = namesNamespaces(context.store.all('resources'));
	const {object, warnings} = admit(kind, proposed, request.query.get('fieldValidation'), named);
	const headers =
		warnings.length === 0 ? {} : {warning: warnings.map(text => `299 - ${JSON.stringify(text)}`).join(', ')};
	const located = kind.namespaced ? withAt(object, ['metadata', 'namespace'], namespace) : object;
	if (textAt(located, 'metadata', 'name') !== name) {
		throw badRequest(
			`the name of the object (${textAt(located, 'metadata', 'name')}) does not match the name on the URL (${name})`,
		);
	}

	const managed = applied === true ? located : recordUpdate(live, located, writerOf(request, kind));
	if (live !== undefined && sameJson(managed, live)) {
		return {status: 200, headers, body: live};
	}

	const dryRun = request.query.getAll('dryRun').includes('All');
	const revision = dryRun ? textAt(live, 'metadata', 'resourceVersion') : String(context.store.nextRevision());
	const kept = withServerFields(managed, live, place, revision);
	if (!dryRun) {
		context.store.put('objects', keyOf(place), kept);
	}

	return {status: live === undefined ? 201 : 200, headers, body: kept};
}

function withServerFields(
	object: JsonObject,
	live: JsonObject | undefined,
	place: ObjectPlace,
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

export function writerOf({query, headers}: ServiceRequest, kind: Kind): Omit<Manager, 'fields'> {
	const agent = (headers['user-agent'] ?? '').split('/')[0] ?? '';
	return {
		name: query.get('fieldManager') ?? (agent === '' ? 'unknown' : agent),
		operation: 'Update',
		apiVersion: apiVersionOf(kind),
		time: `${new Date().toISOString().slice(0, 19)}Z`,
	};
}

export function keyOf({kind, namespace, name}: ObjectPlace): string {
	return objectKey(kind, namespace, name);
}
