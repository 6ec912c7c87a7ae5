import {expect, test} from 'vitest';
import {clusterConnectivity} from '../../source/connectivity/cluster-connectivity.js';
import {lintPolicies} from '../../source/connectivity/lint/lint-policies.js';
import type {KubeObject} from '../../source/topology/world.js';
import {cluster} from './manifests.js';

const pods = [
	'dev/web app=web http:8080/TCP 10.244.0.1 on:n1',
	'dev/api app=api http:9090/TCP 10.244.0.2 on:n1',
	'kube-system/dns k8s-app=kube-dns dns:53/UDP 10.244.0.3',
];
const service = {
	apiVersion: 'v1',
	kind: 'Service',
	metadata: {name: 'web', namespace: 'dev'},
	spec: {selector: {app: 'web'}, ports: [{port: 80, targetPort: 'http'}]},
} as KubeObject;
const balancer = {
	...service,
	metadata: {name: 'front', namespace: 'dev'},
	spec: {...(service['spec'] as object), type: 'LoadBalancer', externalTrafficPolicy: 'Cluster'},
} as KubeObject;
const windows = {
	apiVersion: 'v1',
	kind: 'Node',
	metadata: {name: 'n1', labels: {'kubernetes.io/os': 'windows'}},
} as KubeObject;

const policy = (spec: string, kind = 'networking.k8s.io/v1\nkind: NetworkPolicy') => `
apiVersion: ${kind}
metadata: {name: p, namespace: dev}
spec: ${spec}
`;
const toWeb = 'podSelector: {matchLabels: {app: web}}';

function complaints(
	policies: string,
	{
		engine = 'kubernetes' as const,
		others = [],
	}: {engine?: 'kubernetes' | 'azure' | 'cilium'; others?: readonly KubeObject[]} = {},
): readonly string[] {
	const topology = cluster({pods, policies, engine, cluster: {kubernetesVersion: '1.31.0'}, others});
	const read = clusterConnectivity(topology);
	return read.ok
		? lintPolicies(topology, read.connectivity).map(({kind, rule = 'whole'}) => `${kind} ${rule}`)
		: expect.unreachable(read.missing.datum);
}

test.each([
	[
		'nothing to say',
		`{${toWeb}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 8080}]}]}`,
		[],
	],
	['a selector that finds nothing', '{podSelector: {matchLabels: {app: wbe}}}', ['selects-nothing whole']],
	[
		'a peer that finds nothing',
		`{${toWeb}, ingress: [{from: [{podSelector: {matchLabels: {app: aip}}}]}]}`,
		['peer-selects-nothing ingress[0]'],
	],
	['a port name of no pod', `{${toWeb}, ingress: [{ports: [{port: htpp}]}]}`, ['unknown-port-name ingress[0]']],
	[
		'a name of the wrong protocol',
		`{${toWeb}, ingress: [{ports: [{port: http, protocol: UDP}]}]}`,
		['unknown-port-name ingress[0]'],
	],
	[
		'a port name with two numbers',
		'{podSelector: {}, ingress: [{ports: [{port: http}]}]}',
		['port-name-clash ingress[0]'],
	],
	['the port of a service', `{${toWeb}, ingress: [{ports: [{port: 80}]}]}`, ['service-port ingress[0]']],
	[
		'egress without DNS',
		`{${toWeb}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: api}}}]}]}`,
		['dns-forgotten whole'],
	],
	['egress that is closed on purpose', `{${toWeb}, policyTypes: [Egress]}`, []],
	[
		'egress with DNS',
		`{${toWeb}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}], ports: [{port: 53, protocol: UDP}]}]}`,
		[],
	],
])('%s', (_, spec, expected) => {
	expect(complaints(policy(spec), {others: [service]})).toEqual(expected);
});

test('an allow rule that a deny rule outdoes', () => {
	const rules = (port: string) =>
		policy(
			`{endpointSelector: {matchLabels: {app: web}}, ingress: [{fromEndpoints: [{matchLabels: {app: api}}], toPorts: [{ports: [{port: "8080"}]}]}], ingressDeny: [{fromEntities: [cluster], toPorts: [{ports: [{port: "${port}"}]}]}]}`,
			'cilium.io/v2\nkind: CiliumNetworkPolicy',
		);
	expect(complaints(rules('8080'), {engine: 'cilium'})).toEqual(['shadowed ingress[0]']);
	expect(complaints(rules('9090'), {engine: 'cilium'})).toEqual([]);
});

test.each([
	['a block that holds pods', `{${toWeb}, ingress: [{from: [{ipBlock: {cidr: 10.244.0.0/16}}]}]}`, [], 'ingress[0]'],
	['a range of ports', `{${toWeb}, ingress: [{ports: [{port: 8080, endPort: 8090}]}]}`, [], 'ingress[0]'],
	['the own node', `{${toWeb}, policyTypes: [Egress]}`, [], 'whole'],
	['a load balancer', `{${toWeb}, ingress: []}`, [balancer], 'whole'],
	['pods on Windows', `{${toWeb}, ingress: [{}]}`, [windows], 'whole'],
])('what Cilium does otherwise than Network Policy Manager: %s', (_, spec, others, rule) => {
	expect(complaints(policy(spec), {engine: 'azure', others})).toEqual([`cilium-difference ${rule}`]);
	expect(complaints(policy(spec), {engine: 'kubernetes', others})).toEqual([]);
});
