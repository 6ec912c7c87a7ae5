import type {Command} from '../command-line/command.js';
import {
	answerOptions,
	choiceOptions,
	clusterOptions,
	correctionOptions,
	questionOptions,
} from '../command-line/options.js';

/** `aksess` without a verb. */
export const wizard: Command = {
	name: 'aksess',
	summary: "find out what stops a workload on an AKS cluster's network, and open exactly that",
	description:
		"Finds out which control on an AKS cluster's network stops a workload, opens exactly that much of it, and proves it. " +
		'Without a command: the wizard.',
	options: [
		...clusterOptions,
		...answerOptions,
		...questionOptions,
		...correctionOptions,
		...choiceOptions,
		{flags: '--plain', description: 'ask line by line instead of drawing screens'},
		{flags: '--save-answers <file>', description: 'write the answers to a file that --answers replays'},
	],
	examples: [
		{call: 'aksess --sandbox locked-down', what: 'The wizard on a practice cluster.'},
		{
			call: "aksess --sandbox locked-down --ask 'claims gcr.io:443'",
			what: 'The answer to one question, and the way from there.',
		},
		{call: 'aksess --plain', what: 'The same questions line by line, for screen readers and dumb terminals.'},
	],
	run: async (input, session) => {
		const {runWizardCommand} = await import('./wizard/run-wizard-command.js');
		return runWizardCommand(input, session);
	},
};
