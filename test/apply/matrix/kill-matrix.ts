import {isDeepStrictEqual} from 'node:util';
import {isUnfinished, stepsToUndo} from '../../../source/apply/fold-run.js';
import {createMachine, type Ended, type Machine, type Stored} from './machine.js';
import type {Subject} from './subjects.js';

/** How one goes on after the first process was killed; always ends with an undo that nobody kills. */
export const ways = ['undo', 'resume, undo', 'resume, kill, undo', 'undo, kill, undo'] as const;

export type Place = {
	readonly way: (typeof ways)[number];
	/** Where the first process is killed. */
	readonly point: number;
	/** Where the second one is, if any. */
	readonly second: number | undefined;
};

export type Loss = Place & Pick<Subject, 'world' | 'kind'> & {readonly why: string};

export type Count = {readonly points: number; readonly runs: number; readonly losses: readonly Loss[]};

/** Of the points at which the first and the second process is killed, every nth. */
export type Strides = {readonly first: number; readonly second: number};

/** Kills a run at its points, goes on or back in every way, and compares what is left with what was there first. */
export async function killMatrix(subject: Subject, strides: Strides): Promise<Count> {
	const first = await wantedEnd(subject);
	const {points} = await (await begin(subject)).apply(subject.plan);
	const losses: Loss[] = [];
	let runs = 0;
	const judge = async (place: Place) => {
		runs += 1;
		const {why, wasKilled} = await outcomeOf(subject, first, place);
		if (why !== undefined) {
			losses.push({world: subject.world, kind: subject.kind, ...place, why});
		}

		return wasKilled;
	};
	let killed = 0;
	// Also once after the last point: a run that was not killed at all.
	for (let point = 1; point <= points + 1; point += strides.first) {
		killed += 1;
		for (const way of ways) {
			// Not the same second points each time.
			let second = way.includes('kill') ? 1 + (point % strides.second) : undefined;
			while ((await judge({way, point, second})) && second !== undefined) {
				second += strides.second;
			}
		}
	}

	return {points: killed, runs, losses};
}

async function begin({loaded, plan, earlier}: Subject): Promise<Machine> {
	const machine = createMachine(loaded);
	if (earlier.length > 0) {
		const steps = plan.steps.map((step, index) => ({...step, change: earlier[index] ?? step.change}));
		await machine.apply({...plan, steps});
		await passTime(machine);
	}

	return machine;
}

/** As it was first, with what somebody else does in the meantime. */
async function wantedEnd(subject: Subject): Promise<unknown> {
	const machine = await begin(subject);
	const {meanwhile} = subject;
	await (meanwhile?.isOurs === false ? machine.somebody(meanwhile.change) : undefined);
	await passTime(machine);
	return machine.azure.dump();
}

/** What Azure has accepted comes to its end whether or not anybody waits for it. */
async function passTime({clock}: Machine): Promise<void> {
	await clock.sleep(60_000, undefined);
}

type Outcome = {readonly why: string | undefined; readonly wasKilled: boolean};

async function outcomeOf(subject: Subject, first: unknown, place: Place): Promise<Outcome> {
	const machine = await begin(subject);
	const {stored} = await machine.apply(subject.plan, place.point);
	const {meanwhile} = subject;
	const isEdited = meanwhile !== undefined && (await machine.somebody(meanwhile.change));
	const edited = machine.azure.dump();
	const isLeft = isEdited && meanwhile.isOurs;
	try {
		const end = stored === undefined ? untouched : await goOn(machine, stored, place);
		await passTime(machine);
		const isLost = !isDeepStrictEqual(machine.azure.dump(), isLeft ? edited : first);
		const why = isLost ? 'the practice Azure is not as it was first' : complaint(end, isLeft);
		return {why, wasKilled: end.wasKilled};
	} catch (error) {
		return {why: error instanceof Error ? error.message : String(error), wasKilled: false};
	}
}

type End = {
	/** Whether the second process was killed: there may be later points. */
	readonly wasKilled: boolean;
	/** A resumed run that nobody killed. */
	readonly resumed: Stored | undefined;
	/** The last process; undefined where there was nothing to undo. */
	readonly undone: Ended | undefined;
};

const untouched: End = {wasKilled: false, resumed: undefined, undone: undefined};

/** What somebody else changed of ours is to be left, and named. */
function complaint({resumed, undone}: End, isLeft: boolean): string | undefined {
	const wanted = isLeft ? 'partly-undone' : 'undone';
	const steps = undone?.stored?.record.steps ?? [];
	const isNamed = steps.some(({result, detail}) => result === 'skipped' && detail.includes('changed since'));
	if (isNamed !== isLeft) {
		return isLeft ? 'what somebody else has changed is not named' : 'a change is named that nobody has made';
	}

	return resumed !== undefined && resumed.record.outcome !== 'done' && !isLeft
		? `it was resumed and ended as ${resumed.record.outcome}`
		: undone !== undefined && undone.stored?.record.outcome !== wanted
			? `the undo ended as ${undone.stored?.record.outcome}, not as ${wanted}`
			: undefined;
}

async function goOn(machine: Machine, run: Stored, {way, second}: Place): Promise<End> {
	switch (way) {
		case 'undo': {
			return {...untouched, undone: await undo(machine, run)};
		}

		case 'resume, undo':
		case 'resume, kill, undo': {
			if (!isUnfinished(run.record)) {
				return {...untouched, undone: await undo(machine, run)};
			}

			const {stored = run, wasKilled} = await machine.resume(run, second);
			return {wasKilled, resumed: wasKilled ? undefined : stored, undone: await undo(machine, stored)};
		}

		case 'undo, kill, undo': {
			const {wasKilled} = await machine.undo(run, second);
			return {...untouched, wasKilled, undone: await undo(machine, run)};
		}
	}
}

async function undo(machine: Machine, run: Stored): Promise<Ended | undefined> {
	return stepsToUndo(run.record).length > 0 ? machine.undo(run) : undefined;
}
