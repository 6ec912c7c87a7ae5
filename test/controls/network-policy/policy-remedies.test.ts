import {describe, expect, test} from 'vitest';
import {reach, reachDocument} from '../../../source/connectivity/reach/reach.js';
import type {Need} from '../../../source/controls/need.js';
import {networkPolicy} from '../../../source/controls/network-policy/network-policy.js';
import type {Remedy} from '../../../source/controls/remedy.js';
import {addresses} from '../../../source/network/address-set.js';
import {ports} from '../../../source/network/port-set.js';
import type {Flow} from '../../../source/profiles/flow.js';
import {decodeNetworkPolicy} from '../../../source/topology/decode/kubernetes/decode-network-policy.js';
import {known, knownValue} from '../../../source/topology/known.js';
import type {Topology} from '../../../source/topology/topology.js';
import {block, cluster, egress, flow, podsOf} from '../../connectivity/manifests.js';
import {findingOf, remediesOf} from '../../helpers/ask-control.js';

function remedies(wanted: Flow, topology: Topology): readonly Remedy[] {
	return remediesOf(networkPolicy, wanted, topology);
}

function policiesIn(needs: readonly Need[]) {
	return needs.flatMap(need => (need.kind === 'network-policy' ? [need.policy] : []));
}

/** The topology with the policies of a remedy in force. */
function withRemedy({needs}: Remedy, topology: Topology): Topology {
	const added = policiesIn(needs);
	const plain = added.flatMap(policy => {
		const decoded = policy.kind === 'NetworkPolicy' ? decodeNetworkPolicy(policy) : undefined;
		return decoded?.ok ? [decoded.value] : [];
	});
	const {kubernetes} = topology;
	return {
		...topology,
		kubernetes: {
			...kubernetes,
			networkPolicies: known([...(knownValue(kubernetes.networkPolicies) ?? []), ...plain]),
			ciliumPolicies: known([
				...(knownValue(kubernetes.ciliumPolicies) ?? []),
				...added.filter(policy => policy.kind !== 'NetworkPolicy'),
			]),
		},
	};
}

/** What is open between pods, as lines, to compare before and after. */
function open(topology: Topology): ReadonlySet<string> {
	const found = reach(topology);
	const {connections} = found.ok ? reachDocument(found) : {connections: []};
	return new Set(
		connections.flatMap(({from, to, allowed}) =>
			allowed.map(({protocol, ports: list}) => `${from} ${to} ${protocol} ${list}`),
		),
	);
}

const denyAll = (namespace: string, selector = '{}') => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny-all, namespace: ${namespace}}
spec: {podSelector: ${selector}, policyTypes: [Ingress, Egress]}
`;

describe('opening a flow between pods', () => {
	const pods = ['dev/web app=web 10.244.0.5 :80/TCP', 'lisa/web app=web 10.244.0.6 :80/TCP', 'shop/db 10.244.0.7'];
	const between = (topology: Topology) =>
		flow({kind: 'pod-to-pod', from: podsOf(topology, 'dev'), to: podsOf(topology, 'lisa')}, {ports: ports(80)});

	test('writes a policy at each end that is isolated, and the flow gets through', () => {
		const topology = cluster({pods, engine: 'calico', policies: `${denyAll('dev')}---${denyAll('lisa')}`});
		const [remedy] = remedies(between(topology), topology);
		if (remedy === undefined) {
			expect.unreachable();
		}

		expect(policiesIn(remedy.needs).map(({metadata, spec}) => ({metadata, spec}))).toEqual([
			{
				metadata: {
					name: expect.stringMatching(/^aksess-the-flow-to-lisa-[a-z\d]+$/),
					namespace: 'dev',
					labels: {'app.kubernetes.io/managed-by': 'aksess'},
				},
				spec: {
					podSelector: {},
					policyTypes: ['Egress'],
					egress: [
						{
							to: [{namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': 'lisa'}}}],
							ports: [{protocol: 'TCP', port: 80}],
						},
					],
				},
			},
			{
				metadata: {
					name: expect.stringMatching(/^aksess-the-flow-from-dev-[a-z\d]+$/),
					namespace: 'lisa',
					labels: {'app.kubernetes.io/managed-by': 'aksess'},
				},
				spec: {
					podSelector: {},
					policyTypes: ['Ingress'],
					ingress: [
						{
							from: [{namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': 'dev'}}}],
							ports: [{protocol: 'TCP', port: 80}],
						},
					],
				},
			},
		]);
		expect(findingOf(networkPolicy, between(topology), withRemedy(remedy, topology)).verdict).toBe('allowed');
	});

	test('leaves an end alone that is not isolated', () => {
		const topology = cluster({pods, engine: 'calico', policies: denyAll('lisa')});

		const [remedy] = remedies(between(topology), topology);

		expect(policiesIn(remedy?.needs ?? []).map(policy => policy.metadata.namespace)).toEqual(['lisa']);
	});

	test('never isolates bystanders: it selects pods that are isolated already, and cuts nobody off', () => {
		const topology = cluster({
			pods: [
				'dev/web app=web 10.244.0.5 :80/TCP',
				'lisa/web app=web 10.244.0.6 :80/TCP',
				'lisa/other app=other 10.244.0.8 :80/TCP',
			],
			engine: 'calico',
			policies: denyAll('lisa', '{matchLabels: {app: web}}'),
		});
		const [remedy] = remedies(between(topology), topology);
		if (remedy === undefined) {
			expect.unreachable();
		}

		expect(policiesIn(remedy.needs)).toMatchObject([{spec: {podSelector: {matchLabels: {app: 'web'}}}}]);
		const before = open(topology);
		const after = open(withRemedy(remedy, topology));
		expect([...before].filter(line => !after.has(line))).toEqual([]);
		expect([...after].filter(line => !before.has(line))).toEqual(['dev/web lisa/web TCP 80']);
	});

	test('narrows to the pods that are meant when only some of the isolated are', () => {
		const topology = cluster({
			pods: [
				'azds/traefik 10.244.0.2',
				'dev/web app=web azds.io/instrumented=true 10.244.0.5 :80/TCP',
				'dev/job app=job 10.244.0.6',
			],
			engine: 'azure',
			policies: denyAll('dev'),
		});
		const path = {kind: 'pod-to-pod', from: podsOf(topology, 'azds'), to: podsOf(topology, 'dev/web')} as const;

		const [remedy] = remedies(flow(path), topology);

		expect(policiesIn(remedy?.needs ?? [])).toMatchObject([{spec: {podSelector: {matchLabels: {app: 'web'}}}}]);
		expect(remedy?.opens).toMatch(/nothing else\.$/);
	});

	test('lists the pods that are meant by a label of theirs where no value is common to them alone', () => {
		const topology = cluster({
			pods: [
				'lisa/web app=web 10.244.0.6 :80/TCP',
				'dev/bikes app=bikes tier=shop 10.244.0.5 :80/TCP',
				'dev/gateway app=gateway tier=shop 10.244.0.7 :80/TCP',
				'dev/users app=users tier=shop 10.244.0.8 :8080/TCP',
			],
			engine: 'calico',
			policies: `${denyAll('dev')}---${denyAll('lisa')}`,
		});
		const path = {
			kind: 'pod-to-pod',
			from: podsOf(topology, 'lisa'),
			to: [...podsOf(topology, 'dev/bikes'), ...podsOf(topology, 'dev/gateway')],
		} as const;
		const [remedy] = remedies(flow(path, {ports: ports(80)}), topology);
		if (remedy === undefined) {
			expect.unreachable();
		}

		const listed = {matchExpressions: [{key: 'app', operator: 'In', values: ['bikes', 'gateway']}]};
		expect(policiesIn(remedy.needs)).toMatchObject([
			{spec: {egress: [{to: [{podSelector: listed}]}]}},
			{spec: {podSelector: listed}},
		]);
		const before = open(topology);
		const after = open(withRemedy(remedy, topology));
		expect([...after].filter(line => !before.has(line)).toSorted()).toEqual([
			'lisa/web dev/bikes TCP 80',
			'lisa/web dev/gateway TCP 80',
		]);
	});

	test('labels namespaces where Kubernetes does not name them by label yet', () => {
		const topology = cluster({
			pods,
			engine: 'calico',
			policies: denyAll('lisa'),
			cluster: {kubernetesVersion: '1.18.4'},
		});

		const [remedy] = remedies(between(topology), topology);

		expect(remedy?.needs).toContainEqual({
			kind: 'namespace-label',
			namespace: 'dev',
			key: 'kubernetes.io/metadata.name',
			value: 'dev',
		});
	});

	test('leaves alone a namespace that somebody labelled by hand', () => {
		const topology = cluster({
			pods,
			engine: 'calico',
			policies: denyAll('lisa'),
			namespaces: {dev: {'kubernetes.io/metadata.name': 'dev'}},
			cluster: {kubernetesVersion: '1.18.4'},
		});

		const [remedy] = remedies(between(topology), topology);

		expect(remedy?.needs.filter(need => need.kind === 'namespace-label')).toEqual([]);
	});
});

describe('opening a flow to addresses', () => {
	test('takes one block per network and the ports', () => {
		const topology = cluster({pods: ['dev/web 10.244.0.5'], engine: 'calico', policies: denyAll('dev')});
		const path = egress(podsOf(topology, 'dev'), block('20.42.6.32/27', '20.42.64.64/26'));
		const wanted = flow(path, {ports: ports(443)});

		const [remedy] = remedies(wanted, topology);
		if (remedy === undefined) {
			expect.unreachable();
		}

		expect(policiesIn(remedy.needs)).toMatchObject([
			{
				spec: {
					policyTypes: ['Egress'],
					egress: [
						{
							to: [{ipBlock: {cidr: '20.42.6.32/27'}}, {ipBlock: {cidr: '20.42.64.64/26'}}],
							ports: [{protocol: 'TCP', port: 443}],
						},
					],
				},
			},
		]);
		expect(findingOf(networkPolicy, wanted, withRemedy(remedy, topology)).verdict).toBe('allowed');
	});

	test('under Cilium adds what an ipBlock does not mean: nodes and pods', () => {
		const node = {
			apiVersion: 'v1',
			kind: 'Node',
			metadata: {name: 'node-1'},
			status: {addresses: [{type: 'InternalIP', address: '10.224.0.4'}]},
		};
		const topology = cluster({
			pods: ['dev/web 10.244.0.5'],
			engine: 'cilium',
			policies: denyAll('dev'),
			others: [node],
		});
		const path = {
			kind: 'addresses-to-pods',
			from: addresses('10.0.0.0/8'),
			tag: undefined,
			to: podsOf(topology, 'dev'),
		} as const;
		const wanted = flow(path, {ports: ports(8080)});

		const [remedy] = remedies(wanted, topology);
		if (remedy === undefined) {
			expect.unreachable();
		}

		const toPorts = [{ports: [{port: '8080', protocol: 'TCP'}]}];
		expect(policiesIn(remedy.needs)).toMatchObject([
			{kind: 'NetworkPolicy'},
			{
				kind: 'CiliumNetworkPolicy',
				spec: {
					ingress: [
						{fromEntities: ['host', 'remote-node'], toPorts},
						{
							fromEndpoints: [{matchExpressions: [{key: 'k8s:io.kubernetes.pod.namespace', operator: 'Exists'}]}],
							toPorts,
						},
					],
				},
			},
		]);
		expect(remedy.opens).toContain('every node; every pod');
		expect(findingOf(networkPolicy, wanted, withRemedy(remedy, topology)).verdict).toBe('allowed');
	});

	test('gives advice where a deny rule stands in the way', () => {
		const policies = `
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: no-world, namespace: dev}
spec:
  endpointSelector: {}
  egressDeny: [{toEntities: [world]}]
`;
		const topology = cluster({pods: ['dev/web 10.244.0.5'], engine: 'cilium', policies});
		const wanted = flow(egress(podsOf(topology, 'dev'), block('20.1.2.3')), {ports: ports(443)});

		expect(remedies(wanted, topology)).toMatchObject([
			{
				id: 'remove-deny',
				needs: [{kind: 'advice', commands: ['kubectl edit ciliumnetworkpolicy no-world --namespace dev']}],
			},
		]);
	});
});

describe('opening a flow to a name', () => {
	const name = {
		kind: 'name',
		pattern: 'azds-1.eus.azds.io',
		hosting: {kind: 'service-tag', tag: 'AzureDevSpaces.EastUS'},
	} as const;
	const pods = ['dev/web 10.244.0.5', 'kube-system/coredns k8s-app=kube-dns 10.244.0.9'];

	test('takes the name itself where Cilium knows names, with the DNS rule it needs', () => {
		const topology = cluster({pods, engine: 'cilium', policies: denyAll('dev'), cluster: {fqdnPolicies: true}});
		const wanted = flow(egress(podsOf(topology, 'dev'), name), {ports: ports(443)});

		const [remedy, second] = remedies(wanted, topology);
		if (remedy === undefined) {
			expect.unreachable();
		}

		expect([remedy.id, second?.id]).toEqual(['exact-name', 'whole-internet']);
		expect(findingOf(networkPolicy, wanted, withRemedy(remedy, topology)).verdict).toBe('allowed');
	});

	test('elsewhere offers every address, or those of the tag on request, opens DNS, and says what would know names', () => {
		const plain = cluster({pods, engine: 'calico', policies: denyAll('dev')});
		const topology = {...plain, serviceTags: known(new Map([['azuredevspaces.eastus', addresses('20.42.6.32/27')]]))};
		const wanted = flow(egress(podsOf(topology, 'dev'), name), {ports: ports(443)});

		const found = remedies(wanted, topology);

		expect(found.map(({id, onRequest}) => [id, onRequest ?? false])).toEqual([
			['service-tag', true],
			['whole-internet', false],
			['fqdn-policy', true],
		]);
		expect(
			found
				.slice(0, 2)
				.map(remedy =>
					findingOf(networkPolicy, wanted, withRemedy(remedy, topology)).trail.map(({verdict}) => verdict),
				),
		).toEqual([['undecided'], ['allowed']]);
		expect(found.at(-1)?.needs).toMatchObject([
			{kind: 'advice', text: expect.stringContaining('Azure CNI powered by Cilium'), commands: []},
		]);
	});

	test('opens DNS alone when nothing else is missing', () => {
		const web = `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: dev}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}
`;
		const topology = cluster({pods, engine: 'cilium', policies: denyAll('dev') + web});
		const wanted = flow(egress(podsOf(topology, 'dev'), name), {ports: ports(443)});

		const found = remedies(wanted, topology);

		expect(found.map(({id}) => id)).toEqual(['dns']);
		expect(found.map(remedy => findingOf(networkPolicy, wanted, withRemedy(remedy, topology)).verdict)).toEqual([
			'allowed',
		]);
	});
});

test('the same policy wanted twice has one name, and another content another name', () => {
	const build = (cidr: string) => {
		const topology = cluster({pods: ['dev/web 10.244.0.5'], engine: 'calico', policies: denyAll('dev')});
		const [remedy] = remedies(flow(egress(podsOf(topology, 'dev'), block(cidr)), {ports: ports(443)}), topology);
		return policiesIn(remedy?.needs ?? [])[0]?.metadata.name;
	};

	expect(build('20.1.0.0/16')).toBe(build('20.1.0.0/16'));
	expect(build('20.1.0.0/16')).not.toBe(build('20.2.0.0/16'));
});
