import {describe, expect, test} from 'vitest';
import {clusterConnectivity} from '../../source/connectivity/cluster-connectivity.js';
import {lintPolicies} from '../../source/connectivity/lint/lint-policies.js';
import {reach} from '../../source/connectivity/reach/reach.js';
import {parseReachEnd, parseReachPort, type ReachOptions} from '../../source/connectivity/reach/reach-options.js';
import type {PolicyEngine} from '../../source/topology/cluster.js';
import {known} from '../../source/topology/known.js';
import type {Topology} from '../../source/topology/topology.js';
import type {KubeObject} from '../../source/topology/world.js';
import {cluster} from './manifests.js';

/* What `reach` says beside its verdicts, and `policies lint`, where several tiers have a say. */

const calico = (kind: string, name: string, spec: string) => `
apiVersion: projectcalico.org/v3
kind: ${kind}
metadata: {name: ${name}}
spec: ${spec}
---
`;
const admin = (rules: string, subject = 'namespaces: {}') => `
apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: {name: admin}
spec: {priority: 10, subject: {${subject}}, ${rules}}
---
`;
const plain = (ingress: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: plain, namespace: dev}
spec: {podSelector: {matchLabels: {app: web}}, ingress: ${ingress}}
---
`;
const fromClient = '{from: [{podSelector: {matchLabels: {app: client}}}]}';
const fromDev = (action: string) =>
	`{action: ${action}, from: [{namespaces: {matchLabels: {kubernetes.io/metadata.name: dev}}}]}`;
const pods = [
	'dev/web app=web 10.244.0.5 http:80/TCP',
	'dev/client app=client 10.244.0.6',
	'shop/db app=db 10.244.1.7',
];

function parsed<T>(result: {readonly ok: true; readonly value: T} | {readonly ok: false; readonly problem: string}): T {
	return result.ok ? result.value : expect.unreachable(result.problem);
}

function answers(topology: Topology, options: ReachOptions) {
	const found = reach(topology, options);
	return found.ok
		? {
				open: [...found.connections].map(({from}) => from),
				undecided: [...found.undecided].map(({from, doubts}) => [from, doubts]),
				refused: [...found.refused],
			}
		: expect.unreachable(found.missing.datum);
}

const toWeb = (topology: Topology, from: string): ReachOptions => ({
	from: parsed(parseReachEnd(from, topology)),
	to: parsed(parseReachEnd('dev/web', topology)),
	ports: parsed(parseReachPort('tcp/80')),
});

describe('a refusal', () => {
	const because = (policies: string, engine: PolicyEngine, from = 'dev/client') => {
		const topology = cluster({pods, policies, engine});
		return answers(topology, toWeb(topology, from)).refused.map(({because: why}) => why);
	};

	test('by a rule of an earlier tier is not put on the policy that would allow', () => {
		expect(because(admin(`ingress: [${fromDev('Deny')}]`) + plain(`[${fromClient}]`), 'kubernetes')).toEqual([
			[{direction: 'ingress', isolatedBy: [], deniedBy: ['AdminNetworkPolicy admin ingress[0]']}],
		]);
	});

	test('after a pass names who isolates further on, and what comes nearest there', () => {
		const policies =
			admin(`ingress: [${fromDev('Pass')}]`) + plain('[{from: [{podSelector: {matchLabels: {app: api}}}]}]');
		expect(because(policies, 'kubernetes')).toEqual([
			[
				{
					direction: 'ingress',
					isolatedBy: ['dev/plain'],
					deniedBy: [],
					nearest: {
						rule: 'dev/plain ingress[0]',
						fails: ['peer'],
						opens: 'every port',
					},
				},
			],
		]);
	});

	test('by the end of a tier does not look at tiers behind it', () => {
		const policies =
			calico('Tier', 'first', '{order: 10}') +
			calico(
				'GlobalNetworkPolicy',
				'first.one',
				`{tier: first, selector: app == 'web', types: [Ingress], ingress: [{action: Allow, source: {selector: app == 'db'}}]}`,
			) +
			plain(`[${fromClient}]`);
		expect(because(policies, 'calico')[0]).toMatchObject([
			{isolatedBy: ['GlobalNetworkPolicy first.one'], nearest: {rule: 'GlobalNetworkPolicy first.one ingress[0]'}},
		]);
	});
});

describe('labels of a namespace that was not read', () => {
	const unread = (policies: string, engine: PolicyEngine) => {
		const topology = cluster({pods, policies, engine});
		const read = {...topology, kubernetes: {...topology.kubernetes, namespaces: known([])}};
		return answers(read, toWeb(read, 'dev/client'));
	};
	const doubt = expect.stringContaining('namespaceSelector team');

	test('leave it open whether a cluster tier is about its pods', () => {
		const {open, undecided} = unread(
			admin(`ingress: [${fromDev('Deny')}]`, 'namespaces: {matchLabels: {team: a}}'),
			'kubernetes',
		);
		expect({open, undecided}).toEqual({open: [], undecided: [['dev/client', [doubt, doubt]]]});
	});

	test.each([
		["team == 'a'", [['dev/client', [doubt]]]],
		["team == 'a' || projectcalico.org/name == 'dev'", []],
		["team != 'a' && projectcalico.org/name == 'shop'", []],
	])('leave a peer of Calico open by %s as far as they decide', (selector, undecided) => {
		const policies = calico(
			'GlobalNetworkPolicy',
			'one',
			`{selector: app == 'web', types: [Ingress], ingress: [{action: Allow, source: {namespaceSelector: "${selector}"}}]}`,
		);
		expect(unread(policies, 'calico').undecided).toEqual(undecided);
	});
});

describe('workloads without addresses', () => {
	const deployment = {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {name: 'new', namespace: 'dev'},
		spec: {template: {metadata: {labels: {app: 'new'}}, spec: {containers: [{name: 'main'}]}}},
	} as KubeObject;
	const doubt = [expect.stringContaining('a pod that has no address yet')];

	test.each([
		['nets: [10.244.0.0/25]', [], [['dev/new', doubt]]],
		['notNets: [10.244.0.0/25]', [], [['dev/new', doubt]]],
		["selector: app == 'db', nets: [10.244.0.0/25]", [], []],
		['nets: [0.0.0.0/0]', ['dev/new'], []],
	])('are open or not by %s', (source, open, undecided) => {
		const policies = calico(
			'GlobalNetworkPolicy',
			'one',
			`{selector: app == 'web', types: [Ingress], ingress: [{action: Allow, source: {${source}}}]}`,
		);
		const topology = cluster({pods, policies, engine: 'calico', others: [deployment]});
		const {refused: _, ...found} = answers(topology, toWeb(topology, 'dev/new'));
		expect(found).toEqual({open, undecided});
	});
});

describe('any pod that might be added', () => {
	const exposed = (rules: string) => {
		const policies = calico(
			'GlobalNetworkPolicy',
			'one',
			`{selector: app == 'web', types: [Ingress], ingress: [${rules}]}`,
		);
		const topology = cluster({pods, policies, engine: 'calico'});
		return answers(topology, {exposure: true, to: parsed(parseReachEnd('dev/web', topology))}).open;
	};

	test.each([
		['{action: Allow}', ['0.0.0.0/0', '{any pod}']],
		["{action: Deny, source: {selector: team == 'red'}}, {action: Allow}", ['0.0.0.0/0']],
		["{action: Allow, source: {notSelector: team == 'red'}}", ['0.0.0.0/0']],
		[
			"{action: Allow, source: {selector: team == 'red' || role == 'x'}}",
			['{any namespace}/{pod team=red}', '{any namespace}/{pod role=x}'],
		],
	])('under %s', (rules, open) => {
		expect(exposed(rules)).toEqual(open);
	});
});

describe('a rule that is shadowed', () => {
	const shadowed = (policies: string, engine: PolicyEngine) => {
		const topology = cluster({pods, policies, engine});
		const read = clusterConnectivity(topology);
		return read.ok
			? lintPolicies(topology, read.connectivity)
					.filter(({kind}) => kind === 'shadowed')
					.map(({policy, rule}) => `${policy} ${rule}`)
			: expect.unreachable(read.missing.datum);
	};
	const tiers = (first: string, second: string) =>
		calico('Tier', 'first', '{order: 10}') +
		calico(
			'GlobalNetworkPolicy',
			'first.one',
			`{tier: first, selector: app == 'web', types: [Ingress], ingress: [${first}]}`,
		) +
		calico('GlobalNetworkPolicy', 'two', `{selector: app == 'web', types: [Ingress], ingress: [${second}]}`);
	const client = `source: {selector: app == 'client'}`;

	test.each<[string, string, PolicyEngine, readonly string[]]>([
		[
			'an allow after a deny',
			admin(`ingress: [${fromDev('Deny')}]`) + plain(`[${fromClient}]`),
			'kubernetes',
			['dev/plain ingress[0]'],
		],
		['an allow after a pass', admin(`ingress: [${fromDev('Pass')}]`) + plain(`[${fromClient}]`), 'kubernetes', []],
		[
			'a deny after an allow',
			admin(`ingress: [${fromDev('Allow')}, ${fromDev('Deny')}]`),
			'kubernetes',
			['AdminNetworkPolicy admin ingress[1]'],
		],
		[
			'a pass after an allow',
			admin(`ingress: [${fromDev('Allow')}, ${fromDev('Pass')}]`),
			'kubernetes',
			['AdminNetworkPolicy admin ingress[1]'],
		],
		[
			'an allow behind the end of a tier',
			tiers(`{action: Allow, source: {selector: app == 'db'}}`, `{action: Allow, ${client}}`),
			'calico',
			['GlobalNetworkPolicy two ingress[0]'],
		],
		[
			'an allow behind a tier that passes',
			tiers(`{action: Pass, ${client}}`, `{action: Allow, ${client}}`),
			'calico',
			[],
		],
	])('%s', (_, policies, engine, expected) => {
		expect(shadowed(policies, engine)).toEqual(expected);
	});
});
