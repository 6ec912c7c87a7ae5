import fc from 'fast-check';
import {addresses} from '../../source/network/address-set.js';
import type {LabelRequirement} from '../../source/network/label-selector.js';
import type {NetworkPolicy, Pod, PolicyPeer, PolicyPort} from '../../source/topology/kubernetes.js';

const namespaceNames = ['a', 'b', 'c'] as const;

const key = fc.constantFrom('app', 'tier', 'kubernetes.io/metadata.name');
const requirement: fc.Arbitrary<LabelRequirement> = fc.oneof(
	fc.record({
		key,
		operator: fc.constantFrom('In' as const, 'NotIn' as const),
		values: fc.subarray(['web', 'db', 'a', 'b'], {minLength: 1, maxLength: 2}),
	}),
	fc.record({
		key,
		operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
		values: fc.constant([]),
	}),
);
const selector = fc.array(requirement, {maxLength: 2});
const port: fc.Arbitrary<PolicyPort> = fc.record({
	protocol: fc.constantFrom('tcp' as const, 'udp' as const, 'sctp' as const),
	port: fc.oneof(
		fc.constantFrom([[80, 80]] as const, [[80, 90]] as const, [[0, 65_535]] as const),
		fc.constantFrom({name: 'http'}, {name: 'dns'}),
	),
});
const peer: fc.Arbitrary<PolicyPeer> = fc.oneof(
	fc.record({kind: fc.constant('pods' as const), namespaces: fc.option(selector, {nil: undefined}), pods: selector}),
	fc.record({
		kind: fc.constant('addresses' as const),
		addresses: fc.constantFrom(addresses('10.0.0.0/30'), addresses('10.0.0.2-10.0.0.9'), addresses('0.0.0.0/0')),
	}),
);
const rule = fc.record({
	peers: fc.option(fc.array(peer, {minLength: 1, maxLength: 2}), {nil: undefined}),
	ports: fc.option(fc.array(port, {minLength: 1, maxLength: 2}), {nil: undefined}),
});
const policy: fc.Arbitrary<NetworkPolicy> = fc.record({
	namespace: fc.constantFrom(...namespaceNames, 'missing'),
	name: fc.constantFrom('one', 'two', 'three', 'four', 'five'),
	pods: selector,
	isolatesIngress: fc.boolean(),
	isolatesEgress: fc.boolean(),
	ingress: fc.array(rule, {maxLength: 2}),
	egress: fc.array(rule, {maxLength: 2}),
});
const labels = fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('web', 'db', 'other', 'x'), {maxKeys: 2});
const podSeed = fc.record({
	namespace: fc.constantFrom(...namespaceNames),
	labels,
	address: fc.integer({min: 0, max: 12}),
	pending: fc.boolean(),
	http: fc.constantFrom(80, 8080, undefined),
});

/** As many as are asked for, each with a name of its own, as the API server would have it. */
export function policies(size: {readonly minLength?: number; readonly maxLength: number}) {
	return fc.uniqueArray(policy, {...size, selector: ({namespace, name}) => `${namespace}/${name}`});
}

/** Two to eight pods in three namespaces; some are pending and have no address. */
export const pods: fc.Arbitrary<readonly Pod[]> = fc.array(podSeed, {minLength: 2, maxLength: 8}).map(seeds =>
	seeds.map(
		({namespace, labels: own, address, pending, http}, index): Pod => ({
			namespace,
			name: `pod-${index}`,
			labels: own,
			addresses: pending ? [] : [[0x0a_00_00_00 + address, 0x0a_00_00_00 + address]],
			hostNetwork: false,
			callsApiServerByName: false,
			node: undefined,
			ports: http === undefined ? [] : [{name: 'http', port: http, protocol: 'tcp'}],
			workload: {kind: 'Pod', name: `pod-${index}`},
		}),
	),
);

export const namespaces = namespaceNames.map(name => ({
	name,
	labels: {'kubernetes.io/metadata.name': name, ...(name === 'c' ? {tier: 'web'} : {})},
}));
