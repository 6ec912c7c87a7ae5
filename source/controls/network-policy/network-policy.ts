import {clusterConnectivity} from '../../connectivity/cluster-connectivity.js';
import {engineRules} from '../../connectivity/engine-rules.js';
import type {Flow} from '../../profiles/flow.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {Control, TrailEntry} from '../control.js';
import {findDnsPods} from './cluster-view.js';
import {flowSides} from './flow-sides.js';
import {judgeSide} from './judge-sides.js';
import {judgedTrail} from './judged-trail.js';
import {policyRemedies} from './policy-remedies.js';

/** NetworkPolicies and, under Cilium, Cilium's own: what the ends of a flow that are pods let pass. */
export const networkPolicy: Control = {
	id: 'network-policy',
	title: 'Network policies',
	assess,
	remedy: (finding, topology) => policyRemedies(finding.flow, topology),
};

function assess(flow: Flow, topology: Topology): readonly TrailEntry[] {
	const sides = flowSides(flow, topology);
	if (sides.every(side => side.pods.length === 0)) {
		return [];
	}

	const read = clusterConnectivity(topology);
	if (!read.ok) {
		const {datum, command, reason} = read.missing;
		return [
			{
				control: 'network-policy',
				verdict: 'undecided',
				resource: 'the cluster',
				rule: `${datum}: not read`,
				why: `Without ${datum} nobody can tell whether pods are isolated. ${reason}`,
				missing: {datum, command},
			},
		];
	}

	const {connectivity, classOf} = read;
	if (!engineRules[connectivity.engine].enforces) {
		return [
			{
				control: 'network-policy',
				verdict: 'allowed',
				resource: knownValue(topology.cluster)?.id ?? 'the cluster',
				rule: 'no policy engine',
				why: 'The cluster has no network policy engine, so policies have no effect, whatever they say.',
			},
		];
	}

	const dnsPods = findDnsPods(knownValue(topology.kubernetes.pods) ?? []);
	const judged = sides.flatMap(side => judgeSide(side, connectivity, classOf, dnsPods));
	return judgedTrail(judged, connectivity.engine);
}
