import {describe, expect, test} from 'vitest';
import {templatesFolder} from '../../source/package-root.js';
import {runCli} from '../helpers/run-cli.js';

describe('a command line that makes no sense', () => {
	test.each([
		['a misspelt command', ['chekc'], 'There is no command "chekc". Did you mean check?'],
		['an unknown command', ['frobnicate'], 'There is no command "frobnicate".'],
		['a misspelt command after options', ['--sandbox', 'wide-open', 'chekc'], 'There is no command "chekc".'],
		['a misspelt command asked for help', ['help', 'chekc'], 'Did you mean check?'],
		['a misspelt subcommand', ['profiles', 'lst'], 'There is no command "profiles lst". Did you mean list?'],
		['an argument too many', ['check', 'foo'], "Too many arguments for 'check'."],
		['an option without its value', ['check', '--world'], "Option '--world <folder>' argument missing."],
		['an option where a value should be', ['check', '--world', '--profile', 'x'], "argument '--profile' is invalid."],
		['an empty value', ['check', '--world', ''], 'It is empty.'],
		['an empty value of a repeatable option', ['check', '--machine', ''], 'It is empty.'],
		['an unknown choice', ['check', '--endpoint', 'maybe'], 'Take one of public, private, none.'],
		['an option said twice', ['check', '--sandbox', 'a', '--sandbox', 'b'], "It was given before, as 'a'"],
		[
			'a cluster beside the folders of diff',
			['diff', '.', '.', '--sandbox', 'a'],
			'--sandbox has no meaning with diff',
		],
		[
			'a cluster beside a new one',
			['plan', '--new-cluster', 'eastus', '--sandbox', 'wide-open', '-o', 'p.json'],
			'--sandbox and --out have no meaning with --new-cluster.',
		],
		[
			'answers beside a finished plan',
			['script', 'plan.json', '--machine', '20.1.2.3'],
			'The plan plan.json is fixed; --machine cannot change it.',
		],
		['a correction beside a finished plan', ['script', 'plan.json', '--correct', 'a=b'], '--correct cannot change it.'],
		[
			'a cluster beside a finished plan',
			['script', 'plan.json', '--sandbox', 'a'],
			'--sandbox has no meaning with a plan that is made already.',
		],
		[
			'a folder beside a practice cluster',
			['sandbox', 'wide-open', '--world', '.'],
			'The practice cluster wide-open and --world . contradict each other.',
		],
		['an object of JavaScript as a value', ['check', '--correct', 'firewall=constructor'], 'is not one of its values'],
	])('%s is refused', async (_name, argv, sentence) => {
		const {stdout, stderr, exitCode} = await runCli(argv);
		expect(stderr).toContain(sentence);
		expect(stderr).toMatch(/^Error: .*\nNext:\n {2}- .+\n/);
		expect(stdout).toBe('');
		expect(exitCode).toBe(2);
	});

	test('is sent to the help of the very subcommand', async () => {
		expect((await runCli(['profiles', 'show'])).stderr).toContain('`aksess profiles show --help`');
	});
});

describe('what is not wrong', () => {
	test('the same value twice', async () => {
		const argv = ['check', '--sandbox', 'wide-open', '--sandbox', 'wide-open', '--profile', 'argo-cd'];
		expect((await runCli(argv)).exitCode).toBe(0);
	});

	test('options before the command', async () => {
		expect((await runCli(['--sandbox', 'wide-open', 'check', '--profile', 'argo-cd'])).exitCode).toBe(0);
	});

	test.each([[['help']], [['help', 'check']], [['--help', 'check']], [['profiles', 'show', '-h']]])(
		'help by %j',
		async argv => {
			const {stdout, stderr, exitCode} = await runCli(argv);
			expect(stdout).toMatch(/^Usage: aksess/);
			expect(stderr).toBe('');
			expect(exitCode).toBe(0);
		},
	);
});

describe('the resource group', () => {
	test.each([['--sandbox', 'wide-open']])('counts with %s as in Azure', async (option, value) => {
		const {stderr, exitCode} = await runCli(['check', option, value, '-g', 'nope', '--profile', 'argo-cd']);
		expect(stderr).toContain('There is no cluster in resource group nope in the practice cluster wide-open.');
		expect(stderr).toContain('There are: -g kestrel -n kestrel-dev.');
		expect(exitCode).toBe(2);
	});
});

test('diff says once which profiles it takes', async () => {
	const folder = templatesFolder('worlds', 'wide-open');
	const {stderr} = await runCli(['diff', folder, folder]);
	expect(stderr.match(/No --profile given/g)).toHaveLength(1);
});
