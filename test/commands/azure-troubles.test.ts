import {mkdtempSync, readdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {templatesFolder} from '../../source/package-root.js';
import type {Fault} from '../../source/sandbox/faults.js';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';
import {runCli} from '../helpers/run-cli.js';

let azure: Sandbox;
let files: string;
let env: Readonly<Record<string, string>>;

async function serve(faults: readonly Fault[]): Promise<Sandbox> {
	return startSandbox({folder: templatesFolder('worlds', 'locked-down'), faults});
}

function environmentOf({endpoint, tenant, clientId, clientSecret, subscriptions}: Sandbox, caFile: string) {
	return {
		AKSESS_ARM_ENDPOINT: endpoint,
		AKSESS_CA_FILE: caFile,
		AZURE_TENANT_ID: tenant,
		AZURE_CLIENT_ID: clientId,
		AZURE_CLIENT_SECRET: clientSecret,
		AZURE_SUBSCRIPTION_ID: subscriptions[0] ?? '',
	};
}

beforeAll(async () => {
	files = mkdtempSync(path.join(tmpdir(), 'aksess-azure-'));
	azure = await serve([]);
	writeFileSync(path.join(files, 'ca.pem'), azure.ca);
	env = environmentOf(azure, path.join(files, 'ca.pem'));
});

afterAll(async () => {
	await azure.close();
});

const check = ['check', '-g', 'rg-claims-weu', '-n', 'aks-claims', '--profile', 'azure-dev-spaces'];

/** Nothing but the sentence: no stack, no request with its token, no answer half told. */
async function expectRefusal(
	argv: readonly string[],
	changes: Readonly<Record<string, string | undefined>>,
	{exitCode, says, next}: {readonly exitCode: number; readonly says: readonly string[]; readonly next: string},
): Promise<void> {
	const cwd = mkdtempSync(path.join(tmpdir(), 'aksess-azure-'));
	const given = Object.entries({...env, ...changes}).flatMap(([name, value]) =>
		value === undefined ? [] : [[name, value] as const],
	);
	const result = await runCli(argv, {cwd, env: Object.fromEntries(given)});
	expect(result).toMatchObject({exitCode, stdout: ''});
	const [sentence = '', steps = ''] = result.stderr.split('Next:\n');
	for (const part of says) {
		expect(sentence).toContain(part);
	}

	expect(steps).toContain(next);
	expect(result.stderr).not.toMatch(/Bearer|practice-only|^ +at /m);
	expect(readdirSync(cwd)).toEqual([]);
}

describe('Azure that cannot be asked', () => {
	test('works when nothing is wrong', async () => {
		const {exitCode, stdout} = await runCli(check, {env});
		expect(exitCode).toBe(3);
		expect(stdout).toContain('aks-claims');
	});

	test('needs a sign-in', async () => {
		await expectRefusal(
			check,
			{AZURE_CLIENT_SECRET: undefined},
			{
				exitCode: 4,
				says: [azure.endpoint, 'nobody is signed in'],
				next: 'AZURE_CLIENT_SECRET',
			},
		);
	});

	test('needs a sign-in that is right', async () => {
		await expectRefusal(check, {AZURE_CLIENT_SECRET: 'wrong'}, {exitCode: 4, says: ['sign-in'], next: 'az login'});
	});

	test('needs a certificate file that is there', async () => {
		const file = path.join(files, 'nowhere.pem');
		await expectRefusal(check, {AKSESS_CA_FILE: file}, {exitCode: 2, says: [file], next: 'AKSESS_CA_FILE'});
	});

	test('needs a certificate that is trusted', async () => {
		await expectRefusal(
			check,
			{AKSESS_CA_FILE: undefined},
			{exitCode: 4, says: ['could not be reached'], next: 'AKSESS_CA_FILE'},
		);
	});

	test('needs an address', async () => {
		await expectRefusal(
			check,
			{AKSESS_ARM_ENDPOINT: 'nonsense'},
			{
				exitCode: 2,
				says: ['"nonsense"'],
				next: 'AKSESS_ARM_ENDPOINT',
			},
		);
	});

	test('shows no such cluster, subscription or resource group', async () => {
		await expectRefusal(
			['check', '-n', 'aks-claim'],
			{},
			{
				exitCode: 2,
				says: ['aks-claim', 'Did you mean aks-claims?'],
				next: '-g rg-claims-weu -n aks-claims',
			},
		);
		await expectRefusal(
			['check', '-g', 'rg-claims', '-n', 'aks-claims'],
			{},
			{
				exitCode: 2,
				says: ['rg-claims'],
				next: 'aks-claims',
			},
		);
		await expectRefusal(
			['check', '-n', 'aks-claims', '--subscription', '11111111-2222-3333-4444-555555555555'],
			{},
			{
				exitCode: 2,
				says: ['subscription'],
				next: 'az account list',
			},
		);
	});
});

describe('Azure that refuses', () => {
	async function withFaults(
		faults: readonly Fault[],
		use: (changes: Readonly<Record<string, string>>) => Promise<void>,
	) {
		const faulty = await serve(faults);
		const caFile = path.join(mkdtempSync(path.join(tmpdir(), 'aksess-azure-')), 'ca.pem');
		writeFileSync(caFile, faulty.ca);
		try {
			await use(environmentOf(faulty, caFile));
		} finally {
			await faulty.close();
		}
	}

	const cluster = '/managedClusters/aks-claims?';
	const commands: readonly (readonly string[])[] = [
		check,
		['plan', ...check.slice(1), '-o', 'plan.json'],
		['script', ...check.slice(1)],
		['explain', 'debug-ingress', ...check.slice(1)],
		['apply', ...check.slice(1), '--yes'],
	];

	test.each(commands)('an expired sign-in stops aksess %s', async (...argv) => {
		const fault: Fault = {
			url: cluster,
			effect: {kind: 'refuse', status: 403, code: 'ExpiredAuthenticationToken', message: 'The access token expired.'},
		};
		await withFaults([fault], changes =>
			expectRefusal(argv, changes, {exitCode: 4, says: ['expired'], next: 'az login'}),
		);
	});

	test.each(commands)('a missing permission is named by aksess %s', async (...argv) => {
		const action = 'Microsoft.ContainerService/managedClusters/read';
		const fault: Fault = {
			url: cluster,
			effect: {
				kind: 'refuse',
				status: 403,
				code: 'AuthorizationFailed',
				message: `The client does not have authorization to perform action '${action}' over scope '/x'.`,
			},
		};
		await withFaults([fault], changes =>
			expectRefusal(argv, changes, {exitCode: 4, says: [action], next: 'Reader role'}),
		);
	});

	test('a missing permission for one resource makes undecided what depends on it, by name', async () => {
		const action = 'Microsoft.Network/routeTables/read';
		const fault: Fault = {
			url: '/routeTables',
			effect: {
				kind: 'refuse',
				status: 403,
				code: 'AuthorizationFailed',
				message: `The client does not have authorization to perform action '${action}' over scope '/x'.`,
			},
		};
		await withFaults([fault], async changes => {
			const {exitCode, stdout, stderr} = await runCli([...check, '--verbose'], {env: changes});
			expect(exitCode, stderr).toBe(3);
			expect(stdout).toContain(action);
		});
	});

	test('a hiccup of throttling is waited out', async () => {
		const fault: Fault = {url: cluster, nth: 1, effect: {kind: 'refuse', status: 429, retryAfterSeconds: 0}};
		await withFaults([fault], async changes => {
			expect((await runCli(check, {env: changes})).exitCode).toBe(3);
		});
	});

	test('throttling that lasts is named', async () => {
		const fault: Fault = {url: cluster, effect: {kind: 'refuse', status: 429, retryAfterSeconds: 0}};
		await withFaults([fault], changes => expectRefusal(check, changes, {exitCode: 4, says: ['429'], next: 'Wait'}));
	});
});
