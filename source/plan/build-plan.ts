import type {Assessment} from '../controls/assess.js';
import type {Control} from '../controls/control.js';
import {toCidrs} from '../network/address-set.js';
import type {Answers} from '../profiles/answers.js';
import type {Cluster} from '../topology/cluster.js';
import type {Topology} from '../topology/topology.js';
import type {World} from '../topology/world.js';
import {basisOf} from './basis.js';
import type {Change} from './change.js';
import {type Choices, collectNeeds} from './collect-needs.js';
import {draftSteps} from './draft-steps.js';
import type {Advice, Plan, Step} from './plan.js';
import type {Proof} from './proof.js';
import {prove} from './prove.js';

export type PlanRequest = {
	readonly world: World;
	readonly topology: Topology;
	readonly cluster: Cluster;
	readonly assessment: Assessment;
	readonly controls: readonly Control[];
	readonly profiles: readonly string[];
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
	const {world, topology, cluster, assessment, controls, profiles, answers, choices, without} = request;
	const {wanted, choices: offered} = collectNeeds(assessment.findings, topology, controls, choices);
	const {steps: all, advice} = draftSteps(wanted, cluster, topology, world);
	const {steps, proof, refused} = harmless(withoutSteps(all, without), request);
	const changes = steps.map(step => step.change);
	return {
		schemaVersion: 1,
		cluster: {id: cluster.id, name: cluster.name, location: cluster.location},
		profiles,
		answers: {
			machines: toCidrs(answers.machines),
			dataplaneFqdn: answers.dataplaneFqdn ?? null,
			endpoint: answers.endpoint ?? null,
			parameters: answers.parameters,
			choices,
		},
		steps,
		choices: offered,
		advice: [...advice, ...refused],
		basis: basisOf(world, changes),
		proof,
		before: [
			...assessment.findings.map(({flow, verdict}) => ({flow: flow.id, requirement: flow.requirement, verdict})),
			...assessment.unbound.map(({requirement, verdict}) => ({flow: requirement, requirement, verdict})),
		],
	};
}

type Harmless = {readonly steps: readonly Step[]; readonly proof: Proof; readonly refused: readonly Advice[]};

/**
 * The steps that cut nothing off, with their proof. A step that would is kept only when it was asked for by name: to
 * open one flow at the price of others is no decision of ours.
 */
function harmless(steps: readonly Step[], request: PlanRequest): Harmless {
	const proveChanges = (changes: readonly Change[]) => prove({...request, changes});
	const proofOf = (some: readonly Step[]) => proveChanges(some.map(step => step.change));
	const closes = (change: Change) => proveChanges([change]).closed[0]?.what ?? '';
	const proof = proofOf(steps);
	const closing = steps.filter(
		step => proof.closed.length > 0 && !request.allowClosing.includes(step.id) && proofOf([step]).closed.length > 0,
	);
	if (closing.length === 0) {
		return {steps, proof, refused: []};
	}

	const kept = withoutSteps(
		steps,
		closing.map(({id}) => id),
	);
	const refused = closing.map(({control, flows, title, change, id}) => ({
		control,
		flows,
		text: `Left out, because it would cut something off: ${title}. It closes ${closes(change)}. Ask for it by --allow-closing ${id} if that is meant.`,
		commands: [],
	}));
	return {steps: kept, proof: proofOf(kept), refused};
}

/** Removes the named steps and, again and again, those that wait for a removed one. */
export function withoutSteps(steps: readonly Step[], ids: readonly string[]): readonly Step[] {
	const gone = new Set(ids);
	const kept = steps.filter(step => !gone.has(step.id) && !step.after.some(id => gone.has(id)));
	const lost = steps.filter(step => !kept.includes(step)).map(step => step.id);
	return lost.length === gone.size ? kept : withoutSteps(steps, lost);
}
