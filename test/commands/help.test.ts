import {expect, test} from 'vitest';
import {expectGolden} from '../helpers/golden.js';
import {runCli} from '../helpers/run-cli.js';
import {allCommands} from './all-commands.js';

test.each(allCommands)('aksess $words --help', async ({words, command}) => {
	const {stdout, stderr, exitCode} = await runCli([...words, '--help']);
	expect([exitCode, stderr]).toEqual([0, '']);
	expectGolden(import.meta.dirname, `help-${words.join('-') || 'aksess'}`, stdout.trimEnd());
	for (const {call} of command.examples) {
		expect(stdout).toContain(call);
	}
});

test('`help COMMAND` is the same as `COMMAND --help`', async () => {
	expect(await runCli(['help', 'check'])).toEqual(await runCli(['check', '--help']));
});

test('no line of the help is wider than the terminal, but for examples', async () => {
	for (const {words} of allCommands) {
		const {stdout} = await runCli([...words, '--help']);
		const [options = ''] = stdout.split('\nExamples:\n');
		expect(options.split('\n').filter(line => line.length > 100)).toEqual([]);
	}
});
