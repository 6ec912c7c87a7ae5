import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {renewExtracts} from '../../scripts/extracts/renew-extracts.js';

let folder: string;
let said: string[];

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'aksess-renew-'));
	said = [];
});

afterEach(() => {
	rmSync(folder, {recursive: true});
});

const git = (...words: readonly string[]) =>
	execFileSync(
		'git',
		['-C', path.join(folder, 'clones/vendor/docs'), '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...words],
		{
			encoding: 'utf8',
			env: {...process.env, GIT_AUTHOR_DATE: '2026-02-03T00:00:00Z', GIT_COMMITTER_DATE: '2026-02-03T00:00:00Z'},
		},
	);

function commit(text: string | undefined): string {
	const clone = path.join(folder, 'clones/vendor/docs');
	mkdirSync(clone, {recursive: true});
	git('init', '-q');
	if (text === undefined) {
		git('rm', '-q', 'page.md');
	} else {
		writeFileSync(path.join(clone, 'page.md'), text);
		git('add', 'page.md');
	}

	git('commit', '-q', '--allow-empty', '-m', 'Say so');
	return git('rev-parse', 'HEAD').slice(0, 8);
}

function pin(revision: string, names: readonly string[], repository = 'vendor/docs'): void {
	mkdirSync(path.join(folder, 'extracts'), {recursive: true});
	const extract = {
		source: `page.md (${repository})`,
		place: {repository, paths: ['page.md']},
		takes: [{kind: 'names', within: ['*.io']}],
		revision,
		date: '2026-02-03',
		facts: {names},
	};
	writeFileSync(
		path.join(folder, 'extracts', `${repository.replace('/', '-')}.json`),
		`${JSON.stringify(extract, null, '\t')}\n`,
	);
}

const renew = (...words: readonly string[]) =>
	renewExtracts(path.join(folder, 'extracts'), ['--clones', path.join(folder, 'clones'), ...words], line =>
		said.push(line),
	);

test('a page that has not moved is no drift', async () => {
	pin(commit('`a.io` and `b.io`'), ['a.io', 'b.io']);
	expect(await renew()).toBe(true);
	expect(said).toEqual([]);
});

test('a page that has moved fails and shows the difference; written down it fails no more', async () => {
	const old = commit('`a.io` and `b.io`');
	pin(old, ['a.io', 'b.io']);
	const revision = commit('`a.io` and https://c.io');
	expect(await renew()).toBe(false);
	expect(said.join('\n')).toBe(
		`vendor-docs:\n  ${old} of 2026-02-03 is now ${revision} of 2026-02-03\n  - names: b.io\n  + names: tcp 443 c.io`,
	);
	expect(await renew('--write')).toBe(true);
	const file = path.join(folder, 'extracts/vendor-docs.json');
	expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({revision, facts: {names: ['a.io', 'tcp 443 c.io']}});
	said.length = 0;
	expect(await renew()).toBe(true);
	expect(said).toEqual([]);
});

test('a page that is gone fails, also with --write', async () => {
	pin(commit('`a.io`'), ['a.io']);
	commit(undefined);
	expect(await renew('--write')).toBe(false);
	expect(said).toEqual(['vendor-docs:\n  the page is gone']);
});

test('a page without a clone is named and is no drift', async () => {
	pin('abcd1234', ['a.io'], 'nobody/docs');
	expect(await renew()).toBe(true);
	expect(said).toEqual(['nobody-docs: not looked at, there is no clone of it']);
});

test('only the named extracts are looked at', async () => {
	pin(commit('`a.io`'), ['b.io']);
	expect(await renew('another')).toBe(true);
	expect(await renew('vendor-docs')).toBe(false);
});
