import {type AddressSet, parseCidr} from '../network/address-set.js';
import {overlaps} from '../network/interval-set.js';
import type {Pod} from '../topology/kubernetes.js';
import {type AppliedRule, formatRule} from './applied-rule.js';
import {hasClass} from './class-set.js';
import {
	type ConnectionSet,
	formatConnections,
	intersectConnections,
	isNoConnection,
	noConnection,
	transportProtocols,
} from './connection-set.js';
import type {Connectivity} from './connectivity.js';
import {decisions} from './decisions.js';
import {engineRules} from './engine-rules.js';
import {formatPolicyId, type PolicyDirection, type PolicyTerm} from './policy-terms.js';
import type {PodEnd} from './reach/reach-pods.js';
import type {GroupTier, RuleGroup} from './rule-groups.js';
import {rulePorts} from './rule-ports.js';

/** One sentence per end that is a pod: which rules let it through, or who isolates it without a rule that would. */
export type PairReasons = {readonly egress?: string; readonly ingress?: string};

/** The part of a rule that does not fit a connection. */
type FailingField = 'peer' | 'port' | 'protocol';

/** Why one end refuses. */
export type Refusal = {
	readonly direction: PolicyDirection;
	readonly isolatedBy: readonly string[];
	/** Deny rules that hold. */
	readonly deniedBy: readonly string[];
	/** The allow rule that fits best, and what in it does not. */
	readonly nearest?: {
		readonly rule: string;
		readonly fails: readonly FailingField[];
		/** The ports that it would open. */
		readonly opens: string;
	};
};

type Pair = {
	readonly from: string;
	readonly to: string;
	readonly connections: ConnectionSet;
	readonly block?: AddressSet;
	readonly ends: {readonly from: PodEnd | undefined; readonly to: PodEnd | undefined};
};

export function explainPair(pair: Pair, connectivity: Connectivity): PairReasons {
	const {from, to} = pair.ends;
	return {
		...(from === undefined ? {} : {egress: explainEnd(sideOf('egress', pair, from, connectivity), connectivity)}),
		...(to === undefined ? {} : {ingress: explainEnd(sideOf('ingress', pair, to, connectivity), connectivity)}),
	};
}

/** What refuses the connections of a pair, end by end; ends that would let them all pass are left out. */
export function explainRefusal(pair: Pair, connectivity: Connectivity): readonly Refusal[] {
	const {from, to} = pair.ends;
	return [
		...(from === undefined ? [] : refusalOf(sideOf('egress', pair, from, connectivity), connectivity)),
		...(to === undefined ? [] : refusalOf(sideOf('ingress', pair, to, connectivity), connectivity)),
	];
}

/** What about the rules for a pair is not modelled or was not read, by name. */
export function doubtsOf(pair: Pair, connectivity: Connectivity): readonly string[] {
	const {from, to} = pair.ends;
	const sides = [
		...(from === undefined ? [] : [sideOf('egress', pair, from, connectivity)]),
		...(to === undefined ? [] : [sideOf('ingress', pair, to, connectivity)]),
	];
	const found = sides.flatMap(({groups, concerns}) =>
		groups.flatMap(({policies, rules}) => [
			...rules
				.filter(rule => rule.doubt !== undefined && concerns(rule))
				.map(rule => `${formatRule(rule)}: ${rule.doubt}`),
			...policies.flatMap(policy =>
				policy.doubt === undefined ? [] : [`${formatPolicyId(policy.id)}: ${policy.doubt}`],
			),
		]),
	);
	// Where no rule is about the pair by itself, what is unsure about the ends is all there is to say.
	const all = found.length > 0 ? found : sides.flatMap(({groups}) => groups.flatMap(({doubts}) => doubts));
	return [...new Set(all)];
}

export function formatRefusal({direction, isolatedBy, deniedBy, nearest}: Refusal): string {
	return [
		...(isolatedBy.length > 0 ? [`isolated for ${direction} by ${isolatedBy.join(', ')}`] : []),
		...(deniedBy.length > 0 ? [`denied by ${deniedBy.join(', ')}`] : []),
		...(nearest === undefined ? [] : [formatNearest(nearest)]),
		...(nearest === undefined && deniedBy.length === 0 ? [`no ${direction} rule`] : []),
	].join('; ');
}

function formatNearest({rule, fails, opens}: NonNullable<Refusal['nearest']>): string {
	const ports = fails.some(field => field !== 'peer') ? ` (it opens ${opens})` : '';
	return `nearest is ${rule}, whose ${fails.join(' and ')} ${fails.length > 1 ? 'do' : 'does'} not fit${ports}`;
}

type Side = {
	readonly direction: PolicyDirection;
	readonly own: PodEnd;
	readonly connections: ConnectionSet;
	readonly groups: readonly RuleGroup[];
	/** The rule is about the peer. */
	readonly concerns: (rule: AppliedRule) => boolean;
	/** The destination, in whose ports names are looked up. */
	readonly destination: Pod | undefined;
};

function sideOf(
	direction: PolicyDirection,
	{from, to, connections, block, ends}: Pair,
	own: PodEnd,
	reach: Connectivity,
): Side {
	const peer = direction === 'egress' ? ends.to : ends.from;
	const label = direction === 'egress' ? to : from;
	const parsed = parseCidr(label);
	const addresses: AddressSet = block ?? (parsed.ok ? parsed.value : []);
	const ids = [...new Set((peer?.pods ?? []).flatMap(pod => reach.classes.of.get(pod) ?? []))];
	const groups = new Set(own.pods.flatMap(pod => reach.group(direction, reach.classes.of.get(pod) ?? -1) ?? []));
	return {
		direction,
		own,
		connections,
		groups: [...groups],
		concerns: rule =>
			peer === undefined ? overlaps(rule.outside, addresses) : ids.some(id => hasClass(rule.classes, id)),
		destination: ends.to?.pods[0],
	};
}

function explainEnd({direction, own, groups, concerns}: Side, {engine}: Connectivity): string {
	const {enforces, title} = engineRules[engine];
	if (!enforces) {
		return 'the cluster has no policy engine';
	}

	const [found] = groups;
	if (found === undefined || (found.isolatedBy.length === 0 && found.rules.length === 0)) {
		return `${own.label} is not isolated for ${direction}`;
	}

	const names = found.rules
		.filter(concerns)
		.map(
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

/** The tiers of a group decide for all pods of it; the pods of a workload may be in several groups. */
function refusalOf(side: Side, {engine}: Connectivity): readonly Refusal[] {
	const {direction, groups, concerns, connections, destination} = side;
	if (!engineRules[engine].enforces) {
		return [];
	}

	const meets = (rule: AppliedRule) => (concerns(rule) ? rulePorts(rule.term, destination) : noConnection);
	return groups.flatMap((group): readonly Refusal[] => {
		const denied = decisions(group, meets, connections).filter(({action}) => action === 'deny');
		const last = denied.findLast(({rule}) => rule === undefined)?.tier;
		if (denied.length === 0) {
			return [];
		}

		const denying = denied.flatMap(({rule}) => rule ?? []);
		const nearest = denying.length > 0 || last === undefined ? undefined : nearestRule(group, last, side);
		return [
			{
				direction,
				isolatedBy: [...new Set((last?.appliedBy ?? []).map(({id}) => formatPolicyId(id)))],
				deniedBy: [...new Set(denying.map(formatRule))],
				...(nearest === undefined ? {} : {nearest}),
			},
		];
	});
}

/** Of the rules that are asked before the end of a tier refuses, the one that comes nearest to allowing. */
function nearestRule({tiers}: RuleGroup, last: GroupTier, side: Side): Refusal['nearest'] {
	const [best] = tiers
		.slice(0, tiers.indexOf(last) + 1)
		.flatMap(({rules}) => rules)
		.filter(({term}) => term.action === 'allow')
		.map(rule => ({
			rule: formatRule(rule),
			fails: failingFields(rule, side),
			opens: formatConnections(rulePorts(rule.term, side.destination)),
		}))
		.filter(({fails}) => fails.length > 0)
		.toSorted((a, b) => distance(a.fails) - distance(b.fails));
	return best;
}

function failingFields(rule: AppliedRule, {concerns, connections, destination}: Side): readonly FailingField[] {
	const ports = rulePorts(rule.term, destination);
	const fitsPort = !isNoConnection(intersectConnections(ports, connections));
	const fitsProtocol = transportProtocols.some(
		protocol => ports[protocol].length > 0 && connections[protocol].length > 0,
	);
	return [
		...(concerns(rule) ? [] : (['peer'] as const)),
		...(fitsPort ? [] : fitsProtocol ? (['port'] as const) : (['protocol'] as const)),
	];
}

/** A rule about this peer is nearer than one about others; a wrong number is nearer than a wrong protocol. */
function distance(fails: readonly FailingField[]): number {
	const weights = {port: 1, protocol: 2, peer: 4} as const;
	return fails.reduce((sum, field) => sum + weights[field], 0);
}
