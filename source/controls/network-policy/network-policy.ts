import {clusterConnectivity} from '../../connectivity/cluster-connectivity.js';
import {engineRules} from '../../connectivity/engine-rules.js';
import type {Hop, PlaceOf} from '../../routing/way.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {Control} from '../control.js';
import type {DecisionOf} from '../decision.js';
import {findDnsPods} from './cluster-view.js';
import {judgeSide} from './judge-sides.js';
import {judgedDecisions} from './judged-decisions.js';
import {policyRemedies} from './policy-remedies.js';

/** NetworkPolicies and, under Cilium, Cilium's own: what the ends of a flow that are pods let pass. */
export const networkPolicy = {
	id: 'network-policy',
	title: 'Network policies',
	judge: {pods: judgePods},
	remedy: policyRemedies,
} as const satisfies Control;

function judgePods({side}: PlaceOf<'pods'>, hop: Hop, topology: Topology): readonly DecisionOf<'network-policy'>[] {
	const common = {control: 'network-policy', hop} as const;
	if (side.pods.length === 0) {
		return [];
	}

	const read = clusterConnectivity(topology);
	if (!read.ok) {
		const {datum, command, reason} = read.missing;
		return [
			{
				...common,
				verdict: 'undecided',
				resource: 'the cluster',
				station: 'cluster',
				missing: {datum, command},
				grounds: {kind: 'unread', datum, reason},
			},
		];
	}

	const {connectivity, classOf} = read;
	if (!engineRules[connectivity.engine].enforces) {
		const resource = knownValue(topology.cluster)?.id ?? 'the cluster';
		return [{...common, verdict: 'allowed', resource, station: 'cluster', grounds: {kind: 'no-engine'}}];
	}

	const dnsPods = findDnsPods(knownValue(topology.kubernetes.pods) ?? []);
	return [
		...judgedDecisions(judgeSide(side, connectivity, classOf, dnsPods), connectivity.engine, hop),
		// A policy that somebody wrote and nobody enforces is named: who reads the trail may count on it.
		...read.notEnforced.map(
			(sentence): DecisionOf<'network-policy'> => ({
				...common,
				verdict: 'allowed',
				resource: 'the cluster',
				station: 'cluster',
				grounds: {kind: 'not-enforced', sentence},
			}),
		),
	];
}
