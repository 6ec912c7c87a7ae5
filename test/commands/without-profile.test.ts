import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {templatesFolder} from '../../source/package-root.js';
import {runCli} from '../helpers/run-cli.js';

const folder = mkdtempSync(path.join(tmpdir(), 'aksess-found-'));
afterAll(() => rmSync(folder, {recursive: true}));

const here = ['--sandbox', 'locked-down'];

describe('looking', () => {
	test('check answers for everything that is found, and says by what', async () => {
		const {stdout, exitCode} = await runCli(['check', ...here, '--verbose']);
		expect(exitCode).toBe(3);
		expect(stdout).toContain('public-ingress:azds/traefik');
		expect(stdout).toContain('aks-api-server');
		expect(stdout.replaceAll(/\s+/g, ' ')).toContain('Found azure-dev-spaces: namespace azds and');
	});

	test('check as JSON has the evidence as data, and none where the profile was given', async () => {
		const found = JSON.parse((await runCli(['check', ...here, '--output', 'json'])).stdout);
		expect(found.found.map(({profile}: {profile: string}) => profile)).toEqual(found.profiles);
		expect(found.found).toContainEqual(
			expect.objectContaining({
				profile: 'azure-dev-spaces',
				evidence: expect.arrayContaining([{kind: 'namespace', name: 'azds'}]),
			}),
		);
		const given = JSON.parse((await runCli(['check', ...here, '--profile', 'flux', '--output', 'json'])).stdout);
		expect('found' in given || 'unnamedRegistries' in given).toBe(false);
	});

	test('explain knows the flows of what was found', async () => {
		const {stdout, exitCode} = await runCli(['explain', 'aks-api-server', ...here]);
		expect(stdout).toContain('aks-api-server');
		expect(exitCode).toBe(0);
	});

	test('diff asks both worlds for what is found in either', async () => {
		const [before, after] = [templatesFolder('worlds', 'locked-down'), templatesFolder('worlds', 'wide-open')];
		const {stdout, stderr} = await runCli(['diff', before, after]);
		expect(stderr).toMatch(/^No --profile given: compared for what was found in either world, .*azure-dev-spaces/);
		expect(stdout).toContain('debug-egress');
	});

	test('what cannot be read leaves a doubt: nothing seen is not nothing there', async () => {
		writeFileSync(path.join(folder, 'namespace.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n');
		const {stdout, exitCode} = await runCli(['check', '--world', folder, '--verbose']);
		expect(exitCode).toBe(7);
		expect(stdout).toContain('found-workloads');
		expect(stdout).toContain('What runs there cannot be told');
		expect(stdout).toContain('az aks show');
	});

	test('an answer is for some profile that is shipped, or it is refused', async () => {
		const {stderr, exitCode} = await runCli(['check', ...here, '--set', 'ingres=traefik']);
		expect(exitCode).toBe(2);
		expect(stderr).toContain('did you mean ingress?');
		expect((await runCli(['check', ...here, '--set', 'ingress=traefik'])).exitCode).toBe(3);
	});
});

describe('changing', () => {
	test.each([
		['plan', ['plan']],
		['script', ['script', '--out', path.join(folder, 'out')]],
		['apply', ['apply', '--yes']],
		['doctor --role', ['doctor', '--role']],
	])('%s does nothing for what was merely found, and has the flags to write', async (_, words) => {
		const {stdout, stderr, exitCode} = await runCli([...words, ...here]);
		expect([exitCode, stdout]).toEqual([2, '']);
		expect(stderr).toContain(
			'a change is made only for profiles that are named. Found here: aks-egress (the cluster aks-claims itself)',
		);
		expect(stderr).toMatch(/--profile aks-egress --profile azure-dev-spaces/);
	});

	test('a cluster that is still to be made has nothing to find', async () => {
		const {stderr, exitCode} = await runCli(['plan', '--new-cluster', 'eastus']);
		expect(exitCode).toBe(2);
		expect(stderr).toContain('--profile must say it');
	});
});

describe('a new profile', () => {
	const here = ['profiles', 'new', '--sandbox', 'wide-open'];

	test('is drawn from a namespace, written, and can be checked at once', async () => {
		const {stderr, exitCode} = await runCli([...here, '--namespace', 'dev', '--out', 'dev.yaml'], {cwd: folder});
		expect([exitCode, stderr]).toEqual([0, expect.stringContaining('aksess check --profile dev.yaml')]);
		const file = path.join(folder, 'dev.yaml');
		const checked = await runCli(['check', '--verbose', '--sandbox', 'wide-open', '--profile', file]);
		expect(checked.stdout).toContain('registry-login');
	});

	test.each([
		[[], 'Add --namespace NAME, or one of --firewall-log FILE'],
		[['--namespace', 'nowhere'], 'Nothing in namespace nowhere hints at a need.'],
	])('with %j ends with the way on', async (words, said) => {
		const {stderr, exitCode} = await runCli([...here, ...words]);
		expect(exitCode).toBe(2);
		expect(stderr).toContain(said);
	});
});
