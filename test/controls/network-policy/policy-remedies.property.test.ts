import fc from 'fast-check';
import {expect, test} from 'vitest';
import {clusterConnectivity} from '../../../source/connectivity/cluster-connectivity.js';
import {isNoConnection, subtractConnections} from '../../../source/connectivity/connection-set.js';
import {networkPolicy} from '../../../source/controls/network-policy/network-policy.js';
import {addresses} from '../../../source/network/address-set.js';
import {ports} from '../../../source/network/port-set.js';
import type {Flow, Path} from '../../../source/profiles/flow.js';
import {decodeNetworkPolicy} from '../../../source/topology/decode/kubernetes/decode-network-policy.js';
import {known} from '../../../source/topology/known.js';
import type {NetworkPolicy, Pod} from '../../../source/topology/kubernetes.js';
import type {Topology} from '../../../source/topology/topology.js';
import {cluster, flow} from '../../connectivity/manifests.js';
import {namespaces, pods as randomPods, policies as randomPolicies} from '../../connectivity/random-cluster.js';
import {findingOf, remediesOf} from '../../helpers/ask-control.js';
import {draws} from '../../helpers/draws.js';

const empty = cluster({pods: [], engine: 'calico'});

function topologyOf(pods: readonly Pod[], policies: readonly NetworkPolicy[]): Topology {
	const kubernetes = {
		...empty.kubernetes,
		pods: known(pods),
		namespaces: known(namespaces),
		networkPolicies: known(policies),
	};
	return {...empty, kubernetes};
}

function assess(wanted: Flow, topology: Topology) {
	return findingOf(networkPolicy, wanted, topology);
}

/** What is open from every pod to every pod, in the order of the pods. */
function matrix(topology: Topology, pods: readonly Pod[]) {
	const read = clusterConnectivity(topology);
	if (!read.ok) {
		expect.unreachable();
	}

	const {connectivity, classOf} = read;
	return pods.flatMap(from => {
		const row = [...connectivity.row(classOf(from) ?? -1, 'certain')];
		return pods.map(to => connectivity.table.get(row[classOf(to) ?? -1] ?? 0));
	});
}

const paths = (pods: readonly Pod[]): fc.Arbitrary<Path> => {
	const some = fc.subarray([...pods], {minLength: 1});
	return fc.oneof(
		fc.record({kind: fc.constant('pod-to-pod' as const), from: some, to: some}),
		fc.record({
			kind: fc.constant('addresses-to-pods' as const),
			from: fc.constant(addresses('20.1.0.0/16')),
			tag: fc.constant(undefined),
			to: some,
		}),
	);
};

const situations = fc
	.tuple(randomPods, randomPolicies({minLength: 1, maxLength: 5}))
	.chain(([pods, policies]) => fc.tuple(fc.constant(pods), fc.constant(policies), paths(pods)));

test('our policies open every blocked flow between pods or to them, and close nothing', () => {
	let blocked = 0;
	const asked = draws(500);
	fc.assert(
		fc.property(situations, ([pods, policies, path]) => {
			const wanted = flow(path, {ports: ports(80)});
			const before = topologyOf(pods, policies);
			const finding = assess(wanted, before);
			if (finding.verdict !== 'blocked') {
				return;
			}

			blocked++;
			const [remedy] = remediesOf(networkPolicy, wanted, before);
			const added = (remedy?.needs ?? []).flatMap(need => {
				const decoded = need.kind === 'network-policy' ? decodeNetworkPolicy(need.policy) : undefined;
				return decoded?.ok ? [decoded.value] : [];
			});
			const after = topologyOf(pods, [...policies, ...added]);

			expect(assess(wanted, after).verdict).toBe('allowed');
			const [old, now] = [matrix(before, pods), matrix(after, pods)];
			expect(old.every((open, index) => isNoConnection(subtractConnections(open, now[index] ?? open)))).toBe(true);
		}),
		asked,
	);
	expect(blocked).toBeGreaterThan(asked.numRuns / 5);
});
