import type {Cited, Requirement} from '../profile.js';

/** Every page that a row rests on, its own first. */
export function citedBy(requirement: Requirement): readonly Cited[] {
	return [requirement, ...(requirement.also ?? [])];
}
