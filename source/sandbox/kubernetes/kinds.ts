import {type JsonObject, textAt} from '../json.js';

export type Kind = {
	readonly group: string;
	readonly version: string;
	readonly kind: string;
	readonly plural: string;
	readonly namespaced: boolean;
	readonly shortNames?: readonly string[];
	/** Other groups under which manifests write the same kind. */
	readonly otherGroups?: readonly string[];
};

const core = {group: '', version: 'v1', namespaced: true} as const;
const apps = {group: 'apps', version: 'v1', namespaced: true} as const;
const networking = {group: 'networking.k8s.io', version: 'v1', namespaced: true} as const;
const cilium = {group: 'cilium.io', version: 'v2'} as const;
const policy = {group: 'policy.networking.k8s.io', namespaced: false} as const;
// Calico's own API server shows the same objects in another group.
const calico = {group: 'crd.projectcalico.org', version: 'v1', otherGroups: ['projectcalico.org']} as const;
const istioSecurity = {group: 'security.istio.io', version: 'v1', namespaced: true} as const;
const istioNetworking = {group: 'networking.istio.io', version: 'v1', namespaced: true} as const;
const antrea = {group: 'crd.antrea.io', version: 'v1beta1'} as const;
const batch = {group: 'batch', version: 'v1', namespaced: true} as const;
const gateway = {group: 'gateway.networking.k8s.io', version: 'v1', namespaced: true} as const;

export const kinds: readonly Kind[] = [
	{...core, kind: 'Namespace', plural: 'namespaces', namespaced: false, shortNames: ['ns']},
	{...core, kind: 'Node', plural: 'nodes', namespaced: false, shortNames: ['no']},
	{...core, kind: 'Pod', plural: 'pods', shortNames: ['po']},
	{...core, kind: 'Service', plural: 'services', shortNames: ['svc']},
	{...core, kind: 'Endpoints', plural: 'endpoints', shortNames: ['ep']},
	{...core, kind: 'ReplicationController', plural: 'replicationcontrollers', shortNames: ['rc']},
	{...core, kind: 'ConfigMap', plural: 'configmaps', shortNames: ['cm']},
	{...core, kind: 'ServiceAccount', plural: 'serviceaccounts', shortNames: ['sa']},
	{...apps, kind: 'Deployment', plural: 'deployments', shortNames: ['deploy']},
	{...apps, kind: 'ReplicaSet', plural: 'replicasets', shortNames: ['rs']},
	{...apps, kind: 'StatefulSet', plural: 'statefulsets', shortNames: ['sts']},
	{...apps, kind: 'DaemonSet', plural: 'daemonsets', shortNames: ['ds']},
	{...batch, kind: 'Job', plural: 'jobs'},
	{...batch, kind: 'CronJob', plural: 'cronjobs', shortNames: ['cj']},
	{
		group: 'kubevirt.io',
		version: 'v1',
		namespaced: true,
		kind: 'VirtualMachine',
		plural: 'virtualmachines',
		shortNames: ['vm'],
	},
	{
		group: 'discovery.k8s.io',
		version: 'v1',
		namespaced: true,
		kind: 'EndpointSlice',
		plural: 'endpointslices',
	},
	{...gateway, kind: 'Gateway', plural: 'gateways', shortNames: ['gtw']},
	{...gateway, kind: 'HTTPRoute', plural: 'httproutes'},
	{...gateway, kind: 'GRPCRoute', plural: 'grpcroutes'},
	{
		...networking,
		kind: 'NetworkPolicy',
		plural: 'networkpolicies',
		shortNames: ['netpol'],
		otherGroups: ['extensions'],
	},
	{...networking, kind: 'Ingress', plural: 'ingresses', shortNames: ['ing'], otherGroups: ['extensions']},
	{...cilium, kind: 'CiliumNetworkPolicy', plural: 'ciliumnetworkpolicies', namespaced: true, shortNames: ['cnp']},
	{
		...cilium,
		kind: 'CiliumClusterwideNetworkPolicy',
		plural: 'ciliumclusterwidenetworkpolicies',
		namespaced: false,
		shortNames: ['ccnp'],
	},
	{...cilium, kind: 'CiliumCIDRGroup', plural: 'ciliumcidrgroups', namespaced: false, shortNames: ['ccg']},
	{
		...cilium,
		kind: 'CiliumLocalRedirectPolicy',
		plural: 'ciliumlocalredirectpolicies',
		namespaced: true,
		shortNames: ['clrp'],
	},
	{
		...cilium,
		kind: 'CiliumEgressGatewayPolicy',
		plural: 'ciliumegressgatewaypolicies',
		namespaced: false,
		shortNames: ['cegp'],
	},
	{...policy, version: 'v1alpha1', kind: 'AdminNetworkPolicy', plural: 'adminnetworkpolicies', shortNames: ['anp']},
	{
		...policy,
		version: 'v1alpha1',
		kind: 'BaselineAdminNetworkPolicy',
		plural: 'baselineadminnetworkpolicies',
		shortNames: ['banp'],
	},
	{...policy, version: 'v1alpha2', kind: 'ClusterNetworkPolicy', plural: 'clusternetworkpolicies', shortNames: ['cnp']},
	{...calico, kind: 'NetworkPolicy', plural: 'networkpolicies', namespaced: true},
	{...calico, kind: 'GlobalNetworkPolicy', plural: 'globalnetworkpolicies', namespaced: false},
	{...calico, kind: 'Tier', plural: 'tiers', namespaced: false},
	{...calico, kind: 'NetworkSet', plural: 'networksets', namespaced: true},
	{...calico, kind: 'GlobalNetworkSet', plural: 'globalnetworksets', namespaced: false},
	{...calico, kind: 'HostEndpoint', plural: 'hostendpoints', namespaced: false},
	{...istioSecurity, kind: 'AuthorizationPolicy', plural: 'authorizationpolicies'},
	{...istioSecurity, kind: 'PeerAuthentication', plural: 'peerauthentications'},
	{...istioNetworking, kind: 'Sidecar', plural: 'sidecars'},
	{...istioNetworking, version: 'v1alpha3', kind: 'EnvoyFilter', plural: 'envoyfilters'},
	{...istioNetworking, kind: 'VirtualService', plural: 'virtualservices'},
	{...istioNetworking, kind: 'ServiceEntry', plural: 'serviceentries'},
	{group: 'policy.linkerd.io', version: 'v1beta3', namespaced: true, kind: 'Server', plural: 'servers'},
	{
		group: 'policy.linkerd.io',
		version: 'v1alpha1',
		namespaced: true,
		kind: 'AuthorizationPolicy',
		plural: 'authorizationpolicies',
	},
	{
		group: 'kuma.io',
		version: 'v1alpha1',
		namespaced: true,
		kind: 'MeshTrafficPermission',
		plural: 'meshtrafficpermissions',
	},
	{
		group: 'consul.hashicorp.com',
		version: 'v1alpha1',
		namespaced: true,
		kind: 'ServiceIntentions',
		plural: 'serviceintentions',
	},
	{group: 'access.smi-spec.io', version: 'v1alpha3', namespaced: true, kind: 'TrafficTarget', plural: 'traffictargets'},
	{...antrea, kind: 'NetworkPolicy', plural: 'networkpolicies', namespaced: true},
	{...antrea, kind: 'ClusterNetworkPolicy', plural: 'clusternetworkpolicies', namespaced: false},
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

/** The kind of an object, in whatever version it was written; undefined for kinds that no service knows. */
export function kindOf(object: JsonObject): Kind | undefined {
	return kindsByName.get(`${groupOf(textAt(object, 'apiVersion'))}/${textAt(object, 'kind')}`);
}

const kindsByName: ReadonlyMap<string, Kind> = new Map(
	kinds.flatMap(kind =>
		[kind.group, ...(kind.otherGroups ?? [])].map(group => [`${group}/${kind.kind}`, kind] as const),
	),
);

/** Kinds that no service knows are kept under their own name, so a world may hold them. */
export function kubernetesKey(object: JsonObject): string {
	const kind = kindOf(object);
	const namespace = textAt(object, 'metadata', 'namespace');
	const name = textAt(object, 'metadata', 'name');
	return kind === undefined
		? [groupOf(textAt(object, 'apiVersion')), textAt(object, 'kind'), namespace, name].join('/')
		: objectKey(kind, namespace === '' ? 'default' : namespace, name);
}

function groupOf(apiVersion: string): string {
	return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}
