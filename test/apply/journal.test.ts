import {appendFileSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {hostname, tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {lockCluster} from '../../source/apply/cluster-lock.js';
import {foldRun} from '../../source/apply/fold-run.js';
import {continueJournal, createJournal, readJournal} from '../../source/apply/journal.js';
import {resumeRun, runPlan} from '../../source/apply/run-plan.js';
import type {Change} from '../../source/plan/change.js';
import {expectTrue} from './account.js';
import {only, planOf, practiceFolder, stageFor, withSandbox} from './stage.js';

const {plan} = await planOf('locked-down');
const ranges = plan.steps.flatMap(({change}) => (change.kind === 'authorized-ranges' ? [change] : []));
const policy = plan.steps.flatMap(({change}) => (change.kind === 'kube-object' ? [change] : []))[0] as Change;
const folder = practiceFolder('locked-down');

describe('two at once', () => {
	test('the second says who holds the cluster', async () => {
		const place = mkdtempSync(path.join(tmpdir(), 'aksess-lock-'));
		const wanted = {folder: place, key: 'c', what: 'apply of aks-claims', since: '2026-01-01T00:00:00.000Z'};
		const lock = await lockCluster(wanted);
		await expect(lockCluster({...wanted, what: 'undo'})).rejects.toMatchObject({
			code: 'usage',
			message: expect.stringMatching(`apply of aks-claims, process ${process.pid} on ${hostname()}, since 2026-01-01`),
		});
		await lockCluster({...wanted, key: 'another cluster'});
		await lock.release();
		await (await lockCluster(wanted)).release();
	});

	test('the lock of a process that has died is taken over, by one of many', async () => {
		const place = mkdtempSync(path.join(tmpdir(), 'aksess-lock-'));
		const wanted = {folder: place, key: 'c', what: 'apply', since: '2026-01-01T00:00:00.000Z'};
		const lock = await lockCluster(wanted);
		const [name = ''] = readdirSync(path.join(place, 'locks'));
		const file = path.join(place, 'locks', name);
		// A pid that no system gives out.
		writeFileSync(file, JSON.stringify({pid: 2 ** 30, host: hostname(), since: 'long ago', what: 'apply'}));
		const tries = await Promise.allSettled([1, 2, 3, 4].map(async () => lockCluster(wanted)));
		expect(tries.filter(({status}) => status === 'fulfilled')).toHaveLength(1);
		await lock.release();
	});

	test("another machine's lock holds, because nothing can be known of its process", async () => {
		const place = mkdtempSync(path.join(tmpdir(), 'aksess-lock-'));
		const wanted = {folder: place, key: 'c', what: 'apply', since: 'now'};
		await lockCluster(wanted);
		const [name = ''] = readdirSync(path.join(place, 'locks'));
		writeFileSync(
			path.join(place, 'locks', name),
			// A number that nobody has here: without a look at the host it would be taken for dead.
			JSON.stringify({pid: 2 ** 30, host: 'build-agent-7', since: 'today', what: 'apply'}),
		);
		await expect(lockCluster(wanted)).rejects.toThrow(/process 1073741824 on build-agent-7/);
	});
});

describe('the journal', () => {
	test('may be cut anywhere: what is left still tells the truth, and the run can be finished', async () => {
		const small = only(plan, [...ranges, policy]);
		await withSandbox({folder}, async sandbox => {
			const stage = await stageFor(sandbox, small);
			const {file} = await runPlan({plan: small, run: 'run-1'}, stage.options);
			const whole = readFileSync(file, 'utf8');
			const firstLine = whole.indexOf('\n') + 1;
			for (let end = firstLine; end < whole.length; end += 37) {
				writeFileSync(file, whole.slice(0, end));
				const {entries, cut} = await readJournal(file);
				const record = foldRun(entries, cut);
				// Everything was done, so no cut may claim that something certainly was not.
				expect(record?.steps.every(({result}) => ['pending', 'open', 'done'].includes(result))).toBe(true);
				if (record !== undefined && end % 5 === 0) {
					const resumed = await resumeRun({record, file}, stage.options);
					expect(resumed.record.outcome).toBe('done');
					await expectTrue(resumed.record.steps, stage.options);
				}
			}

			await stage.close();
		});
	});

	test('goes on after a cut line with a line of its own', async () => {
		const place = mkdtempSync(path.join(tmpdir(), 'aksess-journal-'));
		const journal = await createJournal(place, 'run-1');
		await journal.append({type: 'run', schemaVersion: 1, run: 'run-1', at: '', plan, selection: [], undoes: null});
		await journal.close();
		appendFileSync(journal.file, '{"type":"began","at":"2026');
		const again = await continueJournal(journal.file);
		await again.append({type: 'closed', at: '', outcome: 'stopped', detail: ''});
		await again.close();
		const {entries, cut} = await readJournal(journal.file);
		expect(cut).toBe(true);
		expect(foldRun(entries, cut)).toMatchObject({outcome: 'stopped', cut: true});
	});

	// A file of /proc takes what is written, and fsync answers what file systems answer that have none.
	test.skipIf(process.platform !== 'linux')('is refused where no line can be made sure of', async () => {
		const journal = await continueJournal('/proc/self/comm');
		await expect(journal.append({type: 'closed', at: '', outcome: 'done', detail: ''})).rejects.toMatchObject({
			code: 'usage',
			message: expect.stringContaining('the file system there cannot say when a line is on the disk (fsync)'),
		});
		await journal.close();
	});

	test('is readable by its owner alone, and holds no token', async () => {
		await withSandbox({folder}, async sandbox => {
			const small = only(plan, ranges);
			const stage = await stageFor(sandbox, small);
			const {file} = await runPlan({plan: small, run: 'run-1'}, stage.options);
			expect(statSync(file).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
			expect(readFileSync(file, 'utf8')).not.toContain(sandbox.token);
			await stage.close();
		});
	});
});
