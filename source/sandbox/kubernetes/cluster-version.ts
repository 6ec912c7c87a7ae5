import {type JsonObject, textAt} from '../json.js';

/** What `GET /version` of a world's cluster says; a world of manifests alone has a current one. */
export function clusterVersion(resources: readonly JsonObject[]): string {
	const cluster = resources.find(
		resource => textAt(resource, 'type').toLowerCase() === 'microsoft.containerservice/managedclusters',
	);
	return (
		textAt(cluster, 'properties', 'currentKubernetesVersion') ||
		textAt(cluster, 'properties', 'kubernetesVersion') ||
		'1.32.4'
	);
}

/** From 1.21 on the API server labels every namespace with its name (Kubernetes changelog, NamespaceDefaultLabelName). */
export function namesNamespaces(resources: readonly JsonObject[]): boolean {
	const [, minor] = /^1\.(\d+)/.exec(clusterVersion(resources)) ?? [];
	return minor === undefined || Number(minor) >= 21;
}
