import type {Command} from '../command-line/command.js';
import {clusterOptions} from '../command-line/options.js';
import {consentOptions} from './apply.js';

export const resume: Command = {
	name: 'resume',
	summary: 'go on with a run that was interrupted or failed',
	description:
		'Goes on with a run that did not come to its end. Every step left is looked at first, because it may have happened ' +
		'before the end was written down. Without a run: the newest unfinished one.',
	arguments: [{name: 'run', description: 'as `aksess runs` lists it', required: false, value: 'run'}],
	options: [...clusterOptions, ...consentOptions],
	examples: [{call: 'aksess resume', what: 'Go on with the newest unfinished run.'}],
	run: async ({arguments: [run], options}, session) => {
		const {runResume} = await import('../workflow/run-undo.js');
		return runResume(run, options, session);
	},
};
