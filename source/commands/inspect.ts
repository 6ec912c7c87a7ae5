import {type AssessedWorld, assessWorld} from '../controls/assess-world.js';
import {UserError} from '../errors.js';
import {loadProfile} from '../profiles/load-profile.js';
import {answerProblems} from '../profiles/parameters.js';
import type {Profile} from '../profiles/profile.js';
import type {Session} from '../session.js';
import type {Cluster} from '../topology/cluster.js';
import {correctTopology} from '../topology/correct-topology.js';
import {knownValue} from '../topology/known.js';
import type {MachineProbe} from '../topology/machine-probe.js';
import type {World} from '../topology/world.js';
import {flag, type Options} from './command.js';
import {orCancelled} from './or-cancelled.js';
import {type GivenAnswers, parseAnswers} from './parse-answers.js';
import {parseCorrections} from './parse-corrections.js';
import {readSelection} from './read-selection.js';
import {parseSelection, type Selection} from './selection.js';

/** A cluster's network, read and assessed as the flags ask. */
export type Inspected = AssessedWorld & {
	readonly world: World;
	readonly cluster: Cluster | undefined;
	readonly profiles: readonly Profile[];
	readonly given: GivenAnswers;
	/** The same assessment of another world: for the proof of a plan. */
	readonly reassess: (world: World) => AssessedWorld;
};

/** What is to be checked, before anything is read. */
export type CheckRequest = {
	readonly given: GivenAnswers;
	readonly profiles: readonly Profile[];
};

export async function inspect(options: Options, session: Session): Promise<Inspected> {
	const selection = parseSelection(options);
	const {given, profiles} = await parseCheckRequest(options, session);
	const request = {given: await withLocalName(given, selection, session), profiles};
	const inspected = await inspectSelection(selection, request, session);
	if (!flag(options, 'probe')) {
		return inspected;
	}

	const {probeMachine} = await import('./probe-machine.js');
	const probes = await orCancelled(session.signal, probeMachine(inspected.assessment, session));
	return inspectWorld(inspected.world, request.profiles, request.given, probes);
}

/** Everything that can be wrong about the flags is found here, before anybody waits for Azure. */
export async function parseCheckRequest(options: Options, session: Session): Promise<CheckRequest> {
	const given = await parseAnswers(options, session);
	parseCorrections(given.corrections);
	const profiles = await loadProfiles(given);
	refuseWrongAnswers(profiles, given);
	if (given.profiles.length === 0) {
		session.stderr.write(`No --profile given: checking ${profiles.map(({name}) => name).join(', ')}.\n`);
	}

	return {given, profiles};
}

export async function inspectSelection(
	selection: Selection,
	{profiles, given}: CheckRequest,
	session: Session,
): Promise<Inspected> {
	return inspectWorld(await readSelection(selection, session), profiles, given);
}

export function inspectWorld(
	world: World,
	profiles: readonly Profile[],
	given: GivenAnswers,
	machineProbes: readonly MachineProbe[] = [],
): Inspected {
	const corrections = parseCorrections(given.corrections);
	const reassess = (other: World) =>
		assessWorld(other, profiles, given.answers, topology => ({
			...correctTopology(topology, corrections),
			machineProbes,
		}));
	const assessed = reassess(world);
	const {cluster} = assessed.topology;
	if (cluster.state === 'denied') {
		throw new UserError('not-allowed', `The cluster cannot be read: ${cluster.reason}`, {
			next: ['Ask for read access to the cluster (`aksess doctor --role` prints the role).'],
		});
	}

	return {...assessed, world, cluster: knownValue(cluster), profiles, given, reassess};
}

/** The backend's exact name from this machine, when the cluster in Azure is ours to work on and nobody gave one. */
async function withLocalName(given: GivenAnswers, selection: Selection, session: Session): Promise<GivenAnswers> {
	if (selection.kind !== 'live' || given.answers.dataplaneFqdn !== undefined) {
		return given;
	}

	const {readDataplaneFqdn} = await import('../detect/this-machine.js');
	const dataplaneFqdn = await readDataplaneFqdn({platform: process.platform, env: session.env});
	return dataplaneFqdn === undefined ? given : {...given, answers: {...given.answers, dataplaneFqdn}};
}

/** The profiles asked for; without any, the flagship, because the article's readers come for it. */
async function loadProfiles({profiles}: GivenAnswers): Promise<readonly Profile[]> {
	return Promise.all([...new Set(profiles.length === 0 ? ['azure-dev-spaces'] : profiles)].map(loadProfile));
}

function refuseWrongAnswers(profiles: readonly Profile[], {answers}: GivenAnswers): void {
	const [first, ...others] = answerProblems(profiles, answers);
	if (first !== undefined) {
		throw new UserError('usage', [first, ...others].join(' '), {
			next: [`Run \`aksess profiles show ${profiles[0]?.name ?? 'NAME'}\` for the parameters and their values.`],
		});
	}
}
