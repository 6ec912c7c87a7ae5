import {explainFailure} from '../../source/command-line/explain-failure.js';
import {runCommandLine} from '../../source/commands/run-command-line.js';
import {exitCodeFor} from '../../source/exit-codes.js';
import {createSession, type SessionOptions} from './create-session.js';

export type CliResult = {readonly stdout: string; readonly stderr: string; readonly exitCode: number};

/** Runs a command line in this process, as `cli.ts` would, in a folder and home of its own and without a terminal. */
export async function runCli(argv: readonly string[], options: SessionOptions = {}): Promise<CliResult> {
	const {session, stdout, stderr} = createSession(options);
	let exitCode: number;
	try {
		exitCode = await runCommandLine(argv, session);
	} catch (error) {
		exitCode = exitCodeFor(error);
		session.stderr.write(explainFailure(error, session));
	}

	return {stdout: stdout(), stderr: stderr(), exitCode};
}
