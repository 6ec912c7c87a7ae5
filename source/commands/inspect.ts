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

export async function inspect(options: Options, session: Session): Promise<Inspected> {
	const selection = parseSelection(options);
	const given = await withLocalName(await parseAnswers(options, session), selection, session);
	const profiles = await loadProfiles(given, session);
	refuseWrongAnswers(profiles, given);
	const world = await readSelection(selection, session);
	const inspected = inspectWorld(world, profiles, given);
	if (!flag(options, 'probe')) {
		return inspected;
	}

	const {probeMachine} = await import('./probe-machine.js');
	return inspectWorld(world, profiles, given, await probeMachine(inspected.assessment, session));
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
async function loadProfiles({profiles}: GivenAnswers, session: Session): Promise<readonly Profile[]> {
	const names = profiles.length === 0 ? ['azure-dev-spaces'] : [...new Set(profiles)];
	if (profiles.length === 0) {
		session.stderr.write('No --profile given: checking azure-dev-spaces.\n');
	}

	return Promise.all(names.map(loadProfile));
}

function refuseWrongAnswers(profiles: readonly Profile[], {answers}: GivenAnswers): void {
	const [first, ...others] = answerProblems(profiles, answers);
	if (first !== undefined) {
		throw new UserError('usage', [first, ...others].join(' '), {
			next: [`Run \`aksess profiles show ${profiles[0]?.name ?? 'NAME'}\` for the parameters and their values.`],
		});
	}
}
