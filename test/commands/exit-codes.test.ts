import {cpSync, existsSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {templatesFolder} from '../../source/package-root.js';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {runCli} from '../helpers/run-cli.js';

const asked = ['--profile', 'azure-dev-spaces', '--machine', '20.9.77.140'];
const kept = ['--sandbox', 'locked-down', '--state', 'state'];

function place(): string {
	return mkdtempSync(path.join(tmpdir(), 'aksess-exit-code-'));
}

type Options = NonNullable<Parameters<typeof runCli>[1]>;

async function expectExitCode(exitCode: number, argv: readonly string[], options: Options = {}): Promise<void> {
	const result = await runCli(argv, options);
	expect(result.exitCode, `aksess ${argv.join(' ')}\n${result.stderr}`).toBe(exitCode);
}

describe('0: done; nothing is blocked', () => {
	test.each([
		['check', '--sandbox', 'wide-open', '--profile', 'keda'],
		['explain', 'keda-images', '--sandbox', 'wide-open', '--profile', 'keda'],
		// What does not judge has done its work, whatever it found.
		['plan', '--sandbox', 'locked-down', ...asked],
		['reach', '--sandbox', 'locked-down', '--by', 'workload'],
		['diff', templatesFolder('worlds', 'private'), templatesFolder('worlds', 'private')],
	])('aksess %s', async (...argv) => {
		await expectExitCode(0, argv);
	});
});

test('2: usage or bad input', async () => {
	await expectExitCode(2, ['check', '--sandbox', 'locked-down', '--machine', '20.9.77']);
});

describe('3: flows are blocked', () => {
	test.each([
		['check', '--sandbox', 'locked-down', ...asked],
		['explain', 'debug-ingress', '--sandbox', 'locked-down', ...asked],
	])('aksess %s', async (...argv) => {
		await expectExitCode(3, argv);
	});

	test('blocked outweighs undecided', async () => {
		const {exitCode, stdout} = await runCli(['check', '--sandbox', 'locked-down', ...asked, '--output', 'json']);
		expect(exitCode).toBe(3);
		expect(JSON.parse(stdout).summary.undecided).toBeGreaterThan(0);
	});

	test('of aksess diff: something was lost', async () => {
		const before = place();
		const after = place();
		cpSync(templatesFolder('worlds', 'locked-down'), before, {recursive: true});
		cpSync(templatesFolder('worlds', 'locked-down'), after, {recursive: true});
		const policy = {
			apiVersion: 'networking.k8s.io/v1',
			kind: 'NetworkPolicy',
			metadata: {name: 'allow-all', namespace: 'claims'},
			spec: {podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{}], egress: [{}]},
		};
		writeFileSync(path.join(before, 'policy.json'), JSON.stringify(policy));
		await expectExitCode(3, ['diff', before, after]);
		await expectExitCode(0, ['diff', after, before]);
	});
});

test('4: the cluster may not be read', async () => {
	const world = place();
	cpSync(templatesFolder('worlds', 'wide-open'), world, {recursive: true});
	const denied = {'aksess:denied': ['Microsoft.ContainerService/managedClusters']};
	writeFileSync(path.join(world, 'access.json'), JSON.stringify(denied));
	await expectExitCode(4, ['check', '--world', world, ...asked]);
});

test('5: the network changed since the plan', async () => {
	const cwd = place();
	await expectExitCode(0, ['plan', ...kept, ...asked, '--out', 'plan.json'], {cwd});
	const other = ['--profile', 'azure-dev-spaces', '--machine', '52.174.9.12', '--yes'];
	await expectExitCode(0, ['apply', ...kept, ...other], {cwd});
	await expectExitCode(5, ['apply', 'plan.json', ...kept, '--yes'], {cwd});
});

test('6: partly applied', async () => {
	const refused = {kind: 'refuse', status: 403, code: 'AuthorizationFailed', message: 'no'} as const;
	const azure = await startSandbox({
		folder: templatesFolder('worlds', 'locked-down'),
		faults: [{method: 'PUT', url: '/securityRules/', effect: refused}],
	});
	const cwd = place();
	writeFileSync(path.join(cwd, 'ca.pem'), azure.ca);
	const env = {
		AKSESS_ARM_ENDPOINT: azure.endpoint,
		AKSESS_CA_FILE: path.join(cwd, 'ca.pem'),
		AZURE_TENANT_ID: azure.tenant,
		AZURE_CLIENT_ID: azure.clientId,
		AZURE_CLIENT_SECRET: azure.clientSecret,
		AZURE_SUBSCRIPTION_ID: azure.subscriptions[0] ?? '',
	};
	try {
		await expectExitCode(6, ['apply', '--name', 'aks-claims', ...asked, '--yes'], {cwd, env});
	} finally {
		await azure.close();
	}
});

test('7: nothing is blocked, but something is undecided', async () => {
	await expectExitCode(7, ['check', '--sandbox', 'wide-open', ...asked]);
});

describe('130: cancelled, and nothing is left behind', () => {
	test.each([
		['check', '--sandbox', 'locked-down', ...asked],
		['explain', 'backend', '--sandbox', 'locked-down', ...asked],
		['plan', '--sandbox', 'locked-down', ...asked, '--out', 'written'],
		['script', '--sandbox', 'locked-down', ...asked, '--out', 'written'],
		['capture', '--sandbox', 'locked-down', '--out', 'written'],
		['apply', ...kept, ...asked, '--yes'],
		['reach', '--sandbox', 'locked-down'],
		['diff', templatesFolder('worlds', 'private'), templatesFolder('worlds', 'private')],
	])('aksess %s', async (...argv) => {
		const cwd = place();
		const {exitCode, stdout, stderr} = await runCli(argv, {cwd, signal: AbortSignal.abort()});
		expect(exitCode, stderr).toBe(130);
		expect(stdout).toBe('');
		expect(stderr).toContain('Cancelled; nothing was changed.');
		expect(existsSync(path.join(cwd, 'written'))).toBe(false);
	});
});
