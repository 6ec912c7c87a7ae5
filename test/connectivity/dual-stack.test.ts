import {describe, expect, test} from 'vitest';
import {reach} from '../../source/connectivity/reach/reach.js';
import {reachDifference} from '../../source/connectivity/reach/reach-difference.js';
import {parseReachEnd, type ReachOptions} from '../../source/connectivity/reach/reach-options.js';
import type {PolicyEngine} from '../../source/topology/cluster.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import type {Json} from '../../source/topology/world.js';
import {worldOf} from '../helpers/read-world.js';

const namespace = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'dev'}};

function pod(name: string, ...ips: readonly string[]) {
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {name, namespace: 'dev', labels: {app: name}},
		spec: {containers: [{name: 'main', image: 'main', ports: [{containerPort: 80}]}]},
		status: {podIP: ips[0], podIPs: ips.map(ip => ({ip}))},
	};
}

const [a, b] = [pod('a', '10.244.0.1', 'fd00::a'), pod('b', '10.244.0.2', 'fd00::b')];

type Block = {readonly cidr: string; readonly except?: readonly string[]};

function egress(...blocks: readonly Block[]) {
	return {
		apiVersion: 'networking.k8s.io/v1',
		kind: 'NetworkPolicy',
		metadata: {name: 'out', namespace: 'dev'},
		spec: {
			podSelector: {matchLabels: {app: 'a'}},
			policyTypes: ['Egress'],
			egress: blocks.map(ipBlock => ({to: [{ipBlock}]})),
		},
	};
}

function topologyOf(objects: readonly object[]) {
	return decodeTopology(worldOf([namespace, ...objects] as readonly Json[]));
}

function answer(
	objects: readonly object[],
	{from, to, engine, explain}: {from?: string; to?: string; engine?: PolicyEngine; explain?: boolean} = {},
) {
	const topology = topologyOf(objects);
	const end = (text: string | undefined) => {
		const parsed = text === undefined ? undefined : parseReachEnd(text, topology);
		if (parsed?.ok === false) {
			throw new Error(parsed.problem);
		}

		return parsed?.value;
	};
	const options: ReachOptions = {from: end(from), to: end(to), engine, explain};
	const found = reach(topology, options);
	if (!found.ok) {
		throw new Error(found.missing.reason);
	}

	const line = ({from: source, to: target, family}: {from: string; to: string; family?: string}, mark: string) =>
		`${source} ${mark} ${target}${family === undefined ? '' : ` over ${family}`}`;
	return {
		lines: [
			...[...found.connections].map(item => line(item, '→')),
			...[...found.undecided].map(item => line(item, '?')),
		],
		refused: [...found.refused].map(item => ({line: line(item, '✗'), about: item.about})),
		connections: [...found.connections],
		doubts: [...found.undecided].flatMap(({doubts = []}) => doubts),
	};
}

describe('blocks of one family say nothing of the other', () => {
	test.each<[string, readonly Block[], readonly string[]]>([
		['every IPv4 address', [{cidr: '0.0.0.0/0'}], ['dev/a → dev/b over IPv4', 'dev/a → 0.0.0.0/0']],
		['every IPv6 address', [{cidr: '::/0'}], ['dev/a → dev/b over IPv6', 'dev/a → ::/0']],
		['both', [{cidr: '0.0.0.0/0'}, {cidr: '::/0'}], ['dev/a → dev/b', 'dev/a → 0.0.0.0/0', 'dev/a → ::/0']],
		['the IPv6 address of a pod', [{cidr: 'fd00::b/128'}], ['dev/a → dev/b over IPv6', 'dev/a → fd00::b/128']],
		['a part of IPv6', [{cidr: '2001:db8::/32', except: ['2001:db8::/33']}], ['dev/a → 2001:db8:8000::/33']],
		['neither', [], []],
	])('%s', (_, blocks, expected) => {
		expect(answer([a, b, egress(...blocks)], {from: 'dev/a'}).lines).toEqual(expected);
	});
});

describe('addresses that somebody asks for', () => {
	test.each<[string, string, readonly string[]]>([
		['an address outside', '2603:1030::1', ['dev/a → 2603:1030::1/128']],
		['the other family', '20.1.2.3', []],
		['both spellings of one', '2603:1030:0:0::1', ['dev/a → 2603:1030::1/128']],
		['a network', '2603:1030::/32', ['dev/a → 2603:1030::/32']],
	])('%s', (_, to, expected) => {
		expect(answer([a, b, egress({cidr: '::/0'})], {from: 'dev/a', to}).lines).toEqual(expected);
	});

	test('a pod without an address of the family is told so', () => {
		const found = answer([pod('a', '10.244.0.1'), b, egress({cidr: '::/0'})], {from: 'dev/a', to: '2603:1030::1'});
		expect(found.lines).toEqual([]);
		expect(found.refused).toEqual([{line: 'dev/a ✗ 2603:1030::1/128', about: 'dev/a has no IPv6 address'}]);
	});

	test('an address of a pod is explained as the pod, whichever family it is of', () => {
		for (const to of ['fd00::b', '10.244.0.2']) {
			const [found] = answer([a, b], {from: 'dev/a', to, explain: true}).connections;
			expect(found?.about).toBe(`${to} is an address of dev/b`);
			expect(found?.because).toMatchObject({ingress: 'dev/b is not isolated for ingress'});
		}
	});

	test.each([
		['fe80::1%eth0', 'names a zone'],
		['2001:db8::1/64', 'has host bits set; the network is 2001:db8::/64'],
		['2001:db8::/129', 'no valid prefix length'],
		['1::2::3', 'is not an IPv6 address'],
	])('%s is refused: %s', (text, problem) => {
		expect(parseReachEnd(text, topologyOf([a]))).toEqual({ok: false, problem: expect.stringContaining(problem)});
	});
});

describe('who speaks which family', () => {
	test('pods of one family each have nothing to do with each other', () => {
		const found = answer([pod('a', '10.244.0.1'), pod('b', 'fd00::b')]);
		expect(found.lines.filter(line => line.includes('dev/a → dev/b'))).toEqual([]);
		expect(found.lines).toContain('dev/a → 0.0.0.0/0');
		expect(found.lines).toContain('dev/b → ::/0');
		expect(found.lines).not.toContain('dev/a → ::/0');
	});

	test('a cluster of IPv4 is asked about IPv4 alone', () => {
		const lines = answer([pod('a', '10.244.0.1'), pod('b', '10.244.0.2')]).lines;
		expect(lines.filter(line => line.includes(':'))).toEqual([]);
	});

	test('manifests without addresses are asked about IPv6 where policies speak of it', () => {
		const deployment = {
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata: {name: 'a', namespace: 'dev'},
			spec: {selector: {matchLabels: {app: 'a'}}, template: {metadata: {labels: {app: 'a'}}, spec: {containers: []}}},
		};
		const lines = answer([deployment, egress({cidr: '2001:db8::/32'})], {from: 'dev/a'}).lines;
		expect(lines).toEqual(['dev/a → 2001:db8::/32']);
		expect(answer([deployment, egress({cidr: '10.0.0.0/8'})], {from: 'dev/a'}).lines).toEqual(['dev/a → 10.0.0.0/8']);
	});
});

test('an address of a service is asked about what it leads to in its own family', () => {
	const service = {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'web', namespace: 'dev'},
		spec: {
			clusterIP: '10.0.0.9',
			clusterIPs: ['10.0.0.9', 'fd01::9'],
			ipFamilies: ['IPv4', 'IPv6'],
			selector: {app: 'b'},
			ports: [{port: 443, targetPort: 80}],
		},
	};
	const objects = [a, b, service, egress({cidr: 'fd00::/64'})];
	expect(answer(objects, {from: 'dev/a', to: 'fd01::9'}).lines).toEqual(['dev/a → fd01::9/128']);
	expect(answer(objects, {from: 'dev/a', to: '10.0.0.9'}).lines).toEqual([]);
});

test('an EndpointSlice of IPv6 is what a service without a selector leads to', () => {
	const service = {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'db', namespace: 'dev'},
		spec: {clusterIP: 'fd01::7', clusterIPs: ['fd01::7'], ports: [{name: 'sql', port: 5432}]},
	};
	const slice = {
		apiVersion: 'discovery.k8s.io/v1',
		kind: 'EndpointSlice',
		metadata: {name: 'db-1', namespace: 'dev', labels: {'kubernetes.io/service-name': 'db'}},
		addressType: 'IPv6',
		endpoints: [{addresses: ['2603:1030::7']}],
		ports: [{name: 'sql', port: 5432, protocol: 'TCP'}],
	};
	const to = 'fd01::7';
	expect(
		answer([a, service, slice, egress({cidr: '2603:1030::/32'})], {from: 'dev/a', to, engine: 'calico'}).lines,
	).toEqual(['dev/a → fd01::7/128']);
	expect(answer([a, service, slice, egress({cidr: '0.0.0.0/0'})], {from: 'dev/a', to, engine: 'calico'}).lines).toEqual(
		[],
	);
});

describe('engines', () => {
	test('Azure Network Policy Manager does not support IPv6, so there it is undecided', () => {
		const found = answer([a, b, egress({cidr: '::/0'})], {from: 'dev/a', engine: 'azure'});
		expect(found.lines).toEqual(['dev/a ? dev/b over IPv6', 'dev/a ? ::/0']);
		expect(found.doubts.join()).toContain('Azure Network Policy Manager does not support IPv6');
	});

	test('under Cilium no block selects a pod, of either family', () => {
		expect(answer([a, b, egress({cidr: '::/0'})], {from: 'dev/a', engine: 'cilium'}).lines).toEqual(['dev/a → ::/0']);
	});

	test.each<[string, object, readonly string[]]>([
		['world', {toEntities: ['world']}, ['dev/a → 0.0.0.0/0', 'dev/a → ::/0']],
		['world-ipv6', {toEntities: ['world-ipv6']}, ['dev/a → ::/0']],
		['toCIDR', {toCIDR: ['2001:db8::/32']}, ['dev/a → 2001:db8::/32']],
		['toCIDRSet', {toCIDRSet: [{cidr: 'fd00::/8', except: ['fd00::/9']}]}, ['dev/a → fd80::/9']],
	])('Cilium: %s', (_, rule, expected) => {
		const policy = {
			apiVersion: 'cilium.io/v2',
			kind: 'CiliumNetworkPolicy',
			metadata: {name: 'out', namespace: 'dev'},
			spec: {endpointSelector: {matchLabels: {app: 'a'}}, egress: [rule]},
		};
		expect(answer([a, b, policy], {from: 'dev/a', engine: 'cilium'}).lines).toEqual(expected);
	});

	test.each<[string, object, readonly string[]]>([
		['nets', {destination: {nets: ['2001:db8::/32']}}, ['dev/a → 2001:db8::/32']],
		[
			'notNets mean packets of their own family',
			{destination: {notNets: ['::/1']}},
			['dev/a → dev/b over IPv6', 'dev/a → 8000::/1'],
		],
		['ipVersion: 6', {ipVersion: 6}, ['dev/a → dev/b over IPv6', 'dev/a → ::/0']],
		['ipVersion: 4', {ipVersion: 4}, ['dev/a → dev/b over IPv4', 'dev/a → 0.0.0.0/0']],
		[
			'networks of both families in one rule are refused by the API',
			{destination: {nets: ['10.0.0.0/8', '2001:db8::/32']}},
			['dev/a ? 10.0.0.0/8', 'dev/a ? 2001:db8::/32'],
		],
	])('Calico: %s', (_, rule, expected) => {
		const policy = {
			apiVersion: 'projectcalico.org/v3',
			kind: 'NetworkPolicy',
			metadata: {name: 'out', namespace: 'dev'},
			spec: {selector: "app == 'a'", types: ['Egress'], egress: [{action: 'Allow', ...rule}]},
		};
		const {lines} = answer([a, b, policy], {from: 'dev/a', engine: 'calico'});
		expect(lines.filter(line => !line.includes('? dev/b'))).toEqual(expected);
	});

	test('ClusterNetworkPolicy: networks of both families in one peer', () => {
		const policy = {
			apiVersion: 'policy.networking.k8s.io/v1alpha2',
			kind: 'ClusterNetworkPolicy',
			metadata: {name: 'out'},
			spec: {
				tier: 'Admin',
				priority: 10,
				subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: 'a'}}}},
				egress: [
					{action: 'Accept', to: [{networks: ['20.0.0.0/8', '2001:db8::/32']}]},
					{action: 'Deny', to: [{networks: ['0.0.0.0/0', '::/0']}]},
				],
			},
		};
		expect(answer([a, policy], {from: 'dev/a', engine: 'kubernetes'}).lines).toEqual([
			'dev/a → 20.0.0.0/8',
			'dev/a → 2001:db8::/32',
		]);
	});
});

test('a difference between pods that holds over one family says so', () => {
	const [before, after] = [topologyOf([a, b, egress({cidr: '0.0.0.0/0'})]), topologyOf([a, b, egress({cidr: '::/0'})])];
	const found = reachDifference(before, after, {});
	if (!found.ok) {
		throw new Error(found.missing.reason);
	}

	const words = (list: typeof found.opened) => list.map(({from, to, family}) => `${from} ${to} ${family ?? ''}`.trim());
	expect(words(found.opened)).toEqual(['dev/a dev/b IPv6', 'dev/a ::/0']);
	expect(words(found.closed)).toEqual(['dev/a dev/b IPv4', 'dev/a 0.0.0.0/0']);
});
