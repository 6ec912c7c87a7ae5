import {formatRule} from '../connectivity/applied-rule.js';
import {formatConnections, unionConnections} from '../connectivity/connection-set.js';
import {engineRules} from '../connectivity/engine-rules.js';
import type {PolicyGrounds} from '../controls/network-policy/grounds.js';
import type {Judged} from '../controls/network-policy/judge-sides.js';
import {denials, listNames, namespacesOf, policiesOf, tierOf} from '../controls/network-policy/judged-decisions.js';
import {formatAddresses} from '../network/address-set.js';
import {unionOf} from '../network/interval-set.js';
import type {PolicyEngine} from '../topology/cluster.js';
import type {Pod} from '../topology/kubernetes.js';
import type {Wording} from './control-wording.js';

/** What policies say of pods, in words. */
export function policyWording(grounds: PolicyGrounds): Wording {
	switch (grounds.kind) {
		case 'no-engine': {
			return {
				rule: 'no policy engine',
				why: 'The cluster has no network policy engine, so policies have no effect, whatever they say.',
			};
		}

		case 'unread': {
			const {datum, reason} = grounds;
			return {rule: `${datum}: not read`, why: `Without ${datum} it is not known whether pods are isolated. ${reason}`};
		}

		case 'not-enforced': {
			return {rule: 'not enforced', why: grounds.sentence};
		}

		case 'judged': {
			const {items, engine} = grounds;
			return sentence(items[0], items, describePods([...new Set(items.flatMap(item => item.pods))]), engine);
		}
	}
}

function sentence(first: Judged, items: readonly Judged[], who: string, engine: PolicyEngine): Wording {
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
				why: `${isolating} ${isolate} ${who} for ${direction}${tierOf(first)}, and no rule allows ${wanted} ${toPeers(items)} (${title}).${hint(items, engine)}`,
			};
		}

		case 'denied': {
			return denied(items, who, wanted, title);
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
			};
		}

		case 'doubt': {
			return {
				rule: first.group.doubts[0] ?? 'a rule that is not modelled',
				why: `Whether ${who} may ${direction === 'egress' ? 'open' : 'be reached on'} ${wanted} depends on what is not modelled: ${first.group.doubts.join('; ')} (${title}).`,
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
			};
		}
	}
}

function denied(items: readonly Judged[], who: string, wanted: string, title: string): Wording {
	const [rule, ...more] = denials(items);
	const others = more.length > 0 ? `, and so ${more.length === 1 ? 'does' : 'do'} ${listNames(more)}` : '';
	return {
		rule: items[0]?.stops[0]?.rule?.term.rule ?? 'a rule that denies it',
		why: `${rule} denies ${wanted} ${toPeers(items)} for ${who} (${title})${others}.`,
	};
}

function preposition({side}: Judged): string {
	return side.direction === 'egress' ? 'from' : 'to';
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
			return `${word} ${shortened(formatAddresses(unionOf(items.map(item => item.cutOffAddresses))))}${tag}`;
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

/** `the pod web/cart-0`, `3 pods in web`. */
export function describePods(pods: readonly Pod[]): string {
	const [only] = pods;
	return pods.length === 1 && only !== undefined
		? `the pod ${only.namespace}/${only.name}`
		: `${pods.length} pods in ${listNames(namespacesOf(pods))}`;
}
