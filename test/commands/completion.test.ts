import {spawnSync} from 'node:child_process';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {completionShells} from '../../source/command-line/completion/spell-candidates.js';
import {runCommandLine} from '../../source/commands/run-command-line.js';
import {templatesFolder} from '../../source/package-root.js';
import {createSession} from '../helpers/create-session.js';
import {expectGoldenFile} from '../helpers/golden.js';
import {runOnTerminal, type TerminalProgram} from '../helpers/pty.js';
import {runCli} from '../helpers/run-cli.js';

const home = mkdtempSync(path.join(tmpdir(), 'aksess-completion-'));
afterAll(() => rmSync(home, {recursive: true, force: true}));

const env = {HOME: home, AKSESS_HOME: path.join(home, 'state')};

/** Candidates as fish gets them, without what stands behind the tab. */
async function offered(...words: string[]): Promise<readonly string[]> {
	const {stdout, stderr, exitCode} = await runCli(['complete', 'fish', '--', ...words], {env});
	expect([stderr, exitCode]).toEqual(['', 0]);
	return stdout
		.split('\n')
		.slice(1, -1)
		.map(line => line.split('\t')[0] ?? '');
}

/** A command as a person runs it: on a terminal. */
async function typed(...argv: string[]): Promise<void> {
	const {session} = createSession({env});
	await runCommandLine(argv, {...session, stdout: {...session.stdout, isTerminal: true}});
}

describe('before anything was looked at', () => {
	test.each([
		[['check', '--sandbox', ''], 'locked-down'],
		[['sandbox', ''], 'locked-down'],
		[['check', '--profile', 'azure-dev-spaces,'], 'azure-dev-spaces,argo-cd'],
		[['profiles', 'show', ''], 'argo-cd'],
		[['script', '--format', 'bash,'], 'bash,yaml'],
		[['check', '--correct', ''], 'firewall=third-party-appliance'],
		[['completion', ''], 'powershell'],
		[['explain', '--profile', 'azure-dev-spaces', ''], 'public-ingress'],
		[['plan', '--profile', 'azure-dev-spaces', '--choose', ''], 'public-ingress='],
		[['ask', ''], 'internet'],
		[['ask', '--sandbox', 'locked-down', ''], 'claims'],
		[['ask', '--sandbox', 'locked-down', ''], 'deployment/portal'],
		[['ask', '--sandbox', 'locked-down', ''], 'snet-aks'],
		[['ask', '--sandbox', 'locked-down', 'claims', ''], 'azds/traefik:80'],
		[['ask', 'claims', ''], 'api-server'],
		[['reach', '--sandbox', 'locked-down', '--to', ''], 'claims/portal'],
		[['ask', '--world', templatesFolder('worlds', 'locked-down'), ''], 'claims'],
	])('%j has %s', async (words, value) => {
		expect(await offered(...words)).toContain(value);
	});

	test.each([
		[['plan', '--without', '']],
		[['check', '-n', '']],
		[['undo', '']],
		[['ask', '--world', '/nowhere', 'x', '']],
		[['explain', '--profile', 'nothing-like-it', '']],
		[['check', '--sandbox', '../..', '--ask', '']],
		[['nonsense', '--nonsense', '']],
	])('%j is no error', async words => {
		await offered(...words);
	});

	test('a spelling that is two things is not offered', async () => {
		const found = await offered('ask', '--sandbox', 'locked-down', 'claims', '');
		for (const target of found.filter(value => !value.endsWith(':')).slice(0, 6)) {
			const {stderr, exitCode} = await runCli(['ask', 'claims', target, '--sandbox', 'locked-down'], {env});
			expect([0, 3, 7], `${target} ${stderr}`).toContain(exitCode);
		}
	}, 60_000);
});

describe('names that were seen', () => {
	const asked = ['--sandbox', 'locked-down', '--profile', 'azure-dev-spaces', '--machine', '20.9.77.140'];
	const names = path.join(home, 'state', 'names');
	afterEach(() => rmSync(names, {recursive: true, force: true}));

	test('are kept by a check on a terminal, and offered from then on', async () => {
		await typed('check', ...asked);
		expect(await offered('explain', ...asked, 'space-')).toContain('space-routing:claims->claims-priya');
		expect(await offered('plan', ...asked, '--without', '')).toEqual([]);
		await typed('plan', ...asked);
		expect(await offered('plan', ...asked, '--without', '')).toContain('authorized-ranges/aks-claims');
		expect(await offered('plan', ...asked, '--choose', 'public-ingress=')).toContain('public-ingress=none');
		expect(await offered('check', '--sandbox', 'locked-down', '-n', '')).toEqual(['aks-claims']);
		expect(statSync(names).mode & 0o777).toBe(0o700);
		expect(statSync(path.join(names, readdirSync(names)[0] ?? '')).mode & 0o777).toBe(0o600);
		// Of another cluster nothing is known.
		expect(await offered('plan', '--sandbox', 'private', '--without', '')).toEqual([]);
	}, 60_000);

	test.each([
		['a pipe', {}, ['check', ...asked]],
		['a pipeline', {CI: 'true'}, ['check', ...asked]],
	])('are not kept by %s', async (_, more, argv) => {
		await runCli(argv, {env: {...env, ...more}});
		expect(existsSync(names)).toBe(false);
	});

	test('are not kept of a question', async () => {
		await typed('ask', 'claims', 'gcr.io:443', '--sandbox', 'locked-down');
		expect(existsSync(names)).toBe(false);
	});

	test('are left out where their file is damaged', async () => {
		await typed('plan', ...asked);
		const [file = ''] = readdirSync(names);
		writeFileSync(path.join(names, file), '{"schemaVersion":1,"source":"--sandbox locked-down","steps":3}');
		expect(await offered('plan', ...asked, '--without', '')).toEqual([]);
	});
});

test.each(completionShells)('the script for %s is as before', async shell => {
	const {stdout, exitCode} = await runCli(['completion', shell]);
	expect(exitCode).toBe(0);
	expectGoldenFile(path.join(import.meta.dirname, 'golden', `completion-${shell}.txt`), stdout);
});

const has = (program: string) => spawnSync(program, ['--version']).status === 0;
const isBuilt = existsSync(path.resolve(import.meta.dirname, '../../dist/cli.js'));

/** Real shells complete by the program that `npm run build` made; each is skipped where it is not installed. */
describe.skipIf(!isBuilt)('in a real shell (skipped where nothing is built)', {timeout: 60_000}, () => {
	const bin = path.join(home, 'bin');
	beforeAll(() => {
		mkdirSync(bin);
		const program = path.join(bin, 'aksess');
		writeFileSync(
			program,
			`#!/bin/sh\nexec '${process.execPath}' '${path.resolve(import.meta.dirname, '../../bin/aksess.js')}' "$@"\n`,
		);
		chmodSync(program, 0o755);
		cpSync(templatesFolder('worlds', 'wide-open'), path.join(home, 'folder-of-mine'), {recursive: true});
	});
	const surroundings = {...env, PATH: `${bin}:${process.env['PATH']}`, PS1: '> ', INPUTRC: '/dev/null', ZDOTDIR: home};
	let shell: TerminalProgram | undefined;
	afterEach(() => shell?.kill());

	const cases = [
		['check --sandbox lo\t', 'check --sandbox locked-down '],
		['check --sandbox=lo\t', 'check --sandbox=locked-down '],
		['check --profile azure-dev-spaces,arg\t', 'check --profile azure-dev-spaces,argo-cd'],
		['ask --sandbox locked-down azds azds/traefik:8\t', 'ask --sandbox locked-down azds azds/traefik:80'],
		['check --correct fire\t', 'check --correct firewall=third-party-appliance'],
		['check --world folder-of\t', 'check --world folder-of-mine'],
		['expl\t', 'explain '],
	] as const;

	test.skipIf(!has('bash')).each(cases)('bash makes of %j this line', async (keys, line) => {
		shell = runOnTerminal('bash', ['--norc', '--noprofile', '-i'], {columns: 120, env: surroundings, cwd: home});
		shell.type('source <(aksess completion bash); clear; echo re""ady\r');
		await shell.until('ready');
		shell.type(`aksess ${keys}`);
		await shell.until(`aksess ${line.trimEnd()}`);
	});

	test.skipIf(!has('zsh')).each(cases)('zsh makes of %j this line', async (keys, line) => {
		shell = runOnTerminal('zsh', ['-f', '-i'], {columns: 120, env: surroundings, cwd: home});
		shell.type(
			"PS1='> '; autoload -Uz compinit && compinit -u -D; source <(aksess completion zsh); clear; echo re''ady\r",
		);
		await shell.until('ready');
		shell.type(`aksess ${keys}`);
		await shell.until(`aksess ${line.trimEnd()}`);
	});

	test.skipIf(!has('fish')).each([
		['check --sandbox lo', 'locked-down'],
		['check --sandbox=lo', '--sandbox=locked-down'],
		['check --profile azure-dev-spaces,arg', 'azure-dev-spaces,argo-cd'],
		['ask --sandbox locked-down azds azds/traefik:8', 'azds/traefik:80'],
		['check --world folder-of', 'folder-of-mine/'],
		['expl', 'explain'],
	])('fish offers behind %j %s', (line, candidate) => {
		const {stdout, stderr} = spawnSync(
			'fish',
			['--no-config', '-c', `aksess completion fish | source; complete -C ${JSON.stringify(`aksess ${line}`)}`],
			{env: {...process.env, ...surroundings}, cwd: home, encoding: 'utf8'},
		);
		expect(stderr).toBe('');
		expect(stdout.split('\n').map(found => found.split('\t')[0])).toContain(candidate);
	});

	test.skipIf(!has('pwsh'))('PowerShell offers practice clusters (skipped where it is not installed)', () => {
		const script = `aksess completion powershell | Out-String | Invoke-Expression
			(TabExpansion2 'aksess check --sandbox lo' 25).CompletionMatches | ForEach-Object { $_.CompletionText }`;
		const {stdout} = spawnSync('pwsh', ['-NoProfile', '-Command', script], {
			env: {...process.env, ...surroundings},
			encoding: 'utf8',
		});
		expect(stdout.split('\n')).toContain('locked-down');
	});
});
