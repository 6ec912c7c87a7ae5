import {customDns} from '../../topology/decode/kubernetes/corefile/decode-cluster-dns.js';
import {field, isObject, objects, text} from '../../topology/json.js';
import {absent, denied, type Known, known} from '../../topology/known.js';
import type {PodEngine} from '../../topology/proxied-kinds.js';
import {enginesLeavingMarks, everyPodEngine} from '../../topology/proxied-object.js';
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

/** Engines that look at kinds which nobody else does. */
export type OwnKinds = 'cilium' | 'calico';

type Asked = {
	/** Where the list is; each is tried until one is there, because kinds move from version to version. */
	readonly paths: readonly [string, ...string[]];
	/** Undefined: asked for in every cluster. */
	readonly of?: OwnKinds | PodEngine;
	/** Where manifests are all there is; undefined: as in a cluster. */
	readonly inManifests?: string;
	/** A cluster is not asked for it. */
	readonly onlyManifests?: true;
	/** What it takes; undefined: to list them in every namespace. */
	readonly permission?: string;
};

const asked: Readonly<Record<KubeResource, Asked>> = {
	namespaces: {paths: ['/api/v1/namespaces']},
	pods: {paths: ['/api/v1/pods']},
	services: {paths: ['/api/v1/services']},
	// Of a cluster only those of the API server itself: it mirrors the others into slices.
	endpoints: {
		paths: ['/api/v1/namespaces/default/endpoints?fieldSelector=metadata.name%3Dkubernetes'],
		inManifests: '/api/v1/endpoints',
	},
	// Those behind a selector are known from the pods, and there may be thousands.
	endpointslices: {
		paths: [
			'/apis/discovery.k8s.io/v1/endpointslices?labelSelector=endpointslice.kubernetes.io%2Fmanaged-by!%3Dendpointslice-controller.k8s.io',
		],
	},
	deployments: {paths: ['/apis/apps/v1/deployments']},
	statefulsets: {paths: ['/apis/apps/v1/statefulsets']},
	daemonsets: {paths: ['/apis/apps/v1/daemonsets']},
	// A cluster keeps ten per deployment, whose pods tell the same.
	replicasets: {paths: ['/apis/apps/v1/replicasets'], onlyManifests: true},
	replicationcontrollers: {paths: ['/api/v1/replicationcontrollers']},
	jobs: {paths: ['/apis/batch/v1/jobs']},
	cronjobs: {paths: ['/apis/batch/v1/cronjobs']},
	virtualmachines: {paths: ['/apis/kubevirt.io/v1/virtualmachines']},
	ingresses: {paths: ['/apis/networking.k8s.io/v1/ingresses']},
	gateways: {paths: ['/apis/gateway.networking.k8s.io/v1/gateways']},
	httproutes: {paths: ['/apis/gateway.networking.k8s.io/v1/httproutes']},
	grpcroutes: {paths: ['/apis/gateway.networking.k8s.io/v1/grpcroutes']},
	networkpolicies: {paths: ['/apis/networking.k8s.io/v1/networkpolicies']},
	// Policies are asked for in every cluster: those that its engine does not enforce are named.
	ciliumnetworkpolicies: {paths: cilium('v2/ciliumnetworkpolicies').paths},
	ciliumclusterwidenetworkpolicies: {paths: cilium('v2/ciliumclusterwidenetworkpolicies').paths},
	// Of the second version since Cilium 1.18.
	ciliumcidrgroups: cilium('v2/ciliumcidrgroups', 'v2alpha1/ciliumcidrgroups'),
	ciliumlocalredirectpolicies: cilium('v2/ciliumlocalredirectpolicies'),
	ciliumegressgatewaypolicies: cilium('v2/ciliumegressgatewaypolicies'),
	adminnetworkpolicies: {paths: ['/apis/policy.networking.k8s.io/v1alpha1/adminnetworkpolicies']},
	baselineadminnetworkpolicies: {paths: ['/apis/policy.networking.k8s.io/v1alpha1/baselineadminnetworkpolicies']},
	clusternetworkpolicies: {paths: ['/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies']},
	'networkpolicies.crd.projectcalico.org': {paths: calico('networkpolicies').paths},
	globalnetworkpolicies: {paths: calico('globalnetworkpolicies').paths},
	tiers: calico('tiers'),
	networksets: calico('networksets'),
	globalnetworksets: calico('globalnetworksets'),
	hostendpoints: calico('hostendpoints'),
	serviceaccounts: {paths: ['/api/v1/serviceaccounts'], of: 'calico'},
	'authorizationpolicies.security.istio.io': istio('security', 'authorizationpolicies'),
	peerauthentications: istio('security', 'peerauthentications'),
	sidecars: istio('networking', 'sidecars'),
	envoyfilters: {paths: ['/apis/networking.istio.io/v1alpha3/envoyfilters'], of: 'istio'},
	virtualservices: istio('networking', 'virtualservices'),
	serviceentries: istio('networking', 'serviceentries'),
	servers: {
		paths: [
			'/apis/policy.linkerd.io/v1beta3/servers',
			'/apis/policy.linkerd.io/v1beta2/servers',
			'/apis/policy.linkerd.io/v1beta1/servers',
		],
		of: 'linkerd',
	},
	'authorizationpolicies.policy.linkerd.io': {
		paths: ['/apis/policy.linkerd.io/v1alpha1/authorizationpolicies'],
		of: 'linkerd',
	},
	meshtrafficpermissions: {paths: ['/apis/kuma.io/v1alpha1/meshtrafficpermissions'], of: 'kuma'},
	serviceintentions: {paths: ['/apis/consul.hashicorp.com/v1alpha1/serviceintentions'], of: 'consul'},
	traffictargets: {
		paths: ['/apis/access.smi-spec.io/v1alpha3/traffictargets', '/apis/access.smi-spec.io/v1alpha2/traffictargets'],
		of: 'smi',
	},
	'networkpolicies.crd.antrea.io': antrea('networkpolicies'),
	'clusternetworkpolicies.crd.antrea.io': antrea('clusternetworkpolicies'),
	nodes: {paths: ['/api/v1/nodes']},
	// Only the one by which the cluster's DNS is changed: others hold whatever workloads are told.
	configmaps: {
		paths: [
			`/api/v1/namespaces/${customDns.namespace}/configmaps?fieldSelector=${encodeURIComponent(`metadata.name=${customDns.name}`)}`,
		],
		permission: `"list" on "configmaps" by the name ${customDns.name} in the namespace ${customDns.namespace}`,
	},
};

function cilium(path: string, ...older: readonly string[]): Asked {
	return {paths: [`/apis/cilium.io/${path}`, ...older.map(other => `/apis/cilium.io/${other}`)], of: 'cilium'};
}

/** Calico keeps its objects in the first form, or since 3.32 in the second alone (docs.tigera.io, API groups). */
function calico(plural: string): Asked {
	return {paths: [`/apis/crd.projectcalico.org/v1/${plural}`, `/apis/projectcalico.org/v3/${plural}`], of: 'calico'};
}

/** The first version is served since Istio 1.22, the second by those before. */
function istio(group: string, plural: string): Asked {
	return {paths: [`/apis/${group}.istio.io/v1/${plural}`, `/apis/${group}.istio.io/v1beta1/${plural}`], of: 'istio'};
}

function antrea(plural: string): Asked {
	return {paths: [`/apis/crd.antrea.io/v1beta1/${plural}`, `/apis/crd.antrea.io/v1alpha1/${plural}`], of: 'antrea'};
}

/** As many as kubectl asks for at a time. */
const pageSize = 500;

/**
 * All kinds side by side; each may fail for its own reason. What only an engine looks at, only where it may be: of Cilium
 * and Calico the cluster says so, of meshes the labels of pods and namespaces, which come a round trip earlier.
 */
export async function readObjects(
	client: KubeClient,
	{mayRun, onlyManifests}: {readonly mayRun: Promise<ReadonlySet<OwnKinds>>; readonly onlyManifests: boolean},
	signal: AbortSignal,
): Promise<World['objects']> {
	const read = (resource: KubeResource) => {
		const {paths, inManifests} = asked[resource];
		return readFirst(client, resource, onlyManifests && inManifests !== undefined ? [inManifests] : paths, signal);
	};
	const marking = {namespaces: read('namespaces'), pods: read('pods')};
	const marked = enginesAtWork(Object.values(marking));
	const mayBeThere = async (engine: OwnKinds | PodEngine) =>
		isOwn(engine) ? (await mayRun).has(engine) : onlyManifests || (await marked).has(engine);
	return forEachResource(async resource => {
		if (resource === 'namespaces' || resource === 'pods') {
			return marking[resource];
		}

		const {of, onlyManifests: skipsClusters = false} = asked[resource];
		const isAsked = (onlyManifests || !skipsClusters) && (of === undefined || (await mayBeThere(of)));
		return isAsked ? read(resource) : absent;
	});
}

function isOwn(engine: OwnKinds | PodEngine): engine is OwnKinds {
	return engine === 'cilium' || engine === 'calico';
}

/** Without one of the lists nobody can tell, and all are asked for. */
async function enginesAtWork(lists: readonly Promise<Known<readonly KubeObject[]>>[]): Promise<ReadonlySet<PodEngine>> {
	const read = await Promise.all(lists);
	return read.every(list => list.state === 'known')
		? enginesLeavingMarks(read.flatMap(({value}) => value))
		: everyPodEngine;
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

async function readFirst(
	client: KubeClient,
	resource: KubeResource,
	paths: Asked['paths'],
	signal: AbortSignal,
): Promise<Known<readonly KubeObject[]>> {
	let list: Known<readonly KubeObject[]> = absent;
	for (const path of paths) {
		list = await readList(client, resource, path, signal);
		if (list.state !== 'absent') {
			break;
		}
	}

	return list;
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
		const {status, body} = await client.get(`${path}${path.includes('?') ? '&' : '?'}${query}`, signal);
		if (status === 410) {
			return 'expired';
		}

		// Custom resources that were never installed; for the others the same would be said of any server that is none.
		if (status === 404) {
			return absent;
		}

		if (status !== 200 || !Array.isArray(field(body, 'items'))) {
			return denied(explainKubeStatus(status, text(body, 'message') ?? '', resource, asked[resource].permission));
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
