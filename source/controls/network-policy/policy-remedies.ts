import {formatAddresses} from '../../network/address-set.js';
import type {Flow} from '../../profiles/flow.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {Stopped} from '../control.js';
import type {Remedy} from '../remedy.js';
import {type ClusterView, clusterView} from './cluster-view.js';
import {deniedAdvice} from './denied-advice.js';
import type {Judged} from './judge-sides.js';
import {nameRemedies} from './name-remedies.js';
import {openSide} from './open-side.js';

/**
 * Policies for exactly what is stopped: only for pods that are isolated in that direction already, so nobody is cut off
 * by a policy of ours, and only for this flow.
 */
export function policyRemedies({finding: {flow}, entries}: Stopped, topology: Topology): readonly Remedy[] {
	const view = clusterView(topology);
	if (view === undefined) {
		return [];
	}

	const blocked = entries
		.flatMap(({parts}) => parts)
		.flatMap(part => (part.control === 'network-policy' && part.grounds.kind === 'judged' ? part.grounds.items : []))
		.filter(judged => judged.verdict === 'blocked');
	if (blocked.length === 0) {
		return [];
	}

	const denied = deniedAdvice(blocked, view);
	if (denied.length > 0) {
		return [
			{
				id: 'remove-deny',
				title: 'Change the policy that denies it',
				opens:
					'Nothing by itself: a policy that is evaluated before every NetworkPolicy denies it, so its owner has to change it.',
				needs: denied,
			},
		];
	}

	const named = blocked.filter(({side}) => side.peer.kind === 'name');
	const others = blocked.filter(judged => !named.includes(judged));
	if (named.length === 0) {
		return exactRemedy(flow, others, view);
	}

	// Pods that have an address for the name in a list of their own need it beside the others.
	const beside = openSide(flow.requirement, others, view).needs;
	return nameRemedies(flow, named, view).map(remedy => ({...remedy, needs: [...remedy.needs, ...beside]}));
}

function exactRemedy(flow: Flow, blocked: readonly Judged[], view: ClusterView): readonly Remedy[] {
	const opened = openSide(flow.requirement, blocked, view);
	return opened.needs.length === 0
		? []
		: [
				{
					id: 'exact-flow',
					title: 'Network policies for exactly this flow',
					opens: `${describe(flow, view)}${opened.wider.length > 0 ? `, and beside that ${opened.wider.join('; ')}` : '; nothing else'}.`,
					reach: 'flow',
					needs: opened.needs,
				},
			];
}

function describe(flow: Flow, {topology}: ClusterView): string {
	const {path} = flow;
	const cluster = knownValue(topology.cluster)?.name ?? 'the cluster';
	switch (path.kind) {
		case 'egress': {
			return path.destination.kind === 'addresses'
				? `Isolated pods of ${cluster} to ${formatAddresses(path.destination.addresses)}`
				: `Isolated pods of ${cluster} to ${path.destination.pattern}`;
		}

		case 'addresses-to-pods': {
			return `${formatAddresses(path.from)} to isolated pods of ${cluster}`;
		}

		default: {
			return `${flow.from} to ${flow.to}`;
		}
	}
}
