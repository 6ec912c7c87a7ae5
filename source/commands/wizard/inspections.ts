import {assessTopology} from '../../controls/assess-world.js';
import type {AskedProfile} from '../../profiles/asked/asked-profile.js';
import type {Question} from '../../profiles/asked/question.js';
import {listProfiles, loadProfile} from '../../profiles/load-profile.js';
import type {Profile} from '../../profiles/profile.js';
import {correctTopology} from '../../topology/correct-topology.js';
import {decodeTopology} from '../../topology/decode/decode-topology.js';
import type {Topology} from '../../topology/topology.js';
import type {World} from '../../topology/world.js';
import type {Inspection, InspectRequest} from '../../wizard/dependencies.js';

/** What an inspection was made of. */
export type Origin = {
	readonly world: World;
	readonly profiles: readonly Profile[];
	/** What was asked without a profile; one of the profiles then. */
	readonly asked: AskedProfile | undefined;
};

/** Inspections, and what stands behind each: the wizard speaks of topologies and findings only. */
export function createInspections() {
	const origins = new WeakMap<Inspection, Origin>();
	return {
		make: async (world: World, request: InspectRequest): Promise<Inspection> => {
			const isNamed = request.profiles.length + request.questions.length > 0;
			const {inspection, ...origin} = await (isNamed ? inspectNamed(world, request) : inspectFound(world, request));
			origins.set(inspection, origin);
			return inspection;
		},
		originOf: (inspection: Inspection): Origin => {
			const origin = origins.get(inspection);
			if (origin === undefined) {
				throw new Error('Bug: an inspection that was not made here');
			}

			return origin;
		},
	};
}

type Made = Origin & {readonly inspection: Inspection};

async function inspectNamed(
	world: World,
	{profiles: names, questions, answers, corrections}: InspectRequest,
): Promise<Made> {
	const topology = correctTopology(decodeTopology(world), corrections);
	const named = await Promise.all(names.map(loadProfile));
	const asked = questions.length === 0 ? undefined : await bindAsked(questions, topology);
	const profiles = [...named, ...(asked === undefined ? [] : [asked.profile])];
	return {inspection: assessTopology(topology, profiles, answers), world, profiles, asked};
}

async function bindAsked(questions: readonly Question[], topology: Topology): Promise<AskedProfile> {
	const {bindQuestions} = await import('../../workflow/bind-questions.js');
	return bindQuestions(questions, topology, await listProfiles());
}

/** For every workload that is there; nobody has said yet what must work. */
async function inspectFound(world: World, {answers, corrections}: InspectRequest): Promise<Made> {
	const {assessFound} = await import('../../controls/assess-found.js');
	const topology = correctTopology(decodeTopology(world), corrections);
	// A plan for all that was found is made from this inspection, and proved with these profiles.
	const {assessment, recognition, profiles} = assessFound(topology, await listProfiles(), answers);
	const {found, unnamed} = recognition;
	return {inspection: {topology, assessment, found, unnamed}, world, profiles, asked: undefined};
}
