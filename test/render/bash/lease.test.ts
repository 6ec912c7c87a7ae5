import {spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {hostname, tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {parseLease} from '../../../source/apply/lease.js';

const prelude = readFileSync(path.resolve(import.meta.dirname, '../../../templates/scripts/prelude.sh'), 'utf8');
const hasBash = spawnSync('bash', ['-c', 'true']).status === 0;
const host = hostname().replaceAll(/[^A-Za-z0-9.]/g, '_');

/** az, as far as the lease asks it: the tag is a file. MODE denies reading or writing, or lets somebody else write last. */
const az = `#!/usr/bin/env bash
while [ $# -gt 0 ]; do
  case $1 in
    --method) method=$2 ;;
    --body) body=\${2#@} ;;
  esac
  shift
done
denied() { echo 'ERROR: Forbidden({"error":{"code":"AuthorizationFailed"}})' >&2; exit 1; }
case $method in
  get)
    [ "$MODE" != unreadable ] || denied
    cat tag 2>/dev/null || true
    ;;
  patch)
    [ "$MODE" != unwritable ] || denied
    cp "$body" request.json
    value=$(sed 's/.*"tags":{"[^"]*":"\\([^"]*\\)".*/\\1/' "$body")
    case $(cat "$body") in
      *'"Merge"'*) printf '%s' "$value" >tag ;;
      *) [ "$(cat tag)" != "$value" ] || rm tag ;;
    esac
    [ "$MODE" != overtaken ] || printf '%s' "bob@desk-3c4d until 2999-01-01T00:00:00Z" >tag
    ;;
esac
`;

function at(minutes: number): string {
	return `${new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19)}Z`;
}

type Options = {readonly tag?: string; readonly mode?: string; readonly parameters?: readonly string[]};

/** What a script does between taking the lease and its end; the pause in between is none here. */
function run({tag, mode = '', parameters = []}: Options) {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-lease-'));
	writeFileSync(path.join(folder, 'az'), az, {mode: 0o700});
	const script = `set -euo pipefail\n${prelude}\nsleep() { :; }\nlease_take /tags aksess-lease-c\nsay "working as $(cat tag 2>/dev/null || true)"\nlease_renew\n`;
	writeFileSync(path.join(folder, 'script.sh'), script, {mode: 0o700});
	if (tag !== undefined) {
		writeFileSync(path.join(folder, 'tag'), tag);
	}

	const {status, stdout, stderr} = spawnSync('bash', ['script.sh', ...parameters], {
		cwd: folder,
		encoding: 'utf8',
		env: {PATH: `${folder}${path.delimiter}${process.env['PATH'] ?? ''}`, MODE: mode, TMPDIR: folder},
	});
	const left = existsSync(path.join(folder, 'tag')) ? readFileSync(path.join(folder, 'tag'), 'utf8') : undefined;
	return {status, stdout, stderr, left};
}

/** A number that no process has any more. */
function deadPid(): number {
	return spawnSync('bash', ['-c', 'exit 0']).pid;
}

describe.skipIf(!hasBash)(`the lease of a script${hasBash ? '' : ' (skipped: bash is not installed)'}`, () => {
	test('is spelled as apply reads it, and given back at the end', () => {
		const {status, stdout, stderr, left} = run({});
		expect([status, stderr]).toEqual([0, '']);
		const [, value = ''] = /^working as (.*)$/m.exec(stdout) ?? [];
		const lease = parseLease(value);
		expect(lease?.holder).toMatch(new RegExp(`^script-${host}-\\d+$`));
		expect((lease?.until ?? 0) - Date.now()).toBeGreaterThan(29 * 60_000);
		expect((lease?.until ?? 0) - Date.now()).toBeLessThan(31 * 60_000);
		expect(left).toBeUndefined();
	});

	test.each([
		['another machine', `alice@laptop-1a2b until ${at(20)}`, 'alice@laptop-1a2b'],
		['another script that runs', `script-${host}-${process.pid} until ${at(20)}`, `script-${host}-${process.pid}`],
		['a clock that is a little ahead', `alice@laptop-1a2b until ${at(-0.5)}`, 'alice@laptop-1a2b'],
		['somebody who wrote it by hand', 'freeze until Monday', 'freeze'],
	])('is not taken from %s', (_name, tag, holder) => {
		const {status, stdout, stderr, left} = run({tag});
		expect(status).toBe(2);
		expect(stdout).not.toContain('working');
		expect(stderr).toContain(`--take-over '${holder}'`);
		expect(left).toBe(tag);
	});

	test.each([
		['is over', `alice@laptop-1a2b until ${at(-2)}`, []],
		['is of a script of this machine that has died', `script-${host}-${deadPid()} until ${at(20)}`, []],
		['is taken over by name', `alice@laptop-1a2b until ${at(20)}`, ['--take-over', 'alice@laptop-1a2b']],
	])('is taken where the other one %s', (_name, tag, parameters) => {
		const {status, stdout, left} = run({tag, parameters});
		expect(status).toBe(0);
		expect(stdout).toContain(`working as script-${host}-`);
		expect(left).toBeUndefined();
	});

	test('is not taken where somebody else wrote at the same moment', () => {
		const {status, stdout, left} = run({mode: 'overtaken'});
		expect(status).toBe(2);
		expect(stdout).not.toContain('working');
		expect(left).toContain('bob@desk-3c4d');
	});

	test.each(['unreadable', 'unwritable'])('is done without where the tags are %s, and that is said', mode => {
		const {status, stdout} = run({mode});
		expect(status).toBe(0);
		expect(stdout).toContain('other machines are not kept away');
	});

	test('is only looked at in a dry run', () => {
		expect(run({parameters: ['--dry-run']})).toMatchObject({status: 0, stdout: 'working as \n', left: undefined});
		expect(run({parameters: ['--dry-run'], tag: `alice@a-1 until ${at(20)}`})).toMatchObject({status: 2});
	});

	test('needs a name to take over', () => {
		expect(run({parameters: ['--take-over']})).toMatchObject({status: 2});
	});

	test('is given back by a script that is interrupted', async () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'aksess-lease-'));
		writeFileSync(path.join(folder, 'az'), az, {mode: 0o700});
		const script = `set -euo pipefail\n${prelude}\nsleep() { :; }\nlease_take /tags aksess-lease-c\nsay working\nread -r _ <&3\n`;
		writeFileSync(path.join(folder, 'script.sh'), script, {mode: 0o700});
		const child = spawn('bash', ['script.sh'], {
			cwd: folder,
			env: {PATH: `${folder}${path.delimiter}${process.env['PATH'] ?? ''}`, MODE: '', TMPDIR: folder},
			stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
		});
		child.stdout?.once('data', () => child.kill('SIGTERM'));
		await new Promise(resolve => child.on('close', resolve));
		expect(existsSync(path.join(folder, 'tag'))).toBe(false);
	});
});
