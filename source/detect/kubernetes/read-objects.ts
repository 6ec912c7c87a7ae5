import {field, isObject, objects, text} from '../../topology/json.js';
import {absent, denied, type Known, known} from '../../topology/known.js';
import {
	type Json,
	type JsonObject,
	type KubeObject,
	type KubeResource,
	kubeResources,
	type World,
} from '../../topology/world.js';
import {explainFailedConnection, explainKubeStatus} from './explain-kubernetes-error.js';
import type {KubeClient} from './kube-client.js';

/** What is asked for. Endpoints are not: no verdict looks at them, and there may be thousands. */
const paths: Readonly<Partial<Record<KubeResource, string>>> = {
	namespaces: '/api/v1/namespaces',
	pods: '/api/v1/pods',
	services: '/api/v1/services',
	networkpolicies: '/apis/networking.k8s.io/v1/networkpolicies',
	ciliumnetworkpolicies: '/apis/cilium.io/v2/ciliumnetworkpolicies',
	ciliumclusterwidenetworkpolicies: '/apis/cilium.io/v2/ciliumclusterwidenetworkpolicies',
	nodes: '/api/v1/nodes',
};

/** As many as kubectl asks for at a time. */
const pageSize = 500;

/** All kinds side by side; each may fail for its own reason. Cilium's only where Cilium may be. */
export async function readObjects(
	client: KubeClient,
	mayHaveCilium: Promise<boolean>,
	signal: AbortSignal,
): Promise<World['objects']> {
	return forEachResource(async resource => {
		const path = paths[resource];
		const isAsked = path?.startsWith('/apis/cilium.io/') ? await mayHaveCilium : true;
		return path !== undefined && isAsked ? readList(client, resource, path, signal) : absent;
	});
}

/** Every list denied for one reason. */
export function deniedObjects(reason: string): Promise<World['objects']> {
	return forEachResource(async () => denied(reason));
}

async function forEachResource(
	read: (resource: KubeResource) => Promise<Known<readonly KubeObject[]>>,
): Promise<World['objects']> {
	const lists = await Promise.all(kubeResources.map(async resource => [resource, await read(resource)] as const));
	// Every resource has its entry; that is more than fromEntries can promise.
	return Object.fromEntries(lists) as Record<KubeResource, Known<readonly KubeObject[]>>;
}

async function readList(
	client: KubeClient,
	resource: KubeResource,
	path: string,
	signal: AbortSignal,
): Promise<Known<readonly KubeObject[]>> {
	try {
		// A list may grow older than the server remembers while it is read (410 Gone); then it is begun anew.
		for (let attempt = 0; attempt < 3; attempt++) {
			const list = await readPages(client, resource, path, signal);
			if (list !== 'expired') {
				return list;
			}
		}

		return denied(`The list of ${resource} changed faster than it could be read.`);
	} catch (error) {
		signal.throwIfAborted();
		return denied(explainFailedConnection(error));
	}
}

async function readPages(
	client: KubeClient,
	resource: KubeResource,
	path: string,
	signal: AbortSignal,
): Promise<Known<readonly KubeObject[]> | 'expired'> {
	const items: KubeObject[] = [];
	for (let token: string | undefined = ''; token !== undefined; ) {
		const query = new URLSearchParams({limit: String(pageSize), ...(token === '' ? {} : {continue: token})});
		const {status, body} = await client.get(`${path}?${query}`, signal);
		if (status === 410) {
			return 'expired';
		}

		// Custom resources that were never installed; for the others the same would be said of any server that is none.
		if (status === 404) {
			return absent;
		}

		if (status !== 200 || !Array.isArray(field(body, 'items'))) {
			return denied(explainKubeStatus(status, text(body, 'message') ?? '', resource));
		}

		for (const item of objects(body, 'items')) {
			const object = asKubeObject(item, body);
			if (object !== undefined) {
				items.push(object);
			}
		}

		token = text(body, 'metadata', 'continue');
	}

	return known(items);
}

/** In a list the items leave out what the list says for all of them. */
function asKubeObject(item: JsonObject, list: Json): KubeObject | undefined {
	const {metadata} = item;
	const name = text(metadata, 'name');
	const apiVersion = text(item, 'apiVersion') ?? text(list, 'apiVersion');
	const kind = text(item, 'kind') ?? text(list, 'kind')?.replace(/List$/, '');
	return isObject(metadata) && name !== undefined && apiVersion !== undefined && kind !== undefined
		? ({...item, apiVersion, kind, metadata: {...metadata, name}} as KubeObject)
		: undefined;
}
