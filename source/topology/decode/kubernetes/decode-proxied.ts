import {textMap} from '../../json.js';
import type {ProxiedObject, UnreadProxied} from '../../kubernetes.js';
import {type ProxiedKind, proxiedKinds} from '../../proxied-kinds.js';
import type {KubeObject, World} from '../../world.js';

/** Namespaces of a control plane, whose objects hold for the whole mesh (istio.io, glossary: root namespace). */
const rootNamespaces = ['istio-system', 'aks-istio-system'];

const kinds: readonly ProxiedKind[] = proxiedKinds;

export function decodeProxied(lists: World['objects']): readonly ProxiedObject[] {
	return kinds.flatMap(kind => {
		const list = lists[kind.resource];
		return list.state === 'known' ? list.value.flatMap(object => decodeObject(object, kind)) : [];
	});
}

/** Nobody who may not list a kind learns from the refusal whether it is installed at all. */
export function decodeUnreadProxied(lists: World['objects']): readonly UnreadProxied[] {
	return kinds.flatMap(kind => {
		const list = lists[kind.resource];
		return list.state === 'denied' ? [{kind, reason: list.reason}] : [];
	});
}

function decodeObject(object: KubeObject, kind: ProxiedKind): readonly ProxiedObject[] {
	if (kind.passes?.(object) === true) {
		return [];
	}

	const {name, namespace = 'default'} = object.metadata;
	const isRoot = kind.engine === 'istio' && rootNamespaces.includes(namespace);
	return [
		{
			kind,
			namespace,
			name,
			inNamespace: kind.everywhere === true || isRoot ? undefined : namespace,
			labels: kind.labels === undefined ? {} : textMap(object, ...kind.labels),
		},
	];
}
