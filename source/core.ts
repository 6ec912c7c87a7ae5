import {type ReachAnswer, reach as reachWithin} from './connectivity/reach/reach.js';
import type {ReachOptions} from './connectivity/reach/reach-options.js';
import {type AssessedWorld, assessWorld} from './controls/assess-world.js';
import {controls} from './controls/list.js';
import {UserError} from './errors.js';
import {buildPlan} from './plan/build-plan.js';
import type {Change} from './plan/change.js';
import {compareWorlds, type WorldDifference} from './plan/compare/compare-worlds.js';
import type {Plan} from './plan/plan.js';
import type {Proof} from './plan/proof.js';
import {prove as proveChanges} from './plan/prove.js';
import {requireCluster} from './plan/require-cluster.js';
import {type Answers, noAnswers} from './profiles/answers.js';
import type {Profile} from './profiles/profile.js';
import {type Corrections, correctTopology, noCorrections} from './topology/correct-topology.js';
import {decodeTopology} from './topology/decode/decode-topology.js';
import {knownValue} from './topology/known.js';
import type {World} from './topology/world.js';

/*
 * The library entry, `aksess/core`: what the commands decide, as functions of values. Nothing here reads a cluster,
 * writes or prints; only `loadProfile` and `profileNames` read files (docs/library.md).
 */

export {loadProfile, profileNames} from './profiles/load-profile.js';
export {parseProfile} from './profiles/parse-profile.js';
export {readFiles} from './workflow/read-files.js';
export type {
	Answers,
	AssessedWorld,
	Change,
	Corrections,
	Plan,
	Profile,
	Proof,
	ReachAnswer,
	ReachOptions,
	World,
	WorldDifference,
};
export {UserError};

/** What is asked of a world. */
export type Question = {
	readonly world: World;
	readonly profiles: readonly Profile[];
	/** What nobody can read; without it what depends on it is undecided. */
	readonly answers?: Answers;
	/** What somebody knows better than what was read. */
	readonly corrections?: Corrections;
};

/** World → topology → flows → findings: for every flow its way, the verdict, and what each control on the way says. */
export function assess({world, profiles, answers = noAnswers, corrections = noCorrections}: Question): AssessedWorld {
	return assessWorld(world, profiles, answers, topology => correctTopology(topology, corrections));
}

export type PlanQuestion = Question & {
	/** By requirement, or `requirement@control`: the id of the remedy to take, `none` for none. */
	readonly choices?: Readonly<Record<string, string>>;
	/** Steps that are left out, by id. */
	readonly without?: readonly string[];
	/** Steps that are kept although they cut something off, by id. */
	readonly allowClosing?: readonly string[];
};

/**
 * The least change that opens what is blocked, with its proof.
 *
 * @throws UserError where the world holds no cluster
 */
export function plan(question: PlanQuestion): Plan {
	const {world, profiles, answers = noAnswers, choices = {}, without = [], allowClosing = []} = question;
	const {topology, assessment} = assess(question);
	return buildPlan({
		world,
		topology,
		cluster: requireCluster(knownValue(topology.cluster)),
		assessment,
		controls,
		profiles: profiles.map(({name}) => name),
		answers,
		choices,
		without,
		allowClosing,
		reassess: other => assess({...question, world: other}),
	});
}

/** What changes would do, tried on a copy: flows won and lost, and what else becomes reachable or is cut off. */
export function prove({changes, ...question}: Question & {readonly changes: readonly Change[]}): Proof {
	const {world} = question;
	return proveChanges({world, ...assess(question), changes, reassess: other => assess({...question, world: other})});
}

/** What happened between two worlds: to the flows that are asked for, and to everything else. */
export function diff({
	before,
	after,
	...question
}: Omit<Question, 'world'> & {
	readonly before: World;
	readonly after: World;
}): WorldDifference {
	return compareWorlds(assess({...question, world: before}), assess({...question, world: after}));
}

/** Who may talk to whom under the cluster's network policies. */
export function reach(world: World, options: ReachOptions = {}): ReachAnswer {
	return reachWithin(decodeTopology(world), options);
}
