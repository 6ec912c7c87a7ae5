import {readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {UserError} from './errors.js';
import {exitCodes} from './exit-codes.js';
import type {Output, Session} from './session.js';

/**
 * The session of a real process. The first Ctrl-C (or polite request to end, or a terminal that is closed) aborts, the
 * second ends at once.
 */
export function createSession(process: NodeJS.Process): Session {
	const controller = new AbortController();
	const heedsHangUp = !isHangUpIgnored(process);
	// Both the terminal and the shell send it when a line is cut, so it comes twice and never counts as the second.
	process.on('SIGHUP', () => {
		if (heedsHangUp) {
			controller.abort();
		}
	});
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
		program: process.argv[1] === undefined ? undefined : [process.execPath, ...process.execArgv, process.argv[1]],
	};
}

/**
 * Whether somebody wanted this process to outlive its terminal. Node takes back at its start what `nohup` sets, so that
 * cannot be asked; but `nohup` leaves none of the three streams on a terminal, and who ignores it in a shell
 * (`trap '' HUP`) ignores it in the parent of this process as well.
 */
function isHangUpIgnored({stdin, stdout, stderr, ppid}: NodeJS.Process): boolean {
	return !(stdin.isTTY || stdout.isTTY || stderr.isTTY) || ignoresHangUp(ppid);
}

/** proc_pid_status(5); only Linux tells. */
function ignoresHangUp(pid: number): boolean {
	try {
		const [, mask = '0'] = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
		// SIGHUP is number 1, the lowest bit.
		return (Number.parseInt(mask.slice(-1), 16) & 1) === 1;
	} catch {
		return false;
	}
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
