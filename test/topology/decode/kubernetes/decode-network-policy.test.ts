import {describe, expect, test} from 'vitest';
import {parse} from 'yaml';
import {formatAddresses} from '../../../../source/network/address-set.js';
import {decodeNetworkPolicy} from '../../../../source/topology/decode/kubernetes/decode-network-policy.js';
import type {NetworkPolicy} from '../../../../source/topology/kubernetes.js';
import type {KubeObject} from '../../../../source/topology/world.js';

function policy(spec: string): KubeObject {
	return {
		apiVersion: 'networking.k8s.io/v1',
		kind: 'NetworkPolicy',
		metadata: {name: 'p', namespace: 'dev'},
		spec: parse(spec),
	};
}

function decode(spec: string): NetworkPolicy {
	const result = decodeNetworkPolicy(policy(spec));
	if (!result.ok) {
		throw new Error(result.problem);
	}

	return result.value;
}

function addressesOf(spec: string): string {
	const peer = decode(spec).ingress[0]?.peers?.[0];
	return peer?.kind === 'addresses' ? formatAddresses(peer.addresses) : 'no addresses';
}

describe('which directions a policy isolates', () => {
	test.each([
		['podSelector: {}', true, false],
		['{podSelector: {}, egress: []}', true, false],
		['{podSelector: {}, egress: [{}]}', true, true],
		['{podSelector: {}, policyTypes: []}', true, false],
		['{podSelector: {}, policyTypes: [Egress]}', false, true],
		['{podSelector: {}, policyTypes: [Egress], ingress: [{}]}', false, true],
		['{podSelector: {}, policyTypes: [Ingress, Egress]}', true, true],
	])('%s', (spec, ingress, egress) => {
		expect(decode(spec)).toMatchObject({isolatesIngress: ingress, isolatesEgress: egress});
	});
});

describe('peers and ports', () => {
	test('a rule without peers or with an empty list means any peer, and so for ports', () => {
		expect(decode('ingress: [{}, {from: [], ports: []}]').ingress).toEqual([
			{peers: undefined, ports: undefined},
			{peers: undefined, ports: undefined},
		]);
	});

	test('two selectors in one entry are one peer, in two entries two', () => {
		const {ingress} = decode(
			'ingress: [{from: [{podSelector: {}, namespaceSelector: {}}]}, {from: [{podSelector: {}}]}]',
		);
		expect(ingress[0]?.peers).toEqual([{kind: 'pods', namespaces: [], pods: []}]);
		expect(ingress[1]?.peers).toEqual([{kind: 'pods', namespaces: undefined, pods: []}]);
	});

	test('every operator of a selector is kept', () => {
		const {pods} = decode(`podSelector:
  matchLabels: {app: web}
  matchExpressions:
    - {key: tier, operator: In, values: [a, b]}
    - {key: tier, operator: NotIn, values: [c]}
    - {key: x, operator: Exists}
    - {key: y, operator: DoesNotExist}`);
		expect(pods.map(({key, operator, values}) => `${key} ${operator} ${values.join(',')}`.trim())).toEqual([
			'app In web',
			'tier In a,b',
			'tier NotIn c',
			'x Exists',
			'y DoesNotExist',
		]);
	});

	test.each([
		['10.0.0.0/24', '10.0.0.0/24'],
		['10.0.0.77/24', '10.0.0.0/24'],
		['010.000.0.0/24', '10.0.0.0/24'],
		['0.0.0.0/0', 'any IPv4 address'],
		['2001:db8::/32', '2001:db8::/32'],
		['2001:DB8:0::1/32', '2001:db8::/32'],
		['::/0', 'any IPv6 address'],
	])('the block %s holds %s', (cidr, expected) => {
		expect(addressesOf(`ingress: [{from: [{ipBlock: {cidr: '${cidr}'}}]}]`)).toBe(expected);
	});

	test('what a block excepts is not in it', () => {
		const spec = 'ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/30, except: [10.0.0.1/32, 10.0.0.2/32]}}]}]';
		expect(addressesOf(spec)).toBe('10.0.0.0, 10.0.0.3');
	});

	test.each([
		['{port: 80}', {protocol: 'tcp', port: [[80, 80]]}],
		['{protocol: UDP}', {protocol: 'udp', port: [[0, 65_535]]}],
		['{protocol: SCTP, port: 80, endPort: 90}', {protocol: 'sctp', port: [[80, 90]]}],
		['{port: http}', {protocol: 'tcp', port: {name: 'http'}}],
	])('the port %s', (port, expected) => {
		expect(decode(`ingress: [{ports: [${port}]}]`).ingress[0]?.ports).toEqual([expected]);
	});
});

describe('what cannot be understood refuses the policy and is named', () => {
	test.each([
		['{podSelector: 7}', 'selector'],
		['{podSelector: {matchLabels: [a]}}', 'matchLabels'],
		['{podSelector: {matchExpressions: [{key: a, operator: Like}]}}', 'Like'],
		['{podSelector: {matchExpressions: [{key: a, operator: In}]}}', 'names no value'],
		['{ingres: []}', 'ingres'],
		['{policyTypes: [Sideways]}', 'policyTypes'],
		['{ingress: [{from: [{}]}]}', 'a peer is empty'],
		['{ingress: [{to: []}]}', '"to"'],
		['{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0}}]}]}', '10.0.0.0'],
		['{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}]}', '10.0.0.0/33'],
		['{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]}', 'beside'],
		['{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]}', '11.0.0.0/16'],
		['{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}]}', 'no part'],
		['{ingress: [{ports: [{protocol: ICMP}]}]}', 'ICMP'],
		['{ingress: [{ports: [{port: 90, endPort: 80}]}]}', '90'],
		['{ingress: [{ports: [{endPort: 80}]}]}', 'endPort'],
		['{ingress: [{ports: [{port: "80"}]}]}', '80'],
	])('%s', (spec, part) => {
		const result = decodeNetworkPolicy(policy(spec));
		expect(result.ok ? 'understood' : result.problem).toContain(part);
	});
});
