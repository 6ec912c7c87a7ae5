import {mkdtempSync, readdirSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {continueJournal, createJournal, readJournal} from '../../source/apply/journal.js';
import {type Disk, systemDisk} from '../../source/apply/journal-disk.js';
import {resumeRun, runPlan} from '../../source/apply/run-plan.js';
import {undoPlan} from '../../source/apply/undo-plan.js';
import {resultOrError} from '../../source/workflow/apply-result.js';
import {planOf, practiceFolder, stageFor, withSandbox} from './stage.js';

const {plan} = await planOf('third-party-appliance');
const folder = practiceFolder('third-party-appliance');

const noSpace = () => Object.assign(new Error('ENOSPC: no space left on device, write'), {code: 'ENOSPC'});

/** Takes so many lines, then half of one, and then none any more, however much room is given back. */
function diskThatTakes(lines: number): Disk {
	let left = lines;
	const limited = async (file: ReturnType<Disk['open']>) => {
		const real = await file;
		return {
			...real,
			append: async (bytes: Uint8Array) => {
				left -= 1;
				if (left >= 0) {
					return real.append(bytes);
				}

				if (left === -1) {
					await real.append(bytes.subarray(0, bytes.length / 2));
				}

				throw noSpace();
			},
		};
	};
	return {
		...systemDisk,
		create: file => limited(systemDisk.create(file)),
		open: file => limited(systemDisk.open(file)),
	};
}

/** Has no room but what was taken, once it was taken. */
function diskThatIsFull(): Disk {
	let held = 0;
	// The first line comes before any room is taken.
	let free = 100_000;
	const limited = async (file: ReturnType<Disk['open']>) => {
		const real = await file;
		return {
			...real,
			append: async (bytes: Uint8Array) => {
				const taken = Math.min(free, bytes.length);
				await real.append(bytes.subarray(0, taken));
				free -= taken;
				if (taken < bytes.length) {
					throw noSpace();
				}
			},
		};
	};
	return {
		...systemDisk,
		create: file => limited(systemDisk.create(file)),
		hold: async (_file, bytes) => {
			held = bytes;
			free = 0;
		},
		release: async () => {
			const piece = Math.min(held, 8000);
			held -= piece;
			free += piece;
			return piece > 0;
		},
	};
}

describe('a full disk', () => {
	test.each([
		['the room', {...systemDisk, hold: () => Promise.reject(noSpace())}],
		['the first line', diskThatTakes(0)],
	])('that does not take %s stops everything before the first write, and leaves no journal', async (_name, disk) => {
		await withSandbox({folder}, async sandbox => {
			const before = sandbox.dump();
			const stage = await stageFor(sandbox, plan, {disk});
			await expect(runPlan({plan, run: 'run-1'}, stage.options)).rejects.toMatchObject({
				code: 'usage',
				message: expect.stringMatching(/run-1\.jsonl cannot be written.*: no space is left/),
			});
			expect(sandbox.dump()).toEqual(before);
			expect(readdirSync(path.join(stage.options.folder, 'runs'))).toEqual([]);
			await stage.close();
		});
	});

	// The first line, two for every step, and the end.
	test.each(Array.from({length: 2 * plan.steps.length + 1}, (_, index) => index + 1))(
		'after %i lines ends with what may be done and how to go back, and undo does',
		async lines => {
			await withSandbox({folder}, async sandbox => {
				const before = sandbox.dump();
				const stage = await stageFor(sandbox, plan);
				const report = await runPlan({plan, run: 'run-1'}, {...stage.options, disk: diskThatTakes(lines)});
				const changed = JSON.stringify(sandbox.dump()) !== JSON.stringify(before);
				let error: unknown;
				try {
					resultOrError({report, notWon: undefined, run: 'run-1'});
				} catch (caught) {
					error = caught;
				}

				expect(error).toMatchObject({
					code: changed ? 'partly-applied' : 'usage',
					message: expect.stringContaining('cannot be written any more: no space is left'),
				});
				if (changed) {
					expect(error).toMatchObject({
						message: expect.stringMatching(/\d steps? of \d (?:is|are) done/),
						next: expect.arrayContaining([
							expect.stringContaining('Free some space'),
							'To take back what was done: aksess undo run-1',
						]),
					});
				}

				const resumed = await resumeRun(report, stage.options);
				expect(resumed.record.outcome).toBe('done');
				await runPlan({plan: undoPlan(resumed.record), run: 'run-2', undoes: 'run-1'}, stage.options);
				expect(sandbox.dump()).toEqual(before);
				await stage.close();
			});
		},
	);

	test('is no trouble where room was taken before: no line needs more', async () => {
		await withSandbox({folder}, async sandbox => {
			const stage = await stageFor(sandbox, plan, {disk: diskThatIsFull()});
			const {file, record} = await runPlan({plan, run: 'run-1'}, stage.options);
			expect(record.outcome).toBe('done');
			// Lines that found no room at first were closed and written again.
			expect(record.steps.every(({result}) => result === 'done')).toBe(true);
			expect(readdirSync(path.dirname(file))).toEqual(['run-1.jsonl']);
			await stage.close();
		});
	});

	test('gives the room that a run holds to lines of other processes, who leave the rest of it to the run', async () => {
		const runs = mkdtempSync(path.join(tmpdir(), 'aksess-room-'));
		const run = await createJournal(runs, 'run-1');
		await run.reserve(50_000);
		const sizeOf = () => statSync(path.join(runs, 'run-1.room')).size;
		const taken = sizeOf();
		let isFull = true;
		const watchdog = await continueJournal(run.file, {
			...systemDisk,
			open: async file => {
				const real = await systemDisk.open(file);
				return {...real, append: bytes => (isFull ? Promise.reject(noSpace()) : real.append(bytes))};
			},
			release: async file => {
				isFull = false;
				return systemDisk.release(file);
			},
		});
		await watchdog.append({type: 'confirmed', at: '2026-01-01T00:00:00.000Z', step: 'a'});
		await watchdog.close();
		expect((await readJournal(run.file)).entries).toMatchObject([{type: 'confirmed', step: 'a'}]);
		expect(sizeOf()).toBeLessThan(taken);
		expect(sizeOf()).toBeGreaterThan(0);
		await run.close();
		expect(readdirSync(runs)).toEqual(['run-1.jsonl']);
	});

	describe('with steps that are to be confirmed', () => {
		const danger = {code: 'deny-bypassed', warning: 'It goes before an explicit deny.'} as const;
		const guarded = {...plan, steps: plan.steps.map(step => ({...step, danger}))};
		const confirmed = (answer: boolean, disk: Disk) => ({
			disk,
			confirm: () => ({withinMs: 60_000, ask: async () => answer, startWatchdog: undefined}),
		});

		test('is no trouble where room was taken before, for what takes them back, too', async () => {
			await withSandbox({folder}, async sandbox => {
				const stage = await stageFor(sandbox, guarded);
				const {record} = await runPlan(
					{plan: guarded, run: 'run-1'},
					{...stage.options, ...confirmed(true, diskThatIsFull())},
				);
				expect(record.outcome).toBe('done');
				expect(record.guards.map(({state}) => state)).toEqual(plan.steps.map(() => 'confirmed'));
				await stage.close();
			});
		});

		// The first line, then what takes the first step back, that it began and how it ended: nothing after that.
		test.each([3, 4, 5, 6])('after %i lines leaves nothing in place that nobody confirmed', async lines => {
			await withSandbox({folder}, async sandbox => {
				const before = sandbox.dump();
				const stage = await stageFor(sandbox, guarded);
				const report = await runPlan(
					{plan: guarded, run: 'run-1'},
					{...stage.options, ...confirmed(false, diskThatTakes(lines))},
				);
				expect(report.outcome).toBe('failed');
				expect(sandbox.dump()).toEqual(before);
				await stage.close();
			});
		});
	});
});
