import {formatRule} from '../../connectivity/applied-rule.js';
import {formatConnections, unionConnections} from '../../connectivity/connection-set.js';
import {engineRules} from '../../connectivity/engine-rules.js';
import {formatPolicyId} from '../../connectivity/policy-terms.js';
import {formatAddresses} from '../../network/address-set.js';
import {union} from '../../network/interval-set.js';
import type {PolicyEngine} from '../../topology/cluster.js';
import type {Pod} from '../../topology/kubernetes.js';
import {commandLine} from '../command-line.js';
import type {TrailEntry} from '../control.js';
import type {Judged} from './judge-sides.js';

/** One entry for all pods that the same policies treat the same way, so that a trail stays readable. */
export function judgedTrail(judged: readonly Judged[], engine: PolicyEngine): readonly TrailEntry[] {
	const groups = Map.groupBy(judged, item =>
		[
			item.side.direction,
			item.verdict,
			item.because,
			item.because === 'not-isolated' ? '' : namespacesOf(item.pods).join(),
			item.because === 'no-rule' ? '' : policiesOf([item]).join(),
			item.rules.map(formatRule).join(),
			item.group.doubts.join(),
		].join('\n'),
	);
	return [...groups.values()].flatMap(items => {
		const [first] = items;
		return first === undefined ? [] : [entryOf(first, items, engine)];
	});
}

type Sentence = Pick<TrailEntry, 'rule' | 'why' | 'missing'>;

function entryOf(first: Judged, items: readonly Judged[], engine: PolicyEngine): TrailEntry {
	const pods = [...new Set(items.flatMap(item => item.pods))];
	const resource = policiesOf(items)[0] ?? `pods in ${listNames(namespacesOf(pods))}`;
	return {
		control: 'network-policy',
		verdict: first.verdict,
		resource: first.rules[0] === undefined ? resource : formatPolicyId(first.rules[0].policy.id),
		...sentence(first, items, describePods(pods), engine),
	};
}

function sentence(first: Judged, items: readonly Judged[], who: string, engine: PolicyEngine): Sentence {
	const {direction} = first.side;
	const {title} = engineRules[engine];
	const isolating = listNames(policiesOf(items));
	const isolate = policiesOf(items).length === 1 ? 'isolates' : 'isolate';
	const wanted = formatConnections(items.map(item => item.wanted).reduce(unionConnections));
	switch (first.because) {
		case 'not-isolated': {
			return {
				rule: `not isolated for ${direction}`,
				why: `No policy selects ${who} for ${direction}, so nothing is restricted in this direction.`,
			};
		}

		case 'rule': {
			const [rule] = first.rules;
			const more = first.rules.length > 1 ? ` and ${first.rules.length - 1} more` : '';
			return {
				rule: rule === undefined ? `${direction} by default` : rule.term.rule,
				why:
					rule === undefined
						? `No rule stops ${wanted} ${preposition(first)} ${who}.`
						: `${formatRule(rule)}${more} allows ${wanted} ${preposition(first)} ${who}, which ${isolating} ${isolate} for ${direction} (${title}).`,
			};
		}

		case 'no-rule': {
			return {
				rule: `no ${direction} rule`,
				why: `${isolating} ${isolate} ${who} for ${direction}, and no rule allows ${wanted} ${toPeers(items)} (${title}).${hint(items, engine)}`,
			};
		}

		case 'dns': {
			return {
				rule: 'no egress rule for DNS',
				why: `${isolating} ${isolate} ${who} for egress, and no rule lets them ask the cluster's DNS for the name (${title}).`,
			};
		}

		case 'address': {
			return {
				rule: `${direction} rules by address`,
				why: `${isolating} ${isolate} ${who}; address blocks allow ${wanted} to some addresses, and only resolving the name tells whether it is among them.`,
				missing: {datum: 'the addresses of the name', command: commandLine('nslookup', nameOf(first))},
			};
		}

		case 'doubt': {
			return {
				rule: first.group.doubts[0] ?? 'a rule that is not modelled',
				why: `Whether ${who} may ${direction === 'egress' ? 'open' : 'be reached on'} ${wanted} hangs on what is not modelled: ${first.group.doubts.join('; ')} (${title}).`,
				missing: {datum: `what ${first.group.doubts[0] ?? 'the rule'} does`, command: showPolicies(first)},
			};
		}

		case 'not-enforced': {
			return {
				rule: 'externalTrafficPolicy: Cluster',
				why: `${title} does not enforce ingress rules on load balancer traffic that a node passes on, so ${isolating} ${isolate === 'isolates' ? 'does' : 'do'} not stop it.`,
			};
		}

		case 'forwarded': {
			return {
				rule: 'externalTrafficPolicy: Cluster',
				why: `${isolating} ${isolate === 'isolates' ? 'allows' : 'allow'} some addresses only, and a node that passes the packet on hides the client's address.`,
				missing: {datum: 'which source address the pods see', command: 'kubectl get service --all-namespaces -o wide'},
			};
		}
	}
}

/** Whoever isolates them, the widest first: a default deny before the policies for single applications. */
function policiesOf(items: readonly Judged[]): readonly string[] {
	const widths = new Map(
		items.flatMap(({group}) =>
			group.isolatedBy.map(policy => [formatPolicyId(policy.id), policy.subject.pods.length] as const),
		),
	);
	return [...widths].toSorted(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([name]) => name);
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

function preposition({side}: Judged): string {
	return side.direction === 'egress' ? 'from' : 'to';
}

function nameOf({side}: Judged): string {
	return side.peer.kind === 'name' ? side.peer.pattern : '';
}

function toPeers(items: readonly Judged[]): string {
	const [first] = items;
	const word = first?.side.direction === 'egress' ? 'to' : 'from';
	switch (first?.side.peer.kind) {
		case 'pods': {
			return `${word} ${describePods([...new Set(items.flatMap(item => item.cutOff))])}`;
		}

		case 'addresses': {
			const tag = first.side.peer.tag === undefined ? '' : ` (${first.side.peer.tag})`;
			return `${word} ${shortened(formatAddresses(union(...items.map(item => item.cutOffAddresses))))}${tag}`;
		}

		case 'name': {
			return `${word} ${first.side.peer.pattern}`;
		}

		default: {
			return `${word} outside`;
		}
	}
}

/** The trap of Cilium: a block that seems to hold the pods' addresses does not mean pods (AKS azure-cni-powered-by-cilium). */
function hint(items: readonly Judged[], engine: PolicyEngine): string {
	const usesBlocks = items.some(
		({group, side}) =>
			side.peer.kind === 'pods' &&
			group.rules.some(rule => rule.term.peers?.some(peer => peer.kind === 'addresses') === true),
	);
	return usesBlocks && !engineRules[engine].blocksSelectClusterAddresses
		? ' Under Cilium an ipBlock never stands for pods or nodes.'
		: '';
}

function shortened(list: string): string {
	const parts = list.split(', ');
	return parts.length > 8 ? `${parts.slice(0, 8).join(', ')} and ${parts.length - 8} more blocks` : list;
}

function describePods(pods: readonly Pod[]): string {
	const [only] = pods;
	return pods.length === 1 && only !== undefined
		? `the pod ${only.namespace}/${only.name}`
		: `${pods.length} pods in ${listNames(namespacesOf(pods))}`;
}

function namespacesOf(pods: readonly Pod[]): readonly string[] {
	return [...new Set(pods.map(pod => pod.namespace))].toSorted();
}

function listNames(names: readonly string[]): string {
	const shown = names.length > 5 ? [...names.slice(0, 4), `${names.length - 4} more`] : names;
	return shown.length < 2 ? (shown[0] ?? 'no policy') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
