import type {JsonObject, KubeObject, KubeResource, World} from '../topology/world.js';
import type {KubeRef} from './change.js';

const resources: Readonly<Record<string, KubeResource>> = {
	Namespace: 'namespaces',
	Pod: 'pods',
	Service: 'services',
	NetworkPolicy: 'networkpolicies',
	CiliumNetworkPolicy: 'ciliumnetworkpolicies',
	CiliumClusterwideNetworkPolicy: 'ciliumclusterwidenetworkpolicies',
};

export function kubeResourceOf(kind: string): KubeResource | undefined {
	return resources[kind];
}

export function kubeRefOf(object: KubeObject): KubeRef {
	const {apiVersion, kind, metadata} = object;
	return {apiVersion, kind, namespace: metadata.namespace, name: metadata.name};
}

export function isSameObject(object: KubeObject, ref: KubeRef): boolean {
	return object.kind === ref.kind && object.metadata.name === ref.name && object.metadata.namespace === ref.namespace;
}

export function findObject(world: World, ref: KubeRef): KubeObject | undefined {
	const resource = kubeResourceOf(ref.kind);
	const list = resource === undefined ? undefined : world.objects[resource];
	return list?.state === 'known' ? list.value.find(object => isSameObject(object, ref)) : undefined;
}

/** `NetworkPolicy/namespace/name`, `Namespace/name` */
export function kubePath({kind, namespace, name}: KubeRef): string {
	return [kind, namespace, name].filter(part => part !== undefined).join('/');
}

/** The object without what the API server adds, so that it can be applied again. */
export function withoutServerFields(object: KubeObject): KubeObject {
	const {status: _status, metadata, ...rest} = object;
	const {
		uid: _uid,
		resourceVersion: _resourceVersion,
		generation: _generation,
		creationTimestamp: _creationTimestamp,
		managedFields: _managedFields,
		...ownMetadata
	} = metadata as JsonObject & KubeObject['metadata'];
	return {...rest, metadata: ownMetadata} as KubeObject;
}
