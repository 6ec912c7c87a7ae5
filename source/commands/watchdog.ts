import type {Command} from '../command-line/command.js';

export const watchdog: Command = {
	name: 'watchdog',
	summary: 'wait until a run is confirmed, and take its steps back when their time has passed',
	description:
		'`apply --confirm-within` starts it by itself, as a process that outlives the terminal. By hand it does the same in ' +
		'the foreground, for example after a restart of the machine. Asked to end (SIGTERM), it takes back at once what is ' +
		'not confirmed. Without a run: the newest one that awaits a confirmation.',
	arguments: [{name: 'run', description: 'as `aksess runs` lists it', required: false, value: 'run'}],
	options: [],
	examples: [{call: 'aksess watchdog 20260809-143012-k3f9', what: 'Watch over a run once more.'}],
	apart: true,
	run: async ({arguments: [run]}, session) => {
		const {runWatchdog} = await import('../workflow/run-watchdog.js');
		return runWatchdog(run, session);
	},
};
