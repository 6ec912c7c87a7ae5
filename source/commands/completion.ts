import type {Command} from '../command-line/command.js';
import {UserError} from '../errors.js';
import {exitCodes} from '../exit-codes.js';

export const completion: Command = {
	name: 'completion',
	summary: 'print the completion script for bash, zsh, fish or PowerShell',
	description:
		'Prints a script for the shell. It completes verbs and options, and names: practice clusters, profiles, clusters, flows, ' +
		'steps, choices, runs, and for `ask` and `reach` what is there to ask about. Nothing is asked of Azure or a cluster for ' +
		'that: names are those that ship, that lie in a folder, or that were last seen here.',
	arguments: [{name: 'shell', description: 'bash, zsh, fish or powershell', required: true, value: 'shell'}],
	options: [],
	examples: [
		{call: 'aksess completion bash > aksess.bash', what: 'A file that ~/.bashrc reads with `source`.'},
		{call: 'aksess completion zsh > _aksess', what: 'A file for a folder of your fpath.'},
		{call: 'aksess completion fish > aksess.fish', what: 'A file for ~/.config/fish/completions.'},
		{call: 'aksess completion powershell > aksess.ps1', what: 'A file that your $PROFILE reads with `. PATH`.'},
	],
	apart: true,
	run: async ({arguments: [shell = '']}, session) => {
		const [{completionScript}, {completionShells}] = await Promise.all([
			import('../command-line/completion/completion-script.js'),
			import('../command-line/completion/spell-candidates.js'),
		]);
		const known = completionShells.find(name => name === shell);
		if (known === undefined) {
			throw new UserError('usage', `There is no completion for ${JSON.stringify(shell)}.`, {
				next: [`Take one of ${completionShells.join(', ')}.`],
			});
		}

		session.stdout.write(completionScript(known));
		return exitCodes.ok;
	},
};
