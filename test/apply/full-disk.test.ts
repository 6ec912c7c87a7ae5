import {existsSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Disk} from '../../source/apply/journal-disk.js';
import {systemDisk} from '../../source/apply/journal-disk.js';
import {resumeRun, runPlan} from '../../source/apply/run-plan.js';
import {undoPlan} from '../../source/apply/undo-plan.js';
import {resultOrError} from '../../source/commands/apply-result.js';
import {planOf, practiceFolder, stageFor, withSandbox} from './stage.js';

const {plan} = await planOf('third-party-appliance');
const folder = practiceFolder('third-party-appliance');

/** Takes so many writes, then half of one, and then none any more. */
function diskThatTakes(writes: number): Disk {
	let left = writes;
	const limited = async (file: ReturnType<Disk['open']>) => {
		const real = await file;
		return {
			...real,
			write: async (bytes: Uint8Array, position: number) => {
				left -= 1;
				if (left >= 0) {
					return real.write(bytes, position);
				}

				if (left === -1) {
					await real.write(bytes.subarray(0, bytes.length / 2), position);
				}

				throw Object.assign(new Error('ENOSPC: no space left on device, write'), {code: 'ENOSPC'});
			},
		};
	};
	return {
		...systemDisk,
		create: file => limited(systemDisk.create(file)),
		open: file => limited(systemDisk.open(file)),
	};
}

describe('a full disk', () => {
	test.each([0, 1])('before the first write stops everything, and leaves no journal (%i writes)', async writes => {
		await withSandbox({folder}, async sandbox => {
			const before = sandbox.dump();
			const stage = await stageFor(sandbox, plan, {disk: diskThatTakes(writes)});
			await expect(runPlan({plan, run: 'run-1'}, stage.options)).rejects.toMatchObject({
				code: 'usage',
				message: expect.stringMatching(/run-1\.jsonl cannot be written.*: no space is left/),
			});
			expect(sandbox.dump()).toEqual(before);
			expect(existsSync(path.join(stage.options.folder, 'runs', 'run-1.jsonl'))).toBe(false);
			await stage.close();
		});
	});

	// The room and the first line take two writes; every step takes two more, and the end one.
	test.each(Array.from({length: 2 * plan.steps.length + 1}, (_, index) => index + 2))(
		'after %i writes ends with what may be done and how to go back, and undo does',
		async writes => {
			await withSandbox({folder}, async sandbox => {
				const before = sandbox.dump();
				const stage = await stageFor(sandbox, plan);
				const report = await runPlan({plan, run: 'run-1'}, {...stage.options, disk: diskThatTakes(writes)});
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

	test('of which room was taken goes on: no line needs more than was taken', async () => {
		await withSandbox({folder}, async sandbox => {
			let size = 0;
			const watched: Disk = {
				...systemDisk,
				create: async file => {
					const real = await systemDisk.create(file);
					return {
						...real,
						write: async (bytes, position) => {
							expect(size === 0 || position + bytes.length <= size).toBe(true);
							size = Math.max(size, position + bytes.length);
							await real.write(bytes, position);
						},
					};
				},
			};
			const stage = await stageFor(sandbox, plan, {disk: watched});
			const {file} = await runPlan({plan, run: 'run-1'}, stage.options);
			expect(statSync(file).size).toBeLessThan(size);
			expect(readFileSync(file, 'utf8')).toMatch(/[^\n]\n$/);
			await stage.close();
		});
	});
});
