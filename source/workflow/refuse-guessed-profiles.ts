import {UserError} from '../errors.js';
import {evidenceText} from '../wording/recognition-wording.js';
import type {Inspected} from './inspect.js';

/**
 * Looking may start from what was found; changing may not. What a network is opened for is somebody's decision, so it is
 * written down: the error has the flags for it.
 */
export function refuseGuessedProfiles({recognition}: Pick<Inspected, 'recognition'>): void {
	if (recognition === undefined) {
		return;
	}

	const {found} = recognition;
	const flags = found.map(({profile}) => `--profile ${profile}`);
	throw new UserError(
		'usage',
		found.length === 0
			? 'No --profile was given, and no known workload was found here.'
			: `No --profile was given, and a change is made only for profiles that are named. Found here: ${found.map(entry => `${entry.profile} (${evidenceText(entry)})`).join('; ')}.`,
		{
			next: [
				flags.length === 0
					? 'Say what must work: `aksess profiles list` shows the profiles; a file of your own works, too.'
					: `Write what must work: ${flags.join(' ')}; leave out what is not wanted.`,
				'`aksess check` without a profile answers for all that was found.',
			],
		},
	);
}
