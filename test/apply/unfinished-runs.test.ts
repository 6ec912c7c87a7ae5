import {chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {runCli} from '../helpers/run-cli.js';

const asked = ['--profile', 'azure-dev-spaces', '--machine', '20.9.77.140'];
const kept = ['--sandbox', 'third-party-appliance', '--state', 'state'];

function place(): string {
	return mkdtempSync(path.join(tmpdir(), 'aksess-unfinished-'));
}

function journals(cwd: string): readonly string[] {
	const folder = path.join(cwd, 'aksess-home', 'runs');
	return readdirSync(folder).map(name => path.join(folder, name));
}

/** A run that was applied, and that died before it could write down so many of its last lines. */
async function diedBefore(lines: number): Promise<{readonly cwd: string; readonly run: string}> {
	const cwd = place();
	expect((await runCli(['apply', ...kept, ...asked, '--yes'], {cwd})).exitCode).toBe(0);
	const [file = ''] = journals(cwd);
	const all = readFileSync(file, 'utf8').trimEnd().split('\n');
	writeFileSync(file, `${all.slice(0, -lines).join('\n')}\n`);
	return {cwd, run: path.basename(file, '.jsonl')};
}

describe('a run of which all steps are done, and that died before it was closed', () => {
	test('is closed and verified by resume, which asks nothing and changes nothing', async () => {
		const {cwd, run} = await diedBefore(1);
		expect((await runCli(['runs'], {cwd})).stdout).toContain('interrupted');
		const state = readFileSync(path.join(cwd, 'state', 'sandbox-state.json'), 'utf8');
		const resumed = await runCli(['resume'], {cwd});
		expect(resumed).toMatchObject({exitCode: 0, stdout: expect.stringContaining('it was not closed')});
		expect(resumed.stdout).toMatch(/Checked: (\d+) of \1 promised flows are open now/);
		expect(resumed.stdout).toContain(`aksess undo ${run}`);
		expect((await runCli(['runs'], {cwd})).stdout).toMatch(/ {2}done {2}/);
		expect(readFileSync(path.join(cwd, 'state', 'sandbox-state.json'), 'utf8')).toBe(state);
		expect((await runCli(['resume', '--yes'], {cwd})).exitCode).toBe(2);
	});

	test('that was an undo is closed as undone', async () => {
		const {cwd, run} = await diedBefore(1);
		await runCli(['undo', '--yes'], {cwd});
		const file = journals(cwd).find(name => !name.includes(run)) ?? '';
		const all = readFileSync(file, 'utf8').trimEnd().split('\n');
		writeFileSync(file, `${all.slice(0, -1).join('\n')}\n`);
		expect(await runCli(['resume', '--yes'], {cwd})).toMatchObject({
			exitCode: 0,
			stdout: expect.stringContaining('Taken back'),
		});
		expect((await runCli(['runs'], {cwd})).stdout).toContain('undone');
	});
});

describe('a run that was taken back', () => {
	test('is not resumed: that would do again what was undone', async () => {
		const {cwd, run} = await diedBefore(3);
		expect((await runCli(['undo', '--yes'], {cwd})).exitCode).toBe(0);
		expect(await runCli(['resume', run, '--yes'], {cwd})).toMatchObject({
			exitCode: 2,
			stderr: expect.stringMatching(new RegExp(`${run} cannot be resumed: \\S+ came to undo it since`)),
		});
		expect(await runCli(['resume', '--yes'], {cwd})).toMatchObject({
			exitCode: 2,
			stderr: expect.stringContaining('There is no run to resume'),
		});
	});

	test('can be taken back once more when it was done again', async () => {
		const {cwd, run} = await diedBefore(1);
		await runCli(['undo', '--yes'], {cwd});
		const {stdout} = await runCli(['runs'], {cwd});
		const undo = stdout.split('\n').find(line => line.includes(`undo of ${run}`)) ?? '';
		expect((await runCli(['undo', undo.split(' ')[0] ?? '', '--yes'], {cwd})).exitCode).toBe(0);
		expect(await runCli(['undo', '--yes'], {cwd})).toMatchObject({
			exitCode: 0,
			stdout: expect.stringContaining(`of run ${run}`),
		});
	});
});

describe('a journal in which nothing is', () => {
	test.each([
		['zero bytes', ''],
		['nothing but the room that was taken', '\n\n\n'],
		['half a first line', '{"type":"run","schemaVersion":1,"run":"20260101-0000'],
	])('%s: nothing was begun', async (_name, content) => {
		const cwd = place();
		mkdirSync(path.join(cwd, 'aksess-home', 'runs'), {recursive: true, mode: 0o700});
		writeFileSync(path.join(cwd, 'aksess-home', 'runs', '20260101-000000-abcd.jsonl'), content);
		expect(await runCli(['runs'], {cwd})).toMatchObject({
			exitCode: 0,
			stderr: expect.stringContaining('20260101-000000-abcd.jsonl is empty: nothing was begun'),
		});
		expect(JSON.parse((await runCli(['runs', '--output', 'json'], {cwd})).stdout)).toMatchObject({
			damaged: [],
			empty: [expect.stringContaining('abcd.jsonl')],
		});
		for (const verb of ['undo', 'resume']) {
			expect(await runCli([verb, '20260101-000000-abcd', '--yes'], {cwd})).toMatchObject({
				exitCode: 2,
				stderr: expect.stringContaining(`changed nothing, so there is nothing to ${verb}`),
			});
		}
	});
});

describe('the folder of journals', () => {
	test.each(['', 'somewhere'])('with HOME=%s has no place, which is said', async home => {
		const env = {AKSESS_HOME: '', HOME: home};
		for (const argv of [['runs'], ['undo', '--yes'], ['apply', ...kept, ...asked, '--yes']]) {
			expect(await runCli(argv, {cwd: place(), env})).toMatchObject({
				exitCode: 2,
				stderr: expect.stringMatching(/HOME is .*no place to keep journals in[\s\S]*AKSESS_HOME/),
			});
		}
	});

	test.skipIf(process.platform === 'win32')('that others may look into or write to is named by doctor', async () => {
		const cwd = place();
		const home = path.join(cwd, 'aksess-home');
		mkdirSync(path.join(home, 'runs'), {recursive: true});
		chmodSync(home, 0o755);
		chmodSync(path.join(home, 'runs'), 0o700);
		const doctor = () => runCli(['doctor', '--sandbox', 'wide-open'], {cwd});
		const readable = await doctor();
		expect(readable.stdout).toMatch(/note +journals +others may see which runs are in .*aksess-home \(mode 755\)/);
		expect(readable.exitCode).toBe(0);
		chmodSync(path.join(home, 'runs'), 0o770);
		const writable = await doctor();
		expect(writable.stdout).toMatch(/PROBLEM +journals +others may change what is in .*runs \(mode 770\)/);
		expect(writable.stdout).toMatch(/chmod 700 .*runs/);
		expect(writable.exitCode).toBe(4);
	});
});
