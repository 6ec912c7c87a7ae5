import fc from 'fast-check';
import {expect, test} from 'vitest';
import {resumeRun, runPlan} from '../../source/apply/run-plan.js';
import {undoPlan} from '../../source/apply/undo-plan.js';
import {UserError} from '../../source/errors.js';
import type {Plan} from '../../source/plan/plan.js';
import type {Fault, FaultEffect} from '../../source/sandbox/faults.js';
import type {Sandbox} from '../../source/sandbox/sandbox.js';
import {draws} from '../helpers/draws.js';
import {expectTrue, patiently, withoutStates} from './account.js';
import {type KillPoint, runAndDie} from './kill.js';
import {planOf, practiceFolder, stageFor, withSandbox} from './stage.js';

const worlds = ['locked-down', 'cilium-overlay', 'classic-firewall', 'third-party-appliance'] as const;
const plans = new Map(await Promise.all(worlds.map(async name => [name, (await planOf(name)).plan] as const)));

const effect: fc.Arbitrary<FaultEffect> = fc.oneof(
	fc.record({
		kind: fc.constant('refuse' as const),
		status: fc.constantFrom(403 as const, 409 as const, 412 as const, 429 as const, 500 as const, 503 as const),
	}),
	fc.record({kind: fc.constant('reset' as const), when: fc.constantFrom('before' as const, 'after' as const)}),
	fc.record({kind: fc.constant('slow' as const), ms: fc.integer({min: 1, max: 15})}),
	fc.record({
		kind: fc.constant('operation-fails' as const),
		leaves: fc.constantFrom('before' as const, 'after' as const),
	}),
);

const fault: fc.Arbitrary<Fault> = fc.record({
	method: fc.constantFrom('PUT' as const, 'PATCH' as const, 'DELETE' as const, 'GET' as const),
	// What we write, what holds it, and what Azure says of its own work.
	url: fc.constantFrom('aksess', '/managedClusters/', '/azureFirewalls/', '/operations/'),
	nth: fc.integer({min: 1, max: 6}),
	times: fc.integer({min: 1, max: 8}),
	effect,
});

const kill: fc.Arbitrary<KillPoint | undefined> = fc.option(
	fc.record({
		write: fc.integer({min: 1, max: 8}),
		when: fc.constantFrom('before the act' as const, 'after the act' as const),
	}),
	{nil: undefined},
);

const troubles = fc.record({
	world: fc.constantFrom(...worlds),
	kept: fc.array(fc.nat({max: 20}), {minLength: 1, maxLength: 6}),
	faults: fc.array(fault, {maxLength: 3}),
	kill,
	ending: fc.constantFrom('resume' as const, 'undo' as const),
});

test('whatever goes wrong and wherever it dies, the journal tells the truth and the way on or back is open', async () => {
	await fc.assert(
		fc.asyncProperty(troubles, async ({world, kept, faults, kill: point, ending}) => {
			const plan = subset(plans.get(world) as Plan, kept);
			await withSandbox({folder: practiceFolder(world), faults}, sandbox => live(sandbox, plan, {point, ending}));
		}),
		draws(30),
	);
}, 120_000);

type Life = {readonly point: KillPoint | undefined; readonly ending: 'resume' | 'undo'};

async function live(sandbox: Sandbox, plan: Plan, {point, ending}: Life) {
	const before = sandbox.dump();
	const ranges = rangesIn(before);
	const stage = await stageFor(sandbox, plan);
	const first = await unlessRefused(() =>
		point === undefined ? runPlan({plan, run: 'run-1'}, stage.options) : runAndDie(plan, point, stage.options),
	);
	if (first === undefined) {
		expect(sandbox.dump()).toEqual(before);
		return stage.close();
	}

	await expectTrue(first.record.steps, stage.options);
	expect(rangesIn(sandbox.dump())).toEqual(expect.arrayContaining([...ranges]));
	if (ending === 'resume') {
		await untilDone(first, stage.options);
		for (const {change} of plan.steps) {
			const {standing} = await patiently(() => stage.options.target.writer.look(change, stage.options.signal));
			expect(standing).toBe('after');
		}
	} else {
		await untilUndone(first, stage.options);
		expect(withoutStates(sandbox.dump())).toEqual(withoutStates(before));
	}

	await stage.close();
}

type Options = Parameters<typeof runPlan>[1];
type Report = Pick<Awaited<ReturnType<typeof runPlan>>, 'record' | 'file'>;

async function untilDone(report: Report, options: Options): Promise<Report> {
	let latest = report;
	for (let attempt = 0; attempt < 20 && latest.record.outcome !== 'done'; attempt++) {
		const previous = latest;
		latest = (await unlessRefused(() => resumeRun(previous, options))) ?? previous;
		await expectTrue(latest.record.steps, options);
	}

	expect(latest.record.outcome).toBe('done');
	return latest;
}

async function untilUndone(report: Report, options: Options): Promise<void> {
	const plan = undoPlan(report.record);
	const undoes = report.record.run;
	let latest: Report | undefined;
	for (let attempt = 1; attempt <= 20 && latest?.record.outcome !== 'undone'; attempt++) {
		const previous = latest;
		latest =
			(await unlessRefused(() =>
				previous === undefined
					? runPlan({plan, run: `undo-${attempt}`, undoes}, options)
					: resumeRun(previous, options),
			)) ?? previous;
	}

	expect(latest?.record.outcome).toBe('undone');
}

/** What cannot even begin says so, and has changed nothing. */
async function unlessRefused<T>(run: () => Promise<T>): Promise<T | undefined> {
	try {
		return await run();
	} catch (error) {
		if (error instanceof UserError) {
			return undefined;
		}

		throw error;
	}
}

function subset(plan: Plan, indexes: readonly number[]): Plan {
	const kept = new Set(indexes.map(index => index % plan.steps.length));
	const steps = plan.steps.filter((_, index) => kept.has(index));
	const ids = new Set(steps.map(({id}) => id));
	return {
		...plan,
		basis: [],
		steps: steps.map(step => ({...step, after: step.after.filter(id => ids.has(id))})),
	};
}

function rangesIn(dump: ReturnType<Sandbox['dump']>): readonly string[] {
	const text = JSON.stringify(dump);
	const [, list = '[]'] = /"authorizedIPRanges":(\[[^\]]*\])/.exec(text) ?? [];
	return JSON.parse(list);
}
