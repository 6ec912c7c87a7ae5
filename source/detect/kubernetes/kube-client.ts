import {createConfiguration, HttpMethod, type KubeConfig, RequestContext} from '@kubernetes/client-node';
import type {Json} from '../../topology/world.js';

type KubeAnswer = {readonly status: number; readonly body: Json};

/** Asks an API server. Its answers stay the JSON they are: the client's models drop what they do not know. */
export type KubeClient = {
	readonly get: (path: string, signal: AbortSignal) => Promise<KubeAnswer>;
	readonly close: () => Promise<void>;
};

/**
 * The Kubernetes client's own transport and sign-in, used once for all requests: it would open a connection, and start
 * the sign-in program, for each.
 */
export async function createKubeClient(config: KubeConfig, timeoutMs: number): Promise<KubeClient> {
	const server = (config.getCurrentCluster()?.server ?? '').replace(/\/+$/, '');
	const signedIn = new RequestContext(server, HttpMethod.GET);
	await config.applySecurityAuthentication(signedIn);
	const dispatcher = signedIn.getDispatcher();
	const {httpApi} = createConfiguration();
	return {
		get: async (path, signal) => {
			const request = new RequestContext(`${server}${path}`, HttpMethod.GET);
			for (const [name, value] of Object.entries(signedIn.getHeaders())) {
				request.setHeaderParam(name, value);
			}

			request.setHeaderParam('Accept', 'application/json');
			if (dispatcher !== undefined) {
				request.setDispatcher(dispatcher);
			}

			// Only the wait for the first byte is bounded: a large list may take its time once it has begun.
			const silence = new AbortController();
			const timer = setTimeout(() => silence.abort(new SilentServerError(timeoutMs)), timeoutMs);
			request.setSignal(AbortSignal.any([signal, silence.signal]));
			try {
				const response = await httpApi.send(request).toPromise();
				clearTimeout(timer);
				return {status: response.httpStatusCode, body: parseBody(await response.body.text())};
			} finally {
				clearTimeout(timer);
			}
		},
		close: async () => {
			await dispatcher?.close();
		},
	};
}

class SilentServerError extends Error {
	override readonly name = 'SilentServerError';

	constructor(timeoutMs: number) {
		super(`no answer within ${timeoutMs / 1000} seconds`);
	}
}

function parseBody(text: string): Json {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return null;
	}
}
