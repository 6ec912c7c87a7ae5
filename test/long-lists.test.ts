import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {exitCodes} from '../source/exit-codes.js';
import {planText} from '../source/workflow/plan-file.js';
import {practice} from './helpers/plan-practice-world.js';
import {runCli} from './helpers/run-cli.js';
import {worldContent} from './helpers/world-content.js';

const source = path.resolve(import.meta.dirname, '../source');

/**
 * A call has room for some 120,000 arguments, and files that somebody hands over may hold longer lists: what is spread
 * into a call is written beside it, and here.
 */
const short: Readonly<Record<string, string>> = {
	line: 'the parts of one line on the screen',
	object: 'a path',
	field: 'a path',
	text: 'a path',
	count: 'a path',
	flag: 'a path',
	list: 'a path',
	objects: 'a path',
	at: 'a path',
	textAt: 'a path',
	objectAt: 'a path',
	listAt: 'a path',
	join: 'a path',
	commandLine: 'words of a command of ours',
	bashCommand: 'words of a command of ours',
	toSpliced: 'one item or none',
};

/** Lists of our own making. */
const ownLists: Readonly<Record<string, readonly string[]>> = {
	'command-line/completion/bash-line.ts': ['push'],
	'commands/profiles.ts': ['max'],
	'commands/sandbox.ts': ['max'],
	'render/bash/bash-script.ts': ['entry'],
	// At most three boxes of one row.
	'render/network-page/map-picture.ts': ['push', 'max'],
	'topology/decode/kubernetes/decode-proxied.ts': ['textMap'],
	'wizard/map/map-column.ts': ['max'],
	'wizard/map/map-plan.ts': ['max', 'push'],
	'wizard/path-picture.ts': ['push'],
	'wizard/screens/cluster-screen.tsx': ['push'],
	'wizard/screens/draw-screen.tsx': ['push'],
	'wizard/screens/findings-screen.tsx': ['push'],
	'wizard/screens/help-screen.tsx': ['max'],
	'wizard/screens/plan-screen.tsx': ['push'],
	'wizard/screens/reading-screen.tsx': ['max'],
};

/** The names of the functions that something of unknown length is spread into. */
function spreadInto(file: string): readonly string[] {
	const code = readFileSync(path.join(source, file), 'utf8')
		.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '')
		.replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''");
	const open: number[] = [];
	const found: string[] = [];
	for (const {0: mark, index} of code.matchAll(/[([{]|[)\]}]|\.\.\./g)) {
		if ('([{'.includes(mark)) {
			open.push(index);
		} else if (mark !== '...') {
			open.pop();
		} else {
			const callee = /(\w+)\($/.exec(code.slice(0, (open.at(-1) ?? 0) + 1))?.[1];
			// A parameter that collects the rest, and a list that is written out, are no spread of a list.
			if (callee !== undefined && !/^\.\.\.(?:\w+: |\[)/.test(code.slice(index))) {
				found.push(callee);
			}
		}
	}

	return found;
}

test.each(readdirSync(source, {recursive: true, encoding: 'utf8'}).filter(name => /\.tsx?$/.test(name)))(
	'%s spreads no list into a call that may be too long for it',
	file => {
		const allowed = [...Object.keys(short), ...(ownLists[file.split(path.sep).join('/')] ?? [])];
		expect(spreadInto(file).filter(callee => !allowed.includes(callee))).toEqual([]);
	},
);

describe('300,000 authorized ranges', () => {
	const ranges = Array.from({length: 300_000}, (_, index) => {
		const address = 0x14_00_00_00 + index * 4;
		return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}/32`;
	});

	function bigWorld(): string {
		const folder = mkdtempSync(path.join(tmpdir(), 'aksess-long-'));
		onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
		for (const [index, content] of worldContent('third-party-appliance').entries()) {
			const text = JSON.stringify(content).replace(
				/"authorizedIPRanges":\[[^\]]*\]/,
				`"authorizedIPRanges":${JSON.stringify(ranges)}`,
			);
			writeFileSync(path.join(folder, `${index}.json`), text);
		}

		return folder;
	}

	test.each([
		['check', exitCodes.blocked],
		['explain api-server-from-machines', exitCodes.blocked],
		['plan', exitCodes.ok],
	] as const)('%s gives an answer', {timeout: 300_000}, async (command, expected) => {
		const machine = ['--machine', '52.1.2.3', '--profile', 'azure-dev-spaces'];
		const {exitCode, stdout, stderr} = await runCli([...command.split(' '), '--world', bigWorld(), ...machine]);
		expect(exitCode, stderr).toBe(expected);
		expect(stdout).toMatch(/authorized/);
		expect(stdout.length).toBeLessThan(100_000);
	});

	test('a plan and a journal that hold them are read', {timeout: 120_000}, async () => {
		const cwd = mkdtempSync(path.join(tmpdir(), 'aksess-long-'));
		onTestFinished(() => rmSync(cwd, {recursive: true, force: true}));
		const small = practice('locked-down').plan();
		const plan = {
			...small,
			steps: small.steps.map(step =>
				step.change.kind === 'authorized-ranges' ? {...step, change: {...step.change, after: ranges}} : step,
			),
		};
		writeFileSync(path.join(cwd, 'plan.json'), planText(plan));
		const {exitCode, stderr} = await runCli(['script', 'plan.json', '--out', 'out'], {cwd});
		expect(exitCode, stderr).toBe(exitCodes.ok);
		expect(readFileSync(path.join(cwd, 'out', 'apply.sh'), 'utf8')).toContain(ranges.at(-1));

		mkdirSync(path.join(cwd, 'aksess-home', 'runs'), {recursive: true});
		const entry = {type: 'run', schemaVersion: 1, run: 'run-1', at: '2026-01-01', plan, selection: [], undoes: null};
		writeFileSync(path.join(cwd, 'aksess-home', 'runs', 'run-1.jsonl'), `${JSON.stringify(entry)}\n`);
		expect((await runCli(['runs'], {cwd})).stdout).toContain('run-1');
	});
});
