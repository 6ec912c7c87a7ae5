import type {Command} from '../command-line/command.js';
import {exitCodes} from '../exit-codes.js';

/**
 * Answers the scripts of `completion` while somebody types; in no help. It never asks Azure or a cluster, and whatever goes
 * wrong is no candidate: a shell has no place for an error in the middle of a line.
 */
export const complete: Command = {
	name: 'complete',
	summary: 'what can stand at the end of a command line',
	arguments: [
		{name: 'shell', description: 'as completion has them', required: true},
		{
			name: 'words',
			description: 'bash: the line up to the cursor; else the words behind the name',
			required: false,
			variadic: true,
		},
	],
	options: [],
	examples: [],
	apart: true,
	run: async ({arguments: [shell = '', ...words]}, session) => {
		try {
			const {answerShell} = await import('./complete/answer-shell.js');
			session.stdout.write(await answerShell(shell, words, session));
		} catch {
			// Nothing is offered.
		}

		return exitCodes.ok;
	},
};
