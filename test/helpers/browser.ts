import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(file =>
	existsSync(file),
);

/** Tests of pages are skipped, and say so, where there is none. */
export const hasBrowser = program !== undefined;

/** What a screen reader is told of a page: what something is, and what it is called. */
export type Spoken = {readonly role: string; readonly name: string; readonly level: number | undefined};

export type OpenPage = {
	/** The value of an expression in the page; promises are waited for. */
	readonly evaluate: <T>(expression: string) => Promise<T>;
	/** A key as a person presses it: `Tab`, `Enter`, ` `. */
	readonly press: (key: string, times?: number) => Promise<void>;
	readonly type: (text: string) => Promise<void>;
	readonly spoken: () => Promise<readonly Spoken[]>;
	readonly media: (scheme: 'light' | 'dark', medium?: 'screen' | 'print') => Promise<void>;
	readonly resize: (width: number, height: number) => Promise<void>;
	/** The page as a PDF, made as a person would print it. */
	readonly print: () => Promise<Buffer>;
	/** Errors of scripts, and what the page's own policy refused. */
	readonly complaints: readonly string[];
};

export type Browser = {
	readonly open: (page: string) => Promise<OpenPage>;
	readonly close: () => Promise<void>;
};

type Message = {
	readonly id?: number;
	readonly method?: string;
	readonly sessionId?: string;
	readonly params?: Record<string, unknown>;
	readonly result?: Record<string, unknown>;
	readonly error?: {readonly message: string};
};

/** A browser without a window, driven over a pipe by its own protocol (https://chromedevtools.github.io/devtools-protocol/). */
export async function startBrowser(): Promise<Browser> {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-browser-'));
	const child = spawn(
		program ?? '',
		['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-pipe', `--user-data-dir=${folder}/profile`],
		{stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']},
	);
	const {call, listen} = speak(child);
	let pages = 0;
	return {
		open: async page => {
			const file = path.join(folder, `${pages++}.html`);
			writeFileSync(file, page);
			const {targetId} = await call('Target.createTarget', {url: 'about:blank'});
			const {sessionId} = await call('Target.attachToTarget', {targetId, flatten: true});
			return openPage((method, params) => call(method, params, String(sessionId)), listen, String(sessionId), file);
		},
		close: async () => {
			child.kill();
			await once(child, 'exit');
			rmSync(folder, {recursive: true, force: true, maxRetries: 5});
		},
	};
}

type Call = (method: string, params?: object) => Promise<Record<string, unknown>>;
type Listen = (listener: (message: Message) => void) => void;

function speak(child: ChildProcess): {
	readonly call: (method: string, params?: object, sessionId?: string) => Promise<Record<string, unknown>>;
	readonly listen: Listen;
} {
	const [, , , input, output] = child.stdio;
	if (!(input && 'write' in input && output && 'on' in output)) {
		throw new Error('the browser has no pipes');
	}

	const waiting = new Map<number, (message: Message) => void>();
	const listeners: ((message: Message) => void)[] = [];
	let [id, rest] = [0, ''];
	output.on('data', (part: Buffer) => {
		const texts = `${rest}${part.toString()}`.split('\0');
		rest = texts.pop() ?? '';
		for (const text of texts) {
			const message: Message = JSON.parse(text);
			waiting.get(message.id ?? 0)?.(message);
			for (const listener of listeners) {
				listener(message);
			}
		}
	});
	return {
		call: (method, params = {}, sessionId) =>
			new Promise((resolve, reject) => {
				waiting.set(++id, ({result, error}) =>
					error === undefined ? resolve(result ?? {}) : reject(new Error(`${method}: ${error.message}`)),
				);
				input.write(`${JSON.stringify({id, method, params, ...(sessionId === undefined ? {} : {sessionId})})}\0`);
			}),
		listen: listener => {
			listeners.push(listener);
		},
	};
}

async function openPage(call: Call, listen: Listen, sessionId: string, file: string): Promise<OpenPage> {
	const complaints: string[] = [];
	const loaded = new Promise<void>(resolve => {
		listen(message => {
			if (message.sessionId !== sessionId) {
				return;
			}

			if (message.method === 'Page.loadEventFired') {
				resolve();
			} else if (message.method === 'Runtime.exceptionThrown' || message.method === 'Log.entryAdded') {
				complaints.push(JSON.stringify(message.params));
			}
		});
	});
	for (const domain of ['Page', 'Runtime', 'Log', 'Accessibility']) {
		await call(`${domain}.enable`);
	}

	await call('Page.navigate', {url: pathToFileURL(file).href});
	await loaded;
	const evaluate = async <T>(expression: string) => {
		const {result, exceptionDetails} = await call('Runtime.evaluate', {
			expression,
			awaitPromise: true,
			returnByValue: true,
		});
		if (exceptionDetails !== undefined) {
			throw new Error(JSON.stringify(exceptionDetails));
		}

		return (result as {readonly value: T}).value;
	};
	return {
		evaluate,
		press: async (key, times = 1) => {
			const code = {Tab: 9, Enter: 13, ' ': 32}[key] ?? 0;
			const text = {Enter: '\r', ' ': ' '}[key];
			for (let time = 0; time < times; time++) {
				const common = {key, windowsVirtualKeyCode: code};
				await call('Input.dispatchKeyEvent', {type: 'keyDown', ...common, ...(text === undefined ? {} : {text})});
				await call('Input.dispatchKeyEvent', {type: 'keyUp', ...common});
			}
		},
		type: async text => {
			await call('Input.insertText', {text});
		},
		spoken: async () => {
			const {nodes} = await call('Accessibility.getFullAXTree');
			return (nodes as readonly AxNode[]).filter(({ignored}) => !ignored).map(spokenOf);
		},
		media: async (scheme, medium = 'screen') => {
			await call('Emulation.setEmulatedMedia', {
				media: medium,
				features: [{name: 'prefers-color-scheme', value: scheme}],
			});
		},
		resize: async (width, height) => {
			await call('Emulation.setDeviceMetricsOverride', {width, height, deviceScaleFactor: 1, mobile: false});
		},
		print: async () => {
			const {data} = await call('Page.printToPDF', {preferCSSPageSize: true});
			return Buffer.from(String(data), 'base64');
		},
		complaints,
	};
}

type AxNode = {
	readonly ignored: boolean;
	readonly role?: {readonly value: string};
	readonly name?: {readonly value: string};
	readonly properties?: readonly {readonly name: string; readonly value: {readonly value: unknown}}[];
};

function spokenOf({role, name, properties}: AxNode): Spoken {
	const level = properties?.find(property => property.name === 'level')?.value.value;
	return {role: role?.value ?? '', name: name?.value ?? '', level: typeof level === 'number' ? level : undefined};
}
