import {flag, list, type Options} from '../command-line/command.js';
import {type AssessedFound, assessFound} from '../controls/assess-found.js';
import {type AssessedWorld, assessTopology, assessWorld} from '../controls/assess-world.js';
import {UserError} from '../errors.js';
import type {Answers} from '../profiles/answers.js';
import type {AskedProfile} from '../profiles/asked/asked-profile.js';
import {listProfiles, loadProfile} from '../profiles/load-profile.js';
import {nearestName} from '../profiles/nearest-name.js';
import {answerProblems} from '../profiles/parameters.js';
import type {Profile} from '../profiles/profile.js';
import type {Recognition} from '../profiles/recognise.js';
import type {Session} from '../session.js';
import type {Cluster} from '../topology/cluster.js';
import {correctTopology} from '../topology/correct-topology.js';
import {decodeTopology} from '../topology/decode/decode-topology.js';
import {knownValue} from '../topology/known.js';
import type {MachineProbe} from '../topology/machine-probe.js';
import type {Topology} from '../topology/topology.js';
import type {World} from '../topology/world.js';
import {recognitionNotes} from '../wording/recognition-wording.js';
import {keepNamesSeen} from './names-seen.js';
import {orCancelled} from './or-cancelled.js';
import {type GivenAnswers, parseAnswers} from './parse-answers.js';
import {parseCorrections} from './parse-corrections.js';
import {readSelection} from './read-selection.js';
import {parseSelection, type Selection} from './selection.js';
import {unreadFindings} from './unread-findings.js';

/** A cluster's network, read and assessed as the flags ask. */
export type Inspected = AssessedWorld & {
	readonly world: World;
	readonly cluster: Cluster | undefined;
	readonly profiles: readonly Profile[];
	/** What was asked without a profile; one of the profiles then. */
	readonly asked?: AskedProfile;
	/** What runs there, where nobody said what must work; the profiles are those that were found then. */
	readonly recognition: Recognition | undefined;
	readonly given: GivenAnswers;
	/** The same assessment of another world: for the proof of a plan. */
	readonly reassess: (world: World) => AssessedWorld;
};

/** What is to be checked, before anything is read. */
export type CheckRequest = {
	readonly given: GivenAnswers;
	/** Those that were named; without any, all that are shipped: what of them applies is found by reading. */
	readonly profiles: readonly Profile[];
};

export async function inspect(options: Options, session: Session): Promise<Inspected> {
	const selection = parseSelection(options);
	const parsed = await parseCheckRequest(options, session);
	const request = {given: await withHomeAnswers(parsed, selection, session), profiles: parsed.profiles};
	const changes = list(options, 'change');
	const {world, doubts} = await readWorldAsked(selection, changes, request.profiles, session);
	const inspected = await inspectWorld(world, request.profiles, request.given);
	// After a change there are names that are not there yet.
	if (changes.length === 0) {
		await keepNamesSeen(inspected, selection, session);
	}

	if (!flag(options, 'probe')) {
		return withDoubts(inspected, doubts);
	}

	const {probeMachine} = await import('./probe-machine.js');
	const probes = await orCancelled(session.signal, probeMachine(inspected.assessment, session));
	return withDoubts(await inspectWorld(world, request.profiles, request.given, probes), doubts);
}

/** As it is, or as it will be after a change; what of the change cannot be judged is a doubt. */
async function readWorldAsked(
	selection: Selection,
	changes: readonly string[],
	profiles: readonly Profile[],
	session: Session,
): Promise<{readonly world: World; readonly doubts: readonly string[]}> {
	if (changes.length === 0) {
		return {world: await readSelection(selection, session, profiles), doubts: []};
	}

	const {readProposed} = await import('./read-proposed.js');
	const {after, outcome} = await readProposed(selection, changes, profiles, session);
	return {world: after, doubts: outcome.unsettled};
}

function withDoubts(inspected: Inspected, sentences: readonly string[]): Inspected {
	const {assessment} = inspected;
	const doubts = sentences.map(why => ({
		profile: 'change',
		requirement: 'change-not-read',
		purpose: 'What else the change does is not known.',
		verdict: 'undecided' as const,
		why,
		missing: undefined,
	}));
	return {...inspected, assessment: {...assessment, unbound: [...assessment.unbound, ...doubts]}};
}

/** Everything that can be wrong about the flags is found here, before anybody waits for Azure. */
export async function parseCheckRequest(options: Options, session: Session): Promise<CheckRequest> {
	const given = await parseAnswers(options, session);
	parseCorrections(given.corrections);
	const profiles = await loadProfiles(given);
	refuseWrongAnswers(profiles, given);
	return {given, profiles};
}

export async function inspectSelection(
	selection: Selection,
	{profiles, given}: CheckRequest,
	session: Session,
): Promise<Inspected> {
	return inspectWorld(await readSelection(selection, session, profiles), profiles, given);
}

/** @param profiles those that must work; with none in `given`, those to choose from by what is found */
export async function inspectWorld(
	world: World,
	profiles: readonly Profile[],
	given: GivenAnswers,
	machineProbes: readonly MachineProbe[] = [],
): Promise<Inspected> {
	const corrections = parseCorrections(given.corrections);
	const correct = (topology: Topology) => ({...correctTopology(topology, corrections), machineProbes});
	const topology = correct(decodeTopology(world));
	const {cluster} = topology;
	if (cluster.state === 'denied') {
		throw new UserError('not-allowed', `The cluster cannot be read: ${cluster.reason}`, {
			next: ['Ask for read access to the cluster (`aksess doctor --role` prints the role).'],
		});
	}

	const asked = given.questions.length === 0 ? undefined : await bindGiven(given, topology, profiles);
	const {recognition, ...found} =
		asked === undefined && given.profiles.length === 0
			? assessRecognised(topology, profiles, given)
			: assessNamed(
					topology,
					[...(given.profiles.length === 0 ? [] : profiles), ...(asked ? [asked.profile] : [])],
					given,
				);
	return {
		...found,
		world,
		cluster: knownValue(cluster),
		...(asked === undefined ? {} : {asked}),
		recognition,
		given,
		reassess: other => assessWorld(other, found.profiles, given.answers, correct),
	};
}

/** Only who asks loads what makes a profile of questions. */
async function bindGiven({questions}: GivenAnswers, topology: Topology, profiles: readonly Profile[]) {
	const {bindQuestions} = await import('./bind-questions.js');
	return bindQuestions(questions, topology, profiles);
}

function assessNamed(topology: Topology, profiles: readonly Profile[], {answers}: GivenAnswers) {
	return {...assessTopology(topology, profiles, answers), profiles, recognition: undefined};
}

/** With what was found and what could not be looked at, in sentences and as doubts. */
function assessRecognised(topology: Topology, all: readonly Profile[], {answers}: GivenAnswers): AssessedFound {
	const {assessment, ...found} = assessFound(topology, all, answers);
	return {
		...found,
		assessment: {
			...assessment,
			unbound: [...assessment.unbound, ...unreadFindings(found.recognition)],
			notes: [...recognitionNotes(found.recognition), ...assessment.notes],
		},
	};
}

/** With what clients left on this machine, when the cluster in Azure is ours to work on. */
async function withHomeAnswers(
	{given, profiles}: CheckRequest,
	selection: Selection,
	session: Session,
): Promise<GivenAnswers> {
	if (selection.kind !== 'live') {
		return given;
	}

	const [{homeAnswers}, {readHomeFile}] = await Promise.all([
		import('./home-answers.js'),
		import('../detect/home-file.js'),
	]);
	const machine = {platform: process.platform, env: session.env};
	const found = await homeAnswers(profiles, given.answers, file => readHomeFile(file, machine));
	return {...given, answers: {...given.answers, parameters: {...given.answers.parameters, ...found}}};
}

async function loadProfiles({profiles}: GivenAnswers): Promise<readonly Profile[]> {
	return profiles.length === 0 ? listProfiles() : Promise.all([...new Set(profiles)].map(loadProfile));
}

function refuseWrongAnswers(profiles: readonly Profile[], {answers}: GivenAnswers): void {
	const [first, ...others] = answerProblems(profiles, answers);
	if (first !== undefined) {
		throw new UserError('usage', [first, ...others].join(' '), {
			next: [
				`Run \`aksess profiles show ${profileMeant(profiles, answers) ?? 'NAME'}\` for the parameters and their values.`,
			],
		});
	}
}

/** The profile that has the parameter which was answered, or one of nearly that name. */
function profileMeant(profiles: readonly Profile[], {parameters}: Answers): string | undefined {
	const answered = Object.keys(parameters);
	const asks = (profile: Profile) => {
		const names = Object.keys(profile.parameters);
		return answered.some(name => names.includes(name) || nearestName(name, names) !== undefined);
	};
	return (profiles.find(asks) ?? profiles[0])?.name;
}
