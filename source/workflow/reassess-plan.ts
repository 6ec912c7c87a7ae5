import {list, type Options} from '../command-line/command.js';
import {type AssessedWorld, assessWorld} from '../controls/assess-world.js';
import {UserError} from '../errors.js';
import {addressesOf} from '../network/address-set.js';
import type {ExecutablePlan} from '../plan/plan.js';
import type {Answers} from '../profiles/answers.js';
import {loadProfile} from '../profiles/load-profile.js';
import {profileSchema} from '../profiles/profile-schema.js';
import {correctTopology} from '../topology/correct-topology.js';
import type {World} from '../topology/world.js';
import {parseCorrections} from './parse-corrections.js';

/** The assessment that a plan was made with, from what the plan says of itself; undefined where a profile is not here. */
export async function reassessPlan(
	{profiles, asked, answers}: ExecutablePlan,
	options: Options,
): Promise<((world: World) => AssessedWorld) | undefined> {
	try {
		const own = asked === undefined ? [] : [profileSchema.parse(asked)];
		const named = profiles.filter(name => !own.some(profile => profile.name === name));
		const loaded = [...own, ...(await Promise.all(named.map(loadProfile)))];
		const corrections = parseCorrections(Object.fromEntries(list(options, 'correct').map(pair)));
		const given: Answers = {
			machines: addressesOf(answers.machines),
			dataplaneFqdn: answers.dataplaneFqdn ?? undefined,
			endpoint: endpointOf(answers.endpoint),
			parameters: answers.parameters,
		};
		return world => assessWorld(world, loaded, given, topology => correctTopology(topology, corrections));
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

function endpointOf(value: string | null): Answers['endpoint'] {
	return value === 'public' || value === 'private' || value === 'none' ? value : undefined;
}
