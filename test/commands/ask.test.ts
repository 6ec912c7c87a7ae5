import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {expectGoldenFile} from '../helpers/golden.js';
import {runCli} from '../helpers/run-cli.js';

const folder = mkdtempSync(path.join(tmpdir(), 'aksess-ask-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const here = ['--sandbox', 'locked-down'];
const golden = (name: string) => path.join(import.meta.dirname, 'golden', name);

describe('one question', () => {
	test('has the whole way, every control, the fix and its proof', async () => {
		const {stdout, exitCode} = await runCli(['ask', 'claims', 'gcr.io:443', ...here]);
		expect(exitCode).toBe(3);
		expectGoldenFile(golden('ask.txt'), stdout);
	});

	test('needs no fix where it is open', async () => {
		const {stdout, exitCode} = await runCli(['ask', 'portal', 'fraud-scores:9000', ...here]);
		expect(exitCode).toBe(0);
		expect(stdout).toContain('allowed');
		expect(stdout).not.toContain('The fix');
	});

	test('is undecided where rules cannot be read, and the device is told what to let through', async () => {
		const {stdout, exitCode} = await runCli(['ask', 'nodes', 'gcr.io:443', '--sandbox', 'third-party-appliance']);
		expect(exitCode).toBe(7);
		expect(stdout.replaceAll(/\s+/g, ' ')).toContain('By hand: On the appliance at 10.99.0.4, allow');
	});

	test.each([
		['a machine elsewhere', ['20.9.77.140', 'api-server'], 'authorized-ranges'],
		['whoever is in a subnet', ['snet-aks', 'gcr.io:443'], 'azure-firewall'],
	])('of %s is answered by the control that stops it', async (_who, question, control) => {
		const {stdout, exitCode} = await runCli(['ask', ...question, ...here]);
		expect(exitCode).toBe(3);
		expect(stdout).toContain(`✗ ${control}`);
	});

	test.each(['json', 'markdown', 'html', 'sarif', 'junit'])('is answered as %s', async format => {
		const {stdout, exitCode} = await runCli(['ask', 'claims', 'gcr.io:443', ...here, '--output', format]);
		expect(exitCode).toBe(3);
		expect(stdout).toContain('claims-to-gcr-io-443');
	});
});

describe('several at once', () => {
	test('come through a pipe', async () => {
		const input = 'claims gcr.io:443\n# and inside\nportal fraud-scores:9000\n';
		const {stdout, exitCode} = await runCli(['ask', '--from-file', '-', ...here, '--output', 'json'], {input});
		const {findings} = JSON.parse(stdout);
		expect(exitCode).toBe(3);
		expect(findings.map(({verdict}: {verdict: string}) => verdict)).toEqual(['blocked', 'allowed']);
	});

	test('and from a file', async () => {
		writeFileSync(path.join(folder, 'questions'), 'portal fraud-scores:9000\n');
		const {exitCode} = await runCli(['ask', '--from-file', 'questions', ...here], {cwd: folder});
		expect(exitCode).toBe(0);
	});
});

test('a question that is saved is a profile of the same answer', async () => {
	const saved = ['--save-profile', 'asked.yaml', '--output', 'json'];
	const asked = await runCli(['ask', 'claims', 'gcr.io:443', '52.1.0.4:22', ...here, ...saved], {cwd: folder});
	const file = path.join(folder, 'asked.yaml');
	const checked = await runCli(['check', '--profile', file, ...here, '--output', 'json']);
	expect(JSON.parse(checked.stdout).findings).toEqual(JSON.parse(asked.stdout).findings);
	expect(checked.exitCode).toBe(asked.exitCode);
});

test('a plan for a question is applied, and its promise is checked, also from a file', async () => {
	const plan = ['plan', '--ask', 'claims gcr.io:443', ...here, '--out', 'plan.json'];
	expect((await runCli(plan, {cwd: folder})).exitCode).toBe(0);
	const {stdout, exitCode} = await runCli(['apply', 'plan.json', ...here, '--yes'], {cwd: folder});
	expect(stdout).toContain('Checked: 1 of 1 promised flow is open now.');
	expect(exitCode).toBe(0);
});

describe('what is no question is one sentence', () => {
	test.each([
		[['ask'], 'Nothing was asked.'],
		[['ask', 'claims'], 'It was not said what claims is to reach.'],
		[['ask', 'nobody', 'gcr.io:443'], 'Nothing here is called "nobody"'],
		[
			['ask', 'claims', 'gcr.io:443', '--from-file', 'x'],
			'Questions were given in x and on the command line (claims).',
		],
		[['ask', '--from-file', 'missing'], 'The questions in missing cannot be read'],
		[['ask', '--from-file', '-'], 'In stdin: There is no question in it.'],
		[['check', '--ask', 'claims'], '--ask claims: "claims" is not a question'],
	])('%j', async (call, sentence) => {
		const {stderr, stdout, exitCode} = await runCli([...call, ...here], {cwd: folder});
		expect(stderr).toContain(sentence);
		expect(stdout).toBe('');
		expect(exitCode).toBe(2);
	});
});
