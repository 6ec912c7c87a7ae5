import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {explainFailure} from '../../source/commands/explain-failure.js';
import {runCommandLine} from '../../source/commands/run-command-line.js';
import {exitCodeFor} from '../../source/exit-codes.js';
import type {Output, Session} from '../../source/session.js';

export type CliResult = {readonly stdout: string; readonly stderr: string; readonly exitCode: number};

export type CliOptions = {
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly signal?: AbortSignal;
};

/** Runs a command line in this process, as `cli.ts` would, in a folder and home of its own and without a terminal. */
export async function runCli(argv: readonly string[], options: CliOptions = {}): Promise<CliResult> {
	const [stdout, stderr] = [capture(), capture()];
	const folder = options.cwd ?? mkdtempSync(path.join(tmpdir(), 'aksess-cli-'));
	const session: Session = {
		stdout: stdout.output,
		stderr: stderr.output,
		stdin: undefined,
		env: {HOME: folder, AKSESS_HOME: path.join(folder, 'aksess-home'), ...options.env},
		cwd: folder,
		home: folder,
		signal: options.signal ?? new AbortController().signal,
	};
	let exitCode: number;
	try {
		exitCode = await runCommandLine(argv, session);
	} catch (error) {
		exitCode = exitCodeFor(error);
		session.stderr.write(explainFailure(error, session));
	}

	return {stdout: stdout.text(), stderr: stderr.text(), exitCode};
}

function capture(): {readonly output: Output; readonly text: () => string} {
	const parts: string[] = [];
	return {
		output: {
			write: part => {
				parts.push(part);
			},
			isTerminal: false,
			columns: 100,
			stream: undefined,
		},
		text: () => parts.join(''),
	};
}
