import {describe, expect, test} from 'vitest';
import {reach} from '../../source/connectivity/reach/reach.js';
import {parseReachEnd, parseReachPort} from '../../source/connectivity/reach/reach-options.js';
import type {PolicyEngine} from '../../source/topology/cluster.js';
import type {Topology} from '../../source/topology/topology.js';
import {cluster} from './manifests.js';

/*
 * What people report of policies that did something else than they meant, in small worlds of our own. Each row names who
 * says what is right.
 */
type Answer = 'open' | 'closed' | 'undecided';

type Report = {
	readonly what: string;
	readonly source: string;
	readonly engine: PolicyEngine;
	readonly policies: string;
	/** `from > to protocol/port`, and what is right. */
	readonly answers: Readonly<Record<string, Answer>>;
};

const node = (name: string, ip: string) => ({
	apiVersion: 'v1',
	kind: 'Node',
	metadata: {name, labels: {}},
	status: {addresses: [{type: 'InternalIP', address: ip}]},
});

const pods = [
	'dev/web app=web 10.244.1.5 http:8080/TCP on:n1',
	'dev/cli app=cli 10.244.2.6 on:n2',
	'ops/job app=job 10.244.2.7 on:n2',
];

const networkPolicy = (spec: string, namespace = 'dev') =>
	`---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: ${namespace}}\nspec: ${spec}\n`;
const cilium = (spec: string) =>
	`---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: p, namespace: dev}\nspec: ${spec}\n`;
const clusterwide = (spec: string) =>
	`---\napiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name: c}\nspec: ${spec}\n`;
const calico = (spec: string) =>
	`---\napiVersion: crd.projectcalico.org/v1\nkind: NetworkPolicy\nmetadata: {name: default.k, namespace: dev}\nspec: ${spec}\n`;

const refused: readonly Report[] = [
	['a peer without fields', '{podSelector: {}, ingress: [{from: [{}]}]}'],
	[
		'In without values',
		'{podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: a, operator: In}]}}]}]}',
	],
	['an address without a mask', '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 20.1.1.1}}]}]}'],
	['a port number as text', '{podSelector: {}, ingress: [{ports: [{port: "8080"}]}]}'],
	['endPort beside a name', '{podSelector: {}, ingress: [{ports: [{port: http, endPort: 8090}]}]}'],
	['the protocol ICMP', '{podSelector: {}, ingress: [{ports: [{protocol: ICMP}]}]}'],
	['policyTypes in lower case', '{podSelector: {}, policyTypes: [ingress]}'],
	[
		'an except outside of its block',
		'{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 20.0.0.0/8, except: [21.0.0.0/16]}}]}]}',
	],
	[
		'an except as large as its block',
		'{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 20.0.0.0/8, except: [20.0.0.0/8]}}]}]}',
	],
].map(([what = '', spec = '']) => ({
	what: `${what} leaves undecided what the policy selects, and no more`,
	source: 'kubernetes, apis/networking/validation',
	engine: 'azure',
	policies: networkPolicy(spec),
	answers: {'ops/job > dev/web tcp/8080': 'undecided', '20.1.1.1 > ops/job tcp/80': 'open'},
}));

const reports: readonly Report[] = [
	...refused,
	{
		what: 'a refused policy with a selector of its own is in doubt for these pods only',
		source: 'kubernetes, apis/networking/validation',
		engine: 'calico',
		policies: networkPolicy('{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{}]}]}'),
		answers: {'ops/job > dev/web tcp/8080': 'undecided', 'ops/job > dev/cli tcp/8080': 'open'},
	},
	{
		what: 'egress: [] without policyTypes isolates ingress only',
		source: 'kubernetes, apis/networking/v1/defaults.go',
		engine: 'azure',
		policies: networkPolicy('{podSelector: {}, egress: []}'),
		answers: {'dev/web > ops/job tcp/80': 'open', 'ops/job > dev/web tcp/8080': 'closed'},
	},
	{
		what: 'a rule for port 53 that names no protocol is TCP, so that DNS stays closed',
		source: 'kubernetes.io, network-policies',
		engine: 'azure',
		policies: networkPolicy('{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 53}]}]}'),
		answers: {'dev/web > ops/job udp/53': 'closed', 'dev/web > ops/job tcp/53': 'open'},
	},
	{
		what: 'an empty namespaceSelector is every namespace, and nobody outside',
		source: 'kubernetes.io, network-policies',
		engine: 'azure',
		policies: networkPolicy('{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}'),
		answers: {'ops/job > dev/web tcp/8080': 'open', '20.1.1.1 > dev/web tcp/8080': 'closed'},
	},
	{
		what: 'without a namespace a policy is in the namespace default',
		source: 'kubectl, manifests without metadata.namespace',
		engine: 'kubernetes',
		policies: 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: {podSelector: {}}\n',
		answers: {'ops/job > dev/web tcp/8080': 'open'},
	},
	{
		what: "Calico's own NetworkPolicy has a selector, and means its own namespace",
		source: 'docs.tigera.io, networkpolicy',
		engine: 'calico',
		policies: calico('{selector: all(), types: [Ingress], ingress: [{action: Allow, source: {selector: "all()"}}]}'),
		answers: {'ops/job > dev/web tcp/8080': 'closed', 'dev/cli > dev/web tcp/8080': 'open'},
	},
	{
		what: 'the entity host is the own node, and no other',
		source: 'docs.cilium.io, entities based',
		engine: 'cilium',
		policies: cilium('{endpointSelector: {}, egress: [{toEntities: [host]}]}'),
		answers: {'dev/web > 10.224.0.4 tcp/10250': 'open', 'dev/web > 10.224.0.5 tcp/10250': 'closed'},
	},
	{
		what: 'the entity remote-node is every node but the own',
		source: 'docs.cilium.io, entities based',
		engine: 'cilium',
		policies: cilium('{endpointSelector: {}, egress: [{toEntities: [remote-node]}]}'),
		answers: {'dev/web > 10.224.0.4 tcp/10250': 'closed', 'dev/web > 10.224.0.5 tcp/10250': 'open'},
	},
	{
		what: 'both entities together are every node, and no pod',
		source: 'AKS, migrate-from-npm-to-cilium-network-policy',
		engine: 'cilium',
		policies: cilium('{endpointSelector: {}, egress: [{toEntities: [host, remote-node]}]}'),
		answers: {
			'dev/web > 10.224.0.4 tcp/10250': 'open',
			'dev/web > 10.224.0.5 tcp/10250': 'open',
			'dev/web > ops/job tcp/80': 'closed',
		},
	},
	{
		what: 'from another node only remote-node lets in; the own node always gets in',
		source: 'docs.cilium.io, access to/from local host',
		engine: 'cilium',
		policies: cilium('{endpointSelector: {}, ingress: [{fromEntities: [host]}]}'),
		answers: {'10.224.0.4 > dev/web tcp/8080': 'open', '10.224.0.5 > dev/web tcp/8080': 'closed'},
	},
	{
		what: 'both selectors in one spec are refused, so nobody knows whom it means',
		source: 'cilium, rule_validation.go',
		engine: 'cilium',
		policies: clusterwide('{nodeSelector: {}, endpointSelector: {}, ingress: [{}]}'),
		answers: {'ops/job > dev/web tcp/8080': 'undecided'},
	},
	{
		what: 'fromEndpoints: [{}] means the own namespace in a policy of a namespace',
		source: 'docs.cilium.io, namespaces; cilium#14798',
		engine: 'cilium',
		policies: cilium('{endpointSelector: {}, ingress: [{fromEndpoints: [{}]}]}'),
		answers: {'ops/job > dev/web tcp/8080': 'closed', 'dev/cli > dev/web tcp/8080': 'open'},
	},
	{
		what: 'fromEndpoints: [{}] means every pod in a clusterwide policy, and nobody outside',
		source: 'docs.cilium.io, clusterwide policies',
		engine: 'cilium',
		policies: clusterwide('{endpointSelector: {matchLabels: {app: web}}, ingress: [{fromEndpoints: [{}]}]}'),
		answers: {'ops/job > dev/web tcp/8080': 'open', '20.1.1.1 > dev/web tcp/8080': 'closed'},
	},
	{
		what: 'the entity world holds no pod',
		source: 'docs.cilium.io, entities based',
		engine: 'cilium',
		policies: cilium('{endpointSelector: {}, ingress: [{fromEntities: [world]}]}'),
		answers: {'ops/job > dev/web tcp/8080': 'closed', '20.1.1.1 > dev/web tcp/8080': 'open'},
	},
	{
		what: 'toCIDR selects neither pods nor nodes',
		source: 'docs.cilium.io, CIDR based',
		engine: 'cilium',
		policies: cilium('{endpointSelector: {}, egress: [{toCIDR: [0.0.0.0/0]}]}'),
		answers: {
			'dev/web > ops/job tcp/80': 'closed',
			'dev/web > 10.224.0.5 tcp/80': 'closed',
			'dev/web > 20.1.1.1 tcp/80': 'open',
		},
	},
	{
		what: 'a port without a protocol is any protocol in Cilium',
		source: 'docs.cilium.io, layer 4',
		engine: 'cilium',
		policies: cilium('{endpointSelector: {}, ingress: [{fromEndpoints: [{}], toPorts: [{ports: [{port: "8080"}]}]}]}'),
		answers: {'dev/cli > dev/web udp/8080': 'open', 'dev/cli > dev/web tcp/81': 'closed'},
	},
];

function answer(question: string, topology: Topology): Answer {
	const [, from = '', to = '', port = ''] = /^(\S+) > (\S+) (\S+)$/.exec(question) ?? [];
	const [source, target, ports] = [parseReachEnd(from, topology), parseReachEnd(to, topology), parseReachPort(port)];
	if (!source.ok || !target.ok || !ports.ok) {
		throw new Error(`not a question: ${question}`);
	}

	const found = reach(topology, {from: source.value, to: target.value, ports: ports.value});
	if (!found.ok) {
		throw new Error(found.missing.reason);
	}

	return [...found.connections].length > 0 ? 'open' : [...found.undecided].length > 0 ? 'undecided' : 'closed';
}

describe('policies in public reports', () => {
	test.each(reports)('$what ($source)', ({engine, policies, answers}) => {
		const others = [node('n1', '10.224.0.4'), node('n2', '10.224.0.5')];
		const topology = cluster({pods, policies, engine, others});
		const said = Object.fromEntries(Object.keys(answers).map(question => [question, answer(question, topology)]));
		expect(said).toEqual(answers);
	});
});
