import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {runCli} from '../helpers/run-cli.js';

const place = () => mkdtempSync(path.join(tmpdir(), 'aksess-confirm-'));
const cluster = ['--sandbox', 'third-party-appliance', '--state', 'state'];
const applying = ['apply', '--profile', 'mirrord', '--machine', '20.9.77.140', ...cluster, '--yes'];

test('of a run that nobody knows, of none, and of one that was done or undone, nothing is confirmed', async () => {
	const cwd = place();
	const confirm = async (...run: readonly string[]) => {
		const {exitCode, stderr} = await runCli(['confirm', ...run], {cwd});
		expect(exitCode).toBe(2);
		return stderr;
	};
	expect(await confirm()).toContain('There is no run to confirm.');
	expect(await confirm('20260101-000000-aaaa')).toContain('There is no run 20260101-000000-aaaa.');
	expect((await runCli(applying, {cwd})).exitCode).toBe(0);
	const [run = ''] = (await runCli(['runs'], {cwd})).stdout.split('  ');
	expect(await confirm(run)).toContain(`Run ${run} awaits no confirmation: it was applied without --confirm-within`);
	expect((await runCli(['undo', '--yes'], {cwd})).exitCode).toBe(0);
	expect(await confirm(run)).toMatch(/awaits no confirmation: it was undone by run /);
	const [undo = ''] = (await runCli(['runs'], {cwd})).stdout.split('  ');
	expect(await confirm(undo)).toContain(`it took run ${run} back`);
	expect((await runCli(['watchdog', run], {cwd})).exitCode).toBe(2);
});
