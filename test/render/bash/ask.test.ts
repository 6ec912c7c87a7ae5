import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {runOnTerminal} from '../../helpers/pty.js';

const prelude = readFileSync(path.resolve(import.meta.dirname, '../../../templates/scripts/prelude.sh'), 'utf8');
const hasBash = spawnSync('bash', ['-c', 'true']).status === 0;
const folder = mkdtempSync(path.join(os.tmpdir(), 'aksess-ask-'));
const script = path.join(folder, 'script.sh');
writeFileSync(script, `set -euo pipefail\ncluster=() steps=0\n${prelude}\nask 'Do 2 steps?'\nsay 'Working.'\n`);
afterAll(() => rmSync(folder, {recursive: true, force: true}));

describe.skipIf(!hasBash)('before the first write a script', () => {
	test('stops with 2 where nobody can be asked', () => {
		const {status, stdout, stderr} = spawnSync('bash', [script], {encoding: 'utf8', input: 'y\n'});

		expect([status, stdout]).toEqual([2, '']);
		expect(stderr).toBe('Error: There is no terminal to ask on. Give --yes to go on without a question.\n');
	});

	test('goes on without a question with --yes', () => {
		const {status, stdout, stderr} = spawnSync('bash', [script, '--yes'], {encoding: 'utf8', input: ''});

		expect([status, stdout, stderr]).toEqual([0, 'Working.\n', '']);
	});

	test.each([
		['y', 'Working.'],
		['n', 'Nothing was changed.'],
		['', 'Nothing was changed.'],
	])('takes %j on a terminal for an answer', async (answer, then) => {
		const terminal = runOnTerminal('bash', [script]);
		await terminal.until('Do 2 steps? [y/N]');
		terminal.type(`${answer}\r`);

		expect(await terminal.untilEnd()).toBe(0);
		expect(terminal.text()).toContain(then);
		expect(terminal.text().includes('Working.')).toBe(then === 'Working.');
	});
});
