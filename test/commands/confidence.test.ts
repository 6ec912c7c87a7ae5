import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {runCli} from '../helpers/run-cli.js';
import {profileText} from '../profiles/profile-texts.js';

const folder = mkdtempSync(path.join(tmpdir(), 'aksess-confidence-'));
afterAll(() => rmSync(folder, {recursive: true}));

/** One need that the practice cluster's firewall blocks, as sure as the lines say. */
async function check(lines: string, ...more: readonly string[]) {
	const file = path.join(folder, 'mine.yaml');
	const needed = 'from: {kind: nodes}\nto: {kind: name, name: files.pythonhosted.org, hosting: unknown}\nports: 443';
	writeFileSync(file, profileText({mine: `${lines}\n${needed}`.trim()}));
	return runCli([...more, '--sandbox', 'locked-down', '--profile', file]);
}

test.each([
	['', 3, 'Blocked'],
	['confidence: required', 3, 'Blocked'],
	['confidence: stated', 3, 'Blocked'],
	['confidence: inferred', 3, 'This is inferred from nobody, which does not say it.'],
	['confidence: optional\nfeature: Packages of Python.', 3, 'Optional; without it you lose: Packages of Python.'],
	['confidence: unverified', 7, 'This requirement is not verified, so it counts as undecided at most'],
	['confidence: retired\nsince: 2025-05-31', 0, 'Not needed since 2025-05-31 (nobody); a rule for it can be removed.'],
])('what is blocked and %j ends with %i', async (lines, code, said) => {
	const {exitCode, stdout} = await check(lines, 'check', '--verbose');
	expect(exitCode).toBe(code);
	expect(stdout.replaceAll(/\s+/g, ' ')).toContain(said);
});

test('what blocks something unverified is still named, and nothing is planned for it', async () => {
	const {stdout} = await check('confidence: unverified', 'check', '--verbose');
	expect(stdout).toContain('azure-firewall: afw-hub-weu');
	expect(stdout).toContain('0 blocked · 1 undecided');
	const plan = JSON.parse((await check('confidence: unverified', 'plan', '--output', 'json')).stdout);
	expect(plan.steps).toEqual([]);
	const asked = await check('confidence: unverified', 'plan', '--choose', 'mine=exact-name', '--output', 'json');
	expect(JSON.parse(asked.stdout).steps).toHaveLength(1);
});

test.each([
	['confidence: optional', 'A `feature` is named exactly when `confidence` is optional'],
	['feature: Packages.', 'A `feature` is named exactly when `confidence` is optional'],
	['confidence: retired', 'A date `since` is given exactly when `confidence` is retired'],
	['confidence: sure', '"sure" is not taken here'],
])('%j is refused with its reason', async (lines, reason) => {
	const {exitCode, stderr} = await check(lines, 'check', '--verbose');
	expect(exitCode).toBe(2);
	expect(stderr).toContain(reason);
});
