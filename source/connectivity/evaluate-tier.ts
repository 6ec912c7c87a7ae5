import type {AppliedRule} from './applied-rule.js';
import {type ClassSet, classSet, forEachClass} from './class-set.js';
import {classStates} from './class-states.js';
import {type ConnectionId, type ConnectionTable, everyId, noneId} from './connection-table.js';
import type {PodClasses} from './pod-classes.js';
import type {GroupTier, RuleGroup} from './rule-groups.js';
import {hasNamedPort, rulePorts} from './rule-ports.js';
import {type RuleAction, tierEnd} from './tier-end.js';

/**
 * What a tier may do with connections that come to it: what it may allow, deny and hand over. Where everything in it is
 * judged the three share out all connections; where not, a connection may be in several.
 */
export type TierOutcome = Readonly<Record<RuleAction, ConnectionId>>;

type State = TierOutcome & {
	/** What no rule has decided so far. */
	readonly here: ConnectionId;
};

/** A tier as a function of the peer, for connections of every kind; the sets of peers are disjoint and cover all. */
export function tierOutcomes(
	tier: GroupTier,
	group: RuleGroup,
	classes: PodClasses,
	table: ConnectionTable,
): readonly (readonly [TierOutcome, ClassSet])[] {
	const start: State = {here: everyId, allow: noneId, deny: noneId, pass: noneId};
	const states = classStates(classes.size, classes.every, start, stateKey);
	for (const run of runs(tier.rules)) {
		const {matched, peers} = match(run, group, classes, table);
		states.step(
			peers,
			peer => matched[peer] ?? noneId,
			(state, ports) => afterRun(state, run, ports, table),
		);
	}

	const end = tierEnd(tier);
	return states.partition().map(([{here, allow, deny, pass}, peers]) => [
		{
			allow,
			deny: end.deny ? table.union(deny, here) : deny,
			pass: end.pass ? table.union(pass, here) : pass,
		},
		peers,
	]);
}

function stateKey({here, allow, deny, pass}: State): string {
	return `${here} ${allow} ${deny} ${pass}`;
}

type Run = readonly [AppliedRule, ...AppliedRule[]];

/** Rules in a row that do the same: among them the order does not matter, so they are one rule for each peer. */
function runs(rules: readonly AppliedRule[]): readonly Run[] {
	const found: [AppliedRule, ...AppliedRule[]][] = [];
	for (const rule of rules) {
		const last = found.at(-1);
		if (
			last !== undefined &&
			last[0].term.action === rule.term.action &&
			(last[0].doubt === undefined) === (rule.doubt === undefined)
		) {
			last.push(rule);
		} else {
			found.push([rule]);
		}
	}

	return found;
}

/** For each peer of some rule the connections that the rules are about. */
function match(
	run: Run,
	group: RuleGroup,
	classes: PodClasses,
	table: ConnectionTable,
): {readonly matched: Int32Array; readonly peers: ClassSet} {
	const matched = new Int32Array(classes.size);
	const peers = classSet(classes.size);
	for (const rule of run) {
		const portsAt = portsOfRule(rule, group, classes, table);
		forEachClass(rule.classes, peer => {
			matched[peer] = table.union(matched[peer] ?? noneId, portsAt(peer));
		});
		for (const [index, word] of rule.classes.entries()) {
			peers[index] = (peers[index] ?? 0) | word;
		}
	}

	return {matched, peers};
}

function portsOfRule(
	{term}: AppliedRule,
	group: RuleGroup,
	classes: PodClasses,
	table: ConnectionTable,
): (peer: number) => ConnectionId {
	if (group.direction === 'egress' && hasNamedPort(term)) {
		return peer => table.idOf(rulePorts(term, classes.samples[peer]));
	}

	const id = table.idOf(rulePorts(term, group.direction === 'ingress' ? group.sample : undefined));
	return () => id;
}

function afterRun(state: State, [{term, doubt}]: Run, ports: ConnectionId, table: ConnectionTable): State {
	return {
		...state,
		[term.action]: table.union(state[term.action], table.intersect(state.here, ports)),
		here: doubt === undefined ? table.subtract(state.here, ports) : state.here,
	};
}
