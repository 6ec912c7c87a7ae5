import type {Answers} from '../profiles/answers.js';
import type {Profile} from '../profiles/profile.js';
import {type Recognition, recognise} from '../profiles/recognise.js';
import type {Topology} from '../topology/topology.js';
import {type AssessedWorld, assessTopology} from './assess-world.js';

export type AssessedFound = AssessedWorld & {
	readonly recognition: Recognition;
	/** Those that were found, and that the assessment is about. */
	readonly profiles: readonly Profile[];
};

/** Assesses what must work for every workload that is there, out of the profiles given. */
export function assessFound(topology: Topology, profiles: readonly Profile[], answers: Answers): AssessedFound {
	const recognition = recognise(profiles, topology);
	const applying = profiles.filter(({name}) => recognition.found.some(({profile}) => profile === name));
	return {...assessTopology(topology, applying, answers), recognition, profiles: applying};
}
