import type {Command} from '../command-line/command.js';
import {UserError} from '../errors.js';
import {exitCodes} from '../exit-codes.js';

export const completion: Command = {
	name: 'completion',
	summary: 'print the completion script for bash, zsh or fish',
	arguments: [{name: 'shell', description: 'bash, zsh or fish', required: true}],
	options: [],
	examples: [{call: 'aksess completion bash', what: 'Put the output where your bash loads completions from.'}],
	apart: true,
	run: async ({arguments: [shell = '']}, session) => {
		const [{catalog, wizard}, {completionScript, completionShells}] = await Promise.all([
			import('./catalog.js'),
			import('../command-line/completion-script.js'),
		]);
		const known = completionShells.find(name => name === shell);
		if (known === undefined) {
			throw new UserError('usage', `There is no completion for ${JSON.stringify(shell)}.`, {
				next: [`Take one of ${completionShells.join(', ')}.`],
			});
		}

		session.stdout.write(completionScript(known, [wizard, ...catalog]));
		return exitCodes.ok;
	},
};
