import type {Assessment} from '../../source/controls/assess.js';
import type {Verdict} from '../../source/controls/finding.js';
import {controls} from '../../source/controls/list.js';
import {addresses} from '../../source/network/address-set.js';
import {isSubset} from '../../source/network/interval-set.js';
import {applyToWorld} from '../../source/plan/apply-to-world.js';
import {buildPlan, type PlanRequest} from '../../source/plan/build-plan.js';
import type {Change} from '../../source/plan/change.js';
import type {Plan} from '../../source/plan/plan.js';
import type {Answers} from '../../source/profiles/answers.js';
import {knownValue} from '../../source/topology/known.js';
import type {Topology} from '../../source/topology/topology.js';
import type {World} from '../../source/topology/world.js';
import {lesserChanges} from './lesser-changes.js';

type Assess = (world: World) => {readonly topology: Topology; readonly assessment: Assessment};

/** Undefined where there is no cluster to plan for. */
export function planOf(
	world: World,
	assess: Assess,
	answers: Answers,
	rest: Partial<Pick<PlanRequest, 'choices' | 'without'>> = {},
): Plan | undefined {
	const assessed = assess(world);
	const cluster = knownValue(assessed.topology.cluster);
	return cluster === undefined
		? undefined
		: buildPlan({
				world,
				...assessed,
				cluster,
				controls,
				profiles: [],
				answers,
				choices: {},
				without: [],
				allowClosing: [],
				reassess: assess,
				...rest,
			});
}

/** What can be left out of a plan without losing a flow that it wins. */
export function idleParts({steps, proof}: Plan, world: World, assess: Assess): readonly string[] {
	const blocked = new Set([...proof.won, ...proof.stillBlocked.map(({flow}) => flow)]);
	const changes = steps.map(({change}) => change);
	const verdicts = (made: readonly Change[]) =>
		new Map(
			assess(applyToWorld(world, made)).assessment.findings.map(({flow, verdict}) => [flow.id, rank[verdict]] as const),
		);
	const whole = verdicts(changes);
	const own = knownValue(knownValue(assess(world).topology.cluster)?.egressAddresses ?? {state: 'absent'}) ?? [];
	return lesserChanges(changes).flatMap(({what, changes: lesser}) => {
		// Without its own addresses in a list that is written, the cluster loses the API server: no flow, but its nodes do.
		const range = /^range (\S+) /.exec(what)?.[1];
		const isOwn = range !== undefined && isSubset(addresses(range), own);
		const now = verdicts(lesser);
		const loses = [...blocked].some(flow => (now.get(flow) ?? 0) > (whole.get(flow) ?? 0));
		return loses || isOwn ? [] : [what];
	});
}

const rank: Readonly<Record<Verdict, number>> = {allowed: 0, 'not-applicable': 0, undecided: 1, blocked: 2};
