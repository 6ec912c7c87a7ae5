import {describe, expect, test} from 'vitest';
import {runPlan} from '../../source/apply/run-plan.js';
import {undoPlan} from '../../source/apply/undo-plan.js';
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
			sandbox.inject({url: '/version', nth: 2, times: 1000, mishap: {kind: 'reset'}});
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
		await withSandbox({folder, faults: [{url: '/version', mishap: {kind: 'reset'}}]}, async sandbox => {
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

function added(): readonly string[] {
	return (ranges[0]?.after ?? []).filter(entry => !ranges[0]?.before.includes(entry));
}
