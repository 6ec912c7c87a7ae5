import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {runCli} from '../helpers/run-cli.js';

const asked = ['--profile', 'azure-dev-spaces', '--machine', '20.9.77.140'];
const kept = ['--sandbox', 'locked-down', '--state', 'state'];

function place(): string {
	return mkdtempSync(path.join(tmpdir(), 'aksess-apply-cli-'));
}

async function planFile(cwd: string): Promise<string> {
	expect((await runCli(['plan', '--sandbox', 'locked-down', ...asked, '-o', 'plan.json'], {cwd})).exitCode).toBe(0);
	return path.join(cwd, 'plan.json');
}

describe('apply', () => {
	test('shows the plan, applies it, checks it, and says how to take it back; undo does', async () => {
		const cwd = place();
		const applied = await runCli(['apply', ...kept, ...asked, '--yes'], {cwd});
		expect(applied).toMatchObject({exitCode: 0});
		expect(applied.stdout).toMatch(/^Plan for aks-claims/);
		expect(applied.stdout).toMatch(/Done: \d+ steps\.\nChecked: (\d+) of \1 promised flows are open now\./);
		const [, run = ''] = /aksess undo (\S+)/.exec(applied.stdout) ?? [];

		const again = await runCli(['check', ...kept, ...asked, '--output', 'json'], {cwd});
		expect(JSON.parse(again.stdout).summary.blocked).toBe(1);

		const undone = await runCli(['undo', run, '--yes'], {cwd});
		expect(undone).toMatchObject({exitCode: 0, stdout: expect.stringContaining(`of run ${run}`)});
		const {runs} = JSON.parse((await runCli(['runs', '--output', 'json'], {cwd})).stdout);
		expect(runs).toMatchObject([
			{outcome: 'undone', undoes: run},
			{run, outcome: 'done', undoneBy: expect.any(String)},
		]);
		expect(await runCli(['undo', '--yes'], {cwd})).toMatchObject({
			exitCode: 2,
			stderr: expect.stringContaining('There is no run to undo'),
		});
	});

	test('practises in memory, and says that it is gone afterwards', async () => {
		const cwd = place();
		const {exitCode, stdout, stderr} = await runCli(['apply', '--sandbox', 'classic-firewall', ...asked, '--yes'], {
			cwd,
		});
		expect(exitCode).toBe(0);
		expect(stderr).toContain('Practice in memory');
		expect(stdout).toContain('the changes are gone now');
		expect((await runCli(['runs'], {cwd})).stdout).toBe('');
	});

	test('has nothing to do where nothing is blocked', async () => {
		const {exitCode, stdout} = await runCli(['apply', '--sandbox', 'wide-open', ...asked, '--yes'], {cwd: place()});
		expect(exitCode).toBe(0);
		expect(stdout).not.toContain('Done');
	});

	test.each([
		['without a terminal', ['apply', ...kept, ...asked], 'There is no terminal to ask whether to apply this'],
		['to a folder of files', ['apply', '--world', 'somewhere', '--yes'], 'is a folder of files'],
		[
			'of a dangerous step that was not named',
			['apply', '--sandbox', 'cilium-overlay', ...asked, '--yes'],
			'--allow deny-bypassed',
		],
		[
			'that waits for a confirmation nobody can give',
			['apply', '--sandbox', 'locked-down', ...asked, '--yes', '--confirm-within', '120s'],
			'nobody can here',
		],
		[
			'that waits for no time',
			['apply', ...kept, ...asked, '--yes', '--confirm-within', 'soon'],
			'five seconds or more',
		],
	])('is refused %s', async (_name, argv, sentence) => {
		const {exitCode, stderr} = await runCli(argv, {cwd: place()});
		expect(exitCode).toBe(2);
		expect(stderr).toContain(sentence);
	});

	test('does a dangerous step that was named', async () => {
		const argv = ['apply', '--sandbox', 'cilium-overlay', ...asked, '--yes', '--allow', 'deny-bypassed'];
		expect((await runCli(argv, {cwd: place()})).exitCode).toBe(0);
	});
});

describe('apply FILE', () => {
	test('applies exactly what was reviewed', async () => {
		const cwd = place();
		await planFile(cwd);
		expect((await runCli(['apply', 'plan.json', ...kept, '--yes'], {cwd})).exitCode).toBe(0);
	});

	test('refuses with what has changed since, exit code 5', async () => {
		const cwd = place();
		await planFile(cwd);
		await runCli(['apply', 'plan.json', ...kept, '--yes'], {cwd});
		const {exitCode, stderr} = await runCli(['apply', 'plan.json', ...kept, '--yes'], {cwd});
		expect(exitCode).toBe(5);
		expect(stderr).toMatch(/aks-claims is not as it was/);
		expect(stderr).toMatch(/ruleCollectionGroups\/aksess-aks-claims is there now/);
	});

	test.each<[string, (text: string) => string, string]>([
		['was edited', text => text.replace('20.9.77.140/32', '0.0.0.0/0'), 'was changed after aksess wrote it'],
		['is of another version', text => text.replace('"schemaVersion": 1', '"schemaVersion": 9'), 'version 9'],
		['is no plan', () => '{}', 'is not a plan of aksess'],
		['is no JSON', () => '{', 'is not JSON'],
	])('refuses a file that %s', async (_name, edit, sentence) => {
		const cwd = place();
		const file = await planFile(cwd);
		writeFileSync(file, edit(readFileSync(file, 'utf8')));
		const {exitCode, stderr} = await runCli(['apply', 'plan.json', ...kept, '--yes'], {cwd});
		expect(exitCode).toBe(2);
		expect(stderr).toContain(sentence);
	});

	test('refuses a file for another cluster', async () => {
		const cwd = place();
		await planFile(cwd);
		const {exitCode, stderr} = await runCli(['apply', 'plan.json', '--sandbox', 'cilium-overlay', '--yes'], {cwd});
		expect(exitCode).toBe(2);
		expect(stderr).toContain('managedClusters/aks-play was selected');
	});
});

describe('runs', () => {
	test('of which none is left or known are said so', async () => {
		const cwd = place();
		expect(await runCli(['resume', '--yes'], {cwd})).toMatchObject({
			exitCode: 2,
			stderr: expect.stringContaining('There is no run to resume'),
		});
		const {stdout} = await runCli(['apply', ...kept, ...asked, '--yes'], {cwd});
		const [, run = ''] = /aksess undo (\S+)/.exec(stdout) ?? [];
		expect(await runCli(['undo', `${run.slice(0, -1)}z`, '--yes'], {cwd})).toMatchObject({
			exitCode: 2,
			stderr: expect.stringContaining(`Did you mean ${run}?`),
		});
		expect(await runCli(['resume', run, '--yes'], {cwd})).toMatchObject({
			exitCode: 0,
			stdout: expect.stringContaining('left nothing to do'),
		});
	});

	test('a damaged journal is named and hides no other', async () => {
		const cwd = place();
		await runCli(['apply', ...kept, ...asked, '--yes'], {cwd});
		writeFileSync(path.join(cwd, 'aksess-home', 'runs', 'broken.jsonl'), 'not a line of ours\n');
		const {stdout, stderr} = await runCli(['runs'], {cwd});
		expect(stdout.trim().split('\n')).toHaveLength(1);
		expect(stderr).toContain('broken.jsonl is damaged');
	});
});

describe('doctor', () => {
	test('finds a practice cluster in good health', async () => {
		const {exitCode, stdout} = await runCli(['doctor', '--sandbox', 'locked-down', '--output', 'json'], {cwd: place()});
		expect(exitCode).toBe(0);
		const {diagnoses} = JSON.parse(stdout);
		expect(diagnoses.filter(({state}: {readonly state: string}) => state === 'problem')).toEqual([]);
	});

	test('prints the role that holds what the plan needs, and what undoing it needs', async () => {
		const {exitCode, stdout} = await runCli(['doctor', '--sandbox', 'locked-down', ...asked, '--role'], {cwd: place()});
		expect(exitCode).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({
			IsCustom: true,
			Actions: expect.arrayContaining([
				'Microsoft.ContainerService/managedClusters/write',
				'Microsoft.Network/firewallPolicies/ruleCollectionGroups/write',
				'Microsoft.Network/firewallPolicies/ruleCollectionGroups/delete',
			]),
			AssignableScopes: ['/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14'],
		});
	});
});
