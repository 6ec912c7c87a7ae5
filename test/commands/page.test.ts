import {expect, test} from 'vitest';
import {runCli} from '../helpers/run-cli.js';

const here = ['--sandbox', 'locked-down', '--output', 'html'];
const asked = ['--profile', 'azure-dev-spaces', '--machine', '20.9.77.140'];

test.each([
	['check', 3],
	['plan', 0],
] as const)('%s --output html is one page with findings, map, plan and proof', async (verb, code) => {
	const {stdout, stderr, exitCode} = await runCli([verb, ...asked, ...here]);
	expect([exitCode, stderr]).toEqual([code, '']);
	expect(stdout.startsWith('<!doctype html>\n')).toBe(true);
	expect(stdout.endsWith('</html>\n')).toBe(true);
	for (const id of ['findings', 'map', 'plan', 'proof']) {
		expect(stdout).toContain(`<section id="${id}"`);
	}

	expect(stdout).toContain('Opens 14 of 15 blocked flows');
	expect(stdout).toContain('A practice cluster (locked-down), not a real one.');
});

test('a question has the same page', async () => {
	const {stdout, exitCode} = await runCli(['ask', 'claims', 'gcr.io:443', ...here]);
	expect(exitCode).toBe(3);
	expect(stdout).toContain('<h1>Questions: aks-claims</h1>');
	expect(stdout).toContain('<section id="proof"');
});

test('the plan on the page is the one that was chosen', async () => {
	const left = await runCli(['plan', ...asked, ...here, '--without', 'authorized-ranges/aks-claims']);
	expect(left.stdout).not.toContain('Extend the authorized IP ranges of aks-claims');
	expect(left.stdout).toContain('Still not open after the plan');
});

test.each([
	['what was merely found', [], 'Nobody said what must work'],
	['what is all open', ['--ask', 'portal fraud-scores:9000'], 'Nothing is blocked, so there is nothing to change.'],
])('there is no plan for %s, and the page says why', async (_what, more, sentence) => {
	const {stdout} = await runCli(['check', ...more, ...here]);
	expect(stdout).toContain(sentence);
	expect(stdout).not.toContain('<section id="proof"');
});

test('what nobody needs stands on the page where it was asked for', async () => {
	const {stdout} = await runCli(['check', '--unused', ...asked, ...here]);
	expect(stdout).toContain('<section id="unused"');
});

test('the flags of a cluster that does not exist yet are no page', async () => {
	const call = ['plan', '--new-cluster', 'eastus', '--profile', 'azure-dev-spaces', '--output'];
	expect((await runCli([...call, 'html'])).exitCode).toBe(2);
	expect((await runCli([...call, 'markdown'])).exitCode).toBe(2);
});
