import {constants} from 'node:os';
import {createSession} from './create-session.js';
import {systemReason} from './errors.js';
import {type ExitCode, exitCodeFor, exitCodes} from './exit-codes.js';
import {packageVersion} from './package-root.js';

type Ending = {
	readonly exitCode: ExitCode;
	/** The command stopped in the middle, by an error or by Ctrl-C. */
	readonly failed: boolean;
};

/** argv → command → exit code. The only file that sets one. */
async function main(argv: readonly string[]): Promise<Ending> {
	// Answered before anything is loaded: scripts ask for the version often.
	if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
		process.stdout.write(`${packageVersion()}\n`);
		return {exitCode: exitCodes.ok, failed: false};
	}

	const session = createSession(process);
	try {
		const {runCommandLine} = await import('./commands/run-command-line.js');
		return {exitCode: await runCommandLine(argv, session), failed: false};
	} catch (error) {
		const {explainFailure} = await import('./command-line/explain-failure.js');
		session.stderr.write(explainFailure(error, session));
		return {exitCode: exitCodeFor(error), failed: true};
	}
}

/** Set when what was to be said could not be: it outweighs what the command itself had to say. */
let outputFailure: number | undefined;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	// A reader that went away (`aksess check | head`) is no failure of ours.
	outputFailure = error.code === 'EPIPE' ? 128 + constants.signals.SIGPIPE : exitCodes.bug;
	process.exitCode = outputFailure;
	if (error.code !== 'EPIPE') {
		process.stderr.write(`Error: the output cannot be written: ${systemReason(error)}.\n`);
	}
});
// Nobody is left to be told, and the exit code must still say what happened.
process.stderr.on('error', () => undefined);
// A terminal that is gone cannot be read or set back, and says so through objects of readline that nobody can listen to.
// Whoever asked gets no answer; what is to be taken back is, so this must not be the end of the process.
process.stdin.on('error', () => undefined);
process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
	if (error.code !== 'EIO') {
		process.stderr.write(`${error.stack ?? error.message}\n`);
		process.exit(exitCodes.bug);
	}
});

const {exitCode, failed} = await main(process.argv.slice(2));
process.exitCode = outputFailure ?? exitCode;
if (failed) {
	// What is still under way (a sign-in, a slow answer) would hold the process, and nobody waits for it any more.
	process.stdout.write('', () => process.stderr.write('', () => process.exit()));
}
