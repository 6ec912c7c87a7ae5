import {describe, expect, test} from 'vitest';
import {reach, reachDocument} from '../../source/connectivity/reach/reach.js';
import {parseReachEnd, parseReachPort, type ReachOptions} from '../../source/connectivity/reach/reach-options.js';
import {denied} from '../../source/topology/known.js';
import type {Topology} from '../../source/topology/topology.js';
import {cluster} from './manifests.js';

const everything = ['TCP', 'UDP', 'SCTP'].map(protocol => ({protocol, ports: '1-65535'}));

const webPolicy = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: dev}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Ingress, Egress]
  ingress:
  - from: [{podSelector: {matchLabels: {app: client}}}]
    ports: [{port: 80}, {port: 8080, endPort: 8090}, {protocol: UDP, port: 53}]
  - from: [{ipBlock: {cidr: 20.0.0.0/8, except: [20.128.0.0/9]}}]
    ports: [{port: 443}]
`;
const pods = ['dev/web app=web 10.244.0.5 http:80/TCP', 'dev/client app=client 10.244.0.6', 'shop/db 10.244.0.7'];

function document(topology: Topology, options: ReachOptions = {}) {
	const found = reach(topology, options);
	if (!found.ok) {
		throw new Error(found.missing.datum);
	}

	return reachDocument(found);
}

function pairs(topology: Topology, options: ReachOptions = {}): readonly string[] {
	return document(topology, options).connections.map(
		({from, to, allowed}) => `${from} > ${to} ${allowed.map(({protocol, ports}) => `${protocol} ${ports}`).join(' ')}`,
	);
}

function end(text: string, topology: Topology) {
	const parsed = parseReachEnd(text, topology);
	return parsed.ok ? parsed.value : expect.unreachable(parsed.problem);
}

describe('who may talk to whom', () => {
	test('has the documented form, without cluster and without pairs that have no connection', () => {
		const topology = cluster({pods, policies: webPolicy});

		const found = document(topology);

		expect(found).toEqual({
			schemaVersion: 1,
			connections: [
				{
					from: 'dev/client',
					to: 'dev/web',
					allowed: [
						{protocol: 'TCP', ports: '80,8080-8090'},
						{protocol: 'UDP', ports: '53'},
					],
				},
				{from: 'dev/client', to: 'shop/db', allowed: everything},
				{from: 'shop/db', to: 'dev/client', allowed: everything},
				{from: '0.0.0.0/0', to: 'dev/client', allowed: everything},
				{from: 'dev/client', to: '0.0.0.0/0', allowed: everything},
				{from: '20.0.0.0/9', to: 'dev/web', allowed: [{protocol: 'TCP', ports: '443'}]},
				{from: '0.0.0.0/0', to: 'shop/db', allowed: everything},
				{from: 'shop/db', to: '0.0.0.0/0', allowed: everything},
			],
		});
	});

	test('can be limited to ends and ports', () => {
		const topology = cluster({pods, policies: webPolicy});
		const port = parseReachPort('tcp/8085');

		expect(
			pairs(topology, {
				from: end('dev', topology),
				to: end('dev/web', topology),
				ports: port.ok ? port.value : undefined,
			}),
		).toEqual(['dev/client > dev/web TCP 8085']);
		expect(pairs(topology, {from: end('20.1.0.0/16', topology), to: end('dev/web', topology)})).toEqual([
			'20.1.0.0/16 > dev/web TCP 443',
		]);
		expect(pairs(topology, {from: end('20.200.0.0/16', topology), to: end('dev/web', topology)})).toEqual([]);
	});

	test('says which rules decide, also for pairs without a connection', () => {
		const topology = cluster({pods, policies: webPolicy});
		const found = reach(topology, {explain: true, from: end('dev', topology), to: end('dev', topology)});
		if (!found.ok) {
			expect.unreachable();
		}

		expect([...found.connections]).toMatchObject([
			{because: {egress: 'dev/client is not isolated for egress', ingress: 'dev/web ingress[0] under Kubernetes'}},
		]);
		expect([...found.refused]).toMatchObject([
			{
				from: 'dev/client',
				to: 'dev/web',
				partly: true,
				because: [{isolatedBy: ['dev/web'], nearest: {rule: 'dev/web ingress[0]', fails: ['port']}}],
			},
			{
				from: 'dev/web',
				to: 'dev/client',
				partly: false,
				because: [{direction: 'egress', isolatedBy: ['dev/web'], deniedBy: []}],
			},
		]);
	});

	test('counts a workload as open when one of its pods is', () => {
		const replica = (name: string, more: string) => `dev/${name} ${more}`;
		const topology = cluster({
			pods: [replica('web', 'app=web 10.244.0.5'), replica('client', 'app=client')],
			policies: webPolicy,
		});

		expect(pairs(topology, {by: 'workload', to: end('dev/web', topology), from: end('dev', topology)})).toEqual([
			'dev/client > dev/web TCP 80,8080-8090 UDP 53',
		]);
	});

	test('is open to everything without an engine, and says so', () => {
		const topology = cluster({pods, policies: webPolicy, engine: 'none'});
		const found = reach(topology);

		expect(found).toMatchObject({ok: true, engine: 'none', notes: [expect.stringContaining('no effect')]});
		expect(pairs(topology, {from: end('shop', topology), to: end('dev/web', topology)})).toEqual([
			'shop/db > dev/web TCP 1-65535 UDP 1-65535 SCTP 1-65535',
		]);
	});

	test('lists apart what is not modelled', () => {
		const policies = `
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: l7, namespace: dev}
spec:
  endpointSelector: {matchLabels: {app: web}}
  ingress: [{fromEndpoints: [{}], toPorts: [{ports: [{port: '80'}], rules: {http: [{method: GET}]}}]}]
`;
		const topology = cluster({pods, policies, engine: 'cilium'});
		const options = {from: end('dev', topology), to: end('dev/web', topology)};

		expect(document(topology, options)).toMatchObject({
			connections: [],
			undecided: [
				{
					from: 'dev/client',
					to: 'dev/web',
					allowed: [{protocol: 'TCP', ports: '80'}, {protocol: 'UDP'}, {protocol: 'SCTP'}],
				},
			],
		});
	});

	test('needs the pods', () => {
		const topology = cluster({pods});
		const blind = {...topology, kubernetes: {...topology.kubernetes, pods: denied('Forbidden.')}};

		expect(reach(blind)).toMatchObject({ok: false, missing: {reason: 'Forbidden.'}});
	});
});

describe('ends and ports as people write them', () => {
	test.each([
		['nowhere', 'There is no namespace "nowhere".'],
		['dve', 'There is no namespace "dve". Did you mean dev?'],
		['dev/wbe', 'There is no pod or workload "dev/wbe". Did you mean web?'],
		['dev/web/x', 'There is no pod or workload "dev/web/x". Did you mean web?'],
		['10.0.0.1/8', '10.0.0.1/8 has host bits set; the network is 10.0.0.0/8.'],
	])('%s is refused', (text, problem) => {
		expect(parseReachEnd(text, cluster({pods}))).toEqual({ok: false, problem});
	});

	test.each(['icmp/1', 'tcp/', 'tcp/70000', 'tcp/http', ''])('the port %j is refused', text => {
		expect(parseReachPort(text).ok).toBe(false);
	});
});
