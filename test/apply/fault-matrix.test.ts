import {describe, expect, test} from 'vitest';
import {resumeRun, runPlan} from '../../source/apply/run-plan.js';
import {undoPlan} from '../../source/apply/undo-plan.js';
import type {Fault, FaultEffect} from '../../source/sandbox/faults.js';
import {expectTrue, withoutStates} from './account.js';
import {type Sample, samples} from './changes.js';
import {applyIn, only, practiceFolder, stageFor, withSandbox} from './stage.js';

const all = await samples();

/** More often than the engine tries again in one run, so that the run fails and the next one meets the rest. */
const stubborn = 12;

const effects: readonly (readonly [string, FaultEffect, number])[] = [
	['refused', {kind: 'refuse', status: 403}, stubborn],
	['busy three times', {kind: 'refuse', status: 409, code: 'RetryableErrorDueToAnotherOperation'}, 3],
	['overtaken always', {kind: 'refuse', status: 412}, stubborn],
	['throttled', {kind: 'refuse', status: 429}, 1],
	['throttled with a time', {kind: 'refuse', status: 429, retryAfterSeconds: 17}, 2],
	['broken once', {kind: 'refuse', status: 500}, 1],
	['broken for long', {kind: 'refuse', status: 500}, stubborn],
	['cut off before', {kind: 'reset', when: 'before'}, 1],
	['cut off after', {kind: 'reset', when: 'after'}, 1],
	['cut off before, for long', {kind: 'reset', when: 'before'}, stubborn],
	['cut off after, for long', {kind: 'reset', when: 'after'}, stubborn],
	['slow', {kind: 'slow', ms: 20}, 1],
	['operation fails, nothing left', {kind: 'operation-fails', leaves: 'before'}, 1],
	['operation fails, half left', {kind: 'operation-fails', leaves: 'after'}, 1],
	['operation always fails, nothing left', {kind: 'operation-fails', leaves: 'before'}, stubborn],
	['operation always fails, half left', {kind: 'operation-fails', leaves: 'after'}, stubborn],
	['faulted firewalls', {kind: 'operation-fails', leaves: 'before', code: 'FirewallPolicyUpdateFailed'}, 2],
];

type Met = Pick<Sample, 'world' | 'plan' | 'change'> & {readonly fault: Fault; readonly ending: 'finish' | 'undo'};

/** Runs into the fault; then finishes what is left, or leaves it; then takes everything back. */
async function meet({world, plan: whole, change, fault, ending}: Met) {
	await withSandbox({folder: practiceFolder(world), faults: [fault]}, async sandbox => {
		const before = sandbox.dump();
		const plan = only(whole, [change]);
		const stage = await stageFor(sandbox, plan);
		const first = await runPlan({plan, run: 'run-1'}, stage.options);
		await expectTrue(first.record.steps, stage.options);
		expect(first.record.outcome).toBe(first.outcome);
		const last = ending === 'finish' ? await untilDone(first, stage.options) : first;
		expect(ending === 'undo' || last.outcome === 'done').toBe(true);
		const undo = await runPlan({plan: undoPlan(last.record), run: 'run-2', undoes: 'run-1'}, stage.options);
		expect((await untilDone(undo, stage.options)).record.outcome).toBe('undone');
		expect(withoutStates(sandbox.dump())).toEqual(withoutStates(before));
		await stage.close();
	});
}

/** Until what is wrong with the outside has passed. */
async function untilDone(report: Awaited<ReturnType<typeof runPlan>>, options: Parameters<typeof runPlan>[1]) {
	let latest = report;
	for (let attempt = 0; attempt < stubborn && latest.outcome !== 'done'; attempt++) {
		latest = await resumeRun(latest, options);
		await expectTrue(latest.record.steps, options);
	}

	return latest;
}

describe.each(all)('$name', ({method, url, ...sample}) => {
	// Only Azure's own writes go on after they were answered.
	const fitting = effects.filter(([, {kind}]) => kind !== 'operation-fails' || method === 'PUT');
	const lasting = fitting.filter(([, , times]) => times === stubborn);

	test.each(fitting)('%s: the account is true, and it can be finished and taken back', async (_name, effect, times) => {
		await meet({...sample, fault: {method, url, nth: 1, times, effect}, ending: 'finish'});
	});

	test.each(lasting)('%s: the account is true, and it can be taken back at once', async (_name, effect, times) => {
		await meet({...sample, fault: {method, url, nth: 1, times, effect}, ending: 'undo'});
	});

	test('a lost answer to a question changes nothing', async () => {
		await meet({...sample, fault: {method: 'GET', url, nth: 2, times: 2, effect: {kind: 'reset'}}, ending: 'finish'});
	});

	test('a refusal is certain, and said in the words of whoever refused', async () => {
		const fault: Fault = {method, url, effect: {kind: 'refuse', status: 403, message: 'Not on a Friday.'}};
		await withSandbox({folder: practiceFolder(sample.world), faults: [fault]}, async sandbox => {
			const before = sandbox.dump();
			const {outcome, record} = await applyIn(sandbox, only(sample.plan, [sample.change]));
			expect(outcome).toBe('failed');
			expect(record.steps).toMatchObject([{result: 'refused', detail: expect.stringContaining('Not on a Friday.')}]);
			expect(sandbox.dump()).toEqual(before);
		});
	});
});

test('there is a sample of every kind of change', () => {
	expect(new Set(all.map(({change}) => change.kind))).toEqual(
		new Set([
			'arm-child',
			'classic-collections',
			'authorized-ranges',
			'kube-object',
			'policy-entries',
			'kube-metadata',
		]),
	);
	expect(all).toHaveLength(8);
});
