import {homedir} from 'node:os';
import {UserError} from './errors.js';
import {exitCodes} from './exit-codes.js';
import type {Output, Session} from './session.js';

/** The session of a real process. The first Ctrl-C (or polite request to end) aborts, the second ends at once. */
export function createSession(process: NodeJS.Process): Session {
	const controller = new AbortController();
	// Not SIGHUP: listening to it would undo `nohup`.
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.on(signal, () => {
			if (controller.signal.aborted) {
				process.exit(exitCodes.cancelled);
			}

			controller.abort();
		});
	}

	return {
		stdout: output(process.stdout),
		stderr: output(process.stderr),
		stdin: process.stdin,
		env: process.env,
		get cwd() {
			return currentFolder(process);
		},
		home: process.env['HOME'] ?? process.env['USERPROFILE'] ?? homedir(),
		signal: controller.signal,
	};
}

/** Asked only when it matters: a folder that was deleted under a shell is nothing to `--version`. */
function currentFolder(process: NodeJS.Process): string {
	try {
		return process.cwd();
	} catch (error) {
		throw new UserError('usage', 'The current folder does not exist any more.', {
			cause: error,
			next: ['Change to another one (`cd`), then run this command again.'],
		});
	}
}

function output(stream: NodeJS.WriteStream): Output {
	return {
		write: text => {
			stream.write(text);
		},
		get isTerminal() {
			return stream.isTTY === true;
		},
		get columns() {
			return stream.columns ?? 80;
		},
		stream,
	};
}
