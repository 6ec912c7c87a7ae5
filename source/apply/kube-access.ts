import type {KubeRef} from '../plan/change.js';
import {kubeResourceOf} from '../plan/kube-ref.js';
import {isObject} from '../topology/json.js';
import type {Json, JsonObject} from '../topology/world.js';
import type {WriterParts} from './change-writer.js';
import type {Clock} from './clock.js';
import type {KubeRequests} from './kube-requests.js';
import {askAgain} from './operations.js';
import {persist} from './persist.js';
import {RequestFailure} from './request-failure.js';
import type {ResourceReading, Watch} from './writer.js';

export type KubeContext = {readonly kube: KubeRequests; readonly clock: Clock};

/** Server-side apply keeps book of who set what under this name. */
export const fieldManager = 'aksess';

/** How an object stands that is compared with both sides of a change. */
export async function lookAtObject(
	ref: KubeRef,
	isAs: (side: 'before' | 'after', now: JsonObject | null) => boolean,
	{kube, clock}: Pick<WriterParts, 'kube' | 'clock'>,
	signal: AbortSignal,
): Promise<ResourceReading> {
	const now = await readObject(ref, {kube: await kube(), clock}, signal);
	if (isAs('after', now)) {
		return {standing: 'after', found: ''};
	}

	if (isAs('before', now)) {
		return {standing: 'before', found: ''};
	}

	const {kind, name} = ref;
	return {standing: 'other', found: now === null ? `${kind} ${name} is gone` : `${kind} ${name} holds something else`};
}

/** Tries a write until it is done; what has begun is seen through. */
export async function persistObject(
	attempt: (context: KubeContext, signal: AbortSignal) => Promise<void>,
	look: (signal: AbortSignal) => Promise<ResourceReading>,
	{kube, clock}: Pick<WriterParts, 'kube' | 'clock'>,
	{onOutput, stop}: Watch,
): Promise<void> {
	const context = {kube: await kube(), clock};
	const {signal} = new AbortController();
	await persist({
		attempt: async () => {
			await attempt(context, signal);
			return undefined;
		},
		look: () => look(signal),
		clock,
		onOutput,
		stop,
	});
}

/** 409 means here that the version is not the one that was read. */
export function asStale(error: unknown): never {
	if (error instanceof RequestFailure && error.status === 409) {
		throw new RequestFailure(error.message, {status: 412, code: error.code, retryAfterMs: error.retryAfterMs});
	}

	throw error;
}

export async function readObject(
	ref: KubeRef,
	{kube, clock}: KubeContext,
	signal: AbortSignal,
): Promise<JsonObject | null> {
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
