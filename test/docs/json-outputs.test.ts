import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {z} from 'zod';
import {publishedSchemas} from '../../scripts/docs/json-schemas.js';
import {runCli} from '../helpers/run-cli.js';
import {root} from './pages.js';

type Name = keyof typeof publishedSchemas;

const worlds = readdirSync(path.join(root, 'templates/worlds'));
const folder = mkdtempSync(path.join(tmpdir(), 'aksess-schema-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** Validates with the published file itself, and looks for fields that it does not describe. */
function expectDescribed(name: Name, text: string): void {
	const published = readFileSync(path.join(root, 'docs/schema', `${name}.schema.json`), 'utf8');
	const value: unknown = JSON.parse(text);
	const result = z.fromJSONSchema(JSON.parse(published)).safeParse(value);
	expect(result.error?.issues ?? []).toEqual([]);
	// A schema of zod's drops the fields that it does not know.
	expect(publishedSchemas[name].parse(value)).toEqual(value);
}

const answers = ['--profile', 'azure-dev-spaces', '--machine', '20.9.77.140'];

describe.each(worlds)('the outputs for %s', world => {
	test('check', async () => {
		const {stdout} = await runCli(['check', '--sandbox', world, ...answers, '--output', 'json']);
		expectDescribed('check', stdout);
	});

	test('check --unused', async () => {
		const {stdout} = await runCli(['check', '--sandbox', world, '--unused', '--output', 'json']);
		expectDescribed('check', stdout);
	});

	test('plan', async () => {
		const {stdout} = await runCli(['plan', '--sandbox', world, ...answers, '--output', 'json']);
		expectDescribed('plan', stdout);
	});

	test('reach', async () => {
		const {stdout} = await runCli(['reach', '--sandbox', world, '--by', 'workload', '--explain', '--output', 'json']);
		expectDescribed('reach', stdout);
		const files = path.join(root, 'templates/worlds', world);
		const difference = await runCli(['reach', '--world', files, '--diff', files, '--output', 'json']);
		expectDescribed('reach-diff', difference.stdout);
		const lint = await runCli(['policies', 'lint', '--sandbox', world, '--output', 'json']);
		expectDescribed('policies-lint', lint.stdout);
	});
});

test('the file of a plan', async () => {
	await runCli(['plan', '--sandbox', 'locked-down', ...answers, '--out', 'plan.json'], {cwd: folder});
	expectDescribed('plan', readFileSync(path.join(folder, 'plan.json'), 'utf8'));
});

test('ask', async () => {
	const call = ['ask', 'claims', 'gcr.io:443', '--sandbox', 'locked-down', '--output', 'json'];
	expectDescribed('ask', (await runCli(call)).stdout);
});

test('the plan for a question', async () => {
	const call = ['plan', '--ask', 'claims gcr.io:443', '--sandbox', 'locked-down', '--output', 'json'];
	expectDescribed('plan', (await runCli(call)).stdout);
});

test('explain', async () => {
	const {stdout} = await runCli(['explain', 'pull-images', '--sandbox', 'locked-down', ...answers, '--output', 'json']);
	expectDescribed('explain', stdout);
});

test('diff', async () => {
	const pair = ['locked-down', 'wide-open'].map(world => path.join(root, 'templates/worlds', world));
	const {stdout} = await runCli(['diff', ...pair, ...answers, '--output', 'json']);
	expectDescribed('diff', stdout);
});

test('a schema tells a wrong document from a right one', () => {
	const published = readFileSync(path.join(root, 'docs/schema/check.schema.json'), 'utf8');
	expect(z.fromJSONSchema(JSON.parse(published)).safeParse({schemaVersion: 2}).success).toBe(false);
});
