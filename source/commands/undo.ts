import type {Command} from '../command-line/command.js';
import {clusterOptions} from '../command-line/options.js';
import {consentOptions} from './apply.js';

export const undo: Command = {
	name: 'undo',
	summary: 'take a run back: restore what was there before it',
	description:
		'Takes the steps of a run back, the last one first, with a journal of its own. What somebody else has changed ' +
		'since is left as it is, and named; the exit code is then 6. Without a run: the newest one of the cluster.',
	arguments: [{name: 'run', description: 'as `aksess runs` lists it', required: false, value: 'run'}],
	options: [...clusterOptions, ...consentOptions],
	examples: [
		{call: 'aksess undo', what: 'Take back what was applied last.'},
		{call: 'aksess undo 20260809-143012-k3f9 --yes', what: 'Take back one run, without a question.'},
	],
	run: async ({arguments: [run], options}, session) => {
		const {runUndo} = await import('../workflow/run-undo.js');
		return runUndo(run, options, session);
	},
};
