import {expect, test} from 'vitest';
import {explainFailure} from '../../source/command-line/explain-failure.js';
import {runCommandLine} from '../../source/commands/run-command-line.js';
import {exitCodeFor} from '../../source/exit-codes.js';
import {createSession} from '../helpers/create-session.js';

/** Stops as Ctrl-C does, when a line is written. */
async function stopAt(line: string, argv: readonly string[]) {
	const stop = new AbortController();
	const {session, stdout, stderr} = createSession({signal: stop.signal});
	const {write} = session.stderr;
	const stopping = {
		...session,
		stderr: {
			...session.stderr,
			write: (text: string) => {
				write(text);
				if (text.includes(line)) {
					stop.abort();
				}
			},
		},
	};
	try {
		const exitCode = await runCommandLine(argv, stopping);
		return {exitCode, stdout: stdout(), stderr: stderr()};
	} catch (error) {
		return {exitCode: exitCodeFor(error), stdout: stdout(), stderr: stderr() + explainFailure(error, session)};
	}
}

const apply = ['apply', '--sandbox', 'locked-down', '--profile', 'azure-dev-spaces', '--yes'];

test('stopped while permissions are checked, nothing is changed', async () => {
	const {exitCode, stderr} = await stopAt('Checking permissions', apply);
	expect(stderr).toContain('nothing was changed');
	expect(exitCode).toBe(130);
});

test('stopped during the last read, all is applied and not checked', async () => {
	const {exitCode, stdout} = await stopAt('Reading everything again', apply);
	expect(stdout).toContain('Done: 16 steps.');
	expect(stdout).toContain('Applied, not checked');
	expect(exitCode).toBe(8);
});
