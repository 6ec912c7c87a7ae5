import {spawn} from 'node:child_process';
import {once} from 'node:events';
import type {Readable} from 'node:stream';
import type {Session} from '../session.js';

/** Signing in through az, azd or PowerShell may take a while; a machine under load, too. */
const patienceMs = 90_000;

/**
 * Starts `aksess watchdog` as a process that outlives this one: a session of its own (setsid), no terminal, and so no
 * hang-up. Resolves when it has said that it is signed in; whatever else it says is why it is not.
 */
export function startWatchdog(run: string, session: Session): (step: string, signal: AbortSignal) => Promise<void> {
	return async (_step, signal) => {
		const {program, env, cwd} = session;
		if (program === undefined) {
			throw new Error('aksess does not run as a program of its own here');
		}

		const [file, ...parameters] = program;
		// The folder stays: the environment may name files in it.
		const child = spawn(file, [...parameters, 'watchdog', run], {
			cwd,
			env: {...env},
			detached: true,
			windowsHide: true,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const said = {stdout: '', stderr: ''};
		const {promise: ready, resolve} = Promise.withResolvers<void>();
		collect(child.stdout, text => {
			said.stdout += text;
			if (said.stdout.includes('\n')) {
				resolve();
			}
		});
		collect(child.stderr, text => {
			said.stderr += text;
		});
		const failed = Promise.race([once(child, 'error'), once(child, 'close')]).then(() => {
			throw new Error(reasonIn(said.stderr));
		});
		const stop = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
		const stopped = once(stop, 'abort').then(() => {
			throw new Error(
				signal.aborted ? 'it was interrupted' : `it was not signed in within ${patienceMs / 1000} seconds`,
			);
		});
		failed.catch(() => undefined);
		stopped.catch(() => undefined);
		try {
			await Promise.race([ready, failed, ...(stop.aborted ? [] : [stopped])]);
		} catch (error) {
			child.kill();
			throw error;
		} finally {
			child.stdout.destroy();
			child.stderr.destroy();
			child.unref();
		}
	};
}

function collect(stream: Readable, take: (text: string) => void): void {
	stream.setEncoding('utf8');
	stream.on('data', take);
	stream.on('error', () => undefined);
}

/** The sentence of its error. */
function reasonIn(stderr: string): string {
	return (
		stderr
			.replace(/^Error: /, '')
			.split('\n')[0]
			?.replace(/\.$/, '') || 'it ended without saying why'
	);
}
