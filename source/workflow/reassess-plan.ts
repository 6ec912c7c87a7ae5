import {list, type Options} from '../command-line/command.js';
import {assessWorld} from '../controls/assess-world.js';
import {UserError} from '../errors.js';
import {addressesOf} from '../network/address-set.js';
import type {ExecutablePlan} from '../plan/plan.js';
import type {Answers} from '../profiles/answers.js';
import {loadProfile} from '../profiles/load-profile.js';
import {parametersOf} from '../profiles/older-answers.js';
import {profileSchema} from '../profiles/profile-schema.js';
import {correctTopology} from '../topology/correct-topology.js';
import type {Topology} from '../topology/topology.js';
import type {SecondLook} from './apply-plan.js';
import {parseCorrections} from './parse-corrections.js';

/** The assessment that a plan was made with, from what the plan says of itself; undefined where a profile is not here. */
export async function reassessPlan(
	{profiles, asked, answers}: ExecutablePlan,
	options: Options,
): Promise<SecondLook | undefined> {
	try {
		const own = asked === undefined ? [] : [profileSchema.parse(asked)];
		const named = profiles.filter(name => !own.some(profile => profile.name === name));
		const loaded = [...own, ...(await Promise.all(named.map(loadProfile)))];
		const corrections = parseCorrections(Object.fromEntries(list(options, 'correct').map(pair)));
		const given: Answers = {
			machines: addressesOf(answers.machines),
			parameters: parametersOf(answers),
		};
		const correct = (topology: Topology) => correctTopology(topology, corrections);
		return {profiles: loaded, reassess: world => assessWorld(world, loaded, given, correct)};
	} catch (error) {
		if (error instanceof UserError) {
			return undefined;
		}

		throw error;
	}
}

function pair(entry: string): readonly [string, string] {
	const at = entry.indexOf('=');
	return [entry.slice(0, at), entry.slice(at + 1)];
}
