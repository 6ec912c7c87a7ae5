import {formatRule} from '../../connectivity/applied-rule.js';
import {formatPolicyId} from '../../connectivity/policy-terms.js';
import {defaultTier, type PolicyTier} from '../../connectivity/policy-tier.js';
import {andList} from '../../network/and-list.js';
import type {Hop} from '../../routing/way.js';
import type {PolicyEngine} from '../../topology/cluster.js';
import {commandLine} from '../../topology/command-line.js';
import type {Pod} from '../../topology/kubernetes.js';
import type {Missing} from '../../topology/missing.js';
import type {DecisionOf} from '../decision.js';
import type {Judged} from './judge-sides.js';

/** One decision for all pods that the same policies treat the same way, so that a trail stays readable. */
export function judgedDecisions(
	judged: readonly Judged[],
	engine: PolicyEngine,
	hop: Hop,
): readonly DecisionOf<'network-policy'>[] {
	const groups = Map.groupBy(judged, item =>
		[
			item.side.direction,
			item.verdict,
			item.because,
			item.because === 'not-isolated' ? '' : namespacesOf(item.pods).join(),
			item.because === 'no-rule' ? tierOf(item) : policiesOf([item]).join(),
			item.because === 'denied' ? denials([item]).join() : '',
			item.rules.map(formatRule).join(),
			item.group.doubts.join(),
		].join('\n'),
	);
	return [...groups.values()].flatMap(([first, ...others]) =>
		first === undefined ? [] : [decisionOf([first, ...others], engine, hop)],
	);
}

function decisionOf(
	items: readonly [Judged, ...Judged[]],
	engine: PolicyEngine,
	hop: Hop,
): DecisionOf<'network-policy'> {
	const [first] = items;
	const pods = [...new Set(items.flatMap(item => item.pods))];
	const deciding = first.rules[0] ?? first.stops.find(({rule}) => rule !== undefined)?.rule;
	const resource = policiesOf(items)[0] ?? `pods in ${listNames(namespacesOf(pods))}`;
	return {
		control: 'network-policy',
		hop,
		verdict: first.verdict,
		resource: deciding === undefined ? resource : formatPolicyId(deciding.policy.id),
		missing: missingOf(first),
		grounds: {kind: 'judged', items, engine},
	};
}

function missingOf(judged: Judged): Missing | undefined {
	switch (judged.because) {
		case 'address': {
			const {peer} = judged.side;
			const name = peer.kind === 'name' ? peer.pattern : '';
			return {datum: 'the addresses of the name', command: commandLine('nslookup', name)};
		}

		case 'doubt': {
			return {datum: `what ${judged.group.doubts[0] ?? 'the rule'} does`, command: showPolicies(judged)};
		}

		case 'forwarded': {
			return {
				datum: 'which source address the pods see',
				command: 'kubectl get service --all-namespaces -o wide',
			};
		}

		default: {
			return undefined;
		}
	}
}

/** Whoever isolates them, the widest first: a default deny before the policies for single applications. */
export function policiesOf(items: readonly Judged[]): readonly string[] {
	const widths = new Map(
		items.flatMap(({group, stops}) =>
			(stops[0]?.tier.appliedBy ?? group.isolatedBy).map(
				policy => [formatPolicyId(policy.id), policy.subject.pods.length] as const,
			),
		),
	);
	return [...widths].toSorted(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([name]) => name);
}

/** The rules that deny it, each with its tier unless that is the one of NetworkPolicies. */
export function denials(items: readonly Judged[]): readonly string[] {
	const found = items.flatMap(({stops}) =>
		stops.flatMap(({rule, tier}) => (rule === undefined ? [] : [`${formatRule(rule)}${inTier(tier.tier)}`])),
	);
	return [...new Set(found)];
}

/** The tier that stops it, as words that follow; nothing for the one of NetworkPolicies. */
export function tierOf({stops}: Judged): string {
	const [first] = stops;
	return first === undefined ? '' : inTier(first.tier.tier);
}

function inTier({name}: PolicyTier): string {
	return name === defaultTier.name ? '' : ` in the tier ${name}`;
}

function showPolicies({group}: Judged): string {
	const [policy] = group.policies.filter(({doubt}) => doubt !== undefined).concat(group.policies);
	if (policy === undefined) {
		return 'kubectl get networkpolicies --all-namespaces -o yaml';
	}

	const {kind, namespace, name} = policy.id;
	const scope = namespace === undefined ? [] : ['--namespace', namespace];
	return commandLine('kubectl', 'get', kind.toLowerCase(), name, ...scope, '-o', 'yaml');
}

export function namespacesOf(pods: readonly Pod[]): readonly string[] {
	return [...new Set(pods.map(pod => pod.namespace))].toSorted();
}

export function listNames(names: readonly string[]): string {
	const shown = names.length > 5 ? [...names.slice(0, 4), `${names.length - 4} more`] : names;
	return shown.length === 0 ? 'no policy' : andList(shown);
}
