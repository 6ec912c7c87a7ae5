import {spawn} from 'node:child_process';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import {packageRoot} from '../../source/package-root.js';

export const program = path.join(packageRoot, 'bin', 'aksess.js');

/** Milliseconds from the start of a Node process to its end. */
export function timeProcess(args: readonly string[]): Promise<number> {
	const start = performance.now();
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, args, {stdio: 'ignore'});
		child.on('error', reject);
		child.on('close', () => resolve(performance.now() - start));
	});
}

/** Milliseconds to the first output; then the process is ended. */
export function timeFirstOutput(args: readonly string[]): Promise<number> {
	const start = performance.now();
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'ignore']});
		let time = Number.NaN;
		child.on('error', reject);
		child.stdout.once('data', () => {
			time = performance.now() - start;
			child.kill('SIGKILL');
		});
		// Not its close: what it had still to say is never read.
		child.on('exit', () => {
			child.stdout.destroy();
			resolve(time);
		});
	});
}
