import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {knownPages} from '../../source/commands/profiles/known-pages.js';
import {readExtracts} from '../../source/commands/profiles/read-extracts.js';
import type {Fetch} from '../../source/commands/profiles/read-page.js';
import {templatesFolder} from '../../source/package-root.js';
import {loadProfile} from '../../source/profiles/load-profile.js';
import {outdatedRows} from '../../source/profiles/pages/outdated-rows.js';
import {runCli} from '../helpers/run-cli.js';

const folder = mkdtempSync(path.join(tmpdir(), 'aksess-extracts-'));
afterAll(() => rmSync(folder, {recursive: true}));

/** The shipped extracts, with one of them changed. */
function newer(name: string, change: (text: string) => string): string {
	const copy = mkdtempSync(path.join(folder, 'newer-'));
	cpSync(templatesFolder('extracts'), copy, {recursive: true});
	const file = path.join(copy, `${name}.json`);
	writeFileSync(file, change(readFileSync(file, 'utf8')));
	return copy;
}

describe('aksess profiles outdated', () => {
	test('finds every shipped row current', async () => {
		const {stdout, exitCode} = await runCli(['profiles', 'outdated', '--detailed-exitcode']);
		expect(stdout).toMatch(/^All \d{3} citations are of the revisions that are known\.$/m);
		expect(exitCode).toBe(0);
	});

	test('names rows whose page has moved on, and what it says no more', async () => {
		const extracts = newer('aks-outbound-rules', text =>
			text.replace('ccbb339b', 'abcd1234').replace('tcp 443 nvidia.github.io', 'tcp 443 drivers.nvidia.com'),
		);
		const call = ['profiles', 'outdated', 'gpu', 'cost-analysis', '--extracts', extracts];
		const {stdout, exitCode} = await runCli(call);
		expect(stdout).toContain('2 of 2 citations are of another revision than the one that is known.');
		expect(stdout).toContain('gpu/gpu-drivers (ccbb339b of 2026-07-02): no longer there is tcp 443 nvidia.github.io');
		expect(stdout).toContain('cost-analysis/cost-analysis-azure (ccbb339b of 2026-07-02) still stands there');
		expect(stdout).toMatch(/new there: [^:]*:\s+tcp\s+443\s+drivers\.nvidia\.com/);
		expect(exitCode).toBe(0);
		expect((await runCli([...call, '--detailed-exitcode'])).exitCode).toBe(3);
		const {pages} = JSON.parse((await runCli([...call, '--output', 'json'])).stdout);
		expect(pages[0].rows.map((row: {stands: string}) => row.stands)).toEqual(['no', 'yes']);
	});

	test('spells out what a name in an extract would do to a terminal', async () => {
		const extracts = newer('npm-registry', text => text.replace('82f69d90', String.raw`\u202e82`));
		expect((await runCli(['profiles', 'outdated', 'npm', '--extracts', extracts])).stdout).toContain(
			String.raw`\u202e82`,
		);
	});

	test.each([
		['no folder', [], '--extracts', 'FOLDER/none', /"[^"]*none" cannot be read: there is no such file or folder\./],
		['a folder without extracts', ['a.txt', ''], '--extracts', 'FOLDER', /holds no extract/],
		['text that is no JSON', ['a.json', '{'], '--extracts', 'FOLDER', /a\.json" is no extract of a page: /],
		[
			'JSON that is no extract',
			['a.json', '{"source": 3}'],
			'--extracts',
			'FOLDER',
			/is no extract of a page: source /,
		],
	])('refuses %s', async (_, [name, content], option, value, says) => {
		const place = mkdtempSync(path.join(folder, 'bad-'));
		if (name !== undefined) {
			writeFileSync(path.join(place, name), content ?? '');
		}

		const {stderr, exitCode} = await runCli(['profiles', 'outdated', option, value.replace('FOLDER', place)]);
		expect(stderr).toMatch(says);
		expect(stderr).toContain('scripts/extract-sources.mjs');
		expect(exitCode).toBe(2);
	});

	test('does not compare with two things', async () => {
		const {stderr, exitCode} = await runCli(['profiles', 'outdated', '--online', '--extracts', folder]);
		expect(stderr).toContain('--extracts and --online do not go together');
		expect(exitCode).toBe(2);
	});
});

describe('pages that are read now', () => {
	const answers = new Map<string, {readonly status: number; readonly text: string}>();
	const asked: string[] = [];
	const server = createServer((request, response) => {
		const address = decodeURIComponent(request.url?.slice(1) ?? '');
		asked.push(address);
		const {status, text} = answers.get(address) ?? {status: 404, text: 'not here'};
		response.writeHead(status).end(text);
	});
	let fetchHere: Fetch;

	beforeAll(async () => {
		await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		const port = typeof address === 'object' ? address?.port : undefined;
		fetchHere = (page, options) => fetch(`http://127.0.0.1:${port}/${encodeURIComponent(page)}`, options);
		return () => new Promise(resolve => server.close(resolve));
	});

	const list =
		'https://api.github.com/repos/npm/cli/commits?per_page=1&path=docs%2Flib%2Fcontent%2Fusing-npm%2Fregistry.md';
	const raw = 'https://raw.githubusercontent.com/npm/cli/0123456789abcdef/docs/lib/content/using-npm/registry.md';
	const commits = JSON.stringify([{sha: '0123456789abcdef', commit: {committer: {date: '2026-10-02T03:04:05Z'}}}]);

	async function compare(more: Readonly<Record<string, string>>, status = 200) {
		asked.length = 0;
		answers.clear();
		for (const [address, text] of Object.entries(more)) {
			answers.set(address, {status, text});
		}

		const extracts = Object.values(await readExtracts(templatesFolder('extracts')));
		const profiles = [await loadProfile('npm')];
		return outdatedRows(profiles, await knownPages(extracts, profiles, fetchHere), extracts);
	}

	test('are those that the asked profiles cite, and no others', async () => {
		const {pages} = await compare({[list]: commits, [raw]: 'The registry is <https://registry.npmjs.org>.'});
		expect(asked).toEqual([list, raw]);
		expect(pages.map(({now, added, rows}) => [now, added, rows.map(({stands}) => stands)])).toEqual([
			[{revision: '01234567', date: '2026-10-02'}, [], ['yes']],
		]);
	});

	test('say when they name something else', async () => {
		const {pages} = await compare({[list]: commits, [raw]: 'It moved to https://packages.npm.dev.'});
		expect(pages[0]?.rows[0]).toMatchObject({stands: 'no', gone: ['tcp 443 registry.npmjs.org']});
	});

	test.each([
		['no commit', {[list]: '[]'}],
		['no repository', {}],
		['a commit that took it away', {[list]: commits}],
	])('are gone where there is %s', async (_, there) => {
		const {pages} = await compare(there);
		expect(pages[0]).not.toHaveProperty('now');
		expect(pages[0]?.rows[0]?.stands).toBe('no');
	});

	test('are not taken for gone when they may not be asked', async () => {
		await expect(compare({[list]: 'rate limit exceeded'}, 403)).rejects.toThrow('answers with 403');
	});

	test('must answer with commits', async () => {
		await expect(compare({[list]: '[{"sha": 3}]'})).rejects.toThrow('is no list of commits');
		await expect(compare({[list]: '<html>'})).rejects.toThrow('is no list of commits');
	});

	test('are not read beyond the length that a page can have', async () => {
		await expect(compare({[list]: commits, [raw]: 'x'.repeat(4 * 1024 * 1024 + 1)})).rejects.toMatchObject({
			code: 'usage',
			message: `${raw} has more than 4194304 bytes, more than a page can have.`,
		});
	});

	test('whose server does not answer are an error with a way on', async () => {
		const extracts = Object.values(await readExtracts(templatesFolder('extracts')));
		const silent = () => Promise.reject(new TypeError('fetch failed'));
		await expect(knownPages(extracts, [await loadProfile('npm')], silent)).rejects.toThrow('does not answer');
	});
});
