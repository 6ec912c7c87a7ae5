import {rmSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {runOnTerminal, type TerminalProgram} from '../helpers/pty.js';
import {keys} from './stage.js';

/** The real program on a real pseudo-terminal. */

const root = path.resolve(import.meta.dirname, '../..');
// Inside the project, so that the packages it imports are found.
const program = path.join(root, 'node_modules', '.cache', `aksess-terminal-${process.pid}.mjs`);
const running: TerminalProgram[] = [];

beforeAll(async () => {
	await build({
		entryPoints: [fileURLToPath(new URL('./terminal-fixture.ts', import.meta.url))],
		outfile: program,
		bundle: true,
		packages: 'external',
		platform: 'node',
		format: 'esm',
		target: 'node22',
		jsx: 'automatic',
		logLevel: 'silent',
	});
});

afterEach(() => {
	running.splice(0).forEach(each => {
		each.kill();
	});
});

afterAll(() => {
	rmSync(program, {force: true});
});

function start(args: readonly string[] = [], options: Parameters<typeof runOnTerminal>[2] = {}): TerminalProgram {
	const started = runOnTerminal(process.execPath, [program, ...args], options);
	running.push(started);
	return started;
}

describe('the wizard on a terminal', () => {
	test('walks to the scripts with real keys and leaves the terminal as it was', async () => {
		const {type, until, untilEnd, isAlternate, text, raw} = start();
		await until('aks-billing');
		expect(isAlternate()).toBe(true);
		for (const shown of ['aks-billing', 'Image pull', 'What the traffic', 'undecided', 'Steps', 'What do you want']) {
			await until(shown);
			type(keys.enter);
		}

		await until('3 files written');
		type(keys.enter);
		expect(await untilEnd()).toBe(0);
		expect(isAlternate()).toBe(false);
		// The cursor is there again, and what was written stays readable.
		expect(raw().lastIndexOf('\u001B[?25h')).toBeGreaterThan(raw().lastIndexOf('\u001B[?25l'));
		expect(text()).toContain('./aksess-out/aks-shop.bash');
		expect(text()).toContain('--dry-run');
	});

	test('asks on Ctrl-C, then ends with 130 and a closing line', async () => {
		const {type, until, untilEnd, isAlternate, text} = start();
		await until('aks-billing');
		type(keys.ctrlC);
		await until('Leave aksess?');
		type(keys.ctrlC);
		expect(await untilEnd()).toBe(130);
		expect(isAlternate()).toBe(false);
		expect(text()).toContain('Cancelled. Nothing was written and nothing was changed.');
	});

	test('leaves the terminal as it was when it is told to end from outside', async () => {
		const {until, untilEnd, isAlternate, signal} = start();
		await until('aks-billing');
		signal('SIGINT');
		expect(await untilEnd()).toBe(130);
		expect(isAlternate()).toBe(false);
	});

	test('tells Escape from the arrows', async () => {
		const {type, until} = start();
		await until('aks-billing');
		type(keys.down);
		await until('❯ wide-open');
		type(keys.enter);
		await until('What must work on wide-open');
		type(keys.escape);
		await until('❯ wide-open');
	});

	test('redraws at another size without losing anything or leaving rests', async () => {
		const {type, until, resize, text} = start();
		await until('aks-billing');
		type('/down');
		await until('Search: down');
		resize(120, 40);
		await until('authorized ranges: everything in the way.');
		resize(80, 24);
		await until('authorized');
		type(keys.enter);
		await until('What must work on locked-down');
		expect(text().match(/aksess {4}/g)).toHaveLength(1);
	});

	test('draws in plain characters, without colours, where the terminal says so', async () => {
		const {until, text, screen, type, untilEnd} = start([], {env: {LANG: 'C', LC_ALL: 'C', NO_COLOR: '1'}});
		await until('aks-billing');
		expect(text()).toMatch(/^[\u0020-\u007E\n]+$/);
		expect(
			screen()
				.flat()
				.some(({colour}) => colour !== undefined),
		).toBe(false);
		type(keys.ctrlC);
		await until('Leave');
		type(keys.enter);
		await untilEnd();
	});
});

describe('the prompts on a terminal', () => {
	test('ask line by line and move no cursor on a dumb terminal', async () => {
		const {type, until, untilEnd, raw, text} = start(['--plain'], {rows: 200, env: {TERM: 'dumb'}});
		await until('Which cluster?');
		type('locked-down\r');
		await until('Which one? [1]');
		type('\r');
		await until('What must work');
		type('7\r');
		await until('Type numbers from 1 to 3');
		type('1\r');
		await until('Which one? [1]');
		type('\r');
		await until('Do you want to change the plan?');
		type('\r');
		await until('What do you want to do with the plan?');
		type('\r');
		await until('In which formats');
		type('1\r');
		await until('Where to?');
		type('\r');

		expect(await untilEnd()).toBe(0);
		expect(text()).toContain('./aksess-out/aks-shop.bash');
		expect(raw()).not.toContain('\u001B');
	});

	test('end with 130 on Ctrl-C', async () => {
		for (const TERM of ['dumb', 'xterm-256color']) {
			const {type, until, untilEnd, text} = start(['--plain'], {rows: 200, env: {TERM}});
			await until('Which cluster?');
			type(keys.ctrlC);
			expect(await untilEnd(), TERM).toBe(130);
			expect(text()).toContain('Cancelled.');
		}
	});

	test('ask through Inquirer on a terminal that can', async () => {
		const {type, until, untilEnd} = start(['--plain'], {rows: 200});
		for (const shown of [
			'Which cluster?',
			'want to find out',
			'What must work',
			'or can you add something',
			'change the plan?',
			'do with the plan?',
			'formats',
			'Where to',
		]) {
			await until(shown);
			await until(shown);
			type(shown === 'Which cluster?' ? '3\r' : '\r');
		}

		expect(await untilEnd()).toBe(0);
	});
});
