import {describe, expect, test} from 'vitest';
import type {Control} from '../../../source/controls/control.js';
import {networkPolicy} from '../../../source/controls/network-policy/network-policy.js';
import {addresses} from '../../../source/network/address-set.js';
import {ports} from '../../../source/network/port-set.js';
import type {Flow} from '../../../source/profiles/flow.js';
import type {PolicyEngine} from '../../../source/topology/cluster.js';
import {denied} from '../../../source/topology/known.js';
import type {Topology} from '../../../source/topology/topology.js';
import {block, cluster, egress, flow, podsOf} from '../../connectivity/manifests.js';
import {entriesOf} from '../../helpers/ask-control.js';

const control: Control = networkPolicy;

function verdicts(wanted: Flow, topology: Topology): readonly string[] {
	return entriesOf(control, wanted, topology).map(entry => entry.verdict);
}

const denyAll = (namespace: string, types = 'Ingress, Egress') => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny-all, namespace: ${namespace}}
spec: {podSelector: {}, policyTypes: [${types}]}
`;

describe('a flow between pods', () => {
	const pods = ['dev/web app=web 10.244.0.5 :80/TCP', 'lisa/web app=web 10.244.0.6 :80/TCP'];
	const between = (topology: Topology) =>
		flow({kind: 'pod-to-pod', from: podsOf(topology, 'dev'), to: podsOf(topology, 'lisa')}, {ports: ports(80)});

	test('is free where no policy selects either end', () => {
		const topology = cluster({pods, engine: 'calico'});

		const trail = entriesOf(control, between(topology), topology);

		expect(trail.map(({verdict, rule}) => [verdict, rule])).toEqual([
			['allowed', 'not isolated for egress'],
			['allowed', 'not isolated for ingress'],
		]);
	});

	test('names the blockers of both ends at once', () => {
		const topology = cluster({pods, engine: 'calico', policies: `${denyAll('dev')}---${denyAll('lisa')}`});

		const trail = entriesOf(control, between(topology), topology);

		expect(trail.map(({verdict, resource, rule}) => [verdict, resource, rule])).toEqual([
			['blocked', 'dev/deny-all', 'no egress rule'],
			['blocked', 'lisa/deny-all', 'no ingress rule'],
		]);
	});

	test('is free under a cluster without an engine, whatever the policies say', () => {
		const topology = cluster({pods, engine: 'none', policies: denyAll('dev')});

		expect(entriesOf(control, between(topology), topology)).toMatchObject([
			{verdict: 'allowed', rule: 'no policy engine'},
		]);
	});

	test('gets through on the ports that a rule names', () => {
		const policies = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: only-80, namespace: lisa}
spec: {podSelector: {}, ingress: [{ports: [{port: 80}]}]}
`;
		const topology = cluster({pods, engine: 'calico', policies});

		expect(verdicts(between(topology), topology)).toEqual(['allowed', 'allowed']);
	});

	// Facts 1.4: no label with the name existed in the clusters that Dev Spaces ran on, unless somebody set it.
	test.each([
		['1.33.2', {}, 'allowed'],
		['1.18.4', {}, 'blocked'],
		['1.18.4', {dev: {'kubernetes.io/metadata.name': 'dev'}}, 'allowed'],
	])(
		'by a policy for a namespace by its name: Kubernetes %s with labels %j leaves it %s',
		(version, namespaces, expected) => {
			const policies = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: from-dev, namespace: lisa}
spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: dev}}}]}]}
`;
			const topology = cluster({pods, engine: 'calico', policies, namespaces, cluster: {kubernetesVersion: version}});

			expect(verdicts(between(topology), topology)).toEqual(['allowed', expected]);
		},
	);

	test('says in the plural what several policies do', () => {
		const policies = `${denyAll('lisa')}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: lisa}
spec: {podSelector: {}, ingress: [{}]}
`;
		const topology = cluster({pods, engine: 'calico', policies});

		const why = entriesOf(control, between(topology), topology).at(-1)?.why;

		expect(why).toContain('which lisa/deny-all and lisa/web isolate for ingress');
	});

	test('is undecided while the policies are not readable, with the command that would tell', () => {
		const topology = cluster({pods, engine: 'calico'});
		const blind = {...topology, kubernetes: {...topology.kubernetes, networkPolicies: denied('Forbidden.')}};

		expect(entriesOf(control, between(blind), blind)).toMatchObject([
			{verdict: 'undecided', missing: {command: 'kubectl get networkpolicies --all-namespaces -o yaml'}},
		]);
	});
});

describe('a flow that has no pods', () => {
	test('does not concern policies', () => {
		const topology = cluster({pods: [], engine: 'calico'});
		const machine = flow({kind: 'machine', destination: block('20.1.2.3')});

		expect(entriesOf(control, machine, topology)).toEqual([]);
	});
});

describe('egress to addresses', () => {
	const outside = (cidrs: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: out, namespace: dev}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress: [{to: [{ipBlock: {cidr: ${cidrs}}}], ports: [{port: 443}]}]
`;
	test.each([
		['the whole range is inside the block', '20.42.0.0/16', '20.42.6.0/24', 'allowed'],
		['a part of the range is outside', '20.42.6.0/25', '20.42.6.0/24', 'blocked'],
	])('is decided by whether %s', (_name, allowed, wanted, verdict) => {
		const topology = cluster({pods: ['dev/web 10.244.0.5'], engine: 'calico', policies: outside(allowed)});

		const path = egress(podsOf(topology, 'dev'), block(wanted));

		expect(verdicts(flow(path, {ports: ports(443)}), topology)).toEqual([verdict]);
	});

	test.each<[PolicyEngine, string]>([
		['azure', 'allowed'],
		['calico', 'allowed'],
		['kubernetes', 'allowed'],
		['cilium', 'blocked'],
	])('to pods and nodes by 0.0.0.0/0 is under %s %s', (engine, verdict) => {
		const topology = cluster({pods: ['dev/web 10.244.0.5'], engine, policies: outside('0.0.0.0/0')});
		const toPods = egress(podsOf(topology, 'dev'), block('10.244.3.0/24'));

		expect(verdicts(flow(toPods, {ports: ports(443)}), topology)).toEqual([verdict]);
	});
});

describe('egress to a name', () => {
	const name = {kind: 'name', pattern: 'gcr.io', hosting: {kind: 'outside-azure'}} as const;
	const dns = `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: dns, namespace: dev}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress: [{to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{port: 53, protocol: UDP}]}]
`;
	const web = (cidr: string) => `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: dev}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress: [{to: [{ipBlock: {cidr: ${cidr}}}], ports: [{port: 443}]}]
`;
	const pods = ['dev/web 10.244.0.5', 'kube-system/coredns k8s-app=kube-dns 10.244.0.9'];
	test.each([
		['nothing is open', denyAll('dev'), 'blocked'],
		['the internet is open but DNS is not', web('0.0.0.0/0'), 'blocked'],
		['DNS is open but nothing else', dns, 'blocked'],
		['the internet and DNS are open', web('0.0.0.0/0') + dns, 'allowed'],
		['some addresses are open', web('20.0.0.0/8') + dns, 'undecided'],
		['only private addresses are open', web('10.0.0.0/8') + dns, 'blocked'],
	])('when %s is %s', (_name, policies, verdict) => {
		const topology = cluster({pods, engine: 'calico', policies});

		expect(verdicts(flow(egress(podsOf(topology, 'dev'), name), {ports: ports(443)}), topology)).toEqual([verdict]);
	});

	const cilium = (dnsRules: string) => `
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: fqdn, namespace: dev}
spec:
  endpointSelector: {}
  egress:
  - toEndpoints: [{matchLabels: {k8s:io.kubernetes.pod.namespace: kube-system, k8s-app: kube-dns}}]
    toPorts: [{ports: [{port: '53', protocol: ANY}]${dnsRules}}]
  - toFQDNs: [{matchPattern: '*.io'}]
    toPorts: [{ports: [{port: '443', protocol: TCP}]}]
`;
	test.each([
		['a DNS rule for the name', ', rules: {dns: [{matchName: gcr.io}]}', true, 'allowed'],
		['no DNS rule', '', true, 'blocked'],
		['a DNS rule for another name', ', rules: {dns: [{matchName: a.io}]}', true, 'blocked'],
		['ACNS switched off', ', rules: {dns: [{matchName: gcr.io}]}', false, 'blocked'],
	])('by a Cilium rule with %s', (_name, dnsRules, fqdnPolicies, verdict) => {
		const topology = cluster({pods, engine: 'cilium', policies: cilium(dnsRules), cluster: {fqdnPolicies}});

		expect(verdicts(flow(egress(podsOf(topology, 'dev'), name), {ports: ports(443)}), topology)).toEqual([verdict]);
	});
});

describe('a load balancer service', () => {
	const service = (externalTrafficPolicy: string) => ({
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'traefik', namespace: 'azds'},
		spec: {
			type: 'LoadBalancer',
			selector: {app: 'traefik'},
			externalTrafficPolicy,
			ports: [{port: 80, targetPort: 'web', protocol: 'TCP'}],
		},
	});
	test.each<[PolicyEngine, string, string]>([
		['azure', 'Cluster', 'allowed'],
		['azure', 'Local', 'blocked'],
		['calico', 'Cluster', 'blocked'],
		['cilium', 'Cluster', 'blocked'],
	])('of isolated pods under %s with %s is %s', (engine, traffic, verdict) => {
		const topology = cluster({
			pods: ['azds/traefik app=traefik 10.244.0.5 web:8000/TCP'],
			engine,
			policies: denyAll('azds'),
			others: [service(traffic)],
		});
		const [found] = topology.kubernetes.services.state === 'known' ? topology.kubernetes.services.value : [];
		if (found === undefined) {
			throw new Error('no service');
		}

		expect(verdicts(flow({kind: 'ingress', service: found}, {ports: ports(80)}), topology)).toEqual([verdict]);
	});
});

test('what is not modelled leaves the verdict undecided and is named', () => {
	const policies = `
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: l7, namespace: dev}
spec:
  endpointSelector: {}
  ingress: [{toPorts: [{ports: [{port: '80'}], rules: {http: [{method: GET}]}}]}]
`;
	const topology = cluster({pods: ['dev/web 10.244.0.5 :80/TCP'], engine: 'cilium', policies});
	const from = {
		kind: 'addresses-to-pods',
		from: addresses('20.1.2.3'),
		tag: undefined,
		to: podsOf(topology, 'dev'),
	} as const;

	const [entry] = entriesOf(control, flow(from, {ports: ports(80)}), topology);

	expect(entry).toMatchObject({
		verdict: 'undecided',
		rule: 'CiliumNetworkPolicy dev/l7 ingress[0]: L7 rules (toPorts.rules.http)',
		missing: {command: 'kubectl get ciliumnetworkpolicy l7 --namespace dev -o yaml'},
	});
});
