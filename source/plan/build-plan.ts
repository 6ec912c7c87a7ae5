import type {Assessment} from '../controls/assess.js';
import type {Control} from '../controls/control.js';
import {toCidrs} from '../network/address-set.js';
import type {Answers} from '../profiles/answers.js';
import type {Cluster} from '../topology/cluster.js';
import type {Topology} from '../topology/topology.js';
import type {World} from '../topology/world.js';
import {basisOf} from './basis.js';
import {type Choices, collectNeeds} from './collect-needs.js';
import {draftSteps} from './draft-steps.js';
import type {Advice, Plan, Step} from './plan.js';
import type {Proof} from './proof.js';
import {prove} from './prove.js';
import {servingSteps} from './serving-steps.js';

export type PlanRequest = {
	readonly world: World;
	readonly topology: Topology;
	readonly cluster: Cluster;
	readonly assessment: Assessment;
	readonly controls: readonly Control[];
	readonly profiles: readonly string[];
	readonly asked?: Plan['asked'];
	readonly answers: Answers;
	readonly choices: Choices;
	/** Steps switched off by id; steps that need them go with them. */
	readonly without: readonly string[];
	/** Steps that may cut something off; no other is offered if it would. */
	readonly allowClosing: readonly string[];
	/** Decodes, binds and assesses another world in the same way; the proof asks it about the world after the plan. */
	readonly reassess: (world: World) => {readonly topology: Topology; readonly assessment: Assessment};
};

/** The least change that opens what is blocked, in order, with what it was made from and what it does. */
export function buildPlan(request: PlanRequest): Plan {
	const {world, topology, cluster, assessment, controls, profiles, asked, answers, choices, without} = request;
	const {wanted, choices: offered} = collectNeeds(assessment.findings, topology, controls, choices);
	const {steps, advice, proof, refused} = servingSteps({
		wanted,
		draft: (some, whole) => draftSteps(some, cluster, topology, world, whole),
		prove: some => proveSteps(some, request),
		without,
		harmful: (some, whole) => harmfulSteps(some, whole, request),
	});
	const changes = steps.map(step => step.change);
	return {
		schemaVersion: 1,
		cluster: {id: cluster.id, name: cluster.name, location: cluster.location},
		profiles,
		...(asked === undefined ? {} : {asked}),
		answers: {
			machines: toCidrs(answers.machines),
			parameters: answers.parameters,
			choices,
		},
		steps,
		choices: offered,
		advice: [...advice, ...refused.map(step => adviceOnRefusal(step, request))],
		basis: basisOf(world, changes),
		proof,
		before: [
			...assessment.findings.map(({flow, verdict}) => ({flow: flow.id, requirement: flow.requirement, verdict})),
			...assessment.unbound.map(({requirement, verdict}) => ({flow: requirement, requirement, verdict})),
		],
	};
}

function proveSteps(steps: readonly Step[], request: PlanRequest): Proof {
	return prove({...request, changes: steps.map(({change}) => change)});
}

/**
 * The steps that would cut something off. One of them is kept only when it was asked for by name: to open one flow at
 * the price of others is no decision of ours.
 */
function harmfulSteps(steps: readonly Step[], proof: Proof, request: PlanRequest): readonly Step[] {
	return steps.filter(
		step =>
			proof.closed.length > 0 &&
			!request.allowClosing.includes(step.id) &&
			proveSteps([step], request).closed.length > 0,
	);
}

function adviceOnRefusal(step: Step, request: PlanRequest): Advice {
	const {control, flows, title, id} = step;
	const closes = proveSteps([step], request).closed[0]?.what ?? '';
	return {
		control,
		flows,
		text: `Left out, because it would cut something off: ${title}. It closes ${closes}. If that is what you want, give --allow-closing ${id}.`,
		commands: [],
	};
}
