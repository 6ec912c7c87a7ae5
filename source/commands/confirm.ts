import type {Command} from '../command-line/command.js';
import {exitCodes} from '../exit-codes.js';
import {printable} from '../render/printable.js';

export const confirm: Command = {
	name: 'confirm',
	summary: 'keep what a run with --confirm-within has changed',
	description:
		'Says that the step which awaits a confirmation is to stay; else it is taken back when its time has passed. Works ' +
		'from any terminal of this machine, as the same user. Without a run: the newest one that awaits a confirmation.',
	arguments: [{name: 'run', description: 'as `aksess runs` lists it', required: false, value: 'run'}],
	options: [],
	examples: [{call: 'aksess confirm', what: 'I still get in: keep it.'}],
	run: async ({arguments: [run]}, session) => {
		const {confirmRun} = await import('../workflow/confirm-run.js');
		session.stdout.write(`${printable(await confirmRun(run, session))}\n`);
		return exitCodes.ok;
	},
};
