import {once} from 'node:events';
import type {IncomingHttpHeaders} from 'node:http';
import {request} from 'node:https';
import {text as readText} from 'node:stream/consumers';
import {ContainerServiceClient} from '@azure/arm-containerservice';
import {NetworkManagementClient} from '@azure/arm-network';
import {ClientSecretCredential} from '@azure/identity';
import {KubeConfig} from '@kubernetes/client-node';
import type {Sandbox} from '../../source/sandbox/sandbox.js';

/** The real clients, pointed at a sandbox; nothing of ours in between. */
export function clientsOf(sandbox: Sandbox, subscription = sandbox.subscriptions[0] ?? '') {
	const {endpoint, ca, tenant, clientId, clientSecret} = sandbox;
	const credential = new ClientSecretCredential(tenant, clientId, clientSecret, {
		authorityHost: endpoint,
		disableInstanceDiscovery: true,
		tlsOptions: {ca},
	});
	const options = {
		endpoint,
		credentials: {scopes: [`${endpoint}/.default`]},
		tlsOptions: {ca},
		retryOptions: {maxRetries: 0},
	};
	const config = new KubeConfig();
	config.loadFromString(sandbox.kubeconfig);
	return {
		credential,
		network: new NetworkManagementClient(credential, subscription, options),
		containers: new ContainerServiceClient(credential, subscription, options),
		config,
	};
}

/** An answer of unknown shape; assertions say what it should be. */
// biome-ignore lint/suspicious/noExplicitAny: bodies of every service pass here, and each test states the shape it expects.
type Loose = any;

/** A plain request, for what the clients do not say. */
export async function ask(
	sandbox: Sandbox,
	method: string,
	path: string,
	{body, headers = {}}: {readonly body?: unknown; readonly headers?: Readonly<Record<string, string>>} = {},
): Promise<{readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Loose}> {
	const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
	const outgoing = request(`${sandbox.endpoint}${path}`, {
		method,
		ca: sandbox.ca,
		agent: false,
		headers: {
			authorization: `Bearer ${sandbox.token}`,
			'content-type': 'application/json',
			// Node frames the body of a DELETE only when told its length.
			'content-length': Buffer.byteLength(text),
			...headers,
		},
	});
	outgoing.end(text);
	const [response] = await once(outgoing, 'response');
	const answer = await readText(response);
	return {status: response.statusCode, headers: response.headers, body: answer === '' ? undefined : JSON.parse(answer)};
}

/** All items of a paged list. */
export async function collect<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
	const items: T[] = [];
	for await (const item of pages) {
		items.push(item);
	}

	return items;
}
