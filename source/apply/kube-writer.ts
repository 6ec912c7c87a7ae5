import type {ChangeOf, KubeRef} from '../plan/change.js';
import {kubeResourceOf} from '../plan/kube-ref.js';
import {isObject, text, textMap} from '../topology/json.js';
import type {Json, JsonObject, KubeObject} from '../topology/world.js';
import type {Clock} from './clock.js';
import type {KubeRequests} from './kube-requests.js';
import {askAgain} from './operations.js';
import {persist} from './persist.js';
import {RequestFailure} from './request-failure.js';
import {kubeRules, sameSettings} from './same-settings.js';
import {Refused, type ResourceReading, type Watch} from './writer.js';

type ObjectChange = ChangeOf<'kube-object'>;
type MetadataChange = ChangeOf<'kube-metadata'>;
export type KubeChange = ObjectChange | MetadataChange;

export type KubeContext = {readonly kube: KubeRequests; readonly clock: Clock};

/** Server-side apply keeps book of who set what under this name. */
export const fieldManager = 'aksess';

export async function lookAtObject(
	change: KubeChange,
	context: KubeContext,
	signal: AbortSignal,
): Promise<ResourceReading> {
	const now = await read(change.ref, context, signal);
	const isAs = (side: 'before' | 'after') =>
		change.kind === 'kube-object' ? sameObject(change[side], now) : sameValues(change, change[side], now);
	if (isAs('after')) {
		return {standing: 'after', found: ''};
	}

	if (isAs('before')) {
		return {standing: 'before', found: ''};
	}

	const {kind, name} = change.ref;
	return {standing: 'other', found: now === null ? `${kind} ${name} is gone` : `${kind} ${name} holds something else`};
}

function sameObject(wanted: KubeObject | null, now: JsonObject | null): boolean {
	if (wanted === null || now === null) {
		return wanted === now;
	}

	const labels = textMap(now, 'metadata', 'labels');
	return (
		sameSettings(wanted['spec'] ?? null, now['spec'] ?? null, kubeRules) &&
		Object.entries(wanted.metadata.labels ?? {}).every(([key, value]) => labels[key] === value)
	);
}

function sameValues({field}: MetadataChange, wanted: MetadataChange['after'], now: JsonObject | null): boolean {
	const values = textMap(now, 'metadata', field);
	return now !== null && Object.entries(wanted).every(([key, value]) => (values[key] ?? null) === value);
}

export async function writeObject(change: KubeChange, context: KubeContext, {onOutput, stop}: Watch): Promise<void> {
	const {signal} = new AbortController();
	await persist({
		attempt: async () => {
			await attempt(change, context, signal);
			return undefined;
		},
		look: () => lookAtObject(change, context, signal),
		clock: context.clock,
		onOutput,
		stop,
	});
}

async function attempt(change: KubeChange, context: KubeContext, signal: AbortSignal): Promise<void> {
	if (change.kind === 'kube-metadata') {
		return patchMetadata(change, context, signal);
	}

	return change.after === null ? remove(change, context, signal) : apply(change.after, change.ref, context, signal);
}

/** What the server would say is asked first; only then is anything changed. Other managers' fields are never forced. */
async function apply(object: KubeObject, ref: KubeRef, {kube}: KubeContext, signal: AbortSignal): Promise<void> {
	const contentType = 'application/apply-patch+yaml';
	for (const query of [`${applyQuery}&dryRun=All`, applyQuery]) {
		await kube
			.send({method: 'PATCH', path: `${pathOf(ref)}?${query}`, body: object, contentType}, signal)
			.catch(throwConflict);
	}
}

const applyQuery = `fieldManager=${fieldManager}&fieldValidation=Strict`;

/** A conflict with another manager stays one, however often one asks; any other is a race that was lost. */
function throwConflict(error: unknown): never {
	if (error instanceof RequestFailure && /conflicts? with /i.test(error.message)) {
		throw new Refused(`${error.message}. Somebody else manages these fields; aksess does not take them over.`, {
			cause: error,
		});
	}

	return asStale(error);
}

async function remove(change: ObjectChange, context: KubeContext, signal: AbortSignal): Promise<void> {
	const now = await read(change.ref, context, signal);
	if (now === null) {
		return;
	}

	if (!sameObject(change.before, now)) {
		throw new Refused(`${change.ref.kind} ${change.ref.name} was changed by somebody else`);
	}

	const {uid, resourceVersion} = textMap(now, 'metadata');
	const preconditions = {uid, resourceVersion};
	const body = {kind: 'DeleteOptions', apiVersion: 'v1', preconditions};
	await context.kube.send({method: 'DELETE', path: pathOf(change.ref), body}, signal).catch(asStale);
}

/** Only the named keys, and only in the version that was just read. */
async function patchMetadata(change: MetadataChange, context: KubeContext, signal: AbortSignal): Promise<void> {
	const {ref, field, before, after} = change;
	const now = await read(ref, context, signal);
	if (now === null) {
		throw new Refused(`${ref.kind} ${ref.name} is gone`);
	}

	if (!sameValues(change, before, now) && !sameValues(change, after, now)) {
		throw new Refused(`the ${field} of ${ref.kind} ${ref.name} were changed by somebody else`);
	}

	const resourceVersion = text(now, 'metadata', 'resourceVersion');
	const metadata = {...(resourceVersion === undefined ? {} : {resourceVersion}), [field]: after};
	const contentType = 'application/merge-patch+json';
	await context.kube
		.send({method: 'PATCH', path: `${pathOf(ref)}?fieldManager=${fieldManager}`, body: {metadata}, contentType}, signal)
		.catch(asStale);
}

/** 409 means here that the version is not the one that was read. */
function asStale(error: unknown): never {
	if (error instanceof RequestFailure && error.status === 409) {
		throw new RequestFailure(error.message, {status: 412, code: error.code, retryAfterMs: error.retryAfterMs});
	}

	throw error;
}

async function read(ref: KubeRef, {kube, clock}: KubeContext, signal: AbortSignal): Promise<JsonObject | null> {
	try {
		const body: Json = await askAgain(() => kube.send({method: 'GET', path: pathOf(ref)}, signal), {clock, signal});
		return isObject(body) ? body : null;
	} catch (error) {
		if (error instanceof RequestFailure && error.status === 404) {
			return null;
		}

		throw error;
	}
}

export function pathOf({apiVersion, kind, namespace, name}: KubeRef): string {
	const plural = kubeResourceOf(kind) ?? `${kind.toLowerCase()}s`;
	const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
	const place = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
	return `${base}${place}/${plural}/${encodeURIComponent(name)}`;
}
