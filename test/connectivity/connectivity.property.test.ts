import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	connectionSet,
	everyConnection,
	intersectConnections,
	noConnection,
	unionConnections,
} from '../../source/connectivity/connection-set.js';
import {connectivity} from '../../source/connectivity/connectivity.js';
import {engineRules} from '../../source/connectivity/engine-rules.js';
import {kubernetesTerm} from '../../source/connectivity/kubernetes-terms.js';
import {type AddressSet, anyIpv4} from '../../source/network/address-set.js';
import {difference, has} from '../../source/network/interval-set.js';
import {selects} from '../../source/network/label-selector.js';
import type {Namespace, NetworkPolicy, Pod} from '../../source/topology/kubernetes.js';
import {draws} from '../helpers/draws.js';
import {namespaces, pods as randomPods, policies as randomPolicies} from './random-cluster.js';

function covers(block: AddressSet): boolean {
	return difference(anyIpv4, block).length === 0;
}

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
							? other.addresses.some(([first]) => has(candidate.addresses, first)) ||
								// A pod without an address is surely in a block only when every address is.
								(other.addresses.length === 0 && covers(candidate.addresses))
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
		fc.property(randomPods, randomPolicies({maxLength: 5}), (pods, policies) => {
			const reach = connectivity({
				engine: 'kubernetes',
				pods,
				namespaces: [...namespaces],
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
		draws(500),
	);
});
