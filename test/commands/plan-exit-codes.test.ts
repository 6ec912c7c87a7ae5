import {expect, test} from 'vitest';
import {runCli} from '../helpers/run-cli.js';

const plan = (world: string, ...more: readonly string[]) =>
	runCli(['plan', '--sandbox', world, '--output', 'json', ...more]).then(({exitCode}) => exitCode);

test.each([
	['something to do', 'locked-down', ['--ask', 'claims gcr.io:443', '--detailed-exitcode'], 3],
	['the same without asking for details', 'locked-down', ['--ask', 'claims gcr.io:443'], 0],
	['nothing to do', 'locked-down', ['--ask', 'portal fraud-scores:9000', '--detailed-exitcode'], 0],
	['only doubts', 'third-party-appliance', ['--ask', 'nodes gcr.io:443', '--detailed-exitcode'], 7],
] as const)('plan ends by %s', async (_what, world, more, exitCode) => {
	expect(await plan(world, ...more)).toBe(exitCode);
});

test('profiles may stand in one list', async () => {
	const check = (...profiles: readonly string[]) =>
		runCli(['check', '--sandbox', 'private', '--output', 'json', ...profiles]);
	const one = await check('--profile', 'aks-egress,container-registry');
	const two = await check('--profile', 'aks-egress', '--profile', 'container-registry');
	expect(JSON.parse(one.stdout)).toEqual(JSON.parse(two.stdout));
	const wrong = await check('--profile', 'aks-egress,');
	expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining('a name is missing beside a comma')]);
});
