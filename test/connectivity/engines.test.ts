import {describe, expect, test} from 'vitest';
import {reach} from '../../source/connectivity/reach/reach.js';
import type {PolicyEngine} from '../../source/topology/cluster.js';
import {cluster} from './manifests.js';

/*
 * The same YAML under different engines. Each case is a difference that AKS's documentation states
 * (use-network-policies, azure-cni-powered-by-cilium, migrate-from-npm-to-cilium-network-policy).
 */
type Outcome = 'open' | 'closed' | 'undecided';

type Case = {
	readonly what: string;
	readonly pods: readonly string[];
	readonly policies: string;
	readonly version?: string;
	readonly nodes?: readonly string[];
	readonly outcomes: Readonly<Partial<Record<PolicyEngine, Outcome>>>;
};

const node = (name: string, os = 'linux') => ({
	apiVersion: 'v1',
	kind: 'Node',
	metadata: {name, labels: {'kubernetes.io/os': os}},
	status: {addresses: [{type: 'InternalIP', address: name.endsWith('1') ? '10.224.0.4' : '10.224.0.5'}]},
});

const policy = (spec: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: one, namespace: to}
spec: ${spec}
`;

const ingress = (rule: string) => policy(`{podSelector: {}, policyTypes: [Ingress], ingress: [${rule}]}`);

const pods = ['from/a app=a 10.244.0.5 on:node-1', 'to/b app=b 10.244.0.6 http:80/TCP on:node-2'];

/** Whether from/a may open tcp 80 to to/b. */
const cases: readonly Case[] = [
	{
		what: 'policies have no effect without an engine',
		pods,
		policies: ingress(''),
		outcomes: {none: 'open', kubernetes: 'closed', azure: 'closed', calico: 'closed', cilium: 'closed'},
	},
	{
		what: 'a block that holds the address of a pod selects it, but never under Cilium',
		pods,
		policies: ingress('{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}'),
		outcomes: {kubernetes: 'open', azure: 'open', calico: 'open', cilium: 'closed'},
	},
	{
		what: 'a pod in the network of the node is not isolated',
		pods: ['from/a 10.244.0.5 on:node-1', 'to/b 10.224.0.5 host on:node-2'],
		policies: ingress(''),
		outcomes: {kubernetes: 'closed', azure: 'open', calico: 'open', cilium: 'open'},
	},
	{
		what: 'a pod in the network of a node is no pod to a selector',
		pods: ['from/a 10.224.0.4 host on:node-1', 'to/b 10.244.0.6 on:node-2'],
		policies: ingress('{from: [{namespaceSelector: {}}]}'),
		outcomes: {kubernetes: 'open', azure: 'closed', calico: 'closed', cilium: 'closed'},
	},
	{
		what: 'a node is selected by its address, but never under Cilium',
		pods: ['from/a 10.224.0.4 host on:node-1', 'to/b 10.244.0.6 on:node-2'],
		policies: ingress('{from: [{ipBlock: {cidr: 10.224.0.0/16}}]}'),
		outcomes: {kubernetes: 'open', azure: 'open', calico: 'open', cilium: 'closed'},
	},
	{
		what: 'the own node may be reached from an isolated pod, but not under Cilium',
		pods: ['from/a 10.244.0.5 on:node-2', 'to/b 10.224.0.5 host on:node-2'],
		policies: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: one, namespace: from}
spec: {podSelector: {}, policyTypes: [Egress]}
`,
		outcomes: {azure: 'open', calico: 'open', cilium: 'closed'},
	},
	{
		what: 'endPort under a Kubernetes whose Cilium may not know it',
		pods,
		policies: ingress('{ports: [{port: 80, endPort: 90}]}'),
		version: '1.31.4',
		outcomes: {kubernetes: 'open', azure: 'open', calico: 'open', cilium: 'undecided'},
	},
	{
		what: 'endPort under a Kubernetes whose Cilium knows it',
		pods,
		policies: ingress('{ports: [{port: 80, endPort: 90}]}'),
		version: '1.32.0',
		outcomes: {cilium: 'open'},
	},
	{
		what: 'a named port that is one number everywhere',
		pods,
		policies: ingress('{ports: [{port: http}]}'),
		outcomes: {kubernetes: 'open', azure: 'open', calico: 'open', cilium: 'open'},
	},
	{
		what: 'a named port that is another number in another pod of the policy',
		pods: [...pods, 'to/c app=c 10.244.0.7 http:8080/TCP'],
		policies: ingress('{ports: [{port: http}]}'),
		outcomes: {kubernetes: 'open', azure: 'open', calico: 'open', cilium: 'undecided'},
	},
	...[
		'{ports: [{port: http}]}',
		'{from: [{podSelector: {}, namespaceSelector: {matchExpressions: [{key: x, operator: DoesNotExist}]}}]}',
		'{from: [{ipBlock: {cidr: 10.244.0.0/16, except: [10.244.9.0/24]}}]}',
	].map(
		(rule): Case => ({
			what: `Windows pods and ${rule}`,
			pods,
			policies: ingress(rule),
			nodes: ['windows'],
			outcomes: {kubernetes: 'open', azure: 'undecided', calico: 'open'},
		}),
	),
	{
		what: 'Windows pods and a plain rule',
		pods,
		policies: ingress('{ports: [{port: 80}]}'),
		nodes: ['windows'],
		outcomes: {azure: 'open', calico: 'open', cilium: 'undecided'},
	},
];

const table = cases.flatMap(({outcomes, ...rest}) =>
	Object.entries(outcomes).map(([engine, outcome]) => ({...rest, engine: engine as PolicyEngine, outcome})),
);

describe('the same policies under different engines', () => {
	test.each(table)(
		'$what: $engine says $outcome',
		({engine, outcome, pods: own, policies, version = '1.33.2', nodes = []}) => {
			const topology = cluster({
				pods: own,
				policies,
				engine,
				cluster: {kubernetesVersion: version},
				others: [node('node-1'), node('node-2', nodes[0])],
			});
			const found = reach(topology, {
				from: {kind: 'namespace', namespace: 'from'},
				to: {kind: 'named', namespace: 'to', name: 'b'},
				ports: {tcp: [[80, 80]], udp: [], sctp: []},
			});
			if (!found.ok) {
				expect.unreachable();
			}

			const said: Outcome =
				[...found.connections].length > 0 ? 'open' : [...found.undecided].length > 0 ? 'undecided' : 'closed';
			expect(said).toBe(outcome);
		},
	);
});
