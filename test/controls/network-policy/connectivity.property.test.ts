import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	connectionSet,
	everyConnection,
	intersectConnections,
	noConnection,
	unionConnections,
} from '../../../source/controls/network-policy/connection-set.js';
import {connectivity} from '../../../source/controls/network-policy/connectivity.js';
import {engineRules} from '../../../source/controls/network-policy/engine-rules.js';
import {kubernetesTerm} from '../../../source/controls/network-policy/kubernetes-terms.js';
import {addresses} from '../../../source/network/address-set.js';
import {has} from '../../../source/network/interval-set.js';
import {type LabelRequirement, selects} from '../../../source/network/label-selector.js';
import type {Namespace, NetworkPolicy, Pod, PolicyPeer, PolicyPort} from '../../../source/topology/kubernetes.js';

const namespaceNames = ['a', 'b', 'c'] as const;

const requirement: fc.Arbitrary<LabelRequirement> = fc.record({
	key: fc.constantFrom('app', 'tier', 'kubernetes.io/metadata.name'),
	operator: fc.constantFrom('In' as const, 'NotIn' as const, 'Exists' as const, 'DoesNotExist' as const),
	values: fc.subarray(['web', 'db', 'a', 'b'], {minLength: 1, maxLength: 2}),
});
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
	name: fc.constantFrom('one', 'two'),
	pods: selector,
	isolatesIngress: fc.boolean(),
	isolatesEgress: fc.boolean(),
	ingress: fc.array(rule, {maxLength: 2}),
	egress: fc.array(rule, {maxLength: 2}),
});
const labels = fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('web', 'db', 'other', 'x'), {maxKeys: 2});
const pod = fc.record({
	namespace: fc.constantFrom(...namespaceNames),
	labels,
	address: fc.integer({min: 0, max: 12}),
	pending: fc.boolean(),
	http: fc.constantFrom(80, 8080, undefined),
});

/** The specification, word by word, for one pair of pods. */
function naive(from: Pod, to: Pod, namespaces: readonly Namespace[], policies: readonly NetworkPolicy[]) {
	const side = (own: Pod, other: Pod, direction: 'ingress' | 'egress') => {
		const isolating = policies.filter(
			({namespace, pods, isolatesIngress, isolatesEgress}) =>
				namespace === own.namespace &&
				selects(pods, own.labels) &&
				(direction === 'ingress' ? isolatesIngress : isolatesEgress),
		);
		if (isolating.length === 0) {
			return everyConnection;
		}

		const place = namespaces.find(({name}) => name === other.namespace);
		return isolating
			.flatMap(item => item[direction].map(entry => ({entry, namespace: item.namespace})))
			.filter(
				({entry, namespace}) =>
					entry.peers === undefined ||
					entry.peers.some(candidate =>
						candidate.kind === 'addresses'
							? other.addresses.some(([first]) => has(candidate.addresses, first))
							: selects(candidate.pods, other.labels) &&
								(candidate.namespaces === undefined
									? other.namespace === namespace
									: selects(candidate.namespaces, place?.labels ?? {})),
					),
			)
			.map(({entry}) =>
				entry.ports === undefined
					? everyConnection
					: entry.ports
							.map(({protocol, port: numbers}) =>
								connectionSet({
									[protocol]:
										'name' in numbers
											? to.ports
													.filter(one => one.name === numbers.name && one.protocol === protocol)
													.map(one => [one.port, one.port] as const)
											: numbers,
								}),
							)
							.reduce(unionConnections, noConnection),
			)
			.reduce(unionConnections, noConnection);
	};

	return intersectConnections(side(from, to, 'egress'), side(to, from, 'ingress'));
}

test('a verdict by classes is the verdict of the specification for each pair of pods', () => {
	fc.assert(
		fc.property(fc.array(pod, {minLength: 2, maxLength: 8}), fc.array(policy, {maxLength: 5}), (seeds, policies) => {
			const pods = seeds.map(
				({namespace, labels: own, address, pending, http}, index): Pod => ({
					namespace,
					name: `pod-${index}`,
					labels: own,
					addresses: pending ? [] : [[0x0a_00_00_00 + address, 0x0a_00_00_00 + address]],
					hostNetwork: false,
					node: undefined,
					ports: http === undefined ? [] : [{name: 'http', port: http, protocol: 'tcp'}],
					workload: {kind: 'Pod', name: `pod-${index}`},
				}),
			);
			const namespaces = namespaceNames.map(name => ({
				name,
				labels: {'kubernetes.io/metadata.name': name, ...(name === 'c' ? {tier: 'web'} : {})},
			}));
			const reach = connectivity({
				engine: 'kubernetes',
				pods,
				namespaces,
				nodes: [],
				policies: policies.map(item => kubernetesTerm(item, engineRules.kubernetes, undefined)),
				podCidrs: [],
			});
			for (const from of pods) {
				const row = [...reach.row(reach.classes.of.get(from) ?? -1, 'certain')];
				for (const to of pods) {
					const open = reach.table.get(row[reach.classes.of.get(to) ?? -1] ?? 0);
					expect(open).toEqual(naive(from, to, namespaces, policies));
				}
			}
		}),
		{numRuns: 500},
	);
});
