import {objects, text, textMap} from '../../json.js';
import {absent, denied, type Known, known, mapKnown} from '../../known.js';
import {
	type Kubernetes,
	type Namespace,
	type NetworkPolicy,
	type Node,
	nameLabel,
	type Pod,
	policyResources,
} from '../../kubernetes.js';
import {minorVersion} from '../../kubernetes-version.js';
import {rememberByObject} from '../../remember-by-object.js';
import type {KubeObject, World} from '../../world.js';
import {decodeGatewayRoute, decodeIngress} from '../azure/decode-routes.js';
import {parseAddresses} from '../azure/parse-addresses.js';
import {decodeClusterDns} from './corefile/decode-cluster-dns.js';
import {decodeEndpointSlice, decodeEndpoints} from './decode-endpoints.js';
import {decodeDoubtfulPolicy} from './decode-network-policy.js';
import {decodePod} from './decode-pod.js';
import {decodeProxied, decodeUnreadProxied} from './decode-proxied.js';
import {decodeService} from './decode-service.js';
import {decodeWorkload, type WorkloadResource, withPlannedPods, workloadTemplates} from './decode-workload.js';

/** Without a version, as in a folder of manifests, today's Kubernetes is meant. */
export function decodeKubernetes(world: World, kubernetesVersion: string | undefined): Kubernetes {
	const {objects: lists} = world;
	return {
		namespaces: mapKnown(
			lists.namespaces,
			(minorVersion(kubernetesVersion) ?? 21) >= 21 ? namespacesIn : namespacesInOldCluster,
		),
		pods: mapKnown(lists.pods, pods => withPlannedPods(podsIn(pods), plannedPods(lists))),
		services: mapKnown(lists.services, servicesIn),
		networkPolicies: decodeNetworkPolicies(lists.networkpolicies),
		ciliumPolicies: joinCiliumPolicies(lists.ciliumnetworkpolicies, lists.ciliumclusterwidenetworkpolicies),
		// Every list has its entry; that is more than fromEntries can promise.
		policyObjects: Object.fromEntries(policyResources.map(resource => [resource, lists[resource]])) as NonNullable<
			Kubernetes['policyObjects']
		>,
		nodes: mapKnown(lists.nodes, nodesIn),
		clusterDns: decodeClusterDns(lists.configmaps),
		endpoints: [...valuesOf(lists.endpoints, endpointsIn), ...valuesOf(lists.endpointslices, slicesIn)],
		unreadWorkloads: unreadWorkloads(lists),
		proxied: decodeProxied(lists),
		unreadProxied: decodeUnreadProxied(lists),
		routes: [
			...valuesOf(lists.ingresses, ingressesIn),
			...valuesOf(lists.httproutes, routesIn),
			...valuesOf(lists.grpcroutes, routesIn),
		],
	};
}

const namespacesIn = listOf(object => decodeNamespace(object, true));
const namespacesInOldCluster = listOf(object => decodeNamespace(object, false));
const podsIn = listOf(decodePod);
const servicesIn = listOf(decodeService);
const nodesIn = listOf(decodeNode);
const endpointsIn = rememberByObject((items: readonly KubeObject[]) => items.flatMap(decodeEndpoints));
const slicesIn = listOf(decodeEndpointSlice);
const ingressesIn = listOf(decodeIngress);
const routesIn = listOf(decodeGatewayRoute);

function valuesOf<T>(
	list: Known<readonly KubeObject[]>,
	decode: (items: readonly KubeObject[]) => readonly T[],
): readonly T[] {
	return list.state === 'known' ? decode(list.value) : [];
}

const workloadResources = Object.keys(workloadTemplates) as readonly WorkloadResource[];
const plannedIn = new Map(
	workloadResources.map(resource => [resource, listOf(object => decodeWorkload(object, resource))] as const),
);

function plannedPods(lists: World['objects']): readonly Pod[] {
	return workloadResources.flatMap(resource => {
		const list = lists[resource];
		return list.state === 'known' ? (plannedIn.get(resource)?.(list.value) ?? []) : [];
	});
}

/** One sentence for all kinds: who may not list one of them may mostly list none. */
function unreadWorkloads(lists: World['objects']): readonly string[] {
	const denied = workloadResources.flatMap(resource => {
		const list = lists[resource];
		return list.state === 'denied' && lists.pods.state === 'known' ? [{resource, reason: list.reason}] : [];
	});
	const [first] = denied;
	return first === undefined
		? []
		: [`Workloads without pods may be missing (${denied.map(({resource}) => resource).join(', ')}): ${first.reason}`];
}

function listOf<T>(decode: (object: KubeObject) => T | undefined): (items: readonly KubeObject[]) => readonly T[] {
	return rememberByObject(items => items.flatMap(object => decode(object) ?? []));
}

/** One policy that is not understood makes them all uncertain: it may isolate any pod, or open what others do not. */
function decodeNetworkPolicies(list: Known<readonly KubeObject[]>): Known<readonly NetworkPolicy[]> {
	if (list.state !== 'known') {
		return list;
	}

	const policies: NetworkPolicy[] = [];
	for (const object of list.value) {
		const policy = decodeDoubtfulPolicy(object);
		if (!policy.ok) {
			return denied(policy.problem);
		}

		policies.push(policy.value);
	}

	return known(policies);
}

function joinCiliumPolicies(
	namespaced: Known<readonly KubeObject[]>,
	clusterwide: Known<readonly KubeObject[]>,
): Known<readonly KubeObject[]> {
	const refused = [namespaced, clusterwide].find(list => list.state === 'denied');
	if (refused !== undefined) {
		return refused;
	}

	const found = [namespaced, clusterwide].flatMap(list => (list.state === 'known' ? [list.value] : []));
	return found.length > 0 ? known(found.flat()) : absent;
}

/** From Kubernetes 1.21 on the API server labels every namespace with its name; before, nobody did (facts 1.4). */
function decodeNamespace(object: KubeObject, namedByLabel: boolean): Namespace | undefined {
	const name = text(object, 'metadata', 'name');
	const labels = textMap(object, 'metadata', 'labels');
	return name === undefined ? undefined : {name, labels: namedByLabel ? {...labels, [nameLabel]: name} : labels};
}

function decodeNode(object: KubeObject): Node | undefined {
	const name = text(object, 'metadata', 'name');
	if (name === undefined) {
		return undefined;
	}

	const labels = textMap(object, 'metadata', 'labels');
	const addresses = objects(object, 'status', 'addresses').filter(address => address['type'] === 'InternalIP');
	return {
		name,
		labels,
		addresses: parseAddresses(addresses.flatMap(address => text(address, 'address') ?? [])),
		pool: labels['kubernetes.azure.com/agentpool'] ?? labels['agentpool'],
	};
}
