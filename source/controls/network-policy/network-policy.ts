import {clusterConnectivity} from '../../connectivity/cluster-connectivity.js';
import {engineRules} from '../../connectivity/engine-rules.js';
import type {Family} from '../../network/address.js';
import {type AddressSet, familiesOf} from '../../network/address-set.js';
import {isEmpty, unionOf} from '../../network/interval-set.js';
import type {PodSide} from '../../routing/pod-side.js';
import type {Hop, PlaceOf} from '../../routing/way.js';
import {knownValue} from '../../topology/known.js';
import type {Pod} from '../../topology/kubernetes.js';
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

/** Of the packets, or where pods speak to pods, every family that some of both sides have. */
function familiesMet({pods, peer}: PodSide, {packets}: Hop, spoken: readonly Family[]): readonly Family[] {
	const [first = 'IPv4'] = spoken;
	const ofPods = (list: readonly Pod[]) => unionOf(list.map(({addresses}) => addresses));
	const met =
		peer.kind === 'pods'
			? spoken.filter(family => [pods, peer.pods].every(list => isEmpty(ofPods(list)) || speak(ofPods(list), family)))
			: familiesOf(peer.kind === 'addresses' ? peer.addresses : packets.source);
	return met.length > 0 ? met : [first];
}

function speak(addresses: AddressSet, family: Family): boolean {
	return familiesOf(addresses).includes(family);
}

/** What policies say over the second family is told where it is another verdict. */
function joinedDecisions(
	families: readonly (readonly DecisionOf<'network-policy'>[])[],
): readonly DecisionOf<'network-policy'>[] {
	const [first = [], second = []] = families;
	const verdicts = new Set(first.map(({verdict}) => verdict));
	return [...first, ...second.filter(({verdict}) => !verdicts.has(verdict))];
}

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

	const {connectivity} = read;
	if (!engineRules[connectivity.engine].enforces) {
		const resource = knownValue(topology.cluster)?.id ?? 'the cluster';
		return [{...common, verdict: 'allowed', resource, station: 'cluster', grounds: {kind: 'no-engine'}}];
	}

	const dnsPods = findDnsPods(knownValue(topology.kubernetes.pods) ?? []);
	return [
		...joinedDecisions(
			familiesMet(side, hop, read.families).map(family => {
				const own = clusterConnectivity(topology, undefined, family);
				return own.ok
					? judgedDecisions(judgeSide(side, own.connectivity, own.classOf, dnsPods), connectivity.engine, hop)
					: [];
			}),
		),
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
