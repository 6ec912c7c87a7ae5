import type {AppliedRule} from '../../connectivity/applied-rule.js';
import {hasClass} from '../../connectivity/class-set.js';
import {type ConnectionSet, noConnection} from '../../connectivity/connection-set.js';
import type {Connectivity} from '../../connectivity/connectivity.js';
import {type ConnectionDecision, decisions} from '../../connectivity/decisions.js';
import type {RuleGroup} from '../../connectivity/rule-groups.js';
import {rulePorts} from '../../connectivity/rule-ports.js';
import {type AddressSet, anyAddress} from '../../network/address-set.js';
import {difference, has, intersection} from '../../network/interval-set.js';
import type {NamePattern} from '../../network/name-pattern.js';
import {coversName} from './covers-name.js';

/** Peers by what rules are asked about: a class of pods, addresses outside, a name with all that it may stand for. */
export type AskedPeer =
	| {readonly kind: 'class'; readonly id: number}
	| {readonly kind: 'addresses'; readonly addresses: AddressSet}
	/** At any of the addresses. */
	| {readonly kind: 'name'; readonly name: NamePattern; readonly addresses: AddressSet};

/** Who decides about connections of a group with peers, each decision once. */
export function sideDecisions(
	group: Pick<RuleGroup, 'tiers' | 'direction' | 'sample'>,
	peers: readonly AskedPeer[],
	wanted: ConnectionSet,
	{classes}: Connectivity,
): readonly ConnectionDecision[] {
	const portsAt = (rule: AppliedRule, id?: number) =>
		rulePorts(
			rule.term,
			group.direction === 'ingress' ? group.sample : id === undefined ? undefined : classes.samples[id],
		);
	const found = peers.flatMap(peer => {
		switch (peer.kind) {
			case 'class': {
				const meets = (rule: AppliedRule) => (hasClass(rule.classes, peer.id) ? portsAt(rule, peer.id) : noConnection);
				return decisions(group, meets, wanted);
			}

			case 'addresses': {
				return decideAt(group, peer.addresses, wanted, rule => rule.outside, portsAt);
			}

			case 'name': {
				return decideAt(group, peer.addresses, wanted, rule => meantByName(rule, peer.name), portsAt);
			}
		}
	});
	const byWhom = new Map<unknown, ConnectionDecision>();
	for (const decision of found) {
		byWhom.set(decision.rule ?? decision.tier, byWhom.get(decision.rule ?? decision.tier) ?? decision);
	}

	return [...byWhom.values()];
}

/** A rule that means the name means whatever address it has; others mean the addresses they hold. */
export function meantByName(rule: AppliedRule, name: NamePattern): AddressSet {
	return rule.names.some(pattern => coversName(pattern, name)) ? anyAddress : rule.outside;
}

/** More stretches than this of what is asked for tell nobody more. */
const mostPoints = 64;

/** At one address for each stretch that rules tell apart. */
function decideAt(
	group: Pick<RuleGroup, 'tiers'>,
	asked: AddressSet,
	wanted: ConnectionSet,
	meant: (rule: AppliedRule) => AddressSet,
	portsAt: (rule: AppliedRule) => ConnectionSet,
): readonly ConnectionDecision[] {
	const rules = group.tiers.flatMap(tier => tier.rules);
	const points = new Set(
		[asked, ...rules.flatMap(rule => [intersection(asked, meant(rule)), difference(asked, meant(rule))])].flatMap(
			part => part[0]?.[0] ?? [],
		),
	);
	return [...points]
		.slice(0, mostPoints)
		.flatMap(point => decisions(group, rule => (has(meant(rule), point) ? portsAt(rule) : noConnection), wanted));
}
