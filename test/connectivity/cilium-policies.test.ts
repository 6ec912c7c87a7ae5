import {describe, expect, test} from 'vitest';
import {reach} from '../../source/connectivity/reach/reach.js';
import {cluster} from './manifests.js';

const pods = [
	'dev/web app=web 10.244.0.5 http:80/TCP on:node-1',
	'dev/client app=client 10.244.0.6 on:node-2',
	'shop/db app=db 10.244.0.7 on:node-2',
	'kube-system/agent app=agent 10.224.0.5 host on:node-2',
];

function policy(spec: string, kind = 'CiliumNetworkPolicy'): string {
	const namespace = kind === 'CiliumNetworkPolicy' ? ', namespace: dev' : '';
	return `
apiVersion: cilium.io/v2
kind: ${kind}
metadata: {name: one${namespace}}
spec: ${spec}
---
`;
}

const web = 'endpointSelector: {matchLabels: {app: web}}';
const clusterwide = 'CiliumClusterwideNetworkPolicy';

/** Who may open what to dev/web, or what dev/web may open: `dev/client tcp 80`; in brackets what is undecided. */
function peersOfWeb(policies: string, direction: 'ingress' | 'egress'): readonly string[] {
	const topology = cluster({
		pods,
		policies,
		engine: 'cilium',
		cluster: {fqdnPolicies: true},
		namespaces: {shop: {team: 'shop'}},
	});
	const end = {kind: 'named', namespace: 'dev', name: 'web'} as const;
	const found = reach(topology, direction === 'ingress' ? {to: end} : {from: end});
	if (!found.ok) {
		expect.unreachable();
	}

	const line = ({
		from,
		to,
		allowed,
	}: {
		from: string;
		to: string;
		allowed: readonly {protocol: string; ports: string}[];
	}) => {
		const all = allowed.length === 3 && allowed.every(({ports}) => ports === '1-65535');
		const what = all ? '' : allowed.map(({protocol, ports}) => ` ${protocol.toLowerCase()} ${ports}`).join('');
		return `${direction === 'ingress' ? from : to}${what}`;
	};
	return [...[...found.connections].map(line), ...[...found.undecided].map(pair => `(${line(pair)})`)];
}

describe('Cilium policies, inward', () => {
	test.each<[string, string, readonly string[]]>([
		[
			'another pod selected',
			policy('{endpointSelector: {matchLabels: {app: db}}, ingress: [{}]}'),
			['dev/client', 'kube-system/agent', 'shop/db', '0.0.0.0/0'],
		],
		['an empty rule allows nothing', policy(`{${web}, ingress: [{}]}`), []],
		[
			'an empty list does not isolate',
			policy(`{${web}, ingress: []}`),
			['dev/client', 'kube-system/agent', 'shop/db', '0.0.0.0/0'],
		],
		['{} is the own namespace', policy(`{${web}, ingress: [{fromEndpoints: [{}]}]}`), ['dev/client']],
		[
			'{} is every namespace, clusterwide',
			policy(`{${web}, ingress: [{fromEndpoints: [{}]}]}`, clusterwide),
			['dev/client', 'shop/db'],
		],
		[
			'a namespace by name',
			policy(`{${web}, ingress: [{fromEndpoints: [{matchLabels: {k8s:io.kubernetes.pod.namespace: shop}}]}]}`),
			['shop/db'],
		],
		[
			'a namespace by label',
			policy(`{${web}, ingress: [{fromEndpoints: [{matchLabels: {k8s:io.cilium.k8s.namespace.labels.team: shop}}]}]}`),
			['shop/db'],
		],
		[
			'any namespace',
			policy(
				`{${web}, ingress: [{fromEndpoints: [{matchExpressions: [{key: k8s:io.kubernetes.pod.namespace, operator: Exists}]}]}]}`,
			),
			['dev/client', 'shop/db'],
		],
		[
			'a label with its source',
			policy(`{${web}, ingress: [{fromEndpoints: [{matchLabels: {any:app: client}}]}]}`),
			['dev/client'],
		],
		['world', policy(`{${web}, ingress: [{fromEntities: [world]}]}`), ['0.0.0.0/0']],
		[
			'cluster',
			policy(`{${web}, ingress: [{fromEntities: [cluster]}]}`),
			['dev/client', 'kube-system/agent', 'shop/db'],
		],
		[
			'all',
			policy(`{${web}, ingress: [{fromEntities: [all]}]}`),
			['dev/client', 'kube-system/agent', 'shop/db', '0.0.0.0/0'],
		],
		['nodes', policy(`{${web}, ingress: [{fromEntities: [host, remote-node]}]}`), ['kube-system/agent']],
		['one kind of node', policy(`{${web}, ingress: [{fromEntities: [remote-node]}]}`), ['(kube-system/agent)']],
		[
			'the API server, whose addresses were not read',
			policy(`{${web}, ingress: [{fromEntities: [kube-apiserver]}]}`),
			['(0.0.0.0/0)'],
		],
		[
			'an unknown entity, for which the API refuses the whole policy',
			policy(`{${web}, ingress: [{fromEntities: [moon], toPorts: [{ports: [{port: '80', protocol: TCP}]}]}]}`),
			['(dev/client)', '(kube-system/agent)', '(shop/db)', '(0.0.0.0/0)'],
		],
		[
			'a CIDR set never means pods',
			policy(`{${web}, ingress: [{fromCIDRSet: [{cidr: 0.0.0.0/0, except: [128.0.0.0/1]}]}]}`),
			['0.0.0.0/1'],
		],
		[
			'a CIDR and an address',
			policy(`{${web}, ingress: [{fromCIDR: [20.0.0.0/8, 4.1.2.3]}]}`),
			['4.1.2.3/32', '20.0.0.0/8'],
		],
		[
			'a group of CIDRs',
			`${policy(`{${web}, ingress: [{fromCIDRSet: [{cidrGroupRef: partners}]}]}`)}
apiVersion: cilium.io/v2
kind: CiliumCIDRGroup
metadata: {name: partners}
spec: {externalCIDRs: [20.0.0.0/8]}
`,
			['20.0.0.0/8'],
		],
		[
			'the API server by its Endpoints',
			`${policy(`{${web}, ingress: [{fromEntities: [kube-apiserver]}]}`)}
apiVersion: v1
kind: Endpoints
metadata: {name: kubernetes, namespace: default}
subsets: [{addresses: [{ip: 20.1.2.3}], ports: [{port: 443}]}]
`,
			['20.1.2.3/32'],
		],
		[
			'a reserved label selects no pod',
			policy('{endpointSelector: {matchLabels: {"reserved:health": ""}}, ingress: [{}]}', clusterwide),
			['dev/client', 'kube-system/agent', 'shop/db', '0.0.0.0/0'],
		],
		[
			'a reserved label as a peer is its entity',
			policy(`{${web}, ingress: [{fromEndpoints: [{matchLabels: {"reserved:world": ""}}]}]}`),
			['0.0.0.0/0'],
		],
		['ICMP opens no port', policy(`{${web}, ingress: [{fromEndpoints: [{}], icmps: [{fields: [{type: 8}]}]}]}`), []],
		[
			'an empty HTTP rule lets everything through',
			policy(
				`{${web}, ingress: [{fromEndpoints: [{}], toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{}]}}]}]}`,
			),
			['dev/client tcp 80'],
		],
		[
			'two ways to name peers in one rule, which Cilium refuses',
			policy(`{${web}, ingress: [{fromEndpoints: [{}], fromEntities: [world]}]}`),
			['(dev/client)', '(kube-system/agent)', '(shop/db)', '(0.0.0.0/0)'],
		],
		[
			'a text where a list is needed, which Cilium refuses',
			policy(`{${web}, ingress: [{fromEntities: world}]}`),
			['(dev/client)', '(kube-system/agent)', '(shop/db)', '(0.0.0.0/0)'],
		],
		[
			'a group of CIDRs elsewhere',
			policy(`{${web}, ingress: [{fromCIDRSet: [{cidrGroupRef: partners}]}]}`),
			['(0.0.0.0/0)'],
		],
		[
			'ports of any protocol',
			policy(`{${web}, ingress: [{fromEndpoints: [{}], toPorts: [{ports: [{port: '53'}]}]}]}`),
			['dev/client tcp 53 udp 53 sctp 53'],
		],
		[
			'a range and a name',
			policy(
				`{${web}, ingress: [{fromEndpoints: [{}], toPorts: [{ports: [{port: '90', endPort: 99, protocol: TCP}, {port: http, protocol: TCP}]}]}]}`,
			),
			['dev/client tcp 80,90-99'],
		],
		[
			'port 0 is every port',
			policy(`{${web}, ingress: [{fromEndpoints: [{}], toPorts: [{ports: [{port: '0', protocol: UDP}]}]}]}`),
			['dev/client udp 1-65535'],
		],
		[
			'ports only',
			policy(`{${web}, ingress: [{toPorts: [{ports: [{port: '80', protocol: TCP}]}]}]}`),
			['dev/client tcp 80', 'kube-system/agent tcp 80', 'shop/db tcp 80', '0.0.0.0/0 tcp 80'],
		],
		[
			'deny wins over allow',
			policy(
				`{${web}, ingress: [{fromEntities: [cluster]}], ingressDeny: [{fromEndpoints: [{matchLabels: {app: client}}]}]}`,
			),
			['kube-system/agent', 'shop/db'],
		],
		['a deny rule isolates', policy(`{${web}, ingressDeny: [{fromEndpoints: [{}]}]}`), []],
		[
			'unless default deny is off',
			policy(`{${web}, enableDefaultDeny: {ingress: false}, ingressDeny: [{fromEndpoints: [{}]}]}`),
			['kube-system/agent', 'shop/db', '0.0.0.0/0'],
		],
		[
			'an allow rule without default deny',
			policy(`{${web}, enableDefaultDeny: {ingress: false}, ingress: [{fromEndpoints: [{}]}]}`),
			['dev/client', 'kube-system/agent', 'shop/db', '0.0.0.0/0'],
		],
		[
			'several specs',
			`
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: two, namespace: dev}
specs: [{${web}, ingress: [{fromEndpoints: [{}]}]}, {${web}, ingress: [{fromCIDR: [20.0.0.0/8]}]}]
`,
			['dev/client', '20.0.0.0/8'],
		],
		[
			'HTTP rules',
			policy(
				`{${web}, ingress: [{fromEndpoints: [{}], toPorts: [{ports: [{port: '80', protocol: TCP}], rules: {http: [{method: GET}]}}]}]}`,
			),
			['(dev/client tcp 80)'],
		],
		[
			'authentication',
			policy(
				`{${web}, ingress: [{fromEndpoints: [{}], authentication: {mode: required}, toPorts: [{ports: [{port: '80', protocol: TCP}]}]}]}`,
			),
			['(dev/client tcp 80)', '(kube-system/agent tcp 80)', '(shop/db tcp 80)', '(0.0.0.0/0 tcp 80)'],
		],
		[
			'a service account',
			policy(`{${web}, ingress: [{fromEndpoints: [{matchLabels: {io.cilium.k8s.policy.serviceaccount: default}}]}]}`),
			['dev/client'],
		],
		[
			'an unknown field of the policy',
			policy(`{${web}, moon: true, ingress: [{fromEndpoints: [{}]}]}`),
			['(dev/client)', '(kube-system/agent)', '(shop/db)', '(0.0.0.0/0)'],
		],
	])('%s', (_name, policies, expected) => {
		expect(peersOfWeb(policies, 'ingress')).toEqual(expected);
	});

	test('a NetworkPolicy beside it adds up', () => {
		const plain = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: plain, namespace: dev}
spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: shop}}}]}]}
`;
		expect(peersOfWeb(policy(`{${web}, ingress: [{fromEndpoints: [{}]}]}`) + plain, 'ingress')).toEqual([
			'dev/client',
			'shop/db',
		]);
	});

	test('other engines pass them over', () => {
		const topology = cluster({pods, policies: policy(`{${web}, ingress: [{}]}`), engine: 'calico'});
		const found = reach(topology, {
			from: {kind: 'named', namespace: 'shop', name: 'db'},
			to: {kind: 'named', namespace: 'dev', name: 'web'},
		});

		expect(found.ok && [...found.connections]).toHaveLength(1);
	});
});

describe('Cilium policies, outward', () => {
	test.each<[string, string, readonly string[]]>([
		['names open no address that is known', policy(`{${web}, egress: [{toFQDNs: [{matchName: gcr.io}]}]}`), []],
		[
			'services are not modelled',
			policy(`{${web}, egress: [{toServices: [{}], toPorts: [{ports: [{port: '80', protocol: TCP}]}]}]}`),
			['(dev/client tcp 80)', '(kube-system/agent tcp 80)', '(shop/db tcp 80)', '(0.0.0.0/0 tcp 80)'],
		],
		[
			'world without some',
			policy(`{${web}, egress: [{toEntities: [world]}], egressDeny: [{toCIDR: [128.0.0.0/1]}]}`),
			['0.0.0.0/1'],
		],
	])('%s', (_name, policies, expected) => {
		expect(peersOfWeb(policies, 'egress')).toEqual(expected);
	});
});

test('a policy for nodes leaves what concerns them undecided', () => {
	const topology = cluster({
		pods,
		policies: policy('{nodeSelector: {}, ingress: [{fromEntities: [cluster]}]}', clusterwide),
		engine: 'cilium',
	});
	const to = {kind: 'named', namespace: 'kube-system', name: 'agent'} as const;
	const found = reach(topology, {to, explain: true});
	if (!found.ok) {
		expect.unreachable();
	}

	expect([...found.connections]).toEqual([]);
	expect([...found.undecided][0]?.because?.ingress).toContain('the field nodeSelector');
});
