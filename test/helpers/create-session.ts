import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {Readable} from 'node:stream';
import type {Output, Session} from '../../source/session.js';

export type SessionOptions = {
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly signal?: AbortSignal;
	/** What comes through a pipe. */
	readonly input?: string;
};

/** A session in a folder and home of its own, without a terminal, whose output can be read. */
export function createSession(options: SessionOptions = {}) {
	const [stdout, stderr] = [capture(), capture()];
	const folder = options.cwd ?? mkdtempSync(path.join(tmpdir(), 'aksess-cli-'));
	const session: Session = {
		stdout: stdout.output,
		stderr: stderr.output,
		stdin: options.input === undefined ? undefined : (Readable.from([options.input]) as unknown as NodeJS.ReadStream),
		env: {HOME: folder, AKSESS_HOME: path.join(folder, 'aksess-home'), ...options.env},
		cwd: folder,
		home: options.env?.['HOME'] ?? folder,
		signal: options.signal ?? new AbortController().signal,
		program: undefined,
	};
	return {session, stdout: stdout.text, stderr: stderr.text};
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
