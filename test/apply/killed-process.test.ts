import {spawn} from 'node:child_process';
import {mkdtempSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {build} from 'esbuild';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {isWhole} from '../helpers/whole.js';
import {practiceFolder} from './stage.js';

const root = path.resolve(import.meta.dirname, '../..');
// Inside the project, so that the program finds its templates and its packages.
const outdir = path.join(root, 'node_modules', '.cache', `aksess-killed-${process.pid}`);
const applying = ['apply', '--profile', 'azure-dev-spaces', '--machine', '20.9.77.140', '--yes'];

beforeAll(async () => {
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
});

afterAll(async () => {
	await rm(outdir, {recursive: true, force: true});
});

type Ended = {readonly code: number | null; readonly output: string};

/** Runs aksess as a process of its own; `until` kills it the hard way as soon as that was said so many times. */
function aksess(
	parameters: readonly string[],
	place: string,
	until?: {readonly said: RegExp; readonly times: number; readonly signal: NodeJS.Signals},
): Promise<Ended> {
	const child = spawn(process.execPath, [path.join(outdir, 'cli.js'), ...parameters], {
		cwd: place,
		env: {PATH: process.env['PATH'], HOME: place, AKSESS_HOME: path.join(place, 'home'), NO_COLOR: '1'},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	let sent = false;
	const onData = (data: Buffer) => {
		output += data.toString('utf8');
		if (until !== undefined && !sent && output.split(until.said).length > until.times) {
			sent = true;
			child.kill(until.signal);
		}
	};
	child.stdout.on('data', onData);
	child.stderr.on('data', onData);
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', code => resolve({code, output}));
	});
}

async function dumpOf(place: string, world = 'locked-down') {
	const sandbox = await startSandbox({folder: practiceFolder(world), stateDir: path.join(place, 'state')});
	try {
		return sandbox.dump();
	} finally {
		await sandbox.close();
	}
}

function emptyPlace(): string {
	return mkdtempSync(path.join(tmpdir(), 'aksess-killed-'));
}

const practice = ['--sandbox', 'locked-down', '--state', 'state'];

test('killed after any step, a run is shown as interrupted, and resumed to where it would have come', async () => {
	const [whole, killed] = [emptyPlace(), emptyPlace()];
	expect((await aksess([...applying, ...practice], whole)).code).toBe(0);
	const until = {said: /\d {2}done/, times: 3, signal: 'SIGKILL'} as const;
	expect((await aksess([...applying, ...practice], killed, until)).code).toBeNull();
	expect((await aksess(['runs'], killed)).output).toMatch(/aks-claims {2}apply {2}interrupted {2}\d+\/\d+ steps/);
	const resumed = await aksess(['resume', '--yes'], killed);
	expect(resumed.output).toMatch(/\d+ of \d+ promised flows are open now/);
	expect(resumed.code).toBe(0);
	expect(await dumpOf(killed)).toEqual(await dumpOf(whole));
});

test('killed as soon as the first step has begun, a run can be undone', async () => {
	const place = emptyPlace();
	const before = await dumpOf(place);
	const until = {said: /PUT https/, times: 1, signal: 'SIGKILL'} as const;
	await aksess([...applying, ...practice], place, until);
	const undone = await aksess(['undo', '--yes'], place);
	expect(undone.output).toContain('Taken back');
	expect(undone.code).toBe(0);
	expect(await dumpOf(place)).toEqual(before);
});

/** When the first process is killed, and the second one: as soon as that was said so many times. */
const deaths = [
	['classic-firewall', {said: /PUT https/, times: 1}, {said: /found done|done/, times: 1}],
	['third-party-appliance', {said: /PATCH https/, times: 2}, {said: /PATCH https/, times: 1}],
	['locked-down', {said: /(?:PUT|PATCH) https/, times: 4}, {said: /(?:PUT|PATCH) https/, times: 3}],
	['locked-down', {said: /\d {2}done/, times: 5}, {said: /\d {2}done/, times: 2}],
	['cilium-overlay', {said: /(?:PUT|PATCH) https/, times: 6}, {said: /\d {2}done/, times: 3}],
] as const;

const lives = [
	['resumed', [['resume']]],
	['resumed and killed', [['resume', 'KILL']]],
	['taken back and killed', [['undo', 'KILL']]],
] as const;

const killed = deaths.flatMap(([world, first, second]) =>
	lives.map(([name, more]) => [world, first.times, name, {first, second, more}] as const),
);

test.each(isWhole ? killed : killed.filter((_, index) => index % 4 === 0))(
	'%s, killed after %i steps and %s, is taken back wholly',
	async (world, _times, _name, {first, second, more}) => {
		const there = ['--sandbox', world, '--state', 'state'];
		const allowed = ['--allow', 'deny-bypassed', '--yes'];
		const signal = 'SIGKILL';
		const place = emptyPlace();
		const before = await dumpOf(place, world);
		await aksess([...applying, ...there, ...allowed], place, {...first, signal});
		for (const [verb, death] of more) {
			await aksess([verb, ...allowed], place, death === undefined ? undefined : {...second, signal});
		}

		// Where an undo came to its end before it was killed, nothing is left to take back.
		const {code, output} = await aksess(['undo', '--yes'], place);
		expect(output).toMatch(/Taken back|There is no run to undo/);
		expect(code).toBe(output.includes('Taken back') ? 0 : 2);
		expect(await dumpOf(place, world)).toEqual(before);
	},
);

test('interrupted by Ctrl-C, it says how to go on and how to go back', async () => {
	const place = emptyPlace();
	const until = {said: /PUT https/, times: 1, signal: 'SIGINT'} as const;
	const {code, output} = await aksess([...applying, ...practice], place, until);
	expect(output).toContain('what is running is finished first');
	// Where all steps had begun side by side, all are finished, and nothing was stopped but perhaps the look at the end.
	expect([0, 6, 8, 130]).toContain(code);
	expect((await aksess(['runs'], place)).output).toMatch(/ {2}(?:stopped|done) {2}/);
});
