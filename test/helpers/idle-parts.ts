import type {Assessment} from '../../source/controls/assess.js';
import {controls} from '../../source/controls/list.js';
import type {Verdict} from '../../source/controls/verdict.js';
import {addresses} from '../../source/network/address-set.js';
import {isSubset} from '../../source/network/interval-set.js';
import {applyToWorld} from '../../source/plan/apply-to-world.js';
import {buildPlan, type PlanRequest} from '../../source/plan/build-plan.js';
import type {Plan} from '../../source/plan/plan.js';
import type {Answers} from '../../source/profiles/answers.js';
import {absent, knownValue} from '../../source/topology/known.js';
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

/** What can be left out of a plan without losing anything that it wins. */
export function idleParts({steps, proof}: Plan, world: World, assess: Assess): readonly string[] {
	const blocked = new Set([...proof.won, ...proof.stillBlocked.map(({flow}) => flow)]);
	const changes = steps.map(({change}) => change);
	const whole = standing(assess(applyToWorld(world, changes)).assessment);
	const gained = [...blocked].filter(flow => whole.get(flow)?.verdict !== 'blocked');
	const own = knownValue(knownValue(assess(world).topology.cluster)?.egressAddresses ?? absent) ?? [];
	return lesserChanges(changes).flatMap(({what, changes: lesser}) => {
		// Without its own addresses in a list that is written, the cluster loses the API server: no flow, but its nodes do.
		const range = /^range (\S+) /.exec(what)?.[1];
		const isOwn = range !== undefined && isSubset(addresses(range), own);
		// DNS is asked over TCP where an answer is too long for UDP (RFC 7766, section 5); the model asks for either.
		const isDns = what.startsWith('ports {"protocol":"TCP","port":53}');
		const now = standing(assess(applyToWorld(world, lesser)).assessment);
		const loses = gained.some(flow => (now.get(flow)?.doubts ?? 0) > (whole.get(flow)?.doubts ?? 0));
		return loses || isOwn || isDns ? [] : [what];
	});
}

/**
 * How a flow stands: its verdict, and how much of its way is not surely open. A flow that nobody can judge at one place
 * still gains where the plan makes another one sure.
 */
function standing({findings}: Assessment) {
	return new Map(
		findings.map(({flow, verdict, trail}) => [
			flow.id,
			{verdict, doubts: trail.reduce((sum, entry) => sum + rank[entry.verdict], 0)},
		]),
	);
}

const rank: Readonly<Record<Verdict, number>> = {allowed: 0, 'not-applicable': 0, undecided: 1, blocked: 2};
