import type {Answers} from '../profiles/answers.js';
import {bindProfiles} from '../profiles/bind-profile.js';
import type {Profile} from '../profiles/profile.js';
import {bypassedFirewalls} from '../routing/bypassed-firewalls.js';
import {doubtfulAnswers} from '../routing/doubtful-answers.js';
import {unaskedManagers} from '../routing/unasked-managers.js';
import {unknownKinds} from '../routing/unknown-kinds.js';
import {decodeTopology} from '../topology/decode/decode-topology.js';
import type {Topology} from '../topology/topology.js';
import type {World} from '../topology/world.js';
import {type Assessment, assess} from './assess.js';
import {controls} from './list.js';

export type AssessedWorld = {readonly topology: Topology; readonly assessment: Assessment};

/**
 * World → topology → flows → findings, in one call that a plan's proof can repeat on a changed world.
 *
 * @param correct what a person knows better than what was read; it must come right behind decoding
 */
export function assessWorld(
	world: World,
	profiles: readonly Profile[],
	answers: Answers,
	correct: (topology: Topology) => Topology,
): AssessedWorld {
	return assessTopology(correct(decodeTopology(world)), profiles, answers);
}

/** The same, for who has decoded the world already: to find out which profiles apply. */
export function assessTopology(topology: Topology, profiles: readonly Profile[], answers: Answers): AssessedWorld {
	const assessment = assess(bindProfiles(profiles, topology, answers), topology, controls);
	return {
		topology,
		assessment: {
			...assessment,
			notes: [
				...bypassedFirewalls(topology),
				...unknownKinds(topology),
				...unaskedManagers(topology),
				...doubtfulAnswers(topology),
				...assessment.notes,
			],
		},
	};
}
