import {describe, expect, test} from 'vitest';
import {reach, reachDocument} from '../../source/connectivity/reach/reach.js';
import {reachDifference} from '../../source/connectivity/reach/reach-difference.js';
import {parseReachEnd, parseReachPort, type ReachOptions} from '../../source/connectivity/reach/reach-options.js';
import {addresses} from '../../source/network/address-set.js';
import type {Topology} from '../../source/topology/topology.js';
import type {Json, KubeObject} from '../../source/topology/world.js';
import {cluster} from './manifests.js';

function workload(kind: string, apiVersion: string, name: string, app: string, spec: object = {}): KubeObject {
	const template = {
		metadata: {labels: {app}},
		spec: {containers: [{name: 'c', ports: [{name: 'http', containerPort: 8080}]}]},
	};
	return {
		apiVersion,
		kind,
		metadata: {name, namespace: 'shop'},
		spec: {...(kind === 'CronJob' ? {jobTemplate: {spec: {template}}} : {template}), ...spec},
	} as KubeObject;
}

const kinds: readonly (readonly [string, string])[] = [
	['Deployment', 'apps/v1'],
	['StatefulSet', 'apps/v1'],
	['DaemonSet', 'apps/v1'],
	['ReplicaSet', 'apps/v1'],
	['ReplicationController', 'v1'],
	['Job', 'batch/v1'],
	['CronJob', 'batch/v1'],
];

const service = (name: string, clusterIP: string, selector: object | undefined, ports: Json): KubeObject =>
	({
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name, namespace: 'shop'},
		spec: {clusterIP, ...(selector === undefined ? {} : {selector}), ports},
	}) as KubeObject;

function found(topology: Topology, options: ReachOptions = {}) {
	const result = reach(topology, options);
	return result.ok ? result : expect.unreachable(result.missing.datum);
}

function lines(topology: Topology, options: ReachOptions = {}): readonly string[] {
	const {connections, undecided = []} = reachDocument(found(topology, options));
	const line = (mark: string) => (pair: (typeof connections)[number]) =>
		`${pair.from} ${mark} ${pair.to} ${pair.allowed.map(({protocol, ports}) => `${protocol} ${ports}`).join(' ')}${pair.doubts === undefined ? '' : ` (${pair.doubts.join('; ')})`}`;
	return [...connections.map(line('>')), ...undecided.map(line('?'))];
}

function between(from: string, to: string, topology: Topology, port = 'tcp/8080'): ReachOptions {
	const end = (text: string) => {
		const parsed = parseReachEnd(text, topology);
		return parsed.ok ? parsed.value : expect.unreachable(parsed.problem);
	};
	const ports = parseReachPort(port);
	return {from: end(from), to: end(to), ports: ports.ok ? ports.value : expect.unreachable(port)};
}

const onlyClients = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{podSelector: {matchLabels: {app: client}}}], ports: [{port: http}]}]
`;

describe('workloads without pods', () => {
	test.each(kinds)('%s stands for the pods that it would start', (kind, apiVersion) => {
		const others = [workload(kind, apiVersion, 'web', 'web'), workload(kind, apiVersion, 'client', 'client')];
		const topology = cluster({pods: [], namespaces: {shop: {}}, policies: onlyClients, others});
		expect(lines(topology, between('shop/client', 'shop/web', topology))).toEqual(['shop/client > shop/web TCP 8080']);
		expect(lines(topology, between('shop/client', 'shop/web', topology, 'tcp/80'))).toEqual([]);
	});

	test('a virtual machine has the ports of its interfaces', () => {
		const machine: KubeObject = {
			apiVersion: 'kubevirt.io/v1',
			kind: 'VirtualMachine',
			metadata: {name: 'web', namespace: 'shop'},
			spec: {
				template: {
					metadata: {labels: {app: 'web'}},
					spec: {domain: {devices: {interfaces: [{name: 'default', ports: [{name: 'http', port: 8080}]}]}}},
				},
			},
		};
		const topology = cluster({
			pods: ['shop/client app=client'],
			policies: onlyClients,
			others: [machine],
		});
		expect(lines(topology, between('shop/client', 'shop/web', topology))).toEqual(['shop/client > shop/web TCP 8080']);
	});

	test.each([
		[
			'owned',
			{
				metadata: {
					name: 'web-1',
					namespace: 'shop',
					ownerReferences: [{kind: 'Deployment', name: 'web', controller: true}],
				},
			},
		],
		['scaled to nothing', {spec: {replicas: 0, template: {metadata: {labels: {}}}}}],
	])('one that is %s is no end of its own', (_, change) => {
		const other = {...workload('ReplicaSet', 'apps/v1', 'web-1', 'web'), ...change} as KubeObject;
		expect(lines(cluster({pods: ['shop/a'], others: [other]})).filter(line => line.includes('web-1'))).toEqual([]);
	});

	test('pods that run stand for their owner', () => {
		const running: KubeObject = {
			apiVersion: 'v1',
			kind: 'Pod',
			metadata: {
				name: 'web-0',
				namespace: 'shop',
				labels: {app: 'web'},
				ownerReferences: [{kind: 'StatefulSet', name: 'web', controller: true}],
			},
			spec: {containers: []},
			status: {phase: 'Running', podIP: '10.244.0.5'},
		};
		const topology = cluster({pods: ['shop/a'], others: [workload('StatefulSet', 'apps/v1', 'web', 'web'), running]});
		expect(lines(topology, {by: 'workload'}).filter(line => line.startsWith('shop/a > shop/'))).toHaveLength(1);
		expect(lines(topology).filter(line => line.startsWith('shop/a > shop/'))).toEqual([
			'shop/a > shop/web-0 TCP 1-65535 UDP 1-65535 SCTP 1-65535',
		]);
	});

	test('static pods of one node are told apart', () => {
		const owner = [{apiVersion: 'v1', kind: 'Node', name: 'n1', controller: true}];
		const others = ['etcd-n1', 'scheduler-n1'].map(
			name =>
				({
					apiVersion: 'v1',
					kind: 'Pod',
					metadata: {name, namespace: 'kube-system', ownerReferences: owner},
					spec: {containers: []},
				}) as KubeObject,
		);
		const named = lines(cluster({pods: [], namespaces: {'kube-system': {}}, others}), {by: 'workload'});
		expect(named[0]).toContain('kube-system/etcd-n1 > kube-system/scheduler-n1');
	});

	test.each([
		[
			'10.0.0.0/8',
			'a block that may hold it',
			['shop/client ? shop/web TCP 8080 (shop/web ingress[0]: ipBlock and a pod that has no address yet)'],
		],
		['0.0.0.0/0', 'every address', ['shop/client > shop/web TCP 8080']],
		['169.254.0.0/16', 'no address of a pod', []],
	])('without an address, %s is %s', (cidr, _, expected) => {
		const policies = onlyClients.replace('podSelector: {matchLabels: {app: client}}', `ipBlock: {cidr: ${cidr}}`);
		const others = [
			workload('Deployment', 'apps/v1', 'web', 'web'),
			workload('Deployment', 'apps/v1', 'client', 'client'),
		];
		const topology = cluster({pods: [], namespaces: {shop: {}}, policies, others});
		expect(lines(topology, between('shop/client', 'shop/web', topology))).toEqual(expected);
	});

	test('where a cluster takes its addresses from decides', () => {
		const policies = onlyClients.replace('podSelector: {matchLabels: {app: client}}', 'ipBlock: {cidr: 10.244.0.0/16}');
		const others = [workload('Deployment', 'apps/v1', 'client', 'client')];
		const of = (podCidr: string) => {
			const topology = cluster({
				pods: ['shop/web app=web http:8080/TCP 10.244.0.9'],
				policies,
				others,
				engine: 'azure',
				cluster: {podCidrs: addresses(podCidr)},
			});
			return lines(topology, between('shop/client', 'shop/web', topology));
		};
		expect(of('10.244.0.0/20')).toEqual(['shop/client > shop/web TCP 8080']);
		expect(of('10.99.0.0/16')).toEqual([]);
	});
});

test('labels of a namespace that was not read are undecided, its name is not', () => {
	const policy = (selector: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {${selector}}}}]}]}
`;
	const of = (selector: string) => {
		const topology = cluster({pods: ['shop/web', 'dev/a'], policies: policy(selector)});
		const read = {...topology, kubernetes: {...topology.kubernetes, namespaces: {state: 'known' as const, value: []}}};
		return lines(read, between('dev/a', 'shop/web', topology, 'tcp/80'));
	};
	expect(of('team: x')).toEqual([
		'dev/a ? shop/web TCP 80 (shop/deny ingress[0]: namespaceSelector team, a label of a namespace whose object was not read)',
	]);
	expect(of('kubernetes.io/metadata.name: dev')).toEqual(['dev/a > shop/web TCP 80']);
	expect(of('kubernetes.io/metadata.name: other')).toEqual([]);
});

describe('addresses of services', () => {
	const policies = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: out, namespace: shop}
spec:
  podSelector: {matchLabels: {app: client}}
  policyTypes: [Egress]
  egress:
  - to: [{ipBlock: {cidr: 10.0.0.0/24}}, {podSelector: {matchLabels: {app: web}}}]
    ports: [{port: 8080}]
  - to: [{ipBlock: {cidr: 52.1.1.1/32}}]
    ports: [{port: 6443}]
`;
	const pods = [
		'shop/client app=client 10.244.0.1',
		'shop/web app=web http:8080/TCP 10.244.0.2',
		'shop/db app=db 10.244.0.3',
	];
	const endpoints = {
		apiVersion: 'v1',
		kind: 'Endpoints',
		metadata: {name: 'api', namespace: 'shop'},
		subsets: [{addresses: [{ip: '52.1.1.1'}], ports: [{port: 6443}]}],
	} as KubeObject;
	const others = [
		service('web', '10.0.0.5', {app: 'web'}, [{port: 80, targetPort: 'http'}]),
		service('db', '10.0.0.6', {app: 'db'}, [{port: 8080}]),
		service('api', '10.0.0.7', undefined, [{port: 443, targetPort: 6443}]),
	];
	const open = (topology: Topology, address: string, port: string) =>
		lines(topology, between('shop/client', address, topology, port));

	test('stand for what they lead to, on the ports of the service', () => {
		const topology = cluster({pods, policies, others: [...others, endpoints]});
		expect(open(topology, '10.0.0.5', 'tcp/80')).toEqual(['shop/client > 10.0.0.5/32 TCP 80']);
		expect(open(topology, '10.0.0.5', 'tcp/8080')).toEqual([]);
		// The block holds the address of the service; the pod behind it is not selected.
		expect(open(topology, '10.0.0.6', 'tcp/8080')).toEqual([]);
		expect(open(topology, '10.0.0.7', 'tcp/443')).toEqual(['shop/client > 10.0.0.7/32 TCP 443']);
	});

	test('of endpoints outside are undecided where only the address of the service is open, but for engines that translate', () => {
		const byAddress = policies.replace('52.1.1.1', '52.9.9.9').replace('[{port: 8080}]', '[{port: 443}]');
		const topology = cluster({pods, policies: byAddress, others: [...others, endpoints]});
		expect(open(topology, '10.0.0.7', 'tcp/443')).toEqual([
			'shop/client ? 10.0.0.7/32 TCP 443 (whether an ipBlock means the address of Service shop/api or what it leads to, which the specification leaves open)',
		]);
		const azure = cluster({pods, policies: byAddress, others: [...others, endpoints], engine: 'azure'});
		expect(open(azure, '10.0.0.7', 'tcp/443')).toEqual([]);
	});

	test('are undecided where what they lead to was not read', () => {
		const topology = cluster({pods, policies, others});
		expect(open(topology, '10.0.0.7', 'tcp/443')).toEqual([
			'shop/client ? 10.0.0.7/32 TCP 443 (the endpoints of Service shop/api, which were not read)',
		]);
	});
});

describe('what comes from outside', () => {
	const ingress = {
		apiVersion: 'networking.k8s.io/v1',
		kind: 'Ingress',
		metadata: {name: 'front', namespace: 'shop'},
		spec: {rules: [{http: {paths: [{path: '/', backend: {service: {name: 'web', port: {number: 80}}}}]}}]},
	} as KubeObject;
	const route = {
		apiVersion: 'gateway.networking.k8s.io/v1',
		kind: 'HTTPRoute',
		metadata: {name: 'front', namespace: 'shop'},
		spec: {rules: [{backendRefs: [{name: 'web', port: 80}]}]},
	} as KubeObject;
	const web = 'shop/web app=web http:8080/TCP 10.244.0.2';
	const backing = service('web', '10.0.0.5', {app: 'web'}, [{port: 80, targetPort: 'http'}]);
	const fromController = (topology: Topology) =>
		lines(topology).filter(line => line.startsWith('{ingress-controller}'));

	test.each([ingress, route])('a $kind brings the ingress controller to the pods behind it', entry => {
		expect(fromController(cluster({pods: [web], others: [backing, entry]}))).toEqual([
			'{ingress-controller} > shop/web TCP 8080',
		]);
	});

	test('who it is decides where a policy asks, and it is nobody of its own where it was read', () => {
		const policies = onlyClients;
		expect(fromController(cluster({pods: [web], policies, others: [backing, ingress]}))).toEqual([
			'{ingress-controller} ? shop/web TCP 8080 (the labels of the ingress controller, which is not among the pods)',
		]);
		const controller = 'ingress/nginx app.kubernetes.io/name=ingress-nginx 10.244.0.8';
		expect(fromController(cluster({pods: [web, controller], others: [backing, ingress]}))).toEqual([]);
	});

	test('exposure names pods that might be added, by what the policies ask of them', () => {
		const policies = `${onlyClients}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec: {podSelector: {matchLabels: {app: db}}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: ops}}}]}]}
`;
		const topology = cluster({pods: [web, 'shop/db app=db 10.244.0.3', 'dev/open 10.244.0.4'], policies});
		const every = 'TCP 1-65535 UDP 1-65535 SCTP 1-65535';
		expect(lines(topology, {exposure: true})).toEqual([
			`0.0.0.0/0 > dev/open ${every}`,
			`{any pod} > dev/open ${every}`,
			`{namespace team=ops}/{any pod} > shop/db ${every}`,
			'shop/{pod app=client} > shop/web TCP 8080',
		]);
	});
});

describe('refused pairs', () => {
	const topology = cluster({
		pods: ['shop/web app=web http:8080/TCP 10.244.0.2', 'shop/client app=client 10.244.0.1', 'shop/x 10.244.0.3'],
		policies: onlyClients,
	});
	const refused = (from: string, to: string, port: string) => {
		const [first] = found(topology, between(from, to, topology, port)).refused;
		return first?.because;
	};

	test.each([
		['shop/client', 'tcp/80', ['port']],
		['shop/client', 'udp/8080', ['protocol']],
		['shop/x', 'tcp/8080', ['peer']],
		['20.1.2.3', 'tcp/443', ['peer', 'port']],
	])('from %s on %s the nearest rule fails by %j', (from, port, fails) => {
		expect(refused(from, 'shop/web', port)).toEqual([
			{
				direction: 'ingress',
				isolatedBy: ['shop/web'],
				deniedBy: [],
				nearest: {rule: 'shop/web ingress[0]', fails, opens: 'tcp 8080'},
			},
		]);
	});

	test('a pair that is open in part is refused for the rest', () => {
		const {from, to} = between('shop/client', 'shop/web', topology);
		const [first] = found(topology, {from, to}).refused;
		expect(first).toMatchObject({partly: true, refused: [{protocol: 'TCP', ports: '1-8079,8081-65535'}, {}, {}]});
	});

	test('addresses that are closed alike are one line', () => {
		const open = cluster({
			pods: ['shop/web app=web 10.244.0.2'],
			policies: onlyClients
				.replace('podSelector: {matchLabels: {app: client}}', 'ipBlock: {cidr: 20.0.0.0/8}')
				.replace('port: http', 'port: 80'),
		});
		const closed = [...found(open).refused].filter(({partly}) => !partly).map(({from, to}) => `${from} ${to}`);
		expect(closed).toEqual(['0.0.0.0/0 except 20.0.0.0/8 shop/web']);
	});
});

test('a difference is what the other world opens and closes, address by address', () => {
	const pods = ['shop/web app=web http:8080/TCP 10.244.0.2', 'shop/client app=client 10.244.0.1'];
	const result = reachDifference(
		cluster({pods}),
		cluster({
			pods: [...pods, 'shop/new 10.244.0.9'],
			policies: onlyClients
				.replace('ports:', ' ports:')
				.replace('{from: [', '{from: [{ipBlock: {cidr: 128.0.0.0/1}}, '),
		}),
		between('shop', 'shop', cluster({pods}), 'tcp/8080'),
	);
	expect(result.ok && result.opened.map(({from, to}) => `${from} ${to}`)).toEqual([
		'shop/client shop/new',
		'shop/new shop/client',
		'shop/web shop/new',
	]);
	const outside = reachDifference(cluster({pods}), cluster({pods, policies: onlyClients}), {});
	const every = ['TCP', 'UDP', 'SCTP'].map(protocol => ({protocol, ports: '1-65535'}));
	expect(outside).toEqual({
		ok: true,
		opened: [],
		closed: [
			{
				from: 'shop/client',
				to: 'shop/web',
				allowed: [{protocol: 'TCP', ports: '1-8079,8081-65535'}, ...every.slice(1)],
			},
			{from: '0.0.0.0/0', to: 'shop/web', allowed: every},
		],
		undecided: [],
	});
});
