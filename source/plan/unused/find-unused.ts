import type {Control} from '../../controls/control.js';
import type {Finding, TrailEntry} from '../../controls/finding.js';
import {judgeWay} from '../../controls/judge-way.js';
import type {Flow} from '../../profiles/flow.js';
import {nameFlows} from '../../profiles/name-flows.js';
import type {RetiredFlow} from '../../profiles/retired-flows.js';
import {findWay} from '../../routing/find-way.js';
import type {Missing} from '../../topology/missing.js';
import type {Topology} from '../../topology/topology.js';
import type {AllowRule} from './allow-rule.js';
import {allowRules} from './allow-rules.js';
import {letsLess} from './lets-less.js';

/** A rule that no flow needs, as far as could be read. */
export type UnusedRule = Pick<AllowRule, 'id' | 'control' | 'resource' | 'rule' | 'others'> & {
	/** Exactly what would close if it alone went; empty where others let it all through. */
	readonly closes: readonly string[];
	/** Where nothing would close: the rules that decide the same packets. */
	readonly shadowedBy: readonly string[];
	/** What would close or not, and nobody can tell. */
	readonly uncertain: readonly string[];
	/** Flows that may need it: what would tell was not read. */
	readonly perhapsFor: readonly {readonly flow: string; readonly missing: Missing | undefined}[];
	/** What it was for: needs that are retired. */
	readonly wasFor: readonly RetiredNeed[];
};

export type RetiredNeed = Omit<RetiredFlow, 'flow'>;

export type Unused = {
	readonly rules: readonly UnusedRule[];
	/** How many rules were looked at. */
	readonly looked: number;
};

/**
 * The rules, ranges and policy entries that let something through which none of the findings' flows needs. A flow needs
 * a rule when the rule's control lets less of it through without the rule, whatever other controls say. Each rule is
 * judged alone: of two that let the same through, either may go. Looking names up is needed always.
 *
 * @param retired flows that nothing needs any more: they tell what a rule was for
 */
export function findUnused(
	topology: Topology,
	findings: readonly Finding[],
	retired: readonly RetiredFlow[],
	controls: readonly Control[],
): Unused {
	const rules = allowRules(topology);
	const needed = neededFlows(topology, findings, controls);
	const formerly = retired.map(need => ({need, ...judged(need.flow, topology, controls)}));
	return {
		looked: rules.length,
		rules: rules.flatMap(rule => judgeRule(rule, topology, needed, formerly, controls) ?? []),
	};
}

/** The flows that need each of the rules, as {@link findUnused} has it; none where it names the rule. */
export function flowsNeeding(
	rules: readonly AllowRule[],
	topology: Topology,
	findings: readonly Finding[],
	controls: readonly Control[],
): ReadonlyMap<AllowRule, readonly string[]> {
	const needed = neededFlows(topology, findings, controls);
	return new Map(
		rules.map(rule => {
			const isNeededBy = needs(rule, rule.without(topology), controls);
			const passing = needed.filter(finding => mayMatch(rule, finding));
			return [rule, passing.filter(isNeededBy).map(({flow}) => flow.id)];
		}),
	);
}

function neededFlows(
	topology: Topology,
	findings: readonly Finding[],
	controls: readonly Control[],
): readonly Judged[] {
	return [...findings, ...nameFlows(topology).map(flow => judged(flow, topology, controls))];
}

type Judged = Pick<Finding, 'flow' | 'way' | 'trail'>;

function judged(flow: Flow, topology: Topology, controls: readonly Control[]): Judged {
	const way = findWay(flow, topology);
	return {flow, way, trail: judgeWay(way, topology, controls)};
}

function judgeRule(
	rule: AllowRule,
	topology: Topology,
	needed: readonly Judged[],
	formerly: readonly (Judged & {readonly need: RetiredFlow})[],
	controls: readonly Control[],
): UnusedRule | undefined {
	const after = rule.without(topology);
	const isNeededBy = needs(rule, after, controls);
	const passing = needed.filter(finding => mayMatch(rule, finding));
	if (passing.some(isNeededBy)) {
		return undefined;
	}

	const {closed, undecided} = rule.compare(topology, after);
	const {id, control, resource, others} = rule;
	const closes = [...new Set([...closed.map(({what}) => what), ...rule.besides])];
	return {
		id,
		control,
		resource,
		rule: rule.rule,
		...(others === undefined ? {} : {others}),
		closes,
		shadowedBy: closes.length + undecided.length > 0 ? [] : [...new Set(rule.shadows())],
		uncertain: undecided,
		perhapsFor: passing
			.filter(({trail}) => ownPart(trail, rule).some(({parts}) => parts.some(({verdict}) => verdict === 'undecided')))
			.map(({flow, trail}) => ({
				flow: flow.id,
				missing: trail.find(entry => entry.control === control && entry.verdict === 'undecided')?.missing,
			})),
		wasFor: distinct(formerly.filter(finding => mayMatch(rule, finding) && isNeededBy(finding)).map(({need}) => need)),
	};
}

function mayMatch(rule: AllowRule, {way}: Judged): boolean {
	return way.cases.some(({hops}) => hops.some(rule.mayMatch));
}

/** @param after the topology without the rule, one for all flows: what is worked out of it is remembered by it */
function needs(rule: AllowRule, after: Topology, controls: readonly Control[]): (finding: Judged) => boolean {
	const own = controls.filter(({id}) => id === rule.control);
	return ({flow, trail}) => letsLess(ownPart(trail, rule), judged(flow, after, own).trail);
}

function ownPart(trail: readonly TrailEntry[], {control}: AllowRule): readonly TrailEntry[] {
	return trail.filter(entry => entry.control === control);
}

function distinct(needs: readonly RetiredFlow[]): readonly RetiredNeed[] {
	const unique = new Map(
		needs.map(({profile, requirement, since}) => [`${profile} ${requirement}`, {profile, requirement, since}]),
	);
	return [...unique.values()];
}
