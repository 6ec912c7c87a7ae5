import {type ChildProcess, spawn} from 'node:child_process';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import {build} from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');

/** aksess built from the sources into a folder of its own, to be run as a process that can be killed. */
export async function buildProgram(name: string) {
	// Inside the project, so that the program finds its templates and its packages.
	const outdir = path.join(root, 'node_modules', '.cache', `aksess-${name}-${process.pid}`);
	await build({
		absWorkingDir: root,
		entryPoints: ['source/cli.ts'],
		outdir,
		bundle: true,
		splitting: true,
		packages: 'external',
		platform: 'node',
		format: 'esm',
		target: 'node22',
		jsx: 'automatic',
		logLevel: 'error',
	});
	return {cli: path.join(outdir, 'cli.js'), remove: () => rm(outdir, {recursive: true, force: true})};
}

/** What it needs to find itself at home in a folder. */
export function homeIn(place: string) {
	return {PATH: process.env['PATH'] ?? '', HOME: place, AKSESS_HOME: path.join(place, 'home'), NO_COLOR: '1'};
}

export type Started = {
	readonly child: ChildProcess;
	readonly output: () => string;
	/** Resolves when it has said that; rejects when it ends before. */
	readonly said: (what: RegExp) => Promise<void>;
	readonly ended: Promise<number | null>;
};

export function start(cli: string, parameters: readonly string[], place: string): Started {
	const child = spawn(process.execPath, [cli, ...parameters], {
		cwd: place,
		env: homeIn(place),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	const listeners = new Set<() => void>();
	const onData = (data: Buffer) => {
		output += data.toString('utf8');
		for (const listener of listeners) {
			listener();
		}
	};
	child.stdout.on('data', onData);
	child.stderr.on('data', onData);
	const ended = new Promise<number | null>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', resolve);
	});
	return {
		child,
		output: () => output,
		said: what =>
			new Promise((resolve, reject) => {
				const look = () => {
					if (what.test(output)) {
						listeners.delete(look);
						resolve();
					}
				};
				listeners.add(look);
				look();
				ended.then(() => reject(new Error(`It ended and never said ${what}:\n${output}`)), reject);
			}),
		ended,
	};
}
