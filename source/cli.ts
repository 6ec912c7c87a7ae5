import {constants} from 'node:os';
import {createSession} from './create-session.js';
import {exitCodeFor, exitCodes} from './exit-codes.js';
import {packageVersion} from './package-root.js';

/** argv → command → exit code. The only file that sets one. */
async function main(argv: readonly string[]): Promise<number> {
	// Answered before anything is loaded: scripts ask for the version often.
	if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
		process.stdout.write(`${packageVersion()}\n`);
		return exitCodes.ok;
	}

	const session = createSession(process);
	try {
		const {runCommandLine} = await import('./commands/run-command-line.js');
		return await runCommandLine(argv, session);
	} catch (error) {
		const {explainFailure} = await import('./commands/explain-failure.js');
		session.stderr.write(explainFailure(error, session));
		return exitCodeFor(error);
	}
}

// A reader that went away (`aksess check | head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	process.exitCode = error.code === 'EPIPE' ? 128 + constants.signals.SIGPIPE : exitCodes.bug;
});

process.exitCode = await main(process.argv.slice(2));
