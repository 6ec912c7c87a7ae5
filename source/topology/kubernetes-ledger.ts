import type {Holder, LedgerRow} from './ledger-row.js';
import {proxiedKinds} from './proxied-kinds.js';

/** The kinds of Kubernetes: what network policies and services do is judged, what proxies of a mesh do is a doubt. */
export const kubernetesRows: readonly LedgerRow[] = [
	...judged(['namespace'], 'docs/semantics-network-policy.md', [
		'networking.k8s.io/NetworkPolicy',
		'cilium.io/CiliumNetworkPolicy',
		'crd.projectcalico.org/NetworkPolicy',
		'crd.projectcalico.org/NetworkSet',
		'cilium.io/CiliumLocalRedirectPolicy',
	]),
	...judged(['cluster'], 'docs/semantics-network-policy.md', [
		'cilium.io/CiliumClusterwideNetworkPolicy',
		'cilium.io/CiliumCIDRGroup',
		'cilium.io/CiliumEgressGatewayPolicy',
		'policy.networking.k8s.io/AdminNetworkPolicy',
		'policy.networking.k8s.io/BaselineAdminNetworkPolicy',
		'policy.networking.k8s.io/ClusterNetworkPolicy',
		'crd.projectcalico.org/GlobalNetworkPolicy',
		'crd.projectcalico.org/GlobalNetworkSet',
		'crd.projectcalico.org/HostEndpoint',
		'crd.projectcalico.org/Tier',
	]),
	...judged(['load-balancer'], 'kubernetes.io, service', ['Service']),
	...judged(['pod'], 'kubernetes.io, pods', ['Namespace', 'Node']),
	...judged(['pod', 'name'], 'kubernetes.io, dns-pod-service: hostAliases, dnsPolicy', ['Pod']),
	...judged(['name'], 'coredns-custom: the one of that name in kube-system; no other is read', ['ConfigMap']),
	...proxiedKinds.map(
		({type, source, ...kind}): LedgerRow => ({
			type,
			standing: 'doubt',
			attachedTo: ['everywhere' in kind ? 'cluster' : 'namespace', 'pod'],
			source,
			title: `a ${type.split('/')[1]}`,
		}),
	),
	...[
		['networking.k8s.io/Ingress', 'kubernetes.io, ingress: leads in; its controller is a service'],
		['gateway.networking.k8s.io/Gateway', 'gateway-api.sigs.k8s.io: leads in'],
		['gateway.networking.k8s.io/HTTPRoute', 'gateway-api.sigs.k8s.io: leads in'],
		['gateway.networking.k8s.io/GRPCRoute', 'gateway-api.sigs.k8s.io: leads in'],
		['networking.istio.io/Gateway', 'istio.io, networking/gateway: leads in'],
		['networking.istio.io/ServiceEntry', 'istio.io, networking/service-entry: adds hosts, takes none away'],
		['networking.istio.io/DestinationRule', 'istio.io, networking/destination-rule: how a host is called, not whether'],
		['security.istio.io/RequestAuthentication', 'istio.io: refuses wrong tokens, not connections'],
	].map(([type = '', source = '']): LedgerRow => ({type, standing: 'harmless', attachedTo: [], source})),
];

function judged(attachedTo: readonly Holder[], source: string, types: readonly string[]): readonly LedgerRow[] {
	return types.map(type => ({type, standing: 'judged', attachedTo, source}));
}
