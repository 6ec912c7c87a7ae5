import {request as httpsRequest} from 'node:https';
import {createConfiguration, HttpMethod, type KubeConfig, RequestContext} from '@kubernetes/client-node';
import type {Connection} from '../detect/connection.js';
import {loadKubeconfig} from '../detect/kubernetes/kubeconfig.js';
import type {ArmId} from '../topology/arm-id.js';
import {objects, text} from '../topology/json.js';
import type {Json, JsonObject} from '../topology/world.js';
import {type ArmRequests, armPath, armVersions, retryAfterMs} from './arm-requests.js';
import {RequestFailure} from './request-failure.js';

type KubeRequest = {
	readonly method: 'GET' | 'PATCH' | 'DELETE' | 'POST';
	/** With its query. */
	readonly path: string;
	readonly body?: JsonObject;
	readonly contentType?: string;
};

export type KubeRequests = {
	readonly server: string;
	/** Throws {@link RequestFailure} for every answer from 400 on, and where there is none. */
	readonly send: (request: KubeRequest, signal: AbortSignal) => Promise<Json>;
	/** Whether the API server answers a caller from here at all; 401 is an answer. */
	readonly answers: (timeoutMs: number) => Promise<boolean>;
	readonly close: () => Promise<void>;
};

/** The kubeconfig of the connection, else the one Azure gives to whoever may have it. */
export async function createKubeRequests(
	connection: Connection,
	arm: ArmRequests,
	cluster: ArmId,
	signal: AbortSignal,
): Promise<KubeRequests> {
	const yaml = connection.kubeconfig ?? (await askForKubeconfig(arm, cluster, signal));
	const config = await loadKubeconfig(yaml, connection.credential);
	const server = (config.getCurrentCluster()?.server ?? '').replace(/\/+$/, '');
	const signedIn = new RequestContext(server, HttpMethod.GET);
	await config.applySecurityAuthentication(signedIn);
	return {
		server,
		send: senderOf(server, signedIn),
		answers: timeoutMs => answers(server, config, timeoutMs),
		close: async () => {
			await signedIn.getDispatcher()?.close();
		},
	};
}

const methods = {GET: HttpMethod.GET, PATCH: HttpMethod.PATCH, DELETE: HttpMethod.DELETE, POST: HttpMethod.POST};

/** Longer than any admission webhook may take (30 s). */
const answerTimeoutMs = 40_000;

function senderOf(server: string, signedIn: RequestContext): KubeRequests['send'] {
	const {httpApi} = createConfiguration();
	const dispatcher = signedIn.getDispatcher();
	return async ({method, path, body, contentType = 'application/json'}, signal) => {
		const request = new RequestContext(`${server}${path}`, methods[method]);
		for (const [name, value] of Object.entries(signedIn.getHeaders())) {
			request.setHeaderParam(name, value);
		}

		request.setHeaderParam('Accept', 'application/json');
		request.setHeaderParam('User-Agent', 'aksess');
		if (body !== undefined) {
			request.setHeaderParam('Content-Type', contentType);
			request.setBody(JSON.stringify(body));
		}

		if (dispatcher !== undefined) {
			request.setDispatcher(dispatcher);
		}

		request.setSignal(AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]));
		const {status, headers, content} = await read(httpApi, request, signal);
		if (status >= 400) {
			throw new RequestFailure(sentenceOf(content, status), {
				status,
				code: text(content, 'reason') ?? '',
				retryAfterMs: retryAfterMs(headers['retry-after']),
			});
		}

		return content;
	};
}

async function read(
	httpApi: ReturnType<typeof createConfiguration>['httpApi'],
	request: RequestContext,
	signal: AbortSignal,
) {
	try {
		const response = await httpApi.send(request).toPromise();
		const content = parse(await response.body.text());
		return {status: response.httpStatusCode, headers: response.headers, content};
	} catch (error) {
		signal.throwIfAborted();
		// The cause may carry the request, and the request the token.
		const reason = error instanceof Error ? (causeOf(error)?.message ?? error.message) : String(error);
		throw new RequestFailure(`no answer from the API server: ${reason}`, {
			status: 0,
			code: '',
			retryAfterMs: undefined,
		});
	}
}

function causeOf(error: Error): Error | undefined {
	return error.cause instanceof Error ? error.cause : undefined;
}

function parse(body: string): Json {
	try {
		return JSON.parse(body) as Json;
	} catch {
		return null;
	}
}

function sentenceOf(content: Json, status: number): string {
	return text(content, 'message') ?? `The API server answered ${status}.`;
}

async function askForKubeconfig(arm: ArmRequests, cluster: ArmId, signal: AbortSignal): Promise<string> {
	const version = armVersions['microsoft.containerservice'];
	const {body} = await arm.send(
		{method: 'POST', url: `${armPath(cluster)}/listClusterUserCredential?api-version=${version}`},
		signal,
	);
	return Buffer.from(text(objects(body, 'kubeconfigs')[0], 'value') ?? '', 'base64').toString('utf8');
}

/**
 * A connection of its own each time: one that is open already may outlive the ranges that let it in. Nothing secret is
 * sent, and the answer does not matter.
 */
function answers(server: string, config: KubeConfig, timeoutMs: number): Promise<boolean> {
	const {caData} = config.getCurrentCluster() ?? {};
	const ca = caData === undefined ? {} : {ca: Buffer.from(caData, 'base64').toString('utf8')};
	return new Promise(resolve => {
		const probe = httpsRequest(`${server}/version`, {agent: false, timeout: timeoutMs, ...ca}, response => {
			response.destroy();
			resolve(true);
		});
		probe.on('timeout', () => probe.destroy(new Error('silent')));
		probe.on('error', () => resolve(false));
		probe.end();
	});
}
