import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execaSync} from 'execa';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {packageVersion} from '../../source/package-root.js';
import {expectGoldenFile} from '../helpers/golden.js';
import {runCli} from '../helpers/run-cli.js';
import {readExpected} from '../worlds/expected.js';
import {worldNames} from '../worlds/raw-world.js';

const golden = path.resolve(import.meta.dirname, '../golden');
const shellcheck = spawnSync('shellcheck', ['--version']).status === 0;

/** What is printed, by the file that holds it. */
const prints: Readonly<Record<string, readonly string[]>> = {
	'check.txt': ['check'],
	'check-verbose.txt': ['check', '--verbose'],
	'check.json': ['check', '--output', 'json'],
	'check.md': ['check', '--output', 'markdown'],
	'check.sarif.json': ['check', '--output', 'sarif'],
	'check.junit.xml': ['check', '--output', 'junit'],
	'explain-public-ingress.txt': ['explain', 'public-ingress'],
	'explain-debug-egress.txt': ['explain', 'debug-egress'],
	'plan.txt': ['plan'],
	'plan-verbose.txt': ['plan', '--verbose'],
	'plan.json': ['plan', '--output', 'json'],
	'plan.md': ['plan', '--output', 'markdown'],
};

describe.each(worldNames())('%s', world => {
	const {machines, dataplaneFqdn} = readExpected(world).inputs;
	const given = [
		...['--sandbox', world, '--profile', 'azure-dev-spaces'],
		...machines.flatMap(machine => ['--machine', machine]),
		...(dataplaneFqdn === undefined ? [] : ['--dataplane-fqdn', dataplaneFqdn]),
	];

	test.each(Object.entries(prints))('prints %s', async (file, command) => {
		const {stdout, stderr} = await runCli([...command, ...given]);
		expect(stderr).toBe('');
		expectGoldenFile(
			path.join(golden, world, file),
			stdout.replace(`"version": "${packageVersion()}"`, '"version": "VERSION"'),
		);
	});

	describe('the files to review', () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'aksess-golden-'));
		beforeAll(async () => {
			const {exitCode, stderr} = await runCli(['script', ...given, '--out', folder]);
			expect([exitCode, stderr]).toEqual([0, '']);
		});
		afterAll(() => rmSync(folder, {recursive: true}));

		test('are as before, and no other files than before', () => {
			const files = readdirSync(folder).toSorted();
			// The plan itself is compared above; here it carries a digest as well.
			for (const file of files.filter(name => name !== 'plan.json')) {
				const text = readFileSync(path.join(folder, file), 'utf8');
				expectGoldenFile(
					path.join(golden, world, file),
					text.replace(/(?<=^# {3}Made {10}).*/m, 'DATE by aksess VERSION'),
				);
			}

			const kept = readdirSync(path.join(golden, world)).filter(name => !name.endsWith('.actual'));
			expect(kept.toSorted()).toEqual([...new Set([...Object.keys(prints), ...files])].toSorted());
		});

		test.each(['apply.sh', 'undo.sh'])('%s is bash', file => {
			expect(execaSync('bash', ['-n', path.join(folder, file)]).stderr).toBe('');
		});

		test.skipIf(!shellcheck).each(['apply.sh', 'undo.sh'])(
			'shellcheck finds nothing in %s (skipped where it is absent)',
			file => {
				expect(execaSync('shellcheck', [path.join(folder, file)], {reject: false}).stdout).toBe('');
			},
		);

		test('the plan is at most 60 lines long, and ends with its proof', () => {
			const lines = readFileSync(path.join(golden, world, 'plan.txt'), 'utf8')
				.trimEnd()
				.split('\n');
			expect(lines.length).toBeLessThanOrEqual(60);
			expect(lines.slice(-6)).toContain('Proof');
		});

		test('no line is wider than a page, but for commands and names that cannot be broken', () => {
			const wide = ['plan.txt', 'plan-verbose.txt']
				.flatMap(file => readFileSync(path.join(golden, world, file), 'utf8').split('\n'))
				.filter(line => line.length > 100 && !/^ +(az|kubectl|--\w+) /.test(line) && line.trim().split(' ').length > 3);
			expect(wide).toEqual([]);
		});
	});
});
