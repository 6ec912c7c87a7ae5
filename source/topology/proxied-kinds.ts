import {field, objects, text} from './json.js';
import type {KubeObject, KubeResource} from './world.js';

/**
 * Kinds by which a mesh's proxies, or a policy engine that is not AKS's, refuse traffic of pods. Nobody here can tell what
 * they decide; which pods they are about can be read, and so a doubt is left with these and no others.
 */
export type ProxiedKind = {
	/** The list it is in. */
	readonly resource: KubeResource;
	/** `security.istio.io/AuthorizationPolicy`, as the ledger names it. */
	readonly type: string;
	readonly engine: PodEngine;
	/** At which end: of pods that speak, of those that are spoken to, or both. */
	readonly directions: readonly ('ingress' | 'egress')[];
	/** Where the labels of the pods it is about stand; undefined where it is about all in its reach. */
	readonly labels?: readonly string[];
	/** It is about pods of every namespace, wherever it stands. */
	readonly everywhere?: true;
	/** It refuses nobody who is behind a proxy of the same mesh. */
	readonly sparesMembers?: true;
	/** It lets everything through as it is. */
	readonly passes?: (object: KubeObject) => boolean;
	/** The document that says what it does. */
	readonly source: string;
};

export type PodEngine = 'istio' | 'linkerd' | 'kuma' | 'consul' | 'smi' | 'antrea';

const to = ['ingress'] as const;
const from = ['egress'] as const;
const both = ['ingress', 'egress'] as const;

export const proxiedKinds = [
	{
		resource: 'authorizationpolicies.security.istio.io',
		type: 'security.istio.io/AuthorizationPolicy',
		engine: 'istio',
		directions: to,
		labels: ['spec', 'selector', 'matchLabels'],
		passes: object => text(object, 'spec', 'action') === 'AUDIT',
		source: 'istio.io, security/authorization-policy',
	},
	{
		resource: 'peerauthentications',
		type: 'security.istio.io/PeerAuthentication',
		engine: 'istio',
		directions: to,
		labels: ['spec', 'selector', 'matchLabels'],
		sparesMembers: true,
		// Only the strict mode refuses a caller without a certificate, which proxies have.
		passes: object => !JSON.stringify(field(object, 'spec') ?? {}).includes('"STRICT"'),
		source: 'istio.io, security/peer_authentication',
	},
	{
		resource: 'sidecars',
		type: 'networking.istio.io/Sidecar',
		engine: 'istio',
		directions: from,
		labels: ['spec', 'workloadSelector', 'labels'],
		source: 'istio.io, networking/sidecar: hosts that are not listed are not reached',
	},
	{
		resource: 'envoyfilters',
		type: 'networking.istio.io/EnvoyFilter',
		engine: 'istio',
		directions: both,
		labels: ['spec', 'workloadSelector', 'labels'],
		source: 'istio.io, networking/envoy-filter',
	},
	{
		resource: 'virtualservices',
		type: 'networking.istio.io/VirtualService',
		engine: 'istio',
		directions: from,
		everywhere: true,
		// It says where calls go; only a fault that is put in on purpose ends them.
		passes: object => !objects(object, 'spec', 'http').some(route => field(route, 'fault') !== undefined),
		source: 'istio.io, networking/virtual-service',
	},
	{
		resource: 'servers',
		type: 'policy.linkerd.io/Server',
		engine: 'linkerd',
		directions: to,
		labels: ['spec', 'podSelector', 'matchLabels'],
		source: 'linkerd.io, authorization-policy: a server denies what nothing authorizes',
	},
	{
		resource: 'authorizationpolicies.policy.linkerd.io',
		type: 'policy.linkerd.io/AuthorizationPolicy',
		engine: 'linkerd',
		directions: to,
		source: 'linkerd.io, authorization-policy',
	},
	{
		resource: 'meshtrafficpermissions',
		type: 'kuma.io/MeshTrafficPermission',
		engine: 'kuma',
		directions: to,
		everywhere: true,
		source: 'kuma.io, meshtrafficpermission',
	},
	{
		resource: 'serviceintentions',
		type: 'consul.hashicorp.com/ServiceIntentions',
		engine: 'consul',
		directions: to,
		everywhere: true,
		source: 'developer.hashicorp.com, consul service-intentions',
	},
	{
		resource: 'traffictargets',
		type: 'access.smi-spec.io/TrafficTarget',
		engine: 'smi',
		directions: to,
		everywhere: true,
		source: 'smi-spec.io, traffic-access',
	},
	{
		resource: 'networkpolicies.crd.antrea.io',
		type: 'crd.antrea.io/NetworkPolicy',
		engine: 'antrea',
		directions: both,
		source: 'antrea.io, antrea-network-policy',
	},
	{
		resource: 'clusternetworkpolicies.crd.antrea.io',
		type: 'crd.antrea.io/ClusterNetworkPolicy',
		engine: 'antrea',
		directions: both,
		everywhere: true,
		source: 'antrea.io, antrea-network-policy',
	},
] as const satisfies readonly ProxiedKind[];
