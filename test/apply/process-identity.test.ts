import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync} from 'node:fs';
import {hostname, tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {lockCluster} from '../../source/apply/cluster-lock.js';
import {
	identityOf,
	lifeOf,
	type ProcessIdentity,
	type ProcessTable,
	systemProcesses,
} from '../../source/apply/process-identity.js';

/** This container, where the only process is 1, which began at 700. */
const here: ProcessTable = {
	host: 'pod-a',
	boot: 'boot-2',
	namespace: 'pid:[11]',
	isThere: pid => pid === 1,
	startOf: pid => (pid === 1 ? '700' : null),
};
const one: ProcessIdentity = {pid: 1, host: 'pod-a', boot: 'boot-2', start: '700', namespace: 'pid:[11]'};

describe('a process', () => {
	test.each<readonly [string, Partial<ProcessIdentity>, string]>([
		['that is there', {}, 'alive'],
		['whose number nobody has', {pid: 2}, 'dead'],
		['whose number another one has since, as process 1 of every container', {start: '300'}, 'dead'],
		['of before the machine was restarted', {boot: 'boot-1'}, 'dead'],
		['of another container on this machine', {host: 'pod-b', namespace: 'pid:[12]'}, 'unknown'],
		['of the same container under another host name', {host: 'pod-old'}, 'alive'],
		['of another machine', {host: 'desk', boot: 'boot-9'}, 'unknown'],
		['of another machine that tells no boot', {host: 'desk', boot: null}, 'unknown'],
		['of this machine that tells neither boot nor start', {boot: null, start: null}, 'alive'],
	])('%s', (_name, changes, life) => {
		expect(lifeOf({...one, ...changes}, here)).toBe(life);
	});

	test('is told from a later one with its number by when it began', async () => {
		const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
		await once(child, 'spawn');
		const identity = identityOf(child.pid ?? 0, systemProcesses());
		expect(lifeOf(identity, systemProcesses())).toBe('alive');
		if (identity.start !== null) {
			expect(lifeOf({...identity, start: `${identity.start}0`}, systemProcesses())).toBe('dead');
		}

		child.kill('SIGKILL');
		await once(child, 'close');
		expect(lifeOf(identity, systemProcesses())).toBe('dead');
	});
});

describe('the lock of a cluster', () => {
	const wantedIn = (folder: string) => ({folder, key: 'c', what: 'apply', since: 'now', processes: here});
	const place = () => mkdtempSync(path.join(tmpdir(), 'aksess-lock-'));
	const fileIn = (folder: string) => path.join(folder, 'locks', readdirSync(path.join(folder, 'locks'))[0] ?? '');

	/** What another process has left, or holds. */
	async function lockOf(holder: Partial<ProcessIdentity>) {
		const folder = place();
		const lock = await lockCluster(wantedIn(folder));
		const file = fileIn(folder);
		await lock.release();
		writeFileSync(file, JSON.stringify({...one, ...holder, since: 'long ago', what: 'apply of aks'}));
		return {folder, file};
	}

	test('of process 1 of an earlier container is taken over by process 1 of this one', async () => {
		const {folder} = await lockOf({start: '300'});
		await (await lockCluster(wantedIn(folder))).release();
	});

	test('of before a restart is taken over, whoever has the number now', async () => {
		const {folder} = await lockOf({boot: 'boot-1'});
		await (await lockCluster(wantedIn(folder))).release();
	});

	test('of another container holds as long as it shows signs of life, and for minutes after', async () => {
		const {folder, file} = await lockOf({host: 'pod-b', namespace: 'pid:[12]'});
		await expect(lockCluster(wantedIn(folder))).rejects.toMatchObject({
			message: expect.stringContaining('process 1 on pod-b'),
			next: expect.arrayContaining([expect.stringContaining('3 minutes after its last sign of life')]),
		});
		const lastSign = new Date(Date.now() - 4 * 60_000);
		utimesSync(file, lastSign, lastSign);
		await (await lockCluster(wantedIn(folder))).release();
	});

	test('holds start, boot and number of this process', async () => {
		const folder = place();
		const lock = await lockCluster({folder, key: 'c', what: 'apply', since: 'now'});
		expect(JSON.parse(readFileSync(fileIn(folder), 'utf8'))).toMatchObject({
			...identityOf(process.pid, systemProcesses()),
			host: hostname(),
		});
		await lock.release();
	});

	test.skipIf(process.platform !== 'linux')('is refused at once where no folder can be made', async () => {
		await expect(lockCluster(wantedIn('/proc/aksess/home'))).rejects.toMatchObject({
			code: 'usage',
			message: expect.stringMatching(/^The lock \/proc\/aksess\/home\/locks\/.* cannot be written: /),
		});
	});
});
