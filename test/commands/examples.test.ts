import {mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execaSync} from 'execa';
import {describe, expect, test} from 'vitest';
import type {Command, Input} from '../../source/command-line/command.js';
import {catalog, wizard} from '../../source/commands/catalog.js';
import {runCommandLine} from '../../source/commands/run-command-line.js';
import {createSession} from '../helpers/create-session.js';
import {runCli} from '../helpers/run-cli.js';
import {allCommands} from './all-commands.js';

const examples = allCommands.flatMap(({words, command}) => command.examples.map(({call}) => ({call, words, command})));

/** The arguments as bash hands them on; what follows `>` or `|` is for the shell. */
function wordsOf(call: string): readonly string[] {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-example-'));
	const script = `aksess() { printf '%s\\n' "$@" >words; }; ${call}`;
	execaSync('bash', ['-ec', script], {cwd: folder});
	return readFileSync(path.join(folder, 'words'), 'utf8')
		.trimEnd()
		.split('\n')
		.filter(word => word !== '');
}

function recording(command: Command, calls: Input[]): Command {
	return {
		...command,
		...(command.subcommands === undefined
			? {}
			: {subcommands: command.subcommands.map(subcommand => recording(subcommand, calls))}),
		run: async input => {
			calls.push(input);
			return 0;
		},
	};
}

describe('every example of the help', () => {
	test.each(examples)('$call is understood', async ({call}) => {
		const calls: Input[] = [];
		const {session} = createSession();
		const commands = {
			wizard: recording(wizard, calls),
			catalog: catalog.map(command => recording(command, calls)),
		};
		expect(await runCommandLine(wordsOf(call), session, commands)).toBe(0);
		expect(calls).toHaveLength(1);
	});

	test.each(examples)('$call calls the command whose help shows it', ({call, words}) => {
		expect(wordsOf(call).slice(0, words.length)).toEqual(words);
	});
});

const onSandbox = examples.filter(({call, words}) => call.includes('--sandbox') && words.length > 0);

test.each(onSandbox)(
	'$call runs',
	async ({call}) => {
		const {stdout, stderr, exitCode} = await runCli(wordsOf(call));
		expect([0, 3, 7], stderr).toContain(exitCode);
		expect(stdout).not.toBe('');
	},
	60_000,
);

test('`aksess sandbox` lists the practice clusters, and with a name serves until Ctrl-C', async () => {
	expect((await runCli(['sandbox'])).stdout).toContain('locked-down');
	const {exitCode, stdout} = await runCli(['sandbox', 'wide-open'], {signal: AbortSignal.abort()});
	expect(exitCode).toBe(0);
	expect(stdout).toContain('az cloud register');
});
