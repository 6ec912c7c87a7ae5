import {type AddressSet, parseCidr} from '../network/address-set.js';
import {overlaps} from '../network/interval-set.js';
import type {Pod} from '../topology/kubernetes.js';
import {type AppliedRule, formatRule} from './applied-rule.js';
import {hasClass} from './class-set.js';
import type {Connectivity} from './connectivity.js';
import {engineRules} from './engine-rules.js';
import {formatPolicyId, type PolicyTerm} from './policy-terms.js';
import type {PodEnd} from './reach-pods.js';

/** One sentence per end that is a pod: which rules let it through, or who isolates it without a rule that would. */
export type PairReasons = {readonly egress?: string; readonly ingress?: string};

export function explainPair(
	ends: {readonly from: PodEnd | undefined; readonly to: PodEnd | undefined},
	to: string,
	from: string,
	connectivity: Connectivity,
): PairReasons {
	return {
		...(ends.from === undefined ? {} : {egress: explainEnd('egress', ends.from, ends.to, to, connectivity)}),
		...(ends.to === undefined ? {} : {ingress: explainEnd('ingress', ends.to, ends.from, from, connectivity)}),
	};
}

function explainEnd(
	direction: 'ingress' | 'egress',
	own: PodEnd,
	peer: PodEnd | undefined,
	peerLabel: string,
	{classes, group, engine}: Connectivity,
): string {
	const {enforces, title} = engineRules[engine];
	if (!enforces) {
		return 'the cluster has no policy engine';
	}

	const [pod] = own.pods;
	const found = pod === undefined ? undefined : group(direction, classes.of.get(pod) ?? -1);
	if (found === undefined || (found.isolatedBy.length === 0 && found.rules.length === 0)) {
		return `${own.label} is not isolated for ${direction}`;
	}

	const block = parseCidr(peerLabel);
	const rules = found.rules.filter(rule => concerns(rule, peer?.pods, block.ok ? block.value : [], classes.of));
	const names = rules.map(
		rule =>
			`${formatRule(rule)}${rule.term.action === 'allow' ? '' : ` (${rule.term.action})`}${rule.doubt === undefined ? '' : ` (not modelled: ${rule.doubt})`}`,
	);
	const isolating = [...new Set(found.isolatedBy.map(describe))].join(', ');
	return names.length > 0
		? `${names.join(', ')} under ${title}`
		: isolating === ''
			? `no ${direction} rule is about it under ${title}`
			: `isolated by ${isolating}, no ${direction} rule under ${title}`;
}

function describe({id, doubt}: PolicyTerm): string {
	return `${formatPolicyId(id)}${doubt === undefined ? '' : ` (not modelled: ${doubt})`}`;
}

function concerns(
	rule: AppliedRule,
	peers: readonly Pod[] | undefined,
	block: AddressSet,
	classOf: ReadonlyMap<Pod, number>,
): boolean {
	return peers === undefined
		? overlaps(rule.outside, block)
		: peers.some(peer => hasClass(rule.classes, classOf.get(peer) ?? 0));
}
