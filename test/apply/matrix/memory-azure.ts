import {Buffer} from 'node:buffer';
import type {ArmRequests} from '../../../source/apply/arm-requests.js';
import {armPath, armVersions} from '../../../source/apply/arm-requests.js';
import type {KubeRequests} from '../../../source/apply/kube-requests.js';
import {RequestFailure} from '../../../source/apply/request-failure.js';
import {answer, servicesOf} from '../../../source/sandbox/answer.js';
import {dumpWorld, type WorldDump} from '../../../source/sandbox/dump-world.js';
import type {Answer, Method} from '../../../source/sandbox/service.js';
import {makeToken} from '../../../source/sandbox/sign-in.js';
import {createStore} from '../../../source/sandbox/store.js';
import type {LoadedWorld} from '../../../source/sandbox/world/load-world.js';
import {text} from '../../../source/topology/json.js';
import type {Json, JsonObject} from '../../../source/topology/world.js';

/** The practice Azure without the network and without waiting: a request is a call, and time passes when it is slept. */
export type MemoryAzure = {
	readonly arm: ArmRequests;
	readonly kube: KubeRequests;
	readonly dump: () => WorldDump;
};

const identity = {tenant: 'tenant', clientId: 'client', objectId: 'object', clientSecret: 'practice-only'};
const headers = {authorization: `Bearer ${makeToken(identity)}`, 'user-agent': 'azsdk-js aksess'};
const endpoint = 'https://practice';

/** How long an operation takes; longer than the first pauses between two looks. */
const operationMs = 2000;

export function createMemoryAzure(world: LoadedWorld, now: () => number): MemoryAzure {
	const store = createStore(world, undefined, now);
	const services = servicesOf({store, identity, ca: '', operationMs, answerMs: 0, pageSize: 100});
	const ask = (method: Method, url: string, body: JsonObject | undefined, more: Readonly<Record<string, string>>) => {
		const [path = '/', query = ''] = url.replace(endpoint, '').split(/\?(.*)/s);
		return answer(services, store, {
			method,
			path,
			query: new URLSearchParams(query),
			headers: {...headers, ...more},
			body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
			origin: endpoint,
			operationFailure: undefined,
		});
	};
	const urlOf: ArmRequests['urlOf'] = id => {
		const versions = /\/microsoft\.containerservice\//i.test(id) ? 'microsoft.containerservice' : 'microsoft.network';
		return `${endpoint}${armPath(id)}?api-version=${armVersions[versions]}`;
	};
	const send: ArmRequests['send'] = async ({method, url, body, headers: more = {}}) => {
		const given = ask(method, url, body, {'content-type': 'application/json', ...more});
		assertGood(given, text(json(given), 'error', 'code'), text(json(given), 'error', 'message'));
		return {status: given.status, body: json(given), header: name => given.headers?.[name]};
	};
	return {
		arm: {
			endpoint,
			send,
			urlOf,
			get: async (id, signal) => {
				try {
					return (await send({method: 'GET', url: urlOf(id)}, signal)).body as JsonObject;
				} catch (error) {
					if (error instanceof RequestFailure && error.status === 404) {
						return null;
					}

					throw error;
				}
			},
		},
		kube: {
			server: endpoint,
			send: async ({method, path, body, contentType = 'application/json'}) => {
				const given = ask(method, path, body, {'content-type': contentType, accept: 'application/json'});
				assertGood(given, text(json(given), 'reason'), text(json(given), 'message'));
				return json(given);
			},
			answers: async () => true,
			close: async () => {},
		},
		dump: () => dumpWorld(store),
	};
}

/** As it is: nobody writes to what was answered, so it need not be spelled and read again. */
function json({body}: Answer): Json {
	return (body ?? null) as Json;
}

function assertGood({status}: Answer, code = '', message = `answered ${status}`): void {
	if (status >= 400) {
		throw new RequestFailure(message, {status, code, retryAfterMs: undefined});
	}
}
