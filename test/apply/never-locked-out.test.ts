import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {stepsToUndo} from '../../source/apply/fold-run.js';
import {readRun} from '../../source/apply/read-run.js';
import {resumeRun, runPlan} from '../../source/apply/run-plan.js';
import {undoPlan} from '../../source/apply/undo-plan.js';
import type {Plan} from '../../source/plan/plan.js';
import {expectTrue} from './account.js';
import {editRanges, rangesIn} from './ranges.js';
import {only, planOf, practiceFolder, stageFor, withSandbox} from './stage.js';

const {plan} = await planOf('locked-down');
const ranges = plan.steps.flatMap(({change}) => (change.kind === 'authorized-ranges' ? [change] : []));
const folder = practiceFolder('locked-down');

describe('never locked out', () => {
	test('ranges that somebody added after the plan stay', async () => {
		await withSandbox({folder}, async sandbox => {
			const stage = await stageFor(sandbox, only(plan, ranges));
			await editRanges(sandbox, plan, now => [...now, '52.1.2.3/32']);
			const report = await runPlan({plan: only(plan, ranges), run: 'run-1'}, stage.options);
			expect(report.outcome).toBe('done');
			expect(rangesIn(sandbox)).toEqual([...(ranges[0]?.before ?? []), '52.1.2.3/32', ...added()]);
			const undo = await runPlan({plan: undoPlan(report.record), run: 'run-2', undoes: 'run-1'}, stage.options);
			expect(undo.record.outcome).toBe('undone');
			expect(rangesIn(sandbox)).toEqual([...(ranges[0]?.before ?? []), '52.1.2.3/32']);
			await stage.close();
		});
	});

	test('a list that somebody emptied is not filled with our few', async () => {
		await withSandbox({folder}, async sandbox => {
			const stage = await stageFor(sandbox, only(plan, ranges));
			await editRanges(sandbox, plan, () => []);
			const report = await runPlan({plan: only(plan, ranges), run: 'run-1'}, stage.options);
			expect(report.failure).toMatchObject({kind: 'world-changed'});
			expect(rangesIn(sandbox)).toEqual([]);
			await stage.close();
		});
	});

	test('the change is taken back when the API server falls silent', async () => {
		await withSandbox({folder}, async sandbox => {
			const stage = await stageFor(sandbox, only(plan, ranges));
			const before = sandbox.dump();
			sandbox.inject({url: '/version', nth: 2, times: 1000, effect: {kind: 'reset'}});
			const report = await runPlan({plan: only(plan, ranges), run: 'run-1'}, stage.options);
			expect(report.record.steps).toMatchObject([
				{result: 'reverted', detail: expect.stringContaining('did not answer this machine for 120 seconds')},
			]);
			expect(report.failure).toMatchObject({kind: 'reverted'});
			expect(sandbox.dump()).toEqual(before);
			await stage.close();
		});
	});

	test('an API server that never answered from here proves nothing, and nothing is taken back', async () => {
		await withSandbox({folder, faults: [{url: '/version', effect: {kind: 'reset'}}]}, async sandbox => {
			const stage = await stageFor(sandbox, only(plan, ranges));
			const report = await runPlan({plan: only(plan, ranges), run: 'run-1'}, stage.options);
			expect(report.outcome).toBe('done');
			expect(JSON.stringify(stage.events)).toContain('does not answer this machine now');
			await stage.close();
		});
	});

	test.each([
		['says no', async () => false, 'reverted'],
		['says yes', async () => true, 'done'],
		[
			'says nothing in time',
			(signal: AbortSignal) =>
				new Promise<boolean>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
			'reverted',
		],
	] as const)('asked to keep the ranges, somebody %s', async (_name, answer, result) => {
		await withSandbox({folder}, async sandbox => {
			const stage = await stageFor(sandbox, only(plan, ranges), {
				confirm: () => ({withinMs: 120_000, ask: (_step, signal) => answer(signal), startWatchdog: undefined}),
			});
			const report = await runPlan({plan: only(plan, ranges), run: 'run-1'}, stage.options);
			expect(report.record.steps).toMatchObject([{result}]);
			await expectTrue(report.record.steps, stage.options);
			await stage.close();
		});
	});
});

describe('a dangerous step of any kind', () => {
	const [rule] = plan.steps.flatMap(({change}) => (change.kind === 'arm-child' ? [change] : []));
	const guarded: Plan = {
		...only(plan, rule === undefined ? [] : [rule]),
		steps: only(plan, rule === undefined ? [] : [rule]).steps.map(step => ({
			...step,
			danger: {code: 'deny-bypassed', warning: 'It goes before an explicit deny.'},
		})),
	};

	test.each([
		['is taken back when it is not confirmed', false, 'reverted'],
		['stays when it is confirmed', true, 'done'],
	] as const)('%s', async (_name, keep, result) => {
		await withSandbox({folder}, async sandbox => {
			const before = sandbox.dump();
			const asked: string[] = [];
			const stage = await stageFor(sandbox, guarded, {
				confirm: () => ({
					withinMs: 120_000,
					ask: async step => {
						asked.push(step.id);
						return keep;
					},
					startWatchdog: undefined,
				}),
			});
			const report = await runPlan({plan: guarded, run: 'run-1'}, stage.options);
			expect(asked).toEqual(['step-1']);
			expect(report.record.steps).toMatchObject([{result}]);
			expect(report.record.guards).toMatchObject([{state: keep ? 'confirmed' : 'reverted'}]);
			expect(JSON.stringify(sandbox.dump()) === JSON.stringify(before)).toBe(!keep);
			await stage.close();
		});
	});

	test('that an earlier life began and that is found done is to be confirmed, too', async () => {
		await withSandbox({folder}, async sandbox => {
			const before = sandbox.dump();
			const stage = await stageFor(sandbox, guarded);
			const {file} = await runPlan({plan: guarded, run: 'run-1'}, stage.options);
			// The first line, and that it began.
			writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(0, 2).join('\n').concat('\n'));
			const asked: string[] = [];
			const ask = async ({id}: {readonly id: string}) => {
				asked.push(id);
				return false;
			};
			const confirm = () => ({withinMs: 120_000, ask, startWatchdog: undefined});
			const record = await readRun(file);
			const resumed = await resumeRun({record, file}, {...stage.options, confirm});
			expect(asked).toEqual(['step-1']);
			expect(resumed.record.steps).toMatchObject([{result: 'reverted'}]);
			expect(sandbox.dump()).toEqual(before);
			await stage.close();
		});
	});

	test('that an earlier life began stays called unknown where nobody can sign in to watch over it', async () => {
		await withSandbox({folder}, async sandbox => {
			const stage = await stageFor(sandbox, guarded);
			const {file} = await runPlan({plan: guarded, run: 'run-1'}, stage.options);
			writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(0, 2).join('\n').concat('\n'));
			const startWatchdog = () => Promise.reject(new Error('No sign-in.'));
			const confirm = () => ({withinMs: 120_000, ask: async () => true, startWatchdog});
			const resumed = await resumeRun({record: await readRun(file), file}, {...stage.options, confirm});
			expect(resumed.record.steps).toMatchObject([{result: 'unknown'}]);
			expect(stepsToUndo(resumed.record)).toHaveLength(1);
			await stage.close();
		});
	});

	test('that is not confirmed keeps one beside it, which waited for it, from being begun', async () => {
		const both = only(plan, [...(rule === undefined ? [] : [rule]), ...ranges]);
		const steps = both.steps.map((step, index) => ({...step, danger: guarded.steps[index]?.danger}));
		await withSandbox({folder}, async sandbox => {
			const before = sandbox.dump();
			const asked: string[] = [];
			const ask = async ({id}: {readonly id: string}) => {
				asked.push(id);
				return false;
			};
			const stage = await stageFor(sandbox, both, {
				confirm: () => ({withinMs: 120_000, ask, startWatchdog: undefined}),
			});
			const report = await runPlan({plan: {...both, steps}, run: 'run-1'}, stage.options);
			expect(report.outcome).toBe('failed');
			expect(asked).toHaveLength(1);
			expect(report.record.steps.map(({result}) => result).toSorted()).toEqual(['pending', 'reverted']);
			expect(report.record.guards).toHaveLength(1);
			expect(sandbox.dump()).toEqual(before);
			await stage.close();
		});
	});

	test('has its deadline and its inverse on the disk and somebody signed in before it is written', async () => {
		await withSandbox({folder}, async sandbox => {
			const seen: unknown[] = [];
			const stage = await stageFor(sandbox, guarded);
			const confirm = () => ({
				withinMs: 120_000,
				ask: async () => true,
				startWatchdog: async () => {
					const text = readFileSync(path.join(stage.options.folder, 'runs', 'run-1.jsonl'), 'utf8');
					seen.push(text.includes('"type":"guarded"'), text.includes('"inverse"'), text.includes('"type":"began"'));
					seen.push(sandbox.log.some(({method}) => method === 'PUT'));
				},
			});
			const report = await runPlan({plan: guarded, run: 'run-1'}, {...stage.options, confirm});
			expect(report.outcome).toBe('done');
			expect(seen).toEqual([true, true, false, false]);
			await stage.close();
		});
	});

	test('is refused where nobody can sign in to watch over it', async () => {
		await withSandbox({folder}, async sandbox => {
			const before = sandbox.dump();
			const stage = await stageFor(sandbox, guarded, {
				confirm: () => ({
					withinMs: 120_000,
					ask: async () => true,
					startWatchdog: async () => {
						throw new Error('Azure does not accept your sign-in; run `az login`.');
					},
				}),
			});
			const report = await runPlan({plan: guarded, run: 'run-1'}, stage.options);
			expect(report.record.steps).toMatchObject([
				{result: 'refused', detail: expect.stringContaining('without it nothing is changed: Azure does not accept')},
			]);
			expect(report.record.guards).toMatchObject([{state: 'void'}]);
			expect(sandbox.dump()).toEqual(before);
			await stage.close();
		});
	});
});

function added(): readonly string[] {
	return (ranges[0]?.after ?? []).filter(entry => !ranges[0]?.before.includes(entry));
}
