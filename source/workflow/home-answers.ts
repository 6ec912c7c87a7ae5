import type {Answers} from '../profiles/answers.js';
import {isAnswer} from '../profiles/parameters.js';
import type {Parameter, Profile} from '../profiles/profile.js';

type Named = Extract<Parameter, {kind: 'name'}>;

/**
 * Answers that a client of a workload left in the home folder of this machine, for parameters that nobody answered. What
 * does not fit the parameter is no answer.
 *
 * @param readFile the text in a field of a JSON file below the home folder
 */
export async function homeAnswers(
	profiles: readonly Profile[],
	{parameters}: Answers,
	readFile: (file: NonNullable<Named['file']>) => Promise<string | undefined>,
): Promise<Answers['parameters']> {
	const asked = new Map(profiles.flatMap(profile => Object.entries(profile.parameters)));
	const found = [...asked].map(async ([name, parameter]): Promise<readonly (readonly [string, string])[]> => {
		if (Object.hasOwn(parameters, name) || parameter.kind !== 'name' || parameter.file === undefined) {
			return [];
		}

		const value = (await readFile(parameter.file))?.toLowerCase();
		return value !== undefined && isAnswer(name, parameter, value) ? [[name, value]] : [];
	});
	return Object.fromEntries((await Promise.all(found)).flat());
}
