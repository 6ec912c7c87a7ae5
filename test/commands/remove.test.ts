import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {runCli} from '../helpers/run-cli.js';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'aksess-remove-'));
});
afterAll(() => rmSync(folder, {recursive: true}));

const here = ['--sandbox', 'private', '--profile', 'container-registry'];
const ids = ['nsg/nsg-nodes.prod/SSH_from_bastion', 'network-policy/vault/only-appointments/ingress[0]'];
const asked = ids.flatMap(id => ['--remove', id]);

test('check --unused prints what plan --remove takes', async () => {
	const {stdout} = await runCli(['check', ...here, '--unused']);
	expect(stdout).toContain('--remove nsg/nsg-nodes.prod/SSH_from_bastion');
	expect(stdout).toContain("--remove 'network-policy/vault/only-appointments/ingress[0]'");
	const {stdout: json} = await runCli(['check', ...here, '--unused', '--output', 'json']);
	expect(JSON.parse(json).unused.rules.map(({id}: {id: string}) => id)).toEqual(expect.arrayContaining(ids));
});

test('plan --remove shows what goes, what closes, and changes nothing', async () => {
	const {stdout, exitCode} = await runCli(['plan', ...here, ...asked]);
	const said = stdout.replaceAll(/\s+/g, ' ');
	expect(said).toContain('Nothing is blocked. Takes away 2 rules by name, which closes 1 way.');
	expect(said).toContain('Remove SSH_from_bastion (210) from nsg-nodes.prod');
	expect(said).toContain('Without ingress[0] would close: namespace portal to namespace vault, tcp 8200.');
	expect(said).not.toContain('Opens:');
	// Two flows to registries are undecided there, as `check` says, too.
	expect(exitCode).toBe(7);
});

test('apply wants each such step typed, takes it away, and undo puts back what was there', async () => {
	const state = path.join(folder, 'state');
	const env = {AKSESS_HOME: path.join(folder, 'home')};
	const apply = ['apply', ...here, '--state', state, ...asked, '--yes'];
	const refused = await runCli(apply, {env});
	expect(refused.exitCode).toBe(2);
	expect(refused.stderr).toContain('--allow rule-removed');

	const unusedNow = async () => {
		const {stdout} = await runCli(['check', ...here, '--state', state, '--unused', '--output', 'json'], {env});
		return JSON.parse(stdout).unused.rules;
	};
	const before = await unusedNow();
	const done = await runCli([...apply, '--allow', 'rule-removed'], {env});
	expect(done.exitCode, done.stderr).toBe(0);
	expect((await unusedNow()).map(({id}: {id: string}) => id)).toEqual(['nsg/nsg-nodes.prod/Web_from_Internet']);
	const undone = await runCli(['undo', ...here.slice(0, 2), '--state', state, '--yes'], {env});
	expect(undone.exitCode, undone.stderr).toBe(0);
	expect(await unusedNow()).toEqual(before);
});

test('script and a plan file hold the same steps', async () => {
	const out = path.join(folder, 'plan.json');
	expect((await runCli(['plan', ...here, ...asked, '--out', out])).exitCode).toBe(7);
	const {steps} = JSON.parse(readFileSync(out, 'utf8'));
	expect(steps.map(({danger}: {danger: {code: string}}) => danger.code)).toEqual(['rule-removed', 'rule-removed']);
	const scripts = path.join(folder, 'scripts');
	expect((await runCli(['script', ...here, ...asked, '--format', 'bash', '--out', scripts])).exitCode).toBe(0);
	expect(readFileSync(path.join(scripts, 'apply.sh'), 'utf8')).toContain(
		'policy_entries ingress networkpolicy only-appointments --namespace vault',
	);
});

test.each([
	[
		'an id that is not there',
		['--remove', 'nsg/nsg-nodes.prod/SSH_from_bastio'],
		'Did you mean nsg/nsg-nodes.prod/SSH_from_bastion?',
	],
	[
		'a question instead of a profile',
		['--remove', 'nsg/x/y', '--ask', 'portal gcr.io:443'],
		'--remove and --ask do not go together',
	],
])('%s is refused', async (_, more, says) => {
	const {stderr, exitCode} = await runCli(['plan', ...here, ...more]);
	expect(stderr).toContain(says);
	expect(exitCode).toBe(2);
});
