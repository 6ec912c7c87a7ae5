import {homedir} from 'node:os';
import type {Output, Session} from './session.js';

/** The session of a real process. The first Ctrl-C aborts, the second ends at once. */
export function createSession(process: NodeJS.Process): Session {
	const controller = new AbortController();
	process.on('SIGINT', () => {
		if (controller.signal.aborted) {
			process.exit(130);
		}

		controller.abort();
	});
	return {
		stdout: output(process.stdout),
		stderr: output(process.stderr),
		stdin: process.stdin,
		env: process.env,
		cwd: process.cwd(),
		home: process.env['HOME'] ?? process.env['USERPROFILE'] ?? homedir(),
		signal: controller.signal,
	};
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
