import {mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {practiceWorldFolder} from '../../source/workflow/practice-world-folder.js';
import {writeTextFile} from '../../source/workflow/write-files.js';
import {runCli} from '../helpers/run-cli.js';

function folder(files: Readonly<Record<string, string | Buffer>> = {}): string {
	const made = mkdtempSync(path.join(tmpdir(), 'aksess-files-'));
	onTestFinished(() => rmSync(made, {recursive: true}));
	for (const [name, content] of Object.entries(files)) {
		writeFileSync(path.join(made, name), content);
	}

	return made;
}

const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c';
const cluster = readFileSync(path.join(practiceWorldFolder('wide-open'), 'cluster.json'), 'utf8');

describe('a world', () => {
	test.each([
		['lists in lists without end', '['.repeat(100_000) + ']'.repeat(100_000), 'more than 200 deep.'],
		['lists in a few lists', '['.repeat(20) + ']'.repeat(20), 'holds neither an ARM resource'],
		['bytes that are no text', Buffer.from([0x1f, 0x8b, 0xff, 0x00, 0x80]), 'is a gzipped file.'],
		['nothing', '', 'cluster.json is empty.'],
		['a cluster cut down to its id', JSON.stringify({id}), 'is a cluster without its properties'],
		['a list of resources', JSON.stringify([{id, resourceGroup: 'g'}]), 'names a resource without what it says'],
	])('of %s is refused', async (_name, content, sentence) => {
		const {stderr, exitCode} = await runCli([
			'check',
			'--profile',
			'argo-cd',
			'--world',
			folder({'cluster.json': content}),
		]);
		expect(stderr).toContain(sentence);
		expect(exitCode).toBe(2);
	});

	test.each([
		['UTF-16, as Windows PowerShell writes it', Buffer.from(`\uFEFF${cluster}`, 'utf16le')],
		['a byte order mark', `\uFEFF${cluster}`],
	])('with %s is read', async (_name, content) => {
		const {stdout} = await runCli(['check', '--profile', 'argo-cd', '--world', folder({'cluster.json': content})]);
		expect(stdout).toContain('kestrel-dev');
	});

	test('is not trusted with what a person copies into a shell or sees on a terminal', async () => {
		const hostile = `${id}'; rm -rf ~; '\u001b[2J`;
		const world = folder({'cluster.json': JSON.stringify({id: hostile, resourceGroup: 'g'})});
		const {stderr} = await runCli(['check', '--profile', 'argo-cd', '--world', world]);
		expect(stderr).not.toContain('rm -rf');
		const twice = folder({
			'a.json': JSON.stringify({id: hostile, properties: {}}),
			'b.json': JSON.stringify([
				{id: hostile, properties: {a: 1}},
				{id: hostile, properties: {}},
			]),
		});
		const {stderr: error} = await runCli(['check', '--profile', 'argo-cd', '--world', twice]);
		expect(error).toContain(String.raw`\u001b[2J is in the world twice`);
		expect(error).not.toContain('\u001b');
	});
});

describe('a file that cannot be used is named with the reason in words', () => {
	const inside = ['--sandbox', 'wide-open', '--profile', 'argo-cd'];
	test.each([
		[
			'answers that are not there',
			['check', ...inside, '--answers', 'no.json'],
			'no.json cannot be read: there is no such file',
		],
		[
			'answers that are a folder',
			['check', ...inside, '--answers', '.'],
			'cannot be read: it is a folder, not a file.',
		],
		['answers that are not JSON', ['check', ...inside, '--answers', 'file'], 'file is not JSON: '],
		['a plan that is not there', ['script', 'no.json'], 'no.json cannot be read: there is no such file'],
		['a plan written to a folder', ['plan', ...inside, '-o', '.'], 'cannot be written: it is a folder, not a file.'],
		[
			'a plan written below a file',
			['plan', ...inside, '-o', 'file/x'],
			'cannot be written: a part of its path is a file',
		],
		[
			'scripts written below a file',
			['script', ...inside, '-o', 'file'],
			'cannot be written: a part of its path is a file',
		],
		[
			'state kept in a file',
			['check', ...inside, '--state', 'file'],
			'cannot be created: a part of its path is a file',
		],
	])('%s', async (_name, argv, sentence) => {
		const cwd = folder({file: ''});
		const {stdout, stderr, exitCode} = await runCli(argv, {cwd});
		expect(stderr).toContain(sentence);
		expect(stderr).not.toMatch(/E(?:NOENT|ISDIR|EXIST|NOTDIR)/);
		expect(stdout).toBe('');
		expect(exitCode).toBe(2);
	});
});

describe('writing', () => {
	test('through a link leaves the link and changes the file behind it', async () => {
		const place = folder({real: 'old'});
		symlinkSync('real', path.join(place, 'link'));
		await writeTextFile(path.join(place, 'link'), 'new');
		expect(readlinkSync(path.join(place, 'link'))).toBe('real');
		expect(readFileSync(path.join(place, 'real'), 'utf8')).toBe('new');
	});

	test.skipIf(process.platform !== 'linux')('to a device writes to it and never puts a file in its place', async () => {
		// /dev/full refuses every byte, so a file in its place would show as a success.
		const place = folder();
		symlinkSync('/dev/full', path.join(place, 'full'));
		await expect(writeTextFile(path.join(place, 'full'), 'text')).rejects.toThrow('no space is left');
		expect(readlinkSync(path.join(place, 'full'))).toBe('/dev/full');
	});

	test.skipIf(process.platform !== 'linux')('ends where a file system takes no new folders', async () => {
		await expect(writeTextFile('/proc/aksess/plan.json', 'text')).rejects.toThrow('cannot be written');
	});

	test('makes the folders that are missing', async () => {
		const place = folder();
		mkdirSync(path.join(place, 'a'));
		await writeTextFile(path.join(place, 'a', 'b', 'c', 'plan.json'), 'text');
		expect(readFileSync(path.join(place, 'a', 'b', 'c', 'plan.json'), 'utf8')).toBe('text');
	});
});
