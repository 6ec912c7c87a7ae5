import {setImmediate} from 'node:timers/promises';
import {spawn} from '@lydell/node-pty';
import {createTerminal, screenOf, textOfScreen} from './screen.js';

type PtyOptions = {
	readonly columns?: number;
	readonly rows?: number;
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** How long a thing may take to be shown; more where the program starts others first. */
	readonly patienceMs?: number;
};

/** Runs a program on a real pseudo-terminal and reads its screen as a person would. */
export function runOnTerminal(command: string, args: readonly string[], options: PtyOptions = {}) {
	const {columns = 80, rows = 24, env = {}, cwd, patienceMs = 20_000} = options;
	const terminal = createTerminal(columns, rows);
	const {CI: _ci, NO_COLOR: _none, FORCE_COLOR: _force, ...inherited} = process.env;
	const child = spawn(command, [...args], {
		name: env['TERM'] ?? 'xterm-256color',
		cols: columns,
		rows,
		...(cwd === undefined ? {} : {cwd}),
		env: {...inherited, TERM: 'xterm-256color', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', ...env},
	});
	let raw = '';
	let pending: Promise<void> = Promise.resolve();
	let exitCode: number | undefined;
	child.onData(data => {
		raw += data;
		pending = new Promise(resolve => {
			terminal.write(data, resolve);
		});
	});
	child.onExit(event => {
		exitCode = event.exitCode;
	});
	const text = () => textOfScreen(screenOf(terminal));

	/** Waits for a condition; fails with the screen when it does not come or the program ends before. */
	async function waitFor(what: string, holds: () => boolean, mayEnd = false): Promise<void> {
		const deadline = Date.now() + patienceMs;
		while (!holds()) {
			if (Date.now() > deadline || (exitCode !== undefined && !mayEnd)) {
				child.kill();
				throw new Error(`Never came: ${what} (exit code ${exitCode ?? 'none'}). The screen:\n${text()}`);
			}

			await setImmediate();
			await pending;
		}
	}

	return {
		text,
		screen: () => screenOf(terminal),
		/** Everything that was written, escape sequences included. */
		raw: () => raw,
		isAlternate: () => terminal.buffer.active.type === 'alternate',
		type: (keys: string) => {
			child.write(keys);
		},
		resize: (toColumns: number, toRows: number) => {
			terminal.resize(toColumns, toRows);
			child.resize(toColumns, toRows);
		},
		until: async (shown: string) => waitFor(shown, () => text().includes(shown)),
		/** A program that has said its last word may have ended by then. */
		untilMatch: async (shown: RegExp) => waitFor(String(shown), () => shown.test(text()), true),
		untilEnd: async () => {
			await waitFor('the end', () => exitCode !== undefined, true);
			await pending;
			return exitCode;
		},
		/** As when a line is cut: the other end of the terminal is closed, and the kernel says so to whoever is on it. */
		cut: () => {
			// Not in its types, because Windows has none.
			(child as unknown as {readonly destroy: () => void}).destroy();
		},
		signal: (name: string) => {
			child.kill(name);
		},
		kill: () => {
			if (exitCode === undefined) {
				child.kill();
			}
		},
	};
}

export type TerminalProgram = ReturnType<typeof runOnTerminal>;
