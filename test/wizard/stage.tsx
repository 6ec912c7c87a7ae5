import {EventEmitter} from 'node:events';
import {setImmediate} from 'node:timers/promises';
import type xterm from '@xterm/headless';
import {render} from 'ink';
import {App} from '../../source/wizard/app.js';
import type {WizardDependencies} from '../../source/wizard/dependencies.js';
import type {WizardResult} from '../../source/wizard/effect.js';
import {initialState, type WizardStart, type WizardState} from '../../source/wizard/state.js';
import type {Capabilities} from '../../source/wizard/theme.js';
import {createTerminal, type Screen, screenOf, textOfScreen} from '../helpers/screen.js';
import {fakeDependencies} from './fake-dependencies.js';

export const keys = {
	enter: '\r',
	escape: '\u001B',
	up: '\u001B[A',
	home: '\u001B[H',
	down: '\u001B[B',
	left: '\u001B[D',
	right: '\u001B[C',
	end: '\u001B[F',
	tab: '\t',
	space: ' ',
	backspace: '\u007F',
	ctrlC: '\u0003',
} as const;

export type StageOptions = {
	readonly columns?: number;
	readonly rows?: number;
	readonly capabilities?: Partial<Capabilities>;
	readonly dependencies?: Partial<WizardDependencies>;
	readonly start?: Partial<WizardStart>;
	/** How long a thing may take to be shown; more where a cluster is read. */
	readonly patienceMs?: number;
	readonly initial?: (state: WizardState) => WizardState;
};

export type Stage = Awaited<ReturnType<typeof stage>>;

/** The real app on a terminal in memory: keys go in as bytes, the screen is read back cell by cell. */
export async function stage(options: StageOptions = {}) {
	const {columns = 80, rows = 24, capabilities = {}, start = {}, initial = state => state, patienceMs = 5000} = options;
	const terminal = createTerminal(columns, rows);
	const stdout = new FakeStdout(terminal);
	const stdin = new FakeStdin();
	const dependencies = fakeDependencies(options.dependencies);
	let result: WizardResult | undefined;
	const {formats, apply} = dependencies;
	const app = render(
		<App
			dependencies={dependencies}
			initial={initial(initialState({formats, folder: './aksess-out', canApply: apply !== undefined, ...start}))}
			capabilities={{colour: false, unicode: true, screenReader: false, ...capabilities}}
			onResult={value => {
				result = value;
			}}
		/>,
		{
			// Ink wants real streams; these have all of them that it uses.
			stdout: stdout as unknown as NodeJS.WriteStream,
			stdin: stdin as unknown as NodeJS.ReadStream,
			stderr: stdout as unknown as NodeJS.WriteStream,
			exitOnCtrlC: false,
			patchConsole: false,
			interactive: true,
			isScreenReaderEnabled: capabilities.screenReader ?? false,
			maxFps: 1000,
		},
	);

	const screen = (): Screen => screenOf(terminal);
	const text = () => textOfScreen(screen());

	/** Waits until the screen shows it; fails with the screen when it does not come. */
	async function until(condition: string | RegExp | ((text: string) => boolean)): Promise<void> {
		const holds = () =>
			typeof condition === 'function'
				? condition(text())
				: typeof condition === 'string'
					? text().includes(condition)
					: condition.test(text());
		const deadline = Date.now() + patienceMs;
		while (!holds()) {
			if (Date.now() > deadline) {
				throw new Error(`The screen never showed ${String(condition)}:\n${text()}`);
			}

			await setImmediate();
			await stdout.drained();
		}
	}

	return {
		screen,
		text,
		until,
		result: () => result,
		/** After Escape, wait for what it does: more bytes at once would make another key of it. */
		async press(...pressed: readonly string[]) {
			for (const key of pressed) {
				stdin.type(key);
				await app.waitUntilRenderFlush();
			}
		},
		async resize(toColumns: number, toRows: number) {
			terminal.resize(toColumns, toRows);
			stdout.resize(toColumns, toRows);
			await app.waitUntilRenderFlush();
		},
		async close() {
			app.unmount();
			await app.waitUntilExit();
		},
	};
}

class FakeStdout extends EventEmitter {
	readonly isTTY = true;
	columns: number;
	rows: number;
	readonly #terminal: xterm.Terminal;
	#pending: Promise<void> = Promise.resolve();

	constructor(terminal: xterm.Terminal) {
		super();
		this.#terminal = terminal;
		this.columns = terminal.cols;
		this.rows = terminal.rows;
	}

	write(chunk: string, encoding?: unknown, callback?: unknown): boolean {
		const done = [encoding, callback].find(argument => typeof argument === 'function');
		// A pseudo-terminal turns line feeds into carriage return and line feed; a terminal in memory has none.
		const bytes = chunk.replaceAll(/\r?\n/g, '\r\n');
		this.#pending = new Promise(resolve => {
			this.#terminal.write(bytes, () => {
				resolve();
				if (typeof done === 'function') {
					done();
				}
			});
		});
		return true;
	}

	async drained(): Promise<void> {
		await this.#pending;
	}

	resize(columns: number, rows: number): void {
		this.columns = columns;
		this.rows = rows;
		this.emit('resize');
	}
}

class FakeStdin extends EventEmitter {
	readonly isTTY = true;
	#typed: string[] = [];

	type(text: string): void {
		this.#typed.push(text);
		this.emit('readable');
	}

	read(): string | null {
		return this.#typed.shift() ?? null;
	}

	setEncoding(): void {}
	setRawMode(): void {}
	ref(): void {}
	unref(): void {}
	resume(): void {}
	pause(): void {}
}
