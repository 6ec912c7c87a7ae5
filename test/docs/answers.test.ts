import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {z} from 'zod';
import {corrections} from '../../source/topology/correct-topology.js';
import {answersFile} from '../../source/workflow/answers-file.js';
import {runCli} from '../helpers/run-cli.js';
import {codeWords, page, tableWith} from './pages.js';

const text = page('docs/answers.md');
const [, example = ''] = /```json\n([\s\S]*?)```/.exec(text) ?? [];

test('the corrections are those that the flag takes', () => {
	const listed = tableWith(text, '| what | values |').map(([what = '', values = '']) => [
		codeWords(what)[0],
		codeWords(values),
	]);
	expect(listed).toEqual(corrections.map(({name, values}) => [name, Object.keys(values)]));
});

test('the example has every field of the file', () => {
	const value = z.record(z.string(), z.unknown()).parse(JSON.parse(example));
	const older = ['dataplaneFqdn', 'endpoint'];
	expect(Object.keys(value)).toEqual(Object.keys(answersFile.shape).filter(field => !older.includes(field)));
});

test('the example makes a plan for the practice cluster', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-answers-'));
	try {
		writeFileSync(path.join(folder, 'answers.json'), example);
		const {stdout, stderr, exitCode} = await runCli(
			['plan', '--sandbox', 'locked-down', '--answers', 'answers.json', '--output', 'json'],
			{cwd: folder},
		);
		expect(stderr).toBe('');
		expect(exitCode).toBe(0);
		const plan = z.object({steps: z.array(z.object({id: z.string()}))}).parse(JSON.parse(stdout));
		expect(plan.steps.map(({id}) => id)).not.toContain('authorized-ranges/aks-claims');
		expect(plan.steps.length).toBeGreaterThan(0);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
});
