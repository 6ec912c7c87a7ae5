import type {KubeRef} from '../change.js';
import {kubeResourceOf} from '../kube-ref.js';
import type {KubeAccess} from './change-record.js';

/** Whoever writes into a cluster signs in to it first. */
export const readCredentials = 'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action';

export function kubeAccessesTo(
	{apiVersion, kind, namespace, name}: KubeRef,
	verbs: readonly KubeAccess['verb'][],
): readonly KubeAccess[] {
	const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
	return verbs.map(verb => ({verb, group, resource: kubeResourceOf(kind) ?? kind.toLowerCase(), namespace, name}));
}
