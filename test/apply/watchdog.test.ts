import {describe, expect, test} from 'vitest';
import type {Clock} from '../../source/apply/clock.js';
import {deadlineIn, timeUntil} from '../../source/apply/deadline.js';
import {foldRun} from '../../source/apply/fold-run.js';
import type {JournalEntry} from '../../source/apply/journal-entry.js';
import type {Life, ProcessIdentity} from '../../source/apply/process-identity.js';
import {takeBack} from '../../source/apply/take-back.js';
import {watch} from '../../source/apply/watchdog.js';
import type {ResourceState, Writer} from '../../source/apply/writer.js';
import type {Change} from '../../source/plan/change.js';
import {invert} from '../../source/plan/invert.js';
import {machineClock} from './machine-clock.js';
import {only, planOf} from './stage.js';

const whole = await planOf('locked-down');
const ranges = whole.plan.steps.flatMap(({change}) =>
	change.kind === 'authorized-ranges' ? [change] : [],
)[0] as Change;
const plan = only(whole.plan, [ranges]);
const step = 'step-1';
const minuteMs = 60_000;

function processOf(pid: number): ProcessIdentity {
	return {pid, host: 'here', boot: 'first start', start: `${pid}`, namespace: null};
}

const [maker, self] = [processOf(10), processOf(20)];

/** A journal in memory that begins with a step that was made and awaits a confirmation for two minutes. */
function stageWith(machine = machineClock(), confirmWithinMs = 2 * minuteMs) {
	const at = () => new Date(machine.clock.now()).toISOString();
	const entries: JournalEntry[] = [
		{type: 'run', schemaVersion: 1, run: 'run-1', at: at(), plan, selection: [], undoes: null},
		{
			...{type: 'guarded', at: at(), step, inverse: invert(ranges), by: maker},
			deadline: deadlineIn(confirmWithinMs, machine.clock),
		} as const,
		{type: 'began', at: at(), step, command: 'PUT'},
		{type: 'ended', at: at(), step, result: 'done', detail: ''},
	];
	const append = async (entry: JournalEntry) => {
		entries.push(entry);
	};
	const read = async () => {
		const record = foldRun(entries, false);
		if (record === undefined) {
			throw new Error('the journal has no beginning');
		}

		return record;
	};
	return {machine, entries, append, read, confirm: () => append({type: 'confirmed', at: at(), step})};
}

type Stage = ReturnType<typeof stageWith>;

/** Azure, as far as one list goes; `fails` many requests meet nobody. */
function azure(standing: ResourceState = 'before', fails = 0) {
	const written: Change[] = [];
	let failures = fails;
	const writer: Writer = {
		look: async () => {
			if (failures > 0) {
				failures -= 1;
				throw new Error('Azure does not accept your sign-in; run `az login`.');
			}

			return {standing, found: 'somebody else was here'};
		},
		write: async change => {
			written.push(change);
		},
		describe: () => 'PUT',
		close: async () => undefined,
	};
	return {writer, written};
}

type Watched = {
	readonly clock?: Clock;
	readonly lives?: (process: ProcessIdentity) => Life;
	readonly signal?: AbortSignal;
	readonly writer?: Writer;
};

function watched({entries: _entries, ...stage}: Stage, {clock = stage.machine.clock, lives, signal, writer}: Watched) {
	return watch({
		...{step, self, clock},
		read: stage.read,
		lifeOf: lives ?? (() => 'dead'),
		signal: signal ?? new AbortController().signal,
		takeBack: (guard, why) =>
			takeBack(guard, why, {
				writer: writer ?? azure().writer,
				journal: {append: stage.append},
				guards: async () => (await stage.read()).guards,
				by: self,
				clock,
				onOutput: () => undefined,
			}),
	});
}

/** A clock that does something as soon as so much time has gone by in sleeps. */
function during(clock: Clock, ms: number, act: () => void): Clock {
	let slept = 0;
	let done = false;
	return {
		...clock,
		sleep: async (pause, signal) => {
			await clock.sleep(pause, signal);
			slept += pause;
			if (slept >= ms && !done) {
				done = true;
				act();
			}
		},
	};
}

describe('a watchdog', () => {
	test('takes the step back when its time has passed, and not before', async () => {
		const stage = stageWith();
		const begun = stage.machine.clock.now();
		const {writer, written} = azure();
		expect(await watched(stage, {writer})).toBe('reverted');
		expect(written).toEqual([invert(ranges)]);
		const passed = stage.machine.clock.now() - begun;
		expect(passed).toBeGreaterThanOrEqual(2 * minuteMs);
		expect(passed).toBeLessThan(2 * minuteMs + 2000);
		expect((await stage.read()).steps).toMatchObject([{result: 'reverted'}]);
	});

	test('leaves it when it was confirmed, however often', async () => {
		const stage = stageWith();
		const {writer, written} = azure();
		const clock = during(stage.machine.clock, minuteMs, () => {
			void stage.confirm();
			void stage.confirm();
		});
		expect(await watched(stage, {clock, writer})).toBe('confirmed');
		expect(written).toEqual([]);
	});

	test.each([
		['forward by a day', 24 * 60 * minuteMs],
		['back by a day', -24 * 60 * minuteMs],
	])('is not misled by a clock that is set %s', async (_name, ms) => {
		const stage = stageWith();
		const running = () => stage.machine.clock.sinceBoot?.()?.ms ?? 0;
		const begun = running();
		expect(await watched(stage, {clock: during(stage.machine.clock, minuteMs, () => stage.machine.set(ms))})).toBe(
			'reverted',
		);
		expect(running() - begun).toBeGreaterThanOrEqual(2 * minuteMs);
		expect(running() - begun).toBeLessThan(2 * minuteMs + 2000);
	});

	test('takes it back as soon as a machine wakes that has slept past the time', async () => {
		const stage = stageWith();
		const {writer, written} = azure();
		let looks = 0;
		const clock = during(stage.machine.clock, minuteMs, () => stage.machine.pass(8 * 60 * minuteMs));
		const counting: Clock = {
			...clock,
			sleep: async (ms, signal) => {
				looks += 1;
				await clock.sleep(ms, signal);
			},
		};
		expect(await watched(stage, {clock: counting, writer})).toBe('reverted');
		expect(written).toHaveLength(1);
		expect(looks).toBe(60);
	});

	test('leaves it to the process that made it as long as that one lives, and then does it itself', async () => {
		const stage = stageWith();
		const begun = stage.machine.clock.now();
		const {writer, written} = azure();
		// Stopped in its terminal, it lives and does nothing.
		expect(await watched(stage, {writer, lives: () => 'alive'})).toBe('reverted');
		expect(stage.machine.clock.now() - begun).toBeGreaterThan(2 * minuteMs + 10_000);
		expect(written).toHaveLength(1);
	});

	test('waits for a write that is still under way, as long as somebody sees it through', async () => {
		const stage = stageWith();
		stage.entries.pop();
		const {writer, written} = azure();
		const clock = during(stage.machine.clock, 30 * minuteMs, () => {
			expect(written).toEqual([]);
			void stage.append({type: 'ended', at: '', step, result: 'refused', detail: 'no'});
		});
		expect(await watched(stage, {clock, writer, lives: () => 'alive'})).toBe('void');
		expect(written).toEqual([]);
	});

	test('takes it back at once when it is asked to end, as at sign-out', async () => {
		const stage = stageWith();
		const begun = stage.machine.clock.now();
		const controller = new AbortController();
		const clock = during(stage.machine.clock, 10_000, () => controller.abort());
		expect(await watched(stage, {clock, signal: controller.signal})).toBe('reverted');
		expect(stage.machine.clock.now() - begun).toBeLessThan(15_000);
	});

	test('tries again while its sign-in has run out, and says in the journal why nothing happens', async () => {
		const stage = stageWith();
		const {writer, written} = azure('before', 5);
		expect(await watched(stage, {writer})).toBe('reverted');
		expect(written).toHaveLength(1);
		expect(stage.entries.filter(({type}) => type === 'not-reverted')).toHaveLength(5);
		expect(JSON.stringify(stage.entries)).toContain('run `az login`');
	});

	test('ends after a day without a sign-in, and leaves the step to the next command', async () => {
		const stage = stageWith();
		const {writer, written} = azure('before', Number.POSITIVE_INFINITY);
		expect(await watched(stage, {writer})).toBe('given-up');
		expect(written).toEqual([]);
		expect((await stage.read()).guards).toMatchObject([
			{state: 'reverting', trouble: expect.stringContaining('az login')},
		]);
		// Not once a second: a refused sign-in that is tried too often locks an account.
		expect(stage.entries.filter(({type}) => type === 'not-reverted').length).toBeLessThan(400);
	});

	test('leaves what somebody else has changed since, by name', async () => {
		const stage = stageWith();
		const [group] = whole.plan.steps.flatMap(({change}) => (change.kind === 'arm-child' ? [change] : []));
		const inverse = invert(group as Change);
		stage.entries[1] = {...(stage.entries[1] as Extract<JournalEntry, {type: 'guarded'}>), inverse};
		const {writer, written} = azure('other');
		expect(await watched(stage, {writer})).toBe('left');
		expect(written).toEqual([]);
		expect((await stage.read()).guards).toMatchObject([{trouble: 'somebody else was here'}]);
	});

	test('does not write what is as it was before already', async () => {
		const stage = stageWith();
		const {writer, written} = azure('after');
		expect(await watched(stage, {writer})).toBe('reverted');
		expect(written).toEqual([]);
	});
});

describe('of a confirmation and a taking back', () => {
	const act = (stage: Stage, writer: Writer) =>
		takeBack({step, inverse: invert(ranges)}, 'nobody confirmed', {
			...{writer, by: self, clock: stage.machine.clock},
			journal: {append: stage.append},
			guards: async () => (await stage.read()).guards,
			onOutput: () => undefined,
		});

	test('the first one in the journal counts: confirmed', async () => {
		const stage = stageWith();
		await stage.confirm();
		const {writer, written} = azure();
		expect(await act(stage, writer)).toBe('confirmed');
		expect(written).toEqual([]);
	});

	test('the first one in the journal counts: taken back', async () => {
		const stage = stageWith();
		const {writer, written} = azure();
		const late: Writer = {
			...writer,
			look: async (change, signal) => {
				await stage.confirm();
				return writer.look(change, signal);
			},
		};
		expect(await act(stage, late)).toBe('reverted');
		expect(written).toHaveLength(1);
		expect((await stage.read()).guards).toMatchObject([{state: 'reverted'}]);
	});
});

describe('a deadline', () => {
	test.each([
		['after a restart, by the clock', (machine: Machine) => machine.restart(30_000), 90_000],
		['after a restart that took longer', (machine: Machine) => machine.restart(30 * minuteMs), -28 * minuteMs],
		[
			'after a restart with a clock that went back, as passed',
			(machine: Machine) => {
				machine.restart(30_000);
				machine.set(-365 * 24 * 60 * minuteMs);
			},
			0,
		],
		['with a clock set forward, by the time that went by', (machine: Machine) => machine.set(60 * minuteMs), 120_000],
		['after a sleep, by the time that went by', (machine: Machine) => machine.pass(10 * minuteMs), -8 * minuteMs],
	])('is judged %s', (_name, happens, left) => {
		const machine = machineClock();
		const deadline = deadlineIn(2 * minuteMs, machine.clock);
		happens(machine);
		expect(timeUntil(deadline, machine.clock)).toBe(left);
	});

	test('counts as passed where only the clock tells, and it shows a time before the deadline was set', () => {
		const machine = machineClock();
		const {sinceBoot: _none, ...clock} = machine.clock;
		const deadline = deadlineIn(2 * minuteMs, clock);
		machine.set(-1);
		expect(timeUntil(deadline, clock)).toBe(0);
	});
});

type Machine = ReturnType<typeof machineClock>;
