import {type AppliedRule, formatRule} from '../../connectivity/applied-rule.js';
import {everyClass} from '../../connectivity/class-set.js';
import type {ConnectionDecision} from '../../connectivity/decisions.js';
import {formatPolicyId, type PolicyId} from '../../connectivity/policy-terms.js';
import {compareTiers, defaultTier, networkPolicyOrder} from '../../connectivity/policy-tier.js';
import type {GroupTier} from '../../connectivity/rule-groups.js';
import {anyAddress} from '../../network/address-set.js';
import {commandLine} from '../../topology/command-line.js';
import type {Need} from '../need.js';
import type {ClusterView} from './cluster-view.js';
import {type Judged, peersOf} from './judge-sides.js';
import {sideDecisions} from './side-decisions.js';

/** What no NetworkPolicy of ours can outdo, as advice to those who can change it; empty when nothing is in the way. */
export function deniedAdvice(blocked: readonly Judged[], view: ClusterView): readonly Need[] {
	const found = new Map<string, Need>();
	for (const judged of blocked) {
		for (const decision of overruling(judged, view)) {
			const advice = adviceOn(decision);
			found.set(advice.text, advice);
		}
	}

	return [...found.values()];
}

/**
 * Denials that stay when a NetworkPolicy allows everything: those that are asked before it. Pods that no NetworkPolicy
 * isolates yet get none, because it would cut off everything else, so for them every denial stays.
 */
function overruling(judged: Judged, view: ClusterView): readonly ConnectionDecision[] {
	const {group} = judged;
	const isolated = judged.pods.every(pod => view.isIsolated(pod, group.direction));
	if (!isolated) {
		return judged.stops;
	}

	const tried = {...group, tiers: withAllowAll(group.tiers, view.reach.classes.size)};
	return sideDecisions(tried, peersOf(judged, view.classOf), judged.wanted, view.reach).filter(
		({action}) => action === 'deny',
	);
}

/** The tiers with one rule more, as a NetworkPolicy would add it: behind the rules of the same order. */
function withAllowAll(tiers: readonly GroupTier[], size: number): readonly GroupTier[] {
	return tiers.map(tier => {
		const later = tier.rules.findIndex(rule => rule.term.order > networkPolicyOrder);
		const at = later < 0 ? tier.rules.length : later;
		return tier.tier === defaultTier ? {...tier, rules: tier.rules.toSpliced(at, 0, allowAll(size))} : tier;
	});
}

function adviceOn({tier: {tier, appliedBy}, rule}: ConnectionDecision): Extract<Need, {kind: 'advice'}> {
	const place = tier === defaultTier ? '' : ` in the tier ${tier.name}`;
	if (rule !== undefined) {
		const why =
			compareTiers(tier, defaultTier) > 0
				? 'a NetworkPolicy would overrule it, but it would also cut these pods off from everything else that it does not name'
				: tier === defaultTier
					? 'a deny rule wins over every allow rule of a NetworkPolicy'
					: 'that tier is evaluated before every NetworkPolicy';
		return {
			kind: 'advice',
			text: `${formatRule(rule)}${place} denies this traffic, and ${why}. Ask its owner to narrow it.`,
			commands: [editCommand(rule.policy.id)],
		};
	}

	const names = appliedBy.map(policy => formatPolicyId(policy.id));
	return {
		kind: 'advice',
		text: `${names.join(' and ')}${place} ${names.length === 1 ? 'applies' : 'apply'} to these pods and none of the rules there lets this traffic through, so no NetworkPolicy is evaluated for it. Ask the owner to allow or pass it there.`,
		commands: appliedBy.map(policy => editCommand(policy.id)),
	};
}

function allowAll(size: number): AppliedRule {
	return {
		policy: {
			id: {kind: 'NetworkPolicy', namespace: undefined, name: 'allow-all'},
			tier: defaultTier,
			subject: {namespaces: [], pods: []},
			onNodes: false,
			isolates: {ingress: false, egress: false},
			rules: {ingress: [], egress: []},
			doubt: undefined,
		},
		term: {
			rule: 'allow-all',
			action: 'allow',
			order: networkPolicyOrder,
			peers: undefined,
			ports: undefined,
			dnsPatterns: undefined,
			doubt: undefined,
		},
		classes: everyClass(size),
		outside: anyAddress,
		inside: anyAddress,
		ownNode: anyAddress,
		names: ['*'],
		own: undefined,
		doubt: undefined,
	};
}

function editCommand({kind, namespace, name}: PolicyId): string {
	const scope = namespace === undefined ? [] : ['--namespace', namespace];
	return commandLine('kubectl', 'edit', kind.toLowerCase(), name, ...scope);
}
