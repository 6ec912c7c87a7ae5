import {type JsonObject, textAt} from '../json.js';

export type Kind = {
	readonly group: string;
	readonly version: string;
	readonly kind: string;
	readonly plural: string;
	readonly namespaced: boolean;
	readonly shortNames?: readonly string[];
};

const core = {group: '', version: 'v1', namespaced: true} as const;
const apps = {group: 'apps', version: 'v1', namespaced: true} as const;
const networking = {group: 'networking.k8s.io', version: 'v1', namespaced: true} as const;
const cilium = {group: 'cilium.io', version: 'v2'} as const;

export const kinds: readonly Kind[] = [
	{...core, kind: 'Namespace', plural: 'namespaces', namespaced: false, shortNames: ['ns']},
	{...core, kind: 'Node', plural: 'nodes', namespaced: false, shortNames: ['no']},
	{...core, kind: 'Pod', plural: 'pods', shortNames: ['po']},
	{...core, kind: 'Service', plural: 'services', shortNames: ['svc']},
	{...core, kind: 'Endpoints', plural: 'endpoints', shortNames: ['ep']},
	{...core, kind: 'ConfigMap', plural: 'configmaps', shortNames: ['cm']},
	{...core, kind: 'ServiceAccount', plural: 'serviceaccounts', shortNames: ['sa']},
	{...apps, kind: 'Deployment', plural: 'deployments', shortNames: ['deploy']},
	{...apps, kind: 'ReplicaSet', plural: 'replicasets', shortNames: ['rs']},
	{...apps, kind: 'StatefulSet', plural: 'statefulsets', shortNames: ['sts']},
	{...apps, kind: 'DaemonSet', plural: 'daemonsets', shortNames: ['ds']},
	{...networking, kind: 'NetworkPolicy', plural: 'networkpolicies', shortNames: ['netpol']},
	{...networking, kind: 'Ingress', plural: 'ingresses', shortNames: ['ing']},
	{...cilium, kind: 'CiliumNetworkPolicy', plural: 'ciliumnetworkpolicies', namespaced: true, shortNames: ['cnp']},
	{
		...cilium,
		kind: 'CiliumClusterwideNetworkPolicy',
		plural: 'ciliumclusterwidenetworkpolicies',
		namespaced: false,
		shortNames: ['ccnp'],
	},
];

export function apiVersionOf({group, version}: Kind): string {
	return group === '' ? version : `${group}/${version}`;
}

/** `networkpolicies.networking.k8s.io`, as messages name a resource. */
export function qualifiedName({plural, group}: Kind): string {
	return group === '' ? plural : `${plural}.${group}`;
}

export function objectKey({group, plural, namespaced}: Kind, namespace: string, name: string): string {
	return [group, plural, namespaced ? namespace : '', name].join('/');
}

/** Kinds that no service knows are kept under their own name, so a world may hold them. */
export function kubernetesKey(object: JsonObject): string {
	const [group, kindName] = [groupOf(textAt(object, 'apiVersion')), textAt(object, 'kind')];
	const kind = kinds.find(known => known.group === group && known.kind === kindName);
	const namespace = textAt(object, 'metadata', 'namespace');
	const name = textAt(object, 'metadata', 'name');
	return kind === undefined
		? [group, kindName, namespace, name].join('/')
		: objectKey(kind, namespace === '' ? 'default' : namespace, name);
}

function groupOf(apiVersion: string): string {
	return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}
