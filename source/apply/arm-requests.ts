import {createHttpHeaders, createPipelineRequest} from '@azure/core-rest-pipeline';
import {armClients} from '../detect/azure/arm-clients.js';
import {errorDetails} from '../detect/azure/error-details.js';
import {createHttpClient} from '../detect/azure/http-client.js';
import type {Connection} from '../detect/connection.js';
import {type ArmId, parseArmId} from '../topology/arm-id.js';
import {text} from '../topology/json.js';
import type {Json, JsonObject} from '../topology/world.js';
import {RequestFailure} from './request-failure.js';

/**
 * What the clients of this version of aksess read with (a test holds them together): a write with an older version would
 * drop the fields that this one does not know.
 */
export const armVersions = {
	'microsoft.network': '2026-01-01',
	'microsoft.containerservice': '2026-06-01',
} as const;

export type ArmAnswer = {
	readonly status: number;
	readonly body: Json;
	readonly header: (name: string) => string | undefined;
};

type ArmRequest = {
	readonly method: 'GET' | 'PUT' | 'PATCH' | 'DELETE' | 'POST';
	/** Absolute, or a path at the endpoint. */
	readonly url: string;
	readonly body?: JsonObject;
	readonly headers?: Readonly<Record<string, string>>;
};

/** Azure, asked and told in its own JSON: nothing is renamed, dropped or tried again on the way. */
export type ArmRequests = {
	readonly endpoint: string;
	/** Throws {@link RequestFailure} for every answer from 400 on, and where there is none. */
	readonly send: (request: ArmRequest, signal: AbortSignal) => Promise<ArmAnswer>;
	/** The resource, or null where there is none. */
	readonly get: (id: ArmId, signal: AbortSignal) => Promise<JsonObject | null>;
	readonly urlOf: (id: ArmId) => string;
};

/** Azure gives a gateway a minute to answer; what has not answered by then never will. */
const answerTimeoutMs = 120_000;

export function createArmRequests(connection: Connection, timeoutMs = answerTimeoutMs): ArmRequests {
	const {endpoint, containers} = armClients(connection);
	// The sign-in of a client that is there. Its own retries would hide what happened to a write, so they are taken out.
	const pipeline = containers('none').pipeline.clone();
	pipeline.removePolicy({name: 'defaultRetryPolicy'});
	const httpClient = createHttpClient();
	const send: ArmRequests['send'] = async ({method, url, body, headers = {}}, signal) => {
		const silence = AbortSignal.timeout(timeoutMs);
		const request = createPipelineRequest({
			url: url.startsWith('/') ? `${endpoint}${url}` : url,
			method,
			abortSignal: AbortSignal.any([signal, silence]),
			headers: createHttpHeaders({...(body === undefined ? {} : {'content-type': 'application/json'}), ...headers}),
			...(body === undefined ? {} : {body: JSON.stringify(body)}),
		});
		const response = await pipeline.sendRequest(httpClient, request).catch((error: unknown) => {
			signal.throwIfAborted();
			throw silence.aborted ? neverAnswered(method, timeoutMs) : noAnswer(error);
		});
		const answer = {
			status: response.status,
			body: parse(response.bodyAsText),
			header: (name: string) => response.headers.get(name),
		};
		if (response.status >= 400) {
			throw refusal(answer);
		}

		return answer;
	};
	const urlOf = (id: ArmId) => `${endpoint}${armPath(id)}?api-version=${versionOf(id)}`;
	return {
		endpoint,
		send,
		urlOf,
		get: async (id, signal) => {
			try {
				const {body} = await send({method: 'GET', url: urlOf(id)}, signal);
				// A resource is an object; anything else is no answer about it.
				return body as JsonObject;
			} catch (error) {
				if (error instanceof RequestFailure && error.status === 404) {
					return null;
				}

				throw error;
			}
		},
	};
}

export function armPath(id: ArmId): string {
	return id.split('/').map(encodeURIComponent).join('/');
}

function versionOf(id: ArmId): string {
	const provider = (parseArmId(id)?.type.split('/')[0] ?? '').toLowerCase();
	return provider === 'microsoft.containerservice' ? armVersions[provider] : armVersions['microsoft.network'];
}

function parse(body: string | null | undefined): Json {
	try {
		return body ? (JSON.parse(body) as Json) : null;
	} catch {
		return null;
	}
}

function refusal({status, body, header}: ArmAnswer): RequestFailure {
	const code = text(body, 'error', 'code') ?? '';
	const message = text(body, 'error', 'message') ?? `Azure answered ${status}.`;
	return new RequestFailure(message, {status, code, retryAfterMs: retryAfterMs(header('retry-after'))});
}

function noAnswer(error: unknown): RequestFailure {
	const {kind, message, safeCause} = errorDetails(error);
	return new RequestFailure(
		kind === 'no-credential'
			? 'Azure does not accept your sign-in; run `az login`.'
			: `no answer from Azure: ${message}`,
		{status: kind === 'no-credential' ? 401 : 0, code: '', retryAfterMs: undefined, cause: safeCause},
	);
}

/** It may have been acted on all the same; only a look tells. */
function neverAnswered(method: string, timeoutMs: number): RequestFailure {
	return new RequestFailure(`Azure did not answer the ${method} within ${timeoutMs / 1000} seconds.`, {
		status: 0,
		code: '',
		retryAfterMs: undefined,
	});
}

/** Seconds, or a date. */
export function retryAfterMs(header: string | undefined): number | undefined {
	if (header === undefined) {
		return undefined;
	}

	const seconds = Number(header);
	const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
	return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
