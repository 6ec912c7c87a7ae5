import {describe, expect, test} from 'vitest';
import {reach} from '../../source/connectivity/reach/reach.js';
import type {PolicyEngine} from '../../source/topology/cluster.js';
import {cluster} from './manifests.js';

/*
 * One case for each rule of the network policy API (network-policy-api.sigs.k8s.io): AdminNetworkPolicy and its baseline
 * (v1alpha1), ClusterNetworkPolicy (v1alpha2).
 */
const pods = [
	'dev/web app=web 10.244.0.5 http:80/TCP',
	'dev/client app=client 10.244.0.6',
	'shop/db app=db 10.244.1.7',
];

function policy(kind: string, name: string, spec: string): string {
	const version = kind === 'ClusterNetworkPolicy' ? 'v1alpha2' : 'v1alpha1';
	return `
apiVersion: policy.networking.k8s.io/${version}
kind: ${kind}
metadata: {name: ${name}}
spec: ${spec}
---
`;
}

const admin = (priority: number, rules: string, name = `p${priority}`) =>
	policy('AdminNetworkPolicy', name, `{priority: ${priority}, subject: {namespaces: {}}, ${rules}}`);
const baseline = (rules: string) =>
	policy('BaselineAdminNetworkPolicy', 'default', `{subject: {namespaces: {}}, ${rules}}`);
const tiered = (tier: string, priority: number, rules: string, name = `${tier}${priority}`.toLowerCase()) =>
	policy('ClusterNetworkPolicy', name, `{tier: ${tier}, priority: ${priority}, subject: {namespaces: {}}, ${rules}}`);
const from = (action: string, name = 'dev', more = '') =>
	`{action: ${action}, from: [{namespaces: {matchLabels: {kubernetes.io/metadata.name: ${name}}}}]${more}}`;
const all = (action: string) => `{action: ${action}, from: [{namespaces: {}}]}`;
const plain = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: plain, namespace: dev}
spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]}]}
---
`;

/** Who may open tcp 80 to dev/web; in brackets what is undecided. */
function toWeb(policies: string, engine?: PolicyEngine, version = '1.34.0'): readonly string[] {
	const topology = cluster({pods, policies, engine: engine ?? 'kubernetes', cluster: {kubernetesVersion: version}});
	const found = reach(topology, {
		to: {kind: 'named', namespace: 'dev', name: 'web'},
		ports: {tcp: [[80, 80]], udp: [], sctp: []},
	});
	if (!found.ok) {
		expect.unreachable(found.missing.datum);
	}

	return [...[...found.connections].map(pair => pair.from), ...[...found.undecided].map(pair => `(${pair.from})`)];
}

const everybody = ['dev/client', 'shop/db', '0.0.0.0/0'];

describe('cluster policies', () => {
	test.each<[string, string, readonly string[]]>([
		['isolate nobody', admin(1, `ingress: [${from('Allow')}]`), everybody],
		['deny', admin(1, `ingress: [${from('Deny')}]`), ['shop/db', '0.0.0.0/0']],
		[
			'the lower priority is asked first',
			admin(2, `ingress: [${all('Deny')}]`) + admin(1, `ingress: [${from('Allow')}]`),
			['dev/client', '0.0.0.0/0'],
		],
		[
			'the first rule that matches is final',
			admin(1, `ingress: [${from('Deny')}, ${all('Allow')}]`),
			['shop/db', '0.0.0.0/0'],
		],
		['allow goes past NetworkPolicies', admin(1, `ingress: [${from('Allow')}]`) + plain, ['dev/client', 'shop/db']],
		[
			'pass goes past later rules to NetworkPolicies',
			admin(1, `ingress: [${all('Pass')}, ${all('Deny')}]`) + plain,
			['shop/db'],
		],
		[
			'a baseline is asked where no NetworkPolicy selects the pod',
			baseline(`ingress: [${from('Deny')}]`),
			['shop/db', '0.0.0.0/0'],
		],
		['and not where one does', baseline(`ingress: [${from('Deny', 'shop')}]`) + plain, ['shop/db']],
		['v1alpha2 accepts', tiered('Admin', 1, `ingress: [${from('Accept')}]`) + plain, ['dev/client', 'shop/db']],
		[
			'v1alpha2 has both tiers',
			tiered('Baseline', 1, `ingress: [${all('Deny')}]`) + tiered('Admin', 5, `ingress: [${from('Accept')}]`),
			['dev/client', '0.0.0.0/0'],
		],
		[
			'protocols of v1alpha2',
			tiered(
				'Admin',
				1,
				`ingress: [${from('Deny', 'dev', ', protocols: [{tcp: {destinationPort: {number: 80}}}]')}, ${from('Deny', 'shop', ', protocols: [{udp: {}}]')}]`,
			),
			['shop/db', '0.0.0.0/0'],
		],
		[
			'a named port',
			admin(1, `ingress: [${from('Deny', 'dev', ', ports: [{namedPort: http}]')}]`),
			['shop/db', '0.0.0.0/0'],
		],
		[
			'equal priorities are not defined',
			admin(1, `ingress: [${from('Deny')}]`, 'a') + admin(1, `ingress: [${from('Allow')}]`, 'b'),
			['shop/db', '0.0.0.0/0', '(dev/client)'],
		],
		['an action that there is not', admin(1, `ingress: [${from('Accept')}]`), everybody.map(name => `(${name})`)],
		[
			'a tier that there is not',
			tiered('Middle', 1, `ingress: [${from('Deny')}]`),
			['shop/db', '0.0.0.0/0', '(dev/client)'],
		],
	])('%s', (_name, policies, expected) => {
		expect(toWeb(policies)).toEqual(expected);
	});

	test.each<[PolicyEngine, string, readonly string[]]>([
		['azure', '1.34.0', everybody],
		['cilium', '1.35.1', everybody],
		['cilium', '1.36.0', ['shop/db', '0.0.0.0/0', '(dev/client)']],
		['calico', '1.34.0', ['shop/db', '0.0.0.0/0', '(dev/client)']],
	])('under %s and Kubernetes %s', (engine, version, expected) => {
		expect(toWeb(admin(1, `ingress: [${from('Deny')}]`), engine, version)).toEqual(expected);
	});

	test('those that have no effect are named', () => {
		const found = reach(cluster({pods, policies: admin(1, `ingress: [${from('Deny')}]`), engine: 'azure'}));

		expect(found.ok && found.notes).toEqual([
			'Azure Network Policy Manager does not enforce policies of the cluster tiers, so AdminNetworkPolicy p1 has no effect here.',
		]);
	});

	test('networks, nodes and names, outward', () => {
		const node = {
			apiVersion: 'v1',
			kind: 'Node',
			metadata: {name: 'n', labels: {pool: 'x'}},
			status: {addresses: [{type: 'InternalIP', address: '10.224.0.9'}]},
		};
		const rules = `egress: [{action: Accept, to: [{networks: [20.0.0.0/8]}]}, {action: Accept, to: [{nodes: {matchLabels: {pool: x}}}]}, {action: Accept, to: [{domainNames: ['*.gcr.io']}]}, {action: Deny, to: [{networks: [0.0.0.0/0]}]}]`;
		const topology = cluster({pods, policies: tiered('Admin', 1, rules), others: [node]});
		const found = reach(topology, {from: {kind: 'named', namespace: 'dev', name: 'web'}});

		expect(found.ok && [...found.connections].map(({to}) => to)).toEqual(['10.224.0.9/32', '20.0.0.0/8']);
	});
});
